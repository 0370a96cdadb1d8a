"""Monitoring by the API: what the pages of plans, months and the meter ledger can do."""

from ninja import Router

from tanheng.apps.monitoring.api import figures, meters, months, plans, treatments

router = Router()
router.add_router("", plans.router)
router.add_router("", months.router)
router.add_router("", meters.router)
router.add_router("", treatments.router)
router.add_router("", figures.router)
