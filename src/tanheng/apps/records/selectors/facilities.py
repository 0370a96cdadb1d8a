"""How the facilities of a case become facilities of the company: by their code, kind checked, never created in passing.

The mapping is one rule: `id` in the case = code of a facility node below the company. Whatever does not fit is a problem
with its remedy, so that no figure lands on a facility nobody decided on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date

from tanheng.apps.sites.models import Node
from tanheng.apps.sites.models.kinds import facility_kinds
from tanheng.apps.sites.selectors import descendants
from tanheng.apps.sites.selectors.companies import identities_since, identity_in
from tanheng.apps.sites.selectors.life import lives_of
from tanheng.engine.answers import figure_of, figures_digest
from tanheng.engine.case import Case, Facility, StopDates
from tanheng.engine.case.lives import amounts_in
from tanheng.engine.case.register_problems import SENTENCES
from tanheng.engine.life import MONTHS, Life
from tanheng.engine.pack import Pack
from tanheng.engine.place_spans import numbers_text
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.rulebook.facility_kinds import OTHER


def facility_nodes(company: Node, case: Case) -> tuple[dict[str, Node], list[Problem]]:
    """Node by facility id of the case, and the problems of those that have none."""
    by_code: dict[str, list[Node]] = {}
    for node in descendants(company, kind="facility"):
        by_code.setdefault(node.code, []).append(node)
    found: dict[str, Node] = {}
    problems: list[Problem] = []
    for facility in case.facilities:
        candidates = by_code.get(facility.id, [])
        problems += _problems_of(facility, candidates, by_code)
        if len(candidates) == 1:
            found[facility.id] = candidates[0]
    return found, problems


def registered_facilities(company: Node, pack: Pack, year: int) -> tuple[Facility, ...]:
    """The company's facilities of the kinds a pack knows, as a case of the year lists them; those with no month of it are left out."""
    nodes = [node for node in descendants(company, kind="facility") if node.present_kind in pack.facility_kinds]
    lives = lives_of(nodes)
    return tuple(as_listed(node, lives[node.pk], year) for node in nodes if is_in_year(lives[node.pk], year))


def is_in_year(life: Life, year: int) -> bool:
    """Whether a month of the year is the company's with this facility, be it in a stop: a facility that stands still all year is listed."""
    return len(replace(life, stops=()).not_applicable_months(year)) < len(MONTHS)


def as_listed(node: Node, life: Life, year: int) -> Facility:
    """A facility as a case of the year states it: its first and last day of use, and the stops that touch the year."""
    told = life.as_reported()
    first, last = date(year, 1, 1), date(year, 12, 31)
    stops = [one for one in told.stops if one.first <= last and (one.last is None or one.last >= first)]
    dates = {"in_use_from": _text(told.first), "in_use_to": _text(told.last)}
    stated = tuple(StopDates(one.first.isoformat(), _text(one.last), one.reason) for one in stops)
    return Facility(node.code, node.present_kind, node.name, **dates, stops=stated)


def lives_by_code(company: Node) -> dict[str, Life]:
    """The lives of the company's facilities by their codes."""
    nodes = list(descendants(company, kind="facility"))
    lives = lives_of(nodes)
    return {node.code: lives[node.pk] for node in nodes}


def life_problems(company: Node, case: Case, pack: Pack) -> list[Problem]:
    """Where the case and the register tell the life of a facility unlike: other dates, or amounts in months that are not its own."""
    if not MINYEAR <= case.year < MAXYEAR or case.grain != "month":
        return []
    lives, found = lives_by_code(company), []
    outside = amounts_in(pack, case.values, {code: life.not_applicable_months(case.year) for code, life in lives.items()})
    for facility in case.facilities:
        life = lives.get(facility.id)
        if life is None:
            continue
        where, known = Where(facility=facility.id), dates_text(life.as_reported(), case.year)
        if facility.has_dates and facility.life.not_applicable_months(case.year) != life.not_applicable_months(case.year):
            stated = dates_text(facility.life, case.year)
            found.append(problem_of(SENTENCES, "REC-111", where, found=facility.id, name=stated, known=known))
        if amounts := outside.get(facility.id):
            months = numbers_text(sorted({one.month or 0 for one in amounts}))
            told = problem_of(SENTENCES, "REC-112", where, found=facility.id, months=months, known=known)
            found.append(replace(told, digest=figures_digest("REC-112", map(figure_of, amounts))))
    return found


def dates_text(life: Life, year: int) -> Text:
    """The days of use and the stops of a year in words."""
    zh, en = [], []
    if life.first:
        zh.append(f"{life.first} 投用")
        en.append(f"in use from {life.first}")
    if life.last:
        zh.append(f"{life.last} 停用")
        en.append(f"in use to {life.last}")
    for stop in life.stops:
        if stop.first.year <= year and (stop.last is None or stop.last.year >= year):
            zh.append(f"{stop.first}～{stop.last or ''} 停产")
            en.append(f"stopped {stop.first} – {stop.last or ''}".rstrip())
    return Text("、".join(zh) or "日期（未登记）", "; ".join(en) or "no dates")


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def facility_names(company: Node) -> dict[str, str]:
    """Names of the company's facilities by their codes."""
    return {node.code: node.name for node in descendants(company, kind="facility")}


def entity_problems(company: Node, case: Case) -> list[Problem]:
    """The case must be of this company: the same code, and a warning for another name."""
    year = min(max(case.year, MINYEAR), MAXYEAR)
    name, code = identity_in(company, year)
    names, codes = identities_since(company, year)
    here = f"{name}（{code}）"
    if case.entity_code and case.entity_code not in codes:
        return [problem_of(SENTENCES, "REC-101", found=case.entity_code, known=here)]
    if case.entity_name and (not case.entity_code or case.entity_name not in names):  # without a name it is told as missing
        told = Text(case.entity_code or "空", case.entity_code or "blank")
        return [problem_of(SENTENCES, "REC-102", name=case.entity_name, found=told, known=here)]
    return []


def absent_problems(company: Node, case: Case, pack: Pack) -> list[Problem]:
    """Facilities in use in the year, of a kind whose figures the pack asks for, that the case does not list: one doubt that names them."""
    if not MINYEAR <= case.year <= MAXYEAR:
        return []
    asked, listed = {one.facility_kind for one in pack.inputs()}, {one.id for one in case.facilities}
    nodes = descendants(company, kind="facility").filter(facility_kind__in=[kind for kind in asked if kind])
    lives = lives_of(nodes.exclude(code__in=listed))
    running = [node for node in nodes if node.pk in lives and len(lives[node.pk].not_applicable_months(case.year)) < len(MONTHS)]
    absent = [f"{node.name}（{node.code}）" for node in running]
    if not absent:
        return []
    problem = problem_of(SENTENCES, "REC-108", found="、".join(absent), found_en=", ".join(absent), year=case.year)
    digest = figures_digest("REC-108", (("", node.code, None, None, None) for node in running))
    return [replace(problem, digest=digest)]


def _problems_of(facility: Facility, candidates: list[Node], known: Mapping[str, Iterable[Node]]) -> list[Problem]:
    def told(code: str, **words: str | Text) -> list[Problem]:
        return [problem_of(SENTENCES, code, Where(facility=facility.id), found=facility.id, **words)]

    if not candidates:
        return told("REC-103", name=facility.name, known=", ".join(sorted(known)) or "—")
    if len(candidates) > 1:
        return told("REC-104", known=", ".join(node.parent.name for node in candidates if node.parent))
    kind = candidates[0].present_kind
    if facility.kind in facility_kinds() and kind not in (OTHER, facility.kind):
        return told("REC-105", known=_kind_label(kind), name=_kind_label(facility.kind))
    return []


def _kind_label(kind: str) -> Text:
    return facility_kinds().get(kind, Text(kind, kind))
