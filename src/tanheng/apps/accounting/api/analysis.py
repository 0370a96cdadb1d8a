"""Analysis of a run by the API: against another run, another edition, other data, the other track."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.http import Http404
from ninja import Query, Router

from tanheng.analysis.bridge.document import bridge_document
from tanheng.analysis.defaults import defaults_document
from tanheng.analysis.tracks_document import tracks_document
from tanheng.analysis.why_document import why_document
from tanheng.apps.accounting import selectors
from tanheng.apps.accounting.access import access_run
from tanheng.apps.accounting.api.runs import run_head
from tanheng.apps.accounting.forms import asked_supplement
from tanheng.apps.accounting.pages.bridge import bridge_of, targets_of
from tanheng.apps.accounting.pages.comparison import ChangedResult, compare_runs
from tanheng.apps.accounting.pages.defaults import worths_of
from tanheng.apps.accounting.pages.tracks import tracks_of
from tanheng.apps.accounting.pages.why import asked_periods, why_of
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest

router = Router(tags=["accounts"])
PRICE = r"^[0-9]{1,6}(\.[0-9]{1,4})?$"  # yuan per tonne


@router.get("/runs/{int:run_id}/comparison/{int:other_id}", response=dict[str, Any], summary="What changed between two runs")
def get_comparison(request: PageRequest, run_id: int, other_id: int, months: bool = False) -> dict[str, Any]:
    """`other` before, `run` after: inputs, rules and results that differ, with the cause of each difference."""
    reach = request.reach
    after, before = access_run(reach, "view_data", run_id), access_run(reach, "view_data", other_id)
    if after.node_id != before.node_id:
        raise Http404("runs of two companies are not compared")
    found = compare_runs(before, after, months=months)
    return {
        "before": run_head(before),
        "after": run_head(after),
        "equal_results": found.equal_results,
        "inputs": [asdict(one) for one in found.inputs],
        "rules": [asdict(one) for one in found.rules],
        "results": [_changed_result(one) for one in found.results],
    }


@router.get("/runs/{int:run_id}/why", response=dict[str, Any], summary="Why the total changed, as why/1")
def get_why(
    request: PageRequest,
    run_id: int,
    before: int | None = None,
    first: int | None = Query(None, ge=1, le=12, alias="from"),
    last: int | None = Query(None, ge=1, le=12, alias="to"),
) -> dict[str, Any]:
    """Against another run of the company (left out: last year's, else the one before), or between two months (`from` of the other run, `to`
    of this one): calendar, output, rate, factor and rules of each source. 404 where a period has no total.
    """
    found = why_of(asked_periods(request.reach, run_id, before, (first, last)))
    if found is None:
        raise Http404("one of the periods has no total")
    return why_document(found, reader_language())


@router.get("/runs/{int:run_id}/bridge", response=dict[str, Any], summary="What another edition would give, as bridge/1")
def get_bridge(request: PageRequest, run_id: int, to: str = "", price: str | None = Query(None, pattern=PRICE)) -> dict[str, Any]:
    """Boundary, data, factors, constants, formulas, rounding; they add up exactly. What the target needs beside the case is given
    as `v:quantity@facility:item` and `a:attribute@facility` in the address; what is missing stands in `problems`.
    """
    run = access_run(request.reach, "view_data", run_id)
    computed = selectors.recomputed(run)
    target = next((one for one in targets_of(computed.pack) if to in (one.id, "")), None)  # the first one, as on the page
    if target is None:
        raise Http404("no such edition of this sector")
    found = bridge_of(computed, target, asked_supplement(request.GET, computed.case.grain))
    return bridge_document(found, reader_language(), Decimal(price) if price else None)


@router.get("/runs/{int:run_id}/defaults", response=dict[str, Any], summary="What each default costs, as defaults/1")
def get_defaults(request: PageRequest, run_id: int, price: str | None = Query(None, pattern=PRICE)) -> dict[str, Any]:
    """One percent of each default and typical measured values in its place; the largest effect first."""
    computed = selectors.recomputed(access_run(request.reach, "view_data", run_id))
    return defaults_document(computed, worths_of(computed), reader_language(), Decimal(price) if price else None)


@router.get("/runs/{int:run_id}/tracks", response=dict[str, Any], summary="Process and enterprise line by line, as tracks/1")
def get_tracks(request: PageRequest, run_id: int) -> dict[str, Any]:
    """What is in both tracks, only here, only there, and the rounding that closes each."""
    run = access_run(request.reach, "view_data", run_id)
    return tracks_document(tracks_of(run, selectors.recomputed(run))[0], reader_language())


def _changed_result(one: ChangedResult) -> dict[str, Any]:
    row = asdict(one)
    quantity, facility, item, month = row.pop("place")
    return {"quantity": quantity, "facility": facility, "item": item, "month": month, **row}
