"""The explanation of any number of a run, and of any parameter it used."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from tanheng.analysis.large_changes import large_change
from tanheng.analysis.sensitivity import Sensitivity, effect_of, sensitivities
from tanheng.analysis.totals import total_place
from tanheng.apps.accounting import selectors
from tanheng.apps.accounting.access import access_run
from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.accounting.pages.addresses import explanation_address, parameter_address, place_query
from tanheng.apps.accounting.pages.chain.shown import chain_address
from tanheng.apps.accounting.pages.corrected import corrected_words
from tanheng.apps.accounting.pages.overview import shown_value
from tanheng.apps.accounting.pages.uncertainty import uncertainty_section
from tanheng.apps.accounting.pages.untranslatable import untranslatable_of
from tanheng.apps.accounting.selectors.corrections import Corrections
from tanheng.apps.accounting.views import proven
from tanheng.apps.records.access import open_verbs
from tanheng.apps.records.pages.month_table import value_address
from tanheng.apps.records.selectors import DigitsDifferError, is_current
from tanheng.apps.records.selectors.cell_evidence import YearEvidence
from tanheng.apps.records.selectors.typed_figures import is_apportioned
from tanheng.documents.report.labels import one_language
from tanheng.documents.rule_book.explained import explanation_mathml
from tanheng.engine import run as engine
from tanheng.engine.checks.last_year import limit_of
from tanheng.engine.explain import explain, explain_parameter
from tanheng.engine.explanation import Explanation
from tanheng.engine.explanation import shown_value as explained_text
from tanheng.engine.places import Place
from tanheng.engine.status_words import status_label
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.wording import KindMark, kind_mark, place_label

TABS = ("formula", "tree", "history", "json", "kit")
TREE_DEPTH = 6
NODES_IN_TREE = 150
SHOWN_DIGITS = 12


@dataclass(frozen=True)
class Card:
    """One explanation as shown on a page of another: its place in words, its value as text, its own address."""

    explanation: Explanation
    place: str
    text: str
    address: str
    kind: KindMark
    clause: str
    status: str
    source: str
    raw_short: str
    operands: tuple["Card", ...] = ()


@proven
def explanation(request: PageRequest, run_id: int, quantity: str) -> HttpResponse:
    """Where a number comes from."""
    run = access_run(request.reach, "view_data", run_id)
    request.frame.show(node=run.node, year=run.year, switch_view="accounting:latest")
    computed = selectors.recomputed(run)
    place = asked_place(request, quantity)
    tab = request.GET.get("tab", "formula")
    tab = tab if tab in TABS else "formula"
    found = explain(computed, *place, depth=TREE_DEPTH if tab == "tree" else 1)
    if found is None:
        raise Http404("the run has no such number")
    if quantity in computed.pack.formulas and not selectors.stored_value_holds(run, computed, *place):
        raise DigitsDifferError(f"run {run.number}: {tuple(place)}")
    context = {
        "run": run,
        "company": run.node,
        "pack": computed.pack,
        "place": place,
        "tab": tab,
        "card": _card(run, computed, found),
        "mathml": _math(computed, found),
        "query": place_query(*place[1:]),
        "chain": chain_address(run.pk, place),
        "corrected": corrected_words(changed, found.decimals) if (changed := Corrections(run, computed).at(place)) else "",
        "rules_now": selectors.rules_now(run),
        "untranslatable": untranslatable_of(computed, quantity),
        **open_verbs(request.reach, run.node),
        **_leaf_context(run, computed, found),
        **_tab_context(tab, run, computed, found, place),
    }
    return render(request, "accounting/explanation.html", context)


def _tab_context(tab: str, run: Run, computed: engine.Run, found: Explanation, place: Place) -> dict[str, Any]:
    if tab == "history":
        return {"history": _history(run, computed, place)}
    if tab == "json":
        return {"json_text": json.dumps(found.as_json(reader_language()), ensure_ascii=False, indent=2)}
    if tab == "formula":
        if place.quantity in computed.pack.formulas:
            found_effects = sensitivities(computed, place)
            effects = [_effect_row(run, computed, one, place) for one in found_effects if one.difference]
            without = [one.label.in_(reader_language()) for one in found_effects if not one.difference]
            return {"effects": effects, "without_effect": without, "uncertainty": uncertainty_section(run, computed, place)}
        total = total_place(computed)
        effect = effect_of(computed, total, place.quantity, parameter=False)
        return {"effect": _effect_row(run, computed, effect, total) if effect else None}
    return {}


def _history(run: Run, computed: engine.Run, place: Place) -> list[tuple[StoredResult, str, str]]:
    """The number in every run of the year, as shown, and whether it changed by much against the run before by the same rules."""
    quantity, told = computed.pack.quantities[place.quantity], list(selectors.history_of(run, *place))
    rows = []
    for number, one in enumerate(told):
        before = next((older.value for older in told[number + 1 :] if older.run.pack == one.run.pack), None)
        large = large_change(before, one.value, limit_of(quantity, computed.pack.main_output))
        rows.append((one, shown_value(quantity, one.value, place.month), large))
    return rows


def _leaf_context(run: Run, computed: engine.Run, found: Explanation) -> dict[str, Any]:
    """For a reported value: the import it came with, its page among the data, its attached evidence."""
    if found.kind != "input":
        return {}
    one = run.snapshot.source_import
    place = (found.facility, found.item)
    evidence = YearEvidence(run.node, run.year, run.pack)
    address = value_address(run.node_id, run.year, run.pack, found.quantity, place, found.month) if is_current(one) else ""
    more = {"apportioned": is_apportioned(one, Place(found.quantity, *place, found.month)), **_attached(evidence, found)}
    return {"source_import": one, "value_address": address, **more}


def _attached(evidence: YearEvidence, found: Explanation) -> dict[str, Any]:
    """The files at the cell of a reported value, and the one of its year that it names."""
    files = evidence.files(Place(found.quantity, found.facility, found.item, found.month))
    return {"files": files, "attachment": evidence.attached.get(found.evidence) if found.evidence else None}


def _card(run: Run, computed: engine.Run, found: Explanation, levels: int | None = None) -> Card:
    levels = _whole_levels(found) if levels is None else levels
    facility = computed.case.facility_names.get(found.facility or "", found.facility or "")
    if found.kind == "parameter":
        place, address = "", parameter_address(run.pk, found.quantity)
    else:
        place = place_label(computed.pack, found.quantity, facility, found.item, run.year, found.month, computed.case.through_month)
        address = explanation_address(run.pk, found.quantity, found.facility, found.item, found.month)
    kind = found.value_kind or ("default" if found.kind == "default" else "" if found.kind == "absent" else "calculated")
    text = found.value or "—" if found.kind == "parameter" else explained_text(found).replace("-", "−")
    operands = tuple(_card(run, computed, operand, levels - 1) for operand in found.operands) if levels else ()
    lang = reader_language()
    clause, status = one_language(found.clause, lang), status_label(found.status, lang)
    mark = KindMark("", "") if found.kind == "parameter" else kind_mark(kind)
    return Card(found, place, text, address, mark, clause, status, one_language(found.source, lang), _shortened(found.raw), operands)


def _whole_levels(found: Explanation) -> int:
    """Levels below a number that are shown whole within NODES_IN_TREE, at least one: no branch hides another."""
    levels, shown, level = 0, 1, [found]
    while level := [operand for one in level for operand in one.operands]:
        shown += len(level)
        if levels and shown > NODES_IN_TREE:
            break
        levels += 1
    return levels


def _shortened(raw: str | None) -> str:
    """A long fraction cut for the eye, with an ellipsis; the whole of it stands under “before rounding”."""
    whole, _, fraction = (raw or "").partition(".")
    return f"{whole}.{fraction[:SHOWN_DIGITS]}…" if len(fraction) > SHOWN_DIGITS else raw or ""


def _math(computed: engine.Run, found: Explanation) -> SafeString:
    """The formula as the rule book draws it; every name in it has been escaped there."""
    return mark_safe(explanation_mathml(computed.pack, found, reader_language()))  # noqa: S308


@dataclass(frozen=True)
class EffectRow:
    """What one percent more of an input or parameter does to a number."""

    label: str
    name: str
    target: str
    unit: str
    difference: str
    percent: str
    address: str


def _effect_row(run: Run, computed: engine.Run, one: Sensitivity, target: tuple[Any, ...]) -> EffectRow:
    quantity = computed.pack.quantities[target[0]]
    difference = shown_value(quantity, one.difference, target[3])
    percent = "—" if one.percent is None else f"{one.percent:+.3f} %".replace("-", "−")
    if one.parameter:
        address = parameter_address(run.pk, one.name)
    else:
        keys = computed.keys[one.name]
        here = keys[0] if len(keys) == 1 else (target[1], target[2])
        address = explanation_address(run.pk, one.name, *here, target[3]) if here in keys else ""
    return EffectRow(
        one.label.in_(reader_language()),
        one.name,
        quantity.label.in_(reader_language()),
        computed.pack.unit_of(target[0], target[2]),
        difference if one.difference <= 0 else f"+{difference}",
        percent,
        address,
    )


@proven
def parameter(request: PageRequest, run_id: int, name: str) -> HttpResponse:
    """A constant or default of the edition as the run used it."""
    run = access_run(request.reach, "view_data", run_id)
    request.frame.show(node=run.node, year=run.year, switch_view="accounting:latest")
    computed = selectors.recomputed(run)
    try:
        found = explain_parameter(computed, name)
    except KeyError as error:
        raise Http404("no such parameter in this year") from error
    total = total_place(computed)
    effect = effect_of(computed, total, name, parameter=True)
    context = {
        "run": run,
        "company": run.node,
        "pack": computed.pack,
        "card": _card(run, computed, found),
        "dated": computed.pack.parameters[name],
        "effect": _effect_row(run, computed, effect, total) if effect else None,
    }
    return render(request, "accounting/parameter.html", context)


def asked_place(request: PageRequest, quantity: str) -> Place:
    """The place of a number that an address asks for."""
    return Place(quantity, request.GET.get("facility") or None, request.GET.get("item") or None, _month(request))


def _month(request: PageRequest) -> int | None:
    text = request.GET.get("month", "")
    if text and not (text.isdecimal() and 1 <= int(text[:3]) <= 12):
        raise Http404("no such month")
    return int(text) if text else None
