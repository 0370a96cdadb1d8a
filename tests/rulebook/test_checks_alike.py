"""A check of one edition stands in all editions of its kind to which it applies; where it does not, a reason is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tanheng.engine.pack import Pack
from tanheng.rulebook import load, pack_ids

NO_LIST = "the threshold of the national market's list, which this edition does not know"
NO_POWER = "purchased electricity is in no total of the guide of 2024; AL-053 and AL-104 hold it against the output and captive power"
EQUAL = "for 2024 the allowance is the verified emission, and the deviation is shown for comparison only"
SHARE_OF_2026 = "that at most half is allocated before is a rule of the draft of 2026"
NO_DEDUCTION = "nothing is deducted from the clinker's emission; contents that would make it negative are told by CE-041 and CE-047"
BY_LINE = "emission and heat of each line over its clinker are asked about (CE-031, CE-025)"
POWER_IN_TOTAL = "purchased power is in the total here, so that CE-042 tells a slip of it"
BY_HEAT = "CE-057 measures the same fuel by its heat"
SMOOTH = "the load correction of 2019 to 2022 joins 1 without a jump"
REASONS = {
    ("AL-041", "cn/aluminium/gbt_32151_4_2015"): NO_LIST,
    ("AL-041", "cn/aluminium/ndrc_2013"): NO_LIST,
    ("AL-077", "cn/aluminium/cets_2024"): NO_POWER,
    ("AL-111", "cn/aluminium/cets_2024"): NO_POWER,
    ("AL-124", "cn/aluminium/cets_2024"): "both factors are fixed by the guide; another value is refused (CASE-153)",
    ("AW-024", "cn/aluminium/allowance_2017_draft"): NO_LIST,
    ("AW-024", "cn/cement/allowance_2017_draft"): NO_LIST,
    ("AW-032", "cn/aluminium/allowance_2024"): EQUAL,
    ("AW-032", "cn/cement/allowance_2024"): EQUAL,
    ("AW-033", "cn/aluminium/allowance_2024"): EQUAL,
    ("AW-033", "cn/cement/allowance_2024"): EQUAL,
    ("AW-041", "cn/aluminium/allowance_2025"): SHARE_OF_2026,
    ("AW-041", "cn/cement/allowance_2025"): SHARE_OF_2026,
    ("CE-026", "cn/cement/reporting_2023"): "a month without clinker among even ones is asked about in every edition (RUN-222)",
    ("CE-039", "cn/cement/gbt_32151_8_2015"): NO_DEDUCTION,
    ("CE-039", "cn/cement/ndrc_2013"): NO_DEDUCTION,
    ("CE-039", "cn/cement/reporting_2023"): "CE-046 tells deductions from 15 % of the clinker's emission on",
    ("CE-042", "cn/cement/cets_2024"): BY_LINE,
    ("CE-042", "cn/cement/reporting_2023"): BY_LINE,
    ("CE-051", "cn/cement/gbt_32151_8_2015"): POWER_IN_TOTAL,
    ("CE-051", "cn/cement/ndrc_2013"): POWER_IN_TOTAL,
    ("CE-058", "cn/cement/gbt_32151_8_2015"): BY_HEAT,
    ("CE-058", "cn/cement/ndrc_2013"): BY_HEAT,
    ("PW-054", "cn/power/cets_2026"): "purchased electricity has left the total in 2026",
    ("AW-014", "cn/power/allowance_2019_2020"): SMOOTH,
    ("AW-014", "cn/power/allowance_2021_2022"): SMOOTH,
    (
        "IAI-002",
        "intl/aluminium/ipcc_2006",
    ): "tier 1 always gives an emission; IPCC-012 tells where another was meant",
}


def kinds() -> dict[tuple[str, str, str], list[Pack]]:
    """The packs of each kind: whose rules, of which sector, accounting or allowance."""
    found: dict[tuple[str, str, str], list[Pack]] = defaultdict(list)
    for name in pack_ids():
        where, sector, _ = name.split("/")
        found[where, sector, load(name).kind].append(load(name))
    return found


def missing(packs: list[Pack]) -> Iterator[tuple[str, str]]:
    """Checks that some of the packs have, and packs without them that have all they measure and measure it by no other."""
    for code in sorted({check.id for pack in packs for check in pack.checks}):
        having = [check for pack in packs for check in pack.checks if check.id == code]
        for pack in packs:
            known = [set(check.formula.arguments) for check in pack.checks]
            if code not in {check.id for check in pack.checks} and any(
                set(check.formula.arguments) <= pack.quantities.keys() and set(check.formula.arguments) not in known for check in having
            ):
                yield code, pack.id


def test_a_check_stands_in_all_editions_of_its_kind_or_is_left_out_for_a_reason() -> None:
    assert {pair for packs in kinds().values() for pair in missing(packs)} == set(REASONS)


def test_the_emission_is_held_against_the_electricity_in_all_allocation_plans_of_power() -> None:
    plans = kinds()["cn", "power", "allowance"]
    assert len(plans) == 4
    assert all("AW-029" in {check.id for check in pack.checks} for pack in plans)
