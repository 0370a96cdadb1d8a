"""Reads of records: current imports and readings of a company's year, the case they make, the history of one place."""

import json
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet
from django.db.models import Value as Constant
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Length, Replace

from tanheng.apps.records.models import ACCEPTED, FileReading, Import, WarningAnswer
from tanheng.apps.sites.models import Node
from tanheng.engine.case import AttributeValue, Case, Value, facility_of
from tanheng.engine.case.reading import statements_of
from tanheng.engine.places import Origin, Place
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.pages.actor import Reach
from tanheng.rulebook import load, load_as

SEVERITY_SIGN = '"severity": "'  # of each problem as `problem_texts` stores it


class DigitsDifferError(Exception):
    """What the tables hold no longer is what was sealed; nothing may be shown or computed from it."""


def was_refused(import_id: int) -> bool:
    """Whether nothing of a file was taken over."""
    return Import.objects.filter(pk=import_id).exclude(state=ACCEPTED).exists()


def imports_of(node: Node) -> QuerySet[Import]:
    """Imports of everything below a node, the newest first, each with its `problem_count` and `error_count`.

    The problems themselves stay in the database: a list of imports is short however much is wrong with their files.
    """
    found = _counted(Import.objects.filter(node__path__startswith=node.path)).defer("problems", "head")
    return found.select_related("node", "by").order_by("-id")


def _counted(imports: QuerySet[Import]) -> QuerySet[Import]:
    counts = {"problem_count": _times(SEVERITY_SIGN), "error_count": _times(f'{SEVERITY_SIGN}error"')}
    return imports.annotate(**counts)


def _times(sign: str) -> CombinedExpression:
    """How often a sign stands in the stored problems; inside their texts its quotes have a stroke before them."""
    without = Length(Replace("problems", Constant(sign), Constant("")))
    return (Length("problems") - without) / len(sign)


def accepted_imports(node: Node, year: int | None, pack: str) -> QuerySet[Import]:
    """The imports of a year and pack that were taken over."""
    return Import.objects.filter(node=node, year=year, pack=pack, state=ACCEPTED)


def current_import(node: Node, year: int, pack: str) -> Import | None:
    """The accepted import that counts: the latest of the year and pack."""
    if not pack.isprintable():  # no pack's id; PostgreSQL would refuse the question
        return None
    return accepted_imports(node, year, pack).select_related("node", "by").order_by("-number").first()


def latest_number(node: Node) -> int:
    """The number of the company's latest import, accepted or not; 0 where it has none."""
    return Import.objects.filter(node=node).order_by("-number").values_list("number", flat=True).first() or 0


def superseded_import(one: Import) -> Import | None:
    """The accepted import of the same year and pack that counted before this one."""
    return accepted_imports(one.node, one.year, one.pack).filter(number__lt=one.number).order_by("-number").first()


def is_current(one: Import) -> bool:
    """Whether no later accepted import has superseded it."""
    if not one.accepted or one.year is None:
        return False
    return not accepted_imports(one.node, one.year, one.pack).filter(number__gt=one.number).exists()


def years_with_data(node: Node) -> list[int]:
    """Years of accepted imports, newest first."""
    found = Import.objects.filter(node=node, state=ACCEPTED).order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(year for year in found if year is not None))


def packs_with_data(node: Node, year: int) -> list[str]:
    """Packs for which the year has accepted imports, the latest import first."""
    found = Import.objects.filter(node=node, year=year, state=ACCEPTED).order_by("-number")
    return list(dict.fromkeys(found.values_list("pack", flat=True)))


def current_imports(node: Node, year: int, pack: str = "") -> list[Import]:
    """The import that counts of each pack, the latest first; of one pack when it is named."""
    found = (current_import(node, year, one) for one in ([pack] if pack else packs_with_data(node, year)))
    return [one for one in found if one is not None]


def readings_of(one: Import) -> QuerySet[FileReading]:
    """The readings of an import in the order of the file."""
    return FileReading.objects.filter(source_import=one).order_by("id")


def place_of(reading: FileReading) -> Place:
    """Where a reading belongs in a case."""
    return Place(reading.quantity, reading.facility_code or None, reading.item or None, reading.month)


def readings_at(node: Node, year: int, pack: str, place: Place) -> QuerySet[FileReading]:
    """Every reading ever taken over for a place, the newest first; the first one counts if its import is current."""
    found = FileReading.objects.filter(
        source_import__node=node,
        source_import__year=year,
        source_import__pack=pack,
        quantity=place.quantity,
        facility_code=place.facility or "",
        item=place.item or "",
        month=place.month,
    )
    related = ("source_import", "source_import__by", "facility", "frozen", "frozen__entry", "frozen__entry__by")
    return found.select_related(*related).order_by("-source_import__number")


def reading_keys(one: Import) -> dict[Place, int]:
    """Key of each reading of an import by its place."""
    rows = readings_of(one).values_list("quantity", "facility_code", "item", "month", "id")
    return {Place(quantity, facility or None, item or None, month): key for quantity, facility, item, month, key in rows}


@lru_cache(maxsize=64)
def _case(import_id: int, at: datetime, snapshot_hash: str, content: str = "") -> Case:
    one = Import.objects.get(pk=import_id)
    head = json.loads(one.head)
    values = tuple(_value(reading, one.file_name) for reading in readings_of(one))
    facilities = tuple(facility_of(row) for row in head["facilities"])
    uncertainties, overrides, answers = statements_of(head, load_as(head["pack"], content), facilities)
    case = Case(
        pack_id=head["pack"],
        year=head["year"],
        grain=head["grain"],
        entity_name=head["entity"]["name"],
        entity_code=head["entity"]["code"],
        facilities=facilities,
        attributes=tuple(AttributeValue(row["name"], row.get("facility"), row["value"]) for row in head["attributes"]),
        values=values,
        uncertainties=uncertainties,
        overrides=overrides,
        answers=answers,
        through_month=head.get("through_month"),
    )
    if case.snapshot_hash != snapshot_hash:
        raise DigitsDifferError(f"import {one.number} of {at:%Y-%m-%d}: {case.snapshot_hash} instead of {snapshot_hash}")
    return case


def case_of(one: Import, content: str = "") -> Case:
    """The case the readings of an import make, with the places they were read from; proven by its hash. `content` is the hash of the
    revision of the rule pack that a run names; the present one without it.

    Raises DigitsDifferError when the readings no longer have the hash under which they were taken over.
    """
    return _case(one.pk, one.at, one.snapshot_hash, content)


def last_years_import(one: Import) -> Import | None:
    """What the figures of an import are held against: those that count of the same company in the year before, by the same pack, else
    the newest by a pack of the same sector.
    """
    if one.year is None:
        return None
    packs = packs_with_data(one.node, one.year - 1)
    sector = load(one.pack).sector
    pack = one.pack if one.pack in packs else next((pack for pack in packs if load(pack).sector == sector), None)
    return current_import(one.node, one.year - 1, pack) if pack else None


@lru_cache(maxsize=64)
def _run(import_id: int, at: datetime, snapshot_hash: str, beside: tuple[int, datetime, str] | None) -> Run:
    case = replace(_case(import_id, at, snapshot_hash), answers=())
    return run_case(load(case.pack_id), case, beside=_run(*beside, None) if beside else None)


def run_of(one: Import) -> Run:
    """The engine's run over the current readings, last year's beside, for yearly sums, means, defaults and doubts; nothing of it is stored.

    Its doubts are as if nobody had answered any: `records.doubts` puts the answers beside them.
    """
    last = last_years_import(one)
    return _run(one.pk, one.at, one.snapshot_hash, (last.pk, last.at, last.snapshot_hash) if last else None)


def run_alone(one: Import) -> Run:
    """The engine's run over the readings of an import with nothing beside: what another year is held against."""
    return _run(one.pk, one.at, one.snapshot_hash, None)


def answers_given(node: Node, year: int, pack: str = "") -> QuerySet[WarningAnswer]:
    """Everything that was said to warnings of a company's year, the newest first."""
    found = WarningAnswer.objects.filter(node=node, year=year)
    return (found.filter(pack=pack) if pack else found).select_related("by").order_by("-id")


def companies_within(reach: Reach, verb: str, node: Node) -> list[Node]:
    """Companies at or below a node on which the verb is open, in tree order."""
    return list(reach.nodes(verb).filter(path__startswith=node.path, kind="company"))


def _value(reading: FileReading, file_name: str) -> Value:
    quantity, facility, item, month = place_of(reading)
    origin = Origin(
        file=file_name,
        sheet=reading.origin_sheet or None,
        cell=reading.origin_cell or None,
        path=reading.origin_path or None,
        line=reading.origin_line,
    )
    return Value(
        quantity,
        facility,
        item,
        month,
        reading.amount,
        reading.kind,
        reading.source,
        reading.evidence,
        reading.uncertainty,
        reading.note,
        reading.typed,
        origin,
    )
