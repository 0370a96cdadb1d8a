"""The guide's walk for a company's year: boundary → identification of sources → source by source whether figures exist.

On its own boundary a year has the facilities whose months were the company's. On today's boundary it has the facilities that are the
company's today, with their months of the year wherever they were reported; figures of a company out of reach are not looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tanheng.analysis.source_walk import Known, Source, known_of, sources_of
from tanheng.apps.people.access import opens
from tanheng.apps.records.selectors import case_of, current_import
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.models.kinds import STATES
from tanheng.apps.sites.selectors import company_of, descendants
from tanheng.apps.sites.selectors.boundary import Boundary, boundary_of
from tanheng.apps.sites.selectors.companies import chain_of
from tanheng.apps.sites.selectors.life import lives_of
from tanheng.documents.report.labels import one_language
from tanheng.engine.case import Case
from tanheng.engine.life import MONTHS, Life
from tanheng.engine.pack import Pack
from tanheng.engine.place_spans import numbers_text
from tanheng.pages.actor import Reach
from tanheng.pages.language import reader_language
from tanheng.store.clock import today


@dataclass(frozen=True)
class Step:
    """A source at a place, and how many of its periods are reported."""

    quantity: str
    label: str
    level: str
    known: Known

    @property
    def state(self) -> str:
        """`whole`, `part` or `none`; `no_month` where no month asks for figures."""
        if not self.known.periods:
            return "no_month"
        return "none" if not self.known.filled else "whole" if self.known.filled == self.known.periods else "part"


@dataclass(frozen=True)
class Stage:
    """A facility, in the months that one company reports of it, or the whole company (no node); `hidden`: its figures are out of reach."""

    node: Node | None
    company: Node
    state: str
    months: str
    steps: tuple[Step, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Walk:
    """The walk of a year by a rule pack: the boundary as of its day, the facilities in it and the company as a whole."""

    boundary: Boundary
    pack: Pack
    stages: tuple[Stage, ...]

    @property
    def identified(self) -> list[dict[str, Any]]:
        """The sources that the edition names, in the reader's language."""
        lang = reader_language()
        named = self.pack.emission_sources
        return [{"label": one[lang], "gases": one["gases"], "clause": one_language(one["clause"], lang)} for one in named]


def walk_of(reach: Reach, company: Node, year: int, pack: Pack, *, as_of_today: bool) -> Walk:
    """The walk of a year on its own boundary, or on today's."""
    return _Walker(reach, company, year, pack).walk(as_of_today=as_of_today)


class _Walker:
    def __init__(self, reach: Reach, company: Node, year: int, pack: Pack) -> None:
        self.reach, self.company, self.year, self.pack = reach, company, year, pack
        self.sources = sources_of(pack)
        self.cases: dict[int, Case | None] = {}

    def walk(self, *, as_of_today: bool) -> Walk:
        day = today() if as_of_today else min(date(self.year, 12, 31), today())
        boundary = boundary_of(self.company, day)
        known = [one.node for one in boundary.inside] if as_of_today else list(descendants(self.company, kind="facility"))
        stages = [stage for node in known for stage in self._stages(node, chain_of(node) if as_of_today else [node], day)]
        return Walk(boundary, self.pack, (*stages, self._whole()))

    def _stages(self, shown: Node, chain: list[Node], day: date) -> Iterator[Stage]:
        lives = lives_of(chain)
        state = str(STATES[lives[shown.pk].state(day)])
        for node in chain:
            held = self._held(lives[node.pk])
            owner = company_of(node)
            if not held or owner is None:
                continue
            months = set(MONTHS) - set(lives[node.pk].not_applicable_months(self.year))
            mine = [one for one in self.sources if one.facility_kind == shown.present_kind]
            hidden = not opens(self.reach, "view_data", owner)
            steps = () if hidden else tuple(self._step(one, owner, node.code, sorted(months)) for one in mine)
            yield Stage(shown, owner, state, numbers_text(held), steps, hidden)

    def _held(self, life: Life) -> list[int]:
        """The months of the year that are the company's with this facility, stops among them."""
        apart = Life(life.spans).not_applicable_months(self.year)
        return [month for month in MONTHS if month not in apart]

    def _whole(self) -> Stage:
        mine = [one for one in self.sources if not one.facility_kind]
        steps = tuple(self._step(one, self.company, None, list(MONTHS)) for one in mine)
        return Stage(None, self.company, "", numbers_text(MONTHS), steps)

    def _step(self, source: Source, owner: Node, facility: str | None, months: list[int]) -> Step:
        known = known_of(self.pack, self._case(owner), source, facility, months)
        return Step(source.quantity.id, source.quantity.label.in_(reader_language()), source.quantity.level, known)

    def _case(self, owner: Node) -> Case | None:
        if owner.pk not in self.cases:
            one = current_import(owner, self.year, self.pack.id)
            self.cases[owner.pk] = case_of(one) if one else None
        return self.cases[owner.pk]
