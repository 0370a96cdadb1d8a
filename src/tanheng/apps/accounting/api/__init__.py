"""The accounts by the API: what their pages can do."""

from ninja import Router

from tanheng.apps.accounting.api import analysis, numbers, runs

router = Router()
router.add_router("", runs.router)
router.add_router("", numbers.router)
router.add_router("", analysis.router)
