"""What makes a revision of a plan necessary (STEEL 9.3; the guide's 6.2): facilities that came or went, editions and their quantities that
changed. Each is a suggestion with its remedy; whether a plan is revised, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tanheng.engine.pack import Pack
from tanheng.engine.places import Where
from tanheng.engine.plan.lists import IN_USE
from tanheng.engine.plan.plan import Plan, place_of
from tanheng.engine.plan.sentences import SENTENCES
from tanheng.engine.plan.tables import FACILITIES, LINES
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.rulebook import sound_pack
from tanheng.rulebook.plans import PlacedFacility, editions_for, wanted_by


def revision_triggers(plan: Plan, facilities: Sequence[PlacedFacility], on: date) -> list[Problem]:
    """Why a plan that is in force should be revised on a day; none where it fits."""
    packs = [pack for one in plan.packs if (pack := sound_pack(one))]
    return [
        *_facilities(plan, facilities, on),
        *_editions(packs, editions_for(facilities, on.year), on),
        *_quantities(plan, packs, facilities),
    ]


def _facilities(plan: Plan, facilities: Sequence[PlacedFacility], on: date) -> Iterator[Problem]:
    planned = {one.code: one for one in plan.facilities}
    here = {one.code: one for one in facilities if one.in_use(on)}
    for one in here.values():
        if one.code not in planned:
            yield problem_of(SENTENCES, "PLAN-301", place_of(FACILITIES, one.code), found=one.name)
    for facility in planned.values():
        if facility.status == IN_USE and facility.code not in here:
            yield problem_of(SENTENCES, "PLAN-302", place_of(FACILITIES, facility.code), found=facility.name)


def _editions(packs: Sequence[Pack], current: Sequence[Pack], on: date) -> Iterator[Problem]:
    by_sector = {one.sector.id: one for one in current}
    for pack in packs:
        known = by_sector.get(pack.sector.id)
        if not pack.covers(on.year) and known is not None:
            yield problem_of(SENTENCES, "PLAN-303", Where(), found=pack.title, month=f"{on:%Y-%m}", known=known.title)


def _quantities(plan: Plan, packs: Sequence[Pack], facilities: Sequence[PlacedFacility]) -> Iterator[Problem]:
    used = {(one.pack, one.quantity) for one in plan.uses}
    for wanted in {(one.pack, one.quantity): one for one in wanted_by(plan, facilities)}.values():
        if (wanted.pack, wanted.quantity) not in used:
            yield problem_of(SENTENCES, "PLAN-304", Where(wanted.quantity, spoken=wanted.label), found=wanted.label, pack=wanted.pack_label)
    known = {pack.id: pack for pack in packs}
    for use in plan.uses:
        if use.pack in known and use.quantity not in known[use.pack].quantities:
            words = {"found": use.quantity, "pack": known[use.pack].title}
            yield problem_of(SENTENCES, "PLAN-305", place_of(LINES, use.line), **words)
