"""What a file says of months that take no figure any more, otherwise than what counts there: refused, each place with its remedy."""

from collections.abc import Mapping
from datetime import date

from tanheng.apps.monitoring.models.series import MONTH, WITHDRAWN, YEAR
from tanheng.apps.monitoring.selectors.months import Touched, closed_problems, locked_months
from tanheng.apps.records.selectors import case_of, current_import
from tanheng.apps.records.selectors.drawn import drawn_from
from tanheng.apps.records.selectors.typed_figures import typed_since, value_of
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.case import Case, Value
from tanheng.engine.places import Place
from tanheng.engine.problems import Problem, sorted_problems
from tanheng.engine.wording import Wording
from tanheng.rulebook import load


def closed_changes(*, node: Node, case: Case) -> list[Problem]:
    """The places at which a case says another figure, absence or uncertainty than the one that counts, in months that take none.

    Words beside a figure may be others: they stay with the file and make no reading.
    """
    if not locked_months(node, date(case.year, 1, 1), date(case.year, 12, 1)):
        return []
    counting, told = _counting(node, case), {one.place: one for one in case.values}
    nodes = {one.code: one.pk for one in descendants(node, kind="facility")}
    touched = []
    for place in {**counting, **told}:
        now, then = told.get(place), counting.get(place)
        if _said(now) != _said(then):
            where = now.origin.where(*place) if now else (then or case.values[0]).origin.where(*place)
            key = nodes.get(place.facility, node.pk) if place.facility else node.pk
            touched.append(Touched(key, MONTH if place.month else YEAR, date(case.year, place.month or 1, 1), where))
    wording = Wording(load(case.pack_id), case.facilities, form=True)
    return sorted_problems([wording.spoken(one) for one in closed_problems(node, touched)])


def _said(value: Value | None) -> tuple[object, ...]:
    return () if value is None else (value.amount, value.kind, value.uncertainty)


def _counting(node: Node, case: Case) -> Mapping[Place, Value]:
    """What counts of the year by the pack: the figures of its import, with what was typed since as it would be drawn."""
    before = current_import(node, case.year, case.pack_id)
    values = {one.place: one for one in case_of(before).values} if before else {}
    typed = typed_since(node, case.year, case.pack_id)
    if not typed:
        return values
    drawn = drawn_from(before, typed, node, case.year, case.pack_id).read.case
    if drawn is not None:
        return {one.place: one for one in drawn.values}
    pack = load(case.pack_id)
    return values | {place: value_of(one, place, pack) for place, one in typed.items() if one.kind != WITHDRAWN}
