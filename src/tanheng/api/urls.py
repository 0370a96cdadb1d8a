"""The API put together: routers of the apps under /api/v1, one way to authenticate, one way to say what went wrong."""

from django.urls import path
from ninja import NinjaAPI

from tanheng import __version__
from tanheng.api import packs, problems
from tanheng.api.authentication import PageAuth, TokenAuth
from tanheng.api.idempotency import idempotent
from tanheng.apps.accounting.api import router as accounting
from tanheng.apps.evidence.api import router as evidence
from tanheng.apps.guidance.api import router as guidance
from tanheng.apps.journal.api import router as journal
from tanheng.apps.records.api import router as records
from tanheng.apps.reporting.api import router as reporting
from tanheng.apps.sites.api import router as sites

api = NinjaAPI(
    title="Tanheng",
    version=__version__,
    urls_namespace="api",
    auth=[TokenAuth(), PageAuth()],
    docs_url=None,
    description="Carbon data and accounts of a group. Numbers are decimal text. Every write takes an Idempotency-Key.",
)
api.add_decorator(idempotent)
problems.install(api)
for router in (sites, records, evidence, accounting, reporting, guidance, packs.router, journal):
    api.add_router("", router)

urlpatterns = [path("", api.urls), path("<path:rest>", problems.unknown_address)]
