"""A month of 0 or `/` amid the others: where the plant worked it asks, whichever of the two was typed, in every pack."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tanheng.engine.problems import Problem
from tanheng.rulebook import load
from tests.rulebook.check_examples import outcome
from tests.rulebook.slips import plant, plant_files

JULY = "7"
NOT_TOLD_OF_SLASH = {"RUN-201"}  # a result divided by 0; divided by what is not applicable it is not applicable


def with_july(path: Path, line: int, sign: str) -> dict[str, Any]:
    document: dict[str, Any] = deepcopy(plant(path))
    months = document["values"][line]["months"]
    months[next(name for name in months if str(name) == JULY)] = sign
    return document


def asked(document: dict[str, Any]) -> set[str]:
    problems: list[Problem] = outcome(document)[1]
    return {one.code for problem in problems for one in (problem, *problem.also) if one.severity != "note"}


def monthly_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The amounts of a plant that have a July."""
    quantities = load(plant(path)["pack"]).quantities
    for line, entry in enumerate(plant(path)["values"]):
        if quantities[entry["quantity"]].is_amount and JULY in map(str, entry.get("months", ())):
            yield line, entry


@pytest.mark.parametrize("path", plant_files(), ids=lambda path: path.stem)
def test_what_is_not_applicable_in_a_working_month_is_asked_like_zero(path):
    for line, entry in monthly_lines(path):
        zero, slash = asked(with_july(path, line, "0")), asked(with_july(path, line, "/"))
        assert zero - NOT_TOLD_OF_SLASH <= slash, (entry["quantity"], entry.get("facility"), entry.get("item"))


@pytest.mark.parametrize("sign", ["0", "/"])
@pytest.mark.parametrize("name", ["cn_aluminium_cets_2024", "cn_cement_supplement_2017", "cn_power_cets_2022", "intl_cement_csi_v3"])
def test_a_month_without_its_main_stream_is_one_doubt(name: str, sign: str) -> None:
    path = next(one for one in plant_files() if one.stem == name)
    output = load(plant(path)["pack"]).main_output
    line = next(line for line, entry in monthly_lines(path) if entry["quantity"] == output)
    problems = [one for one in outcome(with_july(path, line, sign))[1] if one.asks]
    assert [one.code for one in problems] == ["RUN-222"]
    assert (problems[0].where.quantity, problems[0].where.month) == (output, int(JULY))


def test_a_plant_that_starts_in_may_is_not_asked_for_the_months_before():
    path = next(one for one in plant_files() if one.stem == "cn_power_cets_2022")
    document: dict[str, Any] = deepcopy(plant(path))
    for entry in document["values"]:
        if entry.get("facility") == "unit-1" and load(document["pack"]).quantities[entry["quantity"]].is_amount:
            entry["months"] = {name: "/" if int(name) < 5 else text for name, text in entry["months"].items()}
    assert asked(document) - asked(plant(path)) == set()


def test_a_stream_of_a_season_is_not_asked():
    path = next(one for one in plant_files() if one.stem == "cn_aluminium_cets_2024")
    document: dict[str, Any] = deepcopy(plant(path))
    heat = next(entry for entry in document["values"] if entry["quantity"] == "net_purchased_heat_gj")
    heat["months"] = {name: text if int(name) in (1, 2, 3, 11, 12) else "/" for name, text in heat["months"].items()}
    assert "RUN-222" not in asked(document)
