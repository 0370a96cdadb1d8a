"""Companies of a group side by side: the totals and intensities of the run that each company's year reports."""

import json
from dataclasses import dataclass
from decimal import Decimal

from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.accounting.pages.addresses import explanation_address
from tanheng.apps.accounting.pages.changes import EarlierRun, changes_of, earlier_runs
from tanheng.apps.accounting.pages.overview import Figure, shown_value
from tanheng.apps.accounting.selectors import year_values
from tanheng.apps.accounting.selectors.years import reported_run
from tanheng.apps.records.pages.packs_in_use import pack_name, packs_in_use
from tanheng.apps.sites.models import Node
from tanheng.engine.numbers import ZERO
from tanheng.engine.places import Place
from tanheng.engine.units import is_intensity
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import error_count, stored_problems
from tanheng.pages.wording import shown_unit
from tanheng.rulebook import load_as


@dataclass(frozen=True)
class CompanyRow:
    """One company by one of its rule packs ("" while it has no figures): the run that its year reports, or none."""

    company: Node
    run: Run | None
    total: Figure | None = None
    intensities: tuple[Figure, ...] = ()
    problems: int = 0
    errors: int = 0
    pack: str = ""

    @property
    def pack_name(self) -> str:
        """Sector and edition of the pack."""
        return pack_name(self.pack) if self.pack else ""


def company_rows(companies: list[Node], year: int) -> list[CompanyRow]:
    """One row a company and rule pack it is kept by, in tree order."""
    return [
        company_row(company, reported_run(company, year, pack) if pack else None, pack)
        for company in companies
        for pack in packs_in_use(company, year) or [""]
    ]


def company_row(company: Node, run: Run | None, pack_id: str = "") -> CompanyRow:
    """The row of one run, from its stored results: the total first, then what its facilities emit per output."""
    if run is None:
        return CompanyRow(company, None, pack=pack_id)
    pack, values = load_as(run.pack, run.pack_hash), year_values(run)
    names = {row["id"]: row["name"] for row in json.loads(run.snapshot.source_import.head)["facilities"]}
    total = pack.total
    yearly = [one.id for one in pack.quantities.values() if one.yearly_only and is_intensity(one.unit) and one.id != total]
    earlier = earlier_runs(run, names=[total, *yearly])
    intensities = tuple(
        _figure(run, name, [facility], names.get(facility, facility), stored.value, stored.unit, earlier)
        for name in yearly
        for (found, facility), stored in values.items()
        if found == name and stored.value
    )
    problems = stored_problems(run.problems)
    return CompanyRow(company, run, _total(run, total, values, earlier), intensities, len(problems), error_count(problems), run.pack)


def _total(run: Run, name: str, values: dict[tuple[str, str], StoredResult], earlier: list[EarlierRun]) -> Figure | None:
    """The number the run was made for; the sum of its facilities where the pack knows no other."""
    places = {facility: stored for (found, facility), stored in values.items() if found == name}
    if not places:
        return None
    stored = next(iter(places.values()))
    return _figure(run, name, list(places), "", sum((one.value for one in places.values()), ZERO), stored.unit, earlier)


def _figure(run: Run, name: str, facilities: list[str], place: str, value: Decimal, unit: str, earlier: list[EarlierRun]) -> Figure:
    quantity = load_as(run.pack, run.pack_hash).quantities[name]
    label = quantity.label.in_(reader_language()) + (f" · {place}" if place else "")
    address = explanation_address(run.pk, name, facilities[0] or None)
    changes = changes_of(quantity, unit, value, [Place(name, facility or None) for facility in facilities], earlier)
    return Figure(label, shown_value(quantity, value, None), format(value, "f"), shown_unit(unit), address, quantity.symbol, changes)
