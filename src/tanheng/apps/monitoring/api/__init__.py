"""Monitoring by the API: what the pages of plans, figures, their files, own tables, day-books, months and the meter ledger can do."""

from ninja import Router

from tanheng.apps.monitoring.api import (
    cell_files,
    check_list,
    day_books,
    figures,
    meters,
    months,
    own_tables,
    plans,
    revisions,
    treatments,
)

router = Router()
router.add_router("", plans.router)
router.add_router("", revisions.router)
router.add_router("", check_list.router)
router.add_router("", figures.router)
router.add_router("", cell_files.router)
router.add_router("", own_tables.router)
router.add_router("", day_books.router)
router.add_router("", months.router)
router.add_router("", treatments.router)
router.add_router("", meters.router)
