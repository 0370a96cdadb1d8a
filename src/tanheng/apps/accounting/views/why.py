"""The page "why did it change": any two months, years or runs of a company held against each other."""

from django.http import HttpResponse
from django.shortcuts import render

from tanheng.apps.accounting.pages.why import asked_periods, why_page
from tanheng.apps.accounting.views import proven
from tanheng.documents.report.labels import month_label
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest

MONTHS = tuple(str(month) for month in range(1, 13))
LONGEST_ID = 12  # digits


@proven
def why(request: PageRequest, run_id: int) -> HttpResponse:
    """Calendar, output, rate, factor and rules of each source, adding up to the difference."""
    before = request.GET.get("before", "")
    other = int(before) if before.isdecimal() and len(before) < LONGEST_ID else None
    asked = asked_periods(request.reach, run_id, other, (_month(request, "from"), _month(request, "to")))
    run = asked.after
    request.frame.show(node=run.node, year=run.year, pack=run.pack, switch_view="accounting:latest")
    months = [(month, month_label(month, reader_language())) for month in range(1, 13)]
    context = {"page": why_page(asked), "asked": asked, "run": run, "company": run.node, "months": months}
    return render(request, "accounting/why.html", context)


def _month(request: PageRequest, name: str) -> int | None:
    """A month that was chosen; None for the whole year."""
    text = request.GET.get(name, "")
    return MONTHS.index(text) + 1 if text in MONTHS else None
