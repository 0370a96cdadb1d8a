"""A new edition is a folder and a part in a bridge map, nothing else: it loads, lists, calculates, differs, bridges, stands in the book
of rules, in the template and in the lists of the web application.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rulebook.other_program import answers_of, program_with

PACK, PARENT = "cn/cement/trial_2031", "cn/cement/cets_2024"
FOLDER = {
    "pack.yaml": """
id: cn/cement/trial_2031
extends: cn/cement/cets_2024
title: {zh: 试行指南 水泥（2031版）, en: "Trial guide, cement (2031)"}
document: {number: 试行2031, edition: "2031", status: project, source: PROJECT}
status: project
valid: {from: 2025, to: 2031}
""",
    "quantities.yaml": """
line_intensity_tco2_per_t: {decimals: 6}
all_lines_heat_gj:
  symbol: Q_all
  label: {zh: 全部熟料线热量, en: heat of all kiln lines}
  unit: GJ
  index: [month]
  role: derived
  nature: data
  low: "0"
  high: "1000000000000"
  decimals: 2
  year: sum
  level: auxiliary
  status: project
  source: PROJECT
  clause: "试行条款 / trial clause"
""",
    "formulas.py": '''
from tanheng.engine.words import total


def all_lines_heat_gj(line_heat_gj):
    """Trial clause: heat of all kiln lines."""
    return total(line_heat_gj)
''',
}
SOURCES = "{fuel: [fuel_emission_tco2, other_fuel_emission_tco2], clinker_process: [process_emission_tco2]}"
BRIDGE = f"packs:\n  {PACK}:\n    sources: {SOURCES}\n"
QUESTIONS = """
import json, os, sys
from click.testing import CliRunner
from tanheng.cli import main

pack, parent, folder = sys.argv[1:]
def say(*words):
    answer = CliRunner().invoke(main, [*words, "--lang", "en"])
    assert answer.exit_code == 0, (words, answer.output, answer.exception)
    return answer.stdout
told = {"list": [one["id"] for one in json.loads(say("rules", "list", "--json"))]}
told["diff"] = [one["path"] for one in json.loads(say("rules", "diff", parent, pack, "--json"))]
for name, one in (("own", pack), ("parents", parent)):
    case = json.load(open(f"{folder}/{name}.json"))
    told[name] = json.loads(say("calculate", f"{folder}/{name}.json", "--json"))["results"]
told["bridge"] = json.loads(say("bridge", f"{folder}/parents.json", "--to", pack, "--json"))
say("rules", "book", pack, "-o", f"{folder}/book.html")
told["book"] = "heat of all kiln lines" in open(f"{folder}/book.html", encoding="utf-8").read()
say("template", pack, "--year", "2025", "-o", f"{folder}/template.xlsx")
told["template"] = os.path.getsize(f"{folder}/template.xlsx")

from tanheng.engine.case.reading import read_case
from tanheng.engine.running import run_case
from tanheng.rulebook import load
def replayed(name, document):
    json.dump(document, open(f"{folder}/{name}.json", "w"))
    answer = CliRunner().invoke(main, ["replay", f"{folder}/{name}.json", "--json"])
    return {"status": answer.exit_code, **json.loads(answer.stdout)}
older, given = load(f"{pack}/revision_1"), json.load(open(f"{folder}/own.json"))
before = run_case(older, read_case(given, lambda _: older)[0]).document("en")
now = run_case(load(pack), read_case(given, load)[0]).document("en")
told["older"] = {"same": before["results"] == now["results"], "id": older.id, **replayed("older", before)}
now["pack"]["hash"] = now["run_hash"] = "sha256:" + 64 * "0"
told["reworded"] = replayed("reworded", now)

import django
django.setup()
from tanheng.apps.accounting.pages.bridge import targets_of
from tanheng.apps.guidance.selectors import editions
from tanheng.apps.records.pages.packs_in_use import template_choices
told["editions"] = [one.id for one in editions("en")]
told["templates"] = [one for _heading, group in template_choices(2030) for one, _title in group]
told["targets"] = [one.id for one in targets_of(load(parent))]
print(json.dumps(told))
"""


OLDER = {name: text.replace("decimals: 6", "decimals: 5") for name, text in FOLDER.items()}
FILES = {
    **{f"{PACK}/{name}": text for name, text in FOLDER.items()},
    **{f"{PACK}/revision_1/{name}": text for name, text in OLDER.items()},
    "bridges/trial.yaml": BRIDGE,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program with the edition answers."""
    folder = tmp_path_factory.mktemp("edition")
    from tanheng.rulebook import load

    given = next(case["given"] for case in load(PARENT).cases if "5000 t a day" in case["title"]["en"])
    for name, pack in (("own", PACK), ("parents", PARENT)):
        (folder / f"{name}.json").write_text(json.dumps({**given, "pack": pack}), encoding="utf-8")
    return answers_of(QUESTIONS, program_with(folder / "program", FILES), folder, PACK, PARENT, str(folder))


@pytest.mark.parametrize("where", ["list", "editions", "templates", "targets"])
def test_it_is_listed(told, where):
    assert PACK in told[where]


def by_place(results: list[dict[str, Any]]) -> dict[tuple[Any, ...], str]:
    return {tuple(one[key] for key in ("quantity", "facility", "item", "month")): one["value"] for one in results}


def test_it_calculates_by_its_parents_rules_and_its_own(told):
    own, parents = (by_place(told[name]) for name in ("own", "parents"))
    assert {key for key in own if key not in parents} == {key for key in own if key[0] == "all_lines_heat_gj"} != set()
    assert {key[0] for key in parents if own[key] != parents[key]} == {"line_intensity_tco2_per_t"}
    assert own["enterprise_emission_tco2e", None, None, None] == parents["enterprise_emission_tco2e", None, None, None]


def test_it_differs_by_what_its_folder_says(told):
    own = {"quantities.all_lines_heat_gj", "formulas.all_lines_heat_gj", "quantities.line_intensity_tco2_per_t.decimals"}
    assert own <= set(told["diff"])
    assert not [path for path in told["diff"] if path.startswith(("parameters", "tables", "checks"))]


def test_it_bridges_stands_in_the_book_and_has_a_template(told):
    assert not [one for one in told["bridge"]["problems"] if one["severity"] == "error"]
    assert told["book"]
    assert told["template"] > 10_000


def test_an_older_revision_is_found_by_its_hash_and_listed_nowhere(told):
    assert told["older"] == {"same": False, "id": PACK, "status": 0, "equal": True, "differences": []}
    assert not [one for where in ("list", "editions", "templates", "targets") for one in told[where] if "revision" in one]


def test_a_run_whose_packs_text_changed_while_its_digits_hold_says_so(told):
    assert (told["reworded"]["status"], told["reworded"]["equal"], told["reworded"]["digits_hold"]) == (1, False, True)
    assert [one["what"] for one in told["reworded"]["differences"]] == ["pack.hash", "run_hash"]
