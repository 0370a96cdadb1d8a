"""A run gives exact, rounded, explained numbers; the arithmetic is repeated here with fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tanheng.engine.case import case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.errors import PackError
from tanheng.engine.explain import explain, unconfirmed
from tanheng.engine.explanation import Explanation
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import recalculated_year, run_case
from tests.engine.toy_pack import FORMULAS, QUANTITIES, toy_case, toy_pack
from tests.engine.toy_rows import quantity


def run(**changes: object) -> Run:
    pack = toy_pack()
    case, problems = read_case(toy_case(**changes), lambda name: pack)
    assert case is not None, [problem.as_text("en") for problem in problems]
    return run_case(pack, case, problems)


def half_up(value: Fraction, decimals: int) -> Decimal:
    scaled = value * 10**decimals + Fraction(1, 2)
    return Decimal(scaled.numerator // scaled.denominator).scaleb(-decimals)


def test_a_month_is_rounded_once_from_exact_operands() -> None:
    exact = Fraction("50.01") * (1 - Fraction("0.004")) * Fraction(44, 12)
    assert run().value("anode_tco2", "a", None, 1) == half_up(exact, 2)


def test_the_year_is_the_sum_of_the_rounded_months() -> None:
    found = run()
    month = found.value("anode_tco2", "a", None, 1)
    assert month is not None
    assert found.value("anode_tco2", "a") == month * 12
    recalculated = recalculated_year(found, "anode_tco2", "a")
    assert recalculated is not None and recalculated != month * 12
    assert half_up(Fraction("50.01") * 12 * (1 - Fraction("0.004")) * Fraction(44, 12), 8) == recalculated.quantize(Decimal("1e-8"))


def test_the_intensity_is_year_over_year() -> None:
    found = run()
    emission, output = found.value("anode_tco2", "a"), found.value("output_t", "a")
    assert emission is not None and output is not None
    assert found.value("plant_intensity", "a") == half_up(Fraction(emission) / Fraction(output), 4)
    assert found.value("plant_intensity", "a", None, 1) is None


def test_the_total_adds_every_fuel_and_plant_and_is_whole_for_the_year() -> None:
    found = run()
    parts = [
        found.value(name, *place)
        for name, place in (
            ("burn_tco2", (None, "coal")),
            ("burn_tco2", (None, "gas")),
            ("anode_tco2", ("a", None)),
            ("anode_tco2", ("b", None)),
        )
    ]
    exact = sum((Fraction(part) for part in parts if part is not None), Fraction(0))
    assert found.value("all_tco2") == half_up(exact, 0)


def test_a_quoted_emission_is_added_where_it_is_reported() -> None:
    more = toy_case()["values"] + [{"quantity": "quoted_tco2", "each_month": "5.00"}]
    before, after = run().value("all_tco2", month=3), run(values=more).value("all_tco2", month=3)
    assert before is not None and after == before + 5


def test_a_measured_carbon_content_replaces_the_default_product() -> None:
    more = toy_case()["values"] + [{"quantity": "fuel_measured_carbon", "item": "coal", "each_month": "0.5"}]
    assert run(values=more).value("burn_tco2", None, "coal", 1) == half_up(Fraction(10) * Fraction(1, 2) * Fraction(44, 12), 2)
    assert run().value("burn_tco2", None, "coal", 1) == half_up(Fraction(10) * Fraction("0.6") * Fraction(44, 12), 2)


def test_parameters_are_dated() -> None:
    exact = Fraction("50.01") * (1 - Fraction("0.005")) * Fraction(44, 12)
    assert run(year=2022).value("anode_tco2", "a", None, 1) == half_up(exact, 2)


def test_a_year_taken_as_one_period() -> None:
    rows = [{**{k: v for k, v in row.items() if k != "each_month"}, "year": row["each_month"]} for row in toy_case()["values"]]
    found = run(grain="year", values=rows)
    assert found.value("anode_tco2", "a") == half_up(Fraction("50.01") * (1 - Fraction("0.004")) * Fraction(44, 12), 2)
    assert {result.month for result in found.results} == {None}
    assert found.value("all_tco2") == found.value("all_tco2").to_integral_value()  # type: ignore[union-attr]


def test_zero_output_gives_a_problem_not_a_crash() -> None:
    rows = toy_case()["values"]
    rows[0] = {"quantity": "output_t", "facility": "a", "each_month": "0.00"}
    found = run(values=rows)
    assert found.value("plant_intensity", "a") is None
    assert found.value("plant_intensity", "b") is not None
    assert "RUN-201" in {problem.code for problem in found.problems}


def test_a_check_names_value_range_place_and_remedy() -> None:
    rows = toy_case()["values"]
    rows[3] = {"quantity": "anode_t", "facility": "b", "months": {**dict.fromkeys(range(1, 12), "90.00"), 12: "150.00"}}
    problem = next(one for one in run(values=rows).problems if one.code == "TOY-1")
    assert (problem.where.facility, problem.where.month) == ("b", 12)
    assert "0.7500" in problem.message.en and problem.remedy.en == "look again"


def test_the_same_case_gives_the_same_hash_and_reads_back() -> None:
    first = run()
    again, _ = read_case(case_document(first.case), lambda name: first.pack)
    assert again is not None and again.snapshot_hash == first.case.snapshot_hash
    assert run_case(first.pack, again).run_hash == first.run_hash
    changed = toy_case()["values"]
    changed[0] = {**changed[0], "each_month": "100.01"}
    assert run(values=changed).run_hash != first.run_hash


def test_the_explanation_walks_to_inputs_parameters_and_defaults() -> None:
    found = explain(run(), "anode_tco2", "a", None, 1)
    assert found is not None
    assert found.formula_symbols == "AC × (1 − A) × co2_per_carbon"
    assert found.formula_numbers == "50.01 × (1 − 0.004) × 44/12"
    kinds = {one.quantity: one.kind for one in found.operands}
    assert kinds == {"anode_t": "input", "ash": "default", "co2_per_carbon": "parameter"}
    ash = next(one for one in found.operands if one.quantity == "ash")
    assert (ash.status, ash.source, ash.confirmed) == ("secondary", "a source", False)
    year = explain(run(), "all_tco2")
    assert year is not None and len([one for one in year.operands if one.quantity == "burn_tco2"]) == 2
    assert len(next(one for one in year.operands if one.quantity == "anode_tco2").operands) == 12


def test_unconfirmed_values_are_listed_once() -> None:
    assert {(one.quantity, one.item) for one in unconfirmed(run())} == {
        ("ash", None),
        ("fuel_carbon", "coal"),
        ("fuel_carbon", "gas"),
    }


def test_a_formula_that_mixes_carbon_with_dioxide_is_refused_at_load() -> None:
    def anode_tco2(anode_t, ash):
        """Clause 2: forgets 44/12."""
        from tanheng.engine.words import carbon

        return carbon(anode_t * (1 - ash))

    from tests.engine.toy_pack import FORMULAS

    with pytest.raises(PackError, match="tC"):
        toy_pack(formula_functions={**FORMULAS, "anode_tco2": anode_tco2})


def test_a_cycle_is_named() -> None:
    from tests.engine.toy_pack import FORMULAS

    def burn_tco2(all_tco2):
        """Clause 1."""
        return all_tco2

    with pytest.raises(PackError, match="cycle"):
        toy_pack(formula_functions={**FORMULAS, "burn_tco2": burn_tco2})


def height(node: Explanation) -> int:
    """How many levels stand beneath a node."""
    return max((1 + height(one) for one in node.operands), default=0)


@pytest.mark.parametrize("place", [("all_tco2",), ("anode_tco2", "a"), ("anode_tco2", "a", None, 1), ("plant_intensity", "a")])
def test_an_explanation_is_as_deep_as_asked_and_no_deeper_than_its_number(place: tuple[Any, ...]) -> None:
    made = run()
    whole = explain(made, *place)
    assert whole is not None
    for depth in range(height(whole) + 2):
        found = explain(made, *place, depth=depth)
        assert found is not None and height(found) == min(depth, height(whole))


def test_a_default_of_a_parameter_stands_with_its_number_beside_the_figure_that_was_not_reported() -> None:
    found = explain(run(), "ash", "a", None, 1)
    assert found is not None
    assert [(one.what, one.chosen, one.value) for one in found.alternatives if one.by == "default"] == [
        ("reported", False, None),
        ("ash", True, "0.004"),
    ]


TABLE = {"id": "T", "zh": "表", "en": "table", "kind": "other", "per": "facility", "status": "project"}


def lacking(number: int) -> list[Problem]:
    """What is told of so many results that lack the same figure, each printed in a form."""
    of_plants = {"facility_kind": "plant", "decimals": 2}
    shares = [f"share_{one}" for one in range(number)]
    more = {one: quantity(f"s{at}", "1", ["facility", "year"], "derived", year="formula", **of_plants) for at, one in enumerate(shares)}
    scrap = quantity("S", "t", ["facility", "month"], "input", **of_plants)

    def share(scrap_t, output_t):
        """Clause 8: scrap per output."""
        return scrap_t / output_t

    pack = toy_pack(
        quantities={**QUANTITIES, **more, "scrap_t": scrap},
        formula_functions={**FORMULAS, **dict.fromkeys(shares, share)},
        forms={"tables": [{**TABLE, "rows": [{"quantity": one} for one in shares]}]},
    )
    case, problems = read_case(toy_case(), lambda _: pack)
    assert case is not None, problems
    return [one for one in run_case(pack, case, problems).problems if one.code == "RUN-204" and one.where.facility == "a"]


@pytest.mark.parametrize(
    ("number", "zh", "en"), [(1, "量s0没有", "s0 has no"), (6, "量s5没有", "s5 have no"), (8, "量s5等 8 项没有", "s5 and 2 more have no")]
)
def test_of_results_that_lack_the_same_figure_six_are_named_and_the_rest_is_counted(number: int, zh: str, en: str) -> None:
    (told,) = lacking(number)
    assert zh in told.message.zh and en in told.message.en
