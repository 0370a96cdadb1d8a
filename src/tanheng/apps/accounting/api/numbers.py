"""One number of a run by the API: where it comes from, the way from the meter, its proof, what one percent would change, how sure it is."""

from typing import Any

from django.http import Http404
from ninja import Field, Query, Router, Schema

from tanheng.analysis.sensitivity import sensitivities
from tanheng.apps.accounting import selectors
from tanheng.apps.accounting.access import access_run
from tanheng.apps.accounting.pages.carbon import CarbonPage
from tanheng.apps.accounting.pages.chain.shown import chain_document
from tanheng.apps.accounting.pages.chain.walk import Chain
from tanheng.apps.accounting.services.proofs import prove_figure
from tanheng.engine.explain import explain
from tanheng.engine.numbers import full_text
from tanheng.engine.places import Place
from tanheng.engine.receipt import trace_head
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest

router = Router(tags=["accounts"])


class AskedPlace(Schema):
    """A number of a run: its quantity and where it stands; `month` is left out for the year."""

    quantity: str
    facility: str | None = None
    item: str | None = None
    month: int | None = Field(None, ge=1, le=12)

    @property
    def place(self) -> Place:
        """The place as the engine knows it; what is given empty is not given."""
        return Place(self.quantity, self.facility or None, self.item or None, self.month)


@router.get("/runs/{int:run_id}/explanation", response=dict[str, Any], summary="Where a number comes from, as trace/1")
def get_explanation(request: PageRequest, run_id: int, asked: Query[AskedPlace], depth: int = Query(99, ge=0, le=99)) -> dict[str, Any]:
    """The walk from a number to its inputs, `depth` levels deep."""
    run = access_run(request.reach, "view_data", run_id)
    computed = selectors.recomputed(run)
    found = explain(computed, *asked.place, depth=depth)
    if found is None:
        raise Http404("the run has no such number")
    return {**trace_head(computed, reader_language()), "run_hash": run.run_hash, **found.as_json(reader_language())}


@router.get("/runs/{int:run_id}/chain", response=dict[str, Any], summary="A number from meter to report, as chain/1")
def get_chain(request: PageRequest, run_id: int, asked: Query[AskedPlace]) -> dict[str, Any]:
    """Every step once, with the ids of those it `rests_on`: number, formulas, inputs, readings, sources by the plan in force, meters,
    certificates, parameters; what is missing on the way stands at its step with a code and a remedy.
    """
    run = access_run(request.reach, "view_data", run_id)
    chain = Chain(run, selectors.recomputed(run))
    root = chain.root(asked.place)
    if root is None:
        raise Http404("the run has no such number")
    return chain_document(chain, root)


@router.get("/runs/{int:run_id}/carbon", response=dict[str, Any], summary="The flows of carbon of a run, as carbon/1")
def get_carbon_flows(request: PageRequest, run_id: int, facility: str = "") -> dict[str, Any]:
    """What feeds the total, or what a facility brings into it, down to fuels and materials: of each node `feeds` are together its value
    and what it `gives` beside. `flows` is null where the total is not known or nothing.
    """
    run = access_run(request.reach, "view_data", run_id)
    computed = selectors.recomputed(run)
    if facility and facility not in computed.case.facility_names:
        raise Http404("the run has no such facility")
    return CarbonPage(run, computed, facility or None).document()


@router.get("/runs/{int:run_id}/proof", response=dict[str, Any], summary="That a number stands in the journal, as proof/1")
def get_proof(
    request: PageRequest,
    run_id: int,
    quantity: str,
    facility: str | None = None,
    item: str | None = None,
    month: int | None = Query(None, ge=1, le=12),
) -> dict[str, Any]:
    """Value, fact, event, signed head of the journal; checked without the database by `docs/reference/check_proof.py`."""
    run = access_run(request.reach, "view_data", run_id)
    return prove_figure(run=run, place=Place(quantity, facility or None, item or None, month))


@router.get("/runs/{int:run_id}/sensitivity", response=list[dict[str, Any]], summary="What one percent would change")
def get_sensitivity(request: PageRequest, run_id: int, asked: Query[AskedPlace]) -> list[dict[str, Any]]:
    """Exact difference of a number for one percent more of each input and parameter, the largest first."""
    run = access_run(request.reach, "view_data", run_id)
    effects = sensitivities(selectors.recomputed(run), asked.place)
    lang = reader_language()
    return [
        {"name": one.name, "label": one.label.in_(lang), "parameter": one.parameter, "difference": full_text(one.difference)}
        for one in effects
    ]


@router.get("/runs/{int:run_id}/uncertainty", response=dict[str, Any], summary="How sure a number is")
def get_uncertainty(request: PageRequest, run_id: int, asked: Query[AskedPlace]) -> dict[str, Any]:
    """Its uncertainty by GUM, first order: contributions ranked, and inputs that state none."""
    run = access_run(request.reach, "view_data", run_id)
    found = selectors.propagation_of(run, selectors.recomputed(run)).budget(*asked.place)
    if found is None:
        raise Http404("the run has no such result")
    return found.as_json(reader_language())
