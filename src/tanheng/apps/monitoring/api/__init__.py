"""Monitoring by the API: what the pages of plans and of the meter ledger can do."""

from ninja import Router

from tanheng.apps.monitoring.api import figures, meters, plans, treatments

router = Router()
router.add_router("", plans.router)
router.add_router("", meters.router)
router.add_router("", treatments.router)
router.add_router("", figures.router)
