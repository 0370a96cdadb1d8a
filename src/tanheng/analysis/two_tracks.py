"""The two tracks 两本账: process (facility) and enterprise totals line by line — what is in both, only here, only there — with sums that
close, and the obligations of further cases of the same entity (captive power units) beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tanheng.analysis.bridge.map import BridgeMap, PackMap
from tanheng.analysis.totals import Cell, added_names, is_share_of, leaf_sources, source_cells, total_value
from tanheng.analysis.tracks_problems import SENTENCES
from tanheng.engine.numbers import ZERO
from tanheng.engine.pack import Pack
from tanheng.engine.part_of_year import period_of, year_entries
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.sentences import problem_in_full, problem_of
from tanheng.engine.text import Text
from tanheng.engine.units import is_emission, is_intensity

PROCESS = Text("工序（设施）", "process (facility)")
ENTERPRISE = Text("企业（法人）", "enterprise (legal person)")
POWER = Text("发电机组", "power units")
FURTHER = Text("另一算例", "another case")
ROUNDING = Text("逐级修约", "rounding step by step")
CARRIED_POWER = "power_unit_emission_tco2"  # units that are not on the power-sector list
LISTED_POWER = "listed_power_emission_tco2"
Amounts = tuple[Decimal | None, ...]
LineKey = tuple[str, str | None, str | None]  # common source, facility, item


@dataclass(frozen=True, slots=True)
class Track:
    """One column: what it counts, the run it comes from, its total as reported there, and whether it is to be cleared."""

    label: Text
    run: Run
    quantities: tuple[str, ...]  # whose sum the total is
    total: Decimal | None
    cleared: bool

    @property
    def unit(self) -> str:
        """The unit of what it counts."""
        return self.run.pack.quantities[self.quantities[0]].unit

    def words(self, lang: str) -> str:
        """The names of what it counts."""
        return " + ".join(self.run.pack.quantities[name].label.in_(lang) for name in self.quantities)


@dataclass(frozen=True, slots=True)
class Line:
    """One source at one facility and item, with its amount in each track that counts it."""

    label: Text
    place: Text
    unit: str
    amounts: Amounts
    places: tuple[tuple[str, str | None, str | None] | None, ...]  # quantity, facility, item of each track

    @property
    def counted(self) -> str:
        """`both` (or in all), `only` one track, or `some` of several."""
        present = sum(one is not None for one in self.amounts)
        return "both" if present == len(self.amounts) else "only" if present == 1 else "some"

    @property
    def difference(self) -> Decimal | None:
        """Second track minus first, a track that does not count the line being zero there."""
        if len(self.amounts) < 2:
            return None
        first, second = (ZERO if one is None else one for one in self.amounts[:2])
        return second - first


@dataclass
class TwoTracks:
    """The whole table. `closing` is what rounding leaves between the lines and each total; all zero or explained."""

    tracks: list[Track]
    lines: list[Line] = field(default_factory=list)
    closing: Amounts = ()
    problems: list[Problem] = field(default_factory=list)


def two_tracks(run: Run, maps: BridgeMap, others: Sequence[Run] = ()) -> TwoTracks:
    """The tracks of a run, and one more for each further case of the same entity and year."""
    columns = [*_own_columns(run), *(_other_column(run, one) for one in others)]
    found = TwoTracks([track for track, _ in columns], problems=list(_unfit(run, others)))
    if len(columns) == 1:
        found.problems.append(_one_track(run.pack))
    found.lines = list(_lines(columns, maps))
    found.closing = tuple(_closing(track, found.lines, number) for number, (track, _) in enumerate(columns))
    found.problems += [one for one in (_unexplained(t, c, found.lines) for t, c in zip(found.tracks, found.closing, strict=True)) if one]
    found.problems += _counted_twice(run, others)
    return found


Column = tuple[Track, list[Cell]]


def _own_columns(run: Run) -> Iterator[Column]:
    """The process track, where the pack tells one from the enterprise, and the track of its total."""
    total = run.pack.total
    tops = _process_tops(run.pack, total)
    process = [cell for name in tops for cell in source_cells(run, name)]
    if process:
        wholes = [_whole(run, name) for name in tops]
        whole = None if None in wholes else sum((one for one in wholes if one is not None), ZERO)
        yield Track(PROCESS, run, tuple(tops), whole, _cleared(run.pack, "process")), process
    level = run.pack.quantities[total].level
    label = ENTERPRISE if process or level == "enterprise" else PROCESS
    yield (
        Track(
            label,
            run,
            (total,),
            total_value(run),
            _cleared(run.pack, "enterprise" if label is ENTERPRISE else "process"),
        ),
        source_cells(run, total),
    )


def _other_column(run: Run, other: Run) -> Column:
    power = other.pack.sector.is_captive_power and not run.pack.sector.is_captive_power
    total = LISTED_POWER if power and LISTED_POWER in other.pack.formulas else other.pack.total
    label = POWER if power else FURTHER
    track = Track(label, other, (total,), _whole(other, total), power or _cleared(other.pack, "process"))
    return track, [cell for name in _facility_sources(other.pack, total) for cell in source_cells_of(other, name)]


def _whole(run: Run, name: str) -> Decimal | None:
    values = [run.value(name, *key) for key in run.keys[name]]
    return None if None in values else sum((one for one in values if one is not None), ZERO)


def source_cells_of(run: Run, name: str) -> list[Cell]:
    """A quantity at each of its places."""
    return [Cell(name, *key, run.value(name, *key)) for key in run.keys[name]]


def _facility_sources(pack: Pack, name: str) -> list[str]:
    """The parts of a plain sum down to the first that stand per facility: a unit's emission, not each of its fuels."""
    added = added_names(pack, name)
    if pack.quantities[name].by_facility or added is None or any(pack.quantities[one].role != "derived" for one in added):
        return [name]
    return [leaf for one in added for leaf in _facility_sources(pack, one)]


def process_totals(pack: Pack) -> list[str]:
    """The quantities the process level of a pack adds up to; none where the total itself stands at that level."""
    return _process_tops(pack, pack.total)


def _process_tops(pack: Pack, total: str) -> list[str]:
    """The topmost process-level sums of emissions inside the enterprise total, and those that stand outside it."""
    if pack.quantities[total].level == "process":
        return []
    inside = list(dict.fromkeys(_topmost(pack, total)))
    covered = {leaf for name in inside for leaf in leaf_sources(pack, name)}
    outside = [
        name
        for name, one in pack.quantities.items()
        if one.role == "derived"
        and one.level == "process"
        and is_emission(one.unit)
        and not is_intensity(one.unit)
        and not set(leaf_sources(pack, name)) <= covered
        and not _feeds(pack, name)
        and not is_share_of(pack, name, inside)
    ]
    wider = {leaf for name in outside for leaf in leaf_sources(pack, name)}
    return [*(name for name in inside if not set(leaf_sources(pack, name)) <= wider), *outside]


def _topmost(pack: Pack, name: str) -> list[str]:
    if pack.quantities[name].level == "process":
        return [name]
    added = added_names(pack, name) or []
    return [found for one in added if pack.quantities[one].role == "derived" for found in _topmost(pack, one)]


def _feeds(pack: Pack, name: str) -> bool:
    """Whether another formula of the process level takes the quantity, so that it is a part and no end of its own."""
    return any(name in one.arguments for other, one in pack.formulas.items() if is_emission(pack.quantities[other].unit))


def _cleared(pack: Pack, boundary: str) -> bool:
    return any(one.get("cleared") and one.get("boundary") == boundary for one in pack.emission_sources)


# ── lines ──


def _lines(columns: Sequence[Column], maps: BridgeMap) -> Iterator[Line]:
    """One line a source and place, in the order of the first track that has it."""
    keyed = [_grouped(track, cells, maps) for track, cells in columns]
    for key in dict.fromkeys(key for groups in keyed for key in groups):
        first = next(number for number, groups in enumerate(keyed) if key in groups)
        run, cell = columns[first][0].run, keyed[first][key][0]
        quantity = run.pack.quantities[cell.quantity]
        amounts = tuple(_summed(groups.get(key, [])) for groups in keyed)
        places = tuple(_explained(groups.get(key, [])) for groups in keyed)
        if any(one is not None for one in amounts):
            label = maps.sources.get(key[0], quantity.label)
            yield Line(label, _place(run, cell), quantity.unit, amounts, places)


def _grouped(track: Track, cells: Sequence[Cell], maps: BridgeMap) -> dict[LineKey, list[Cell]]:
    """The cells of a track by common source and place: two quantities may belong to one source."""
    groups: dict[LineKey, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(_key(maps.of(track.run.pack.id), cell), []).append(cell)
    return groups


def _summed(cells: Sequence[Cell]) -> Decimal | None:
    values = [cell.value for cell in cells if cell.value is not None]
    return sum(values[1:], values[0]) if values else None


def _explained(cells: Sequence[Cell]) -> tuple[str, str | None, str | None] | None:
    """The number to explain, where a line is one number."""
    present = [cell for cell in cells if cell.value is not None]
    return (present[0].quantity, present[0].facility, present[0].item) if len(present) == 1 else None


def _key(part: PackMap, cell: Cell) -> LineKey:
    return (part.source_of(cell), cell.facility, part.item(cell.item))


def _place(run: Run, cell: Cell) -> Text:
    table = run.pack.tables.get(run.pack.quantities[cell.quantity].item_table or "")
    item = table.rows[cell.item].label if table and cell.item and cell.item in table.rows else Text(cell.item or "", cell.item or "")
    facility = run.case.facility_names.get(cell.facility or "", cell.facility or "")
    return Text(*(" · ".join(part for part in (facility, word) if part) for word in (item.zh, item.en)))


def _closing(track: Track, lines: Sequence[Line], number: int) -> Decimal | None:
    """Total as reported minus the sum of its lines."""
    if track.total is None:
        return None
    return track.total - sum((one.amounts[number] or ZERO for one in lines), ZERO)


# ── problems ──


def _unexplained(track: Track, closing: Decimal | None, lines: Sequence[Line]) -> Problem | None:
    """What is left must be no more than the roundings on the way can leave."""
    pack, label = track.run.pack, Text(track.words("zh"), track.words("en"))
    where = Where(quantity=track.quantities[0])
    if closing is None:
        return problem_in_full(SENTENCES, "TRK-101", where, name=label)
    finest = min(
        (pack.quantities[p[0]].decimals or 0 for one in lines for p in one.places if p and p[0] in pack.quantities),
        default=0,
    )
    steps = Decimal(len(lines) * len(track.run.periods)) * Decimal(1).scaleb(-finest)
    declared = min((pack.quantities[name].year_decimals or 0 for name in track.quantities), default=0)
    bound = (steps + Decimal(1).scaleb(-declared)) / 2
    if abs(closing) <= bound:
        return None
    return problem_in_full(SENTENCES, "TRK-102", where, name=label, found=closing, bound=bound)


def _one_track(pack: Pack) -> Problem:
    return problem_in_full(SENTENCES, "TRK-103", found=pack.id)


def _unfit(run: Run, others: Sequence[Run]) -> Iterator[Problem]:
    for other in others:
        if year_entries(other.case) != year_entries(run.case):
            yield problem_of(SENTENCES, "TRK-104", found=period_of(other.case), wanted=period_of(run.case))
        if (other.case.entity_code or other.case.entity_name) != (run.case.entity_code or run.case.entity_name):
            yield problem_in_full(SENTENCES, "TRK-105", found=other.case.entity_name, wanted=run.case.entity_name)


def _counted_twice(run: Run, others: Sequence[Run]) -> Iterator[Problem]:
    """Units with a power obligation of their own are excluded from the industry's enterprise total; only the others are carried in."""
    powers = [one for one in others if one.pack.sector.is_captive_power]
    if CARRIED_POWER not in run.pack.quantities or not powers:
        return
    carried = run.value(CARRIED_POWER) or ZERO
    unlisted = sum((one.value(CARRIED_POWER) or ZERO for one in powers), ZERO)
    if carried != unlisted:
        yield problem_of(SENTENCES, "TRK-106", Where(quantity=CARRIED_POWER), carried=carried, unlisted=unlisted)
