"""The steps of a run's numbers, each made when somebody looks at it: numbers and formulas here, what inputs rest on in `evidence`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.analysis.carbon_flows import signed_terms
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address, parameter_address
from tanheng.apps.accounting.pages.chain.evidence import Evidence
from tanheng.apps.accounting.pages.chain.steps import ABSENT, DEFAULT, INPUT, NUMBER, PARAMETER, RESULT, Mark, Step
from tanheng.apps.accounting.pages.corrected import corrected_words
from tanheng.apps.accounting.selectors.corrections import Corrections
from tanheng.documents.report.labels import one_language
from tanheng.engine import run as engine
from tanheng.engine.explain import explain
from tanheng.engine.explanation import Explanation, shown_value
from tanheng.engine.numbers import ZERO
from tanheng.engine.places import Place
from tanheng.engine.status_words import status_label
from tanheng.engine.symbols import Name
from tanheng.pages.language import reader_language
from tanheng.pages.wording import place_label, shown_unit

KINDS = {"input": INPUT, "default": DEFAULT, "absent": ABSENT, "parameter": PARAMETER}
LONGEST_FORMULA = 160


class Chain:
    """The steps of one run: `root` begins with a number, `below` gives what a step rests on."""

    def __init__(self, run: Run, computed: engine.Run) -> None:
        self.run, self.computed = run, computed
        self.corrections = Corrections(run, computed)
        self.evidence = Evidence(run, computed)

    def root(self, place: Place) -> Step | None:
        """The number itself; None where the run has none there."""
        found = explain(self.computed, *place, depth=0)
        if found is None:
            return None
        step = self._number(found, Fraction(1))
        return replace(step, kind=RESULT) if step.kind == NUMBER else step

    def below(self, step: Step) -> Sequence[Step]:
        """What a step rests on, in the order of the formula or of the months."""
        found = step.found
        if found is None or step.kind in (DEFAULT, ABSENT, PARAMETER):
            return ()
        if step.kind not in (RESULT, NUMBER):
            return self.evidence.below(step)
        whole = explain(self.computed, found.quantity, found.facility, found.item, found.month, depth=1)
        assert whole is not None
        shares = _shares(self.computed, whole)
        return [self._number(one, step.share * part) for one, part in zip(whole.operands, shares, strict=True)]

    def every(self, root: Step) -> Iterator[tuple[int, Step, tuple[str, ...]]]:
        """Every step of the way once, with its depth and the ids of what it rests on, in the order of a table."""
        seen: set[str] = set()
        waiting = [(0, root)]
        while waiting:
            depth, step = waiting.pop()
            if step.id in seen:
                continue
            seen.add(step.id)
            below = self.below(step)
            yield depth, step, tuple(one.id for one in below)
            waiting += [(depth + 1, one) for one in reversed(below)]

    def _number(self, found: Explanation, share: Fraction) -> Step:
        kind, lang = KINDS.get(found.kind, NUMBER), reader_language()
        name, unit, origin = found.label.in_(lang), shown_unit(found.unit), _origin(found, kind)
        if kind == PARAMETER:
            address = parameter_address(self.run.pk, found.quantity)
            return Step(kind, found.step, name, "", found.value or "—", unit, origin, address, share=share, found=found)
        place = Place(found.quantity, found.facility, found.item, found.month)
        facility = self.computed.case.facility_names.get(found.facility or "", found.facility or "")
        where = place_label(
            self.computed.pack, found.quantity, facility, found.item, self.run.year, found.month, self.computed.case.through_month
        )
        value, address = shown_value(found).replace("-", "−"), explanation_address(self.run.pk, *place)
        return Step(kind, found.step, name, where, value, unit, origin, address, tuple(self._marks(found, place)), share, found)

    def _marks(self, found: Explanation, place: Place) -> Iterator[Mark]:
        corrected = self.corrections.at(place)
        if corrected is not None:
            yield Mark(
                "corrected",
                corrected_words(corrected, found.decimals),
                _("Run the accounts again with the figures that count now."),
                f"{reverse('accounting:latest', args=[self.run.node_id, self.run.year])}?{urlencode({'pack': self.run.pack})}",
            )


def _origin(found: Explanation, kind: str) -> str:
    """Where a number comes from, in a line: clause and formula; of what stands in the rules clause, source and status."""
    lang = reader_language()
    parts = [one_language(found.clause, lang)]
    if kind in (PARAMETER, DEFAULT):
        parts += [one_language(found.source, lang), status_label(found.status, lang) if found.status else "", found.valid]
    elif kind == NUMBER:
        formula = found.formula_symbols
        parts.append(formula if len(formula) <= LONGEST_FORMULA else f"{formula[:LONGEST_FORMULA]}…")
    return " · ".join(part for part in parts if part)


def _shares(computed: engine.Run, whole: Explanation) -> list[Fraction]:
    """How much of a number each operand stands for: its part of a sum; in a product each stands for all of it."""
    count = len(whole.operands)
    if not count:  # a formula that reads nothing here: a sum over fuels of which there is none
        return []
    if whole.kind == "mean":
        return [Fraction(1, count)] * count
    if whole.kind != "sum" and not _adds(computed, whole.quantity):
        return [Fraction(1)] * count
    amounts = [abs(Decimal(one.value or ZERO)) for one in whole.operands]
    total = sum(amounts, ZERO)
    return [Fraction(one) / Fraction(total) for one in amounts] if total else [Fraction(1, count)] * count


def _adds(computed: engine.Run, quantity: str) -> bool:
    formula = computed.pack.formulas.get(quantity)
    terms = [term for _sign, term in signed_terms(formula.expression)] if formula else []
    return bool(terms) and all(isinstance(term, Name) and not term.parameter for term in terms)
