"""Imports, readings and answers by the API: what the data pages can do."""

from ninja import Router

from tanheng.apps.records.api import case_facts, drawn, figures

router = Router(tags=["records"])
router.add_router("", figures.router)
router.add_router("", drawn.router)
router.add_router("", case_facts.router)
