"""Monitoring by the API: what the pages of plans, day-books and the meter ledger can do."""

from ninja import Router

from tanheng.apps.monitoring.api import day_books, meters, plans, treatments

router = Router()
router.add_router("", plans.router)
router.add_router("", day_books.router)
router.add_router("", meters.router)
router.add_router("", treatments.router)
