"""The API put together: routers of the apps under /api/v1, one way to authenticate, one way to say what went wrong."""

from django.urls import path, re_path

from tanheng import __version__
from tanheng.api import problems
from tanheng.api.authentication import PageAuth, TokenAuth
from tanheng.api.bodies import TextParser
from tanheng.api.description import DescribedAPI
from tanheng.api.idempotency import idempotent
from tanheng.registration.collected import api_routers

api = DescribedAPI(
    title="Tanheng",
    version=__version__,
    urls_namespace="api",
    auth=[TokenAuth(), PageAuth()],
    docs_url=None,
    parser=TextParser(),
    description="Carbon data and accounts of a group. Numbers are decimal text. Every write takes an Idempotency-Key.",
)
api.add_decorator(idempotent)
problems.install(api)
for router in api_routers():
    api.add_router("", router)

urlpatterns = [path("", api.urls), re_path(r"^(?P<rest>[\s\S]*)$", problems.unknown_address)]
