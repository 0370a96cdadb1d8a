"""A new sector is a declaration, and its first edition a folder, nothing else: it loads, stands in the book of rules and its page, has a
template, calculates, is reported, and its companies have facilities of its kind and an obligation of its list.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.rulebook.other_program import answers_of, program_with

PACK = "cn/lime/trial_2031"
FILES = {
    "sectors/lime.yaml": """
zh: 石灰
en: Lime
order: 9
role: industry
list_name: {zh: 石灰行业, en: lime}
facility_kinds: {shaft_kiln: {zh: 竖窑, en: Shaft kiln}}
""",
    f"{PACK}/pack.yaml": """
id: cn/lime/trial_2031
title: {zh: 石灰企业试行指南（2031版）, en: "Trial guide for lime works (2031)"}
document: {number: 试行2031, edition: "2031", status: project, source: PROJECT}
kind: accounting
jurisdiction: cn
sector: lime
total: lime_emission_tco2
cleared: {emission: lime_emission_tco2, ccer_share: "0.05"}
main_output: lime_output_t
status: project
valid: {from: 2025}
facility_kinds: {shaft_kiln: {zh: 竖窑, en: shaft kiln, required: true}}
emission_sources:
  - {id: burning, zh: 石灰石分解, en: limestone, gases: [CO2], boundary: process, cleared: true, status: project, source: PROJECT}
""",
    f"{PACK}/quantities.yaml": """
lime_output_t:
  symbol: AD
  label: {zh: 石灰产量, en: lime output}
  unit: t
  index: [facility, month]
  role: input
  nature: data
  facility_kind: shaft_kiln
  required: true
  low: "0"
  high: "1000000"
  year: sum
  status: project
  source: PROJECT
kiln_emission_tco2:
  symbol: E_k
  label: {zh: 竖窑排放量, en: emission of a kiln}
  unit: tCO2
  index: [facility, month]
  role: derived
  nature: data
  facility_kind: shaft_kiln
  low: "0"
  high: "1000000"
  decimals: 2
  year: sum
  status: project
  source: PROJECT
lime_emission_tco2:
  symbol: E
  label: {zh: 石灰排放量, en: emission of lime}
  unit: tCO2
  index: [month]
  role: derived
  nature: data
  low: "0"
  high: "1000000000"
  decimals: 2
  year: sum
  year_decimals: 0
  level: enterprise
  status: project
  source: PROJECT
""",
    f"{PACK}/parameters.yaml": """
lime_factor:
  label: {zh: 石灰排放因子, en: emission factor of lime}
  unit: tCO2/t
  nature: factor
  values: [{value: "0.75"}]
  status: project
  source: PROJECT
""",
    f"{PACK}/formulas.py": '''
from tanheng.engine.words import total


def kiln_emission_tco2(lime_output_t, *, p):
    """Trial clause: lime times its factor."""
    return lime_output_t * p.lime_factor


def lime_emission_tco2(kiln_emission_tco2):
    """Trial clause: all kilns."""
    return total(kiln_emission_tco2)
''',
    f"{PACK}/forms.yaml": """
title: {zh: 石灰企业排放报告, en: Emission report of a lime works}
tables: []
input_sheets:
  - {id: output, zh: 产量, en: Output, quantities: [lime_output_t]}
""",
}
QUESTIONS = """
import json, os, sys
from click.testing import CliRunner
from tanheng.cli import main

pack, folder = sys.argv[1:]
def say(*words):
    answer = CliRunner().invoke(main, [*words, "--lang", "en"])
    assert answer.exit_code == 0, (words, answer.output, answer.exception)
    return answer.stdout
case = {
    "tanheng": "case/1", "pack": pack, "year": 2025, "entity": {"name": "合成石灰", "code": "91640000000000000X"},
    "facilities": [{"id": "kiln-1", "kind": "shaft_kiln", "name": "1号竖窑"}],
    "values": [{"quantity": "lime_output_t", "facility": "kiln-1", "each_month": "1000.50"}],
}
path = f"{folder}/case.json"
json.dump(case, open(path, "w"))
told = {"list": [one["id"] for one in json.loads(say("rules", "list", "--json"))]}
say("rules", "check", pack)
say("rules", "book", pack, "-o", f"{folder}/book.html")
told["book"] = "emission of a kiln" in open(f"{folder}/book.html", encoding="utf-8").read()
say("template", pack, "--year", "2025", "-o", f"{folder}/template.xlsx")
told["template"] = os.path.getsize(f"{folder}/template.xlsx")
run = json.loads(say("calculate", path, "--json"))
told["total"] = next(one["value"] for one in run["results"] if one["quantity"] == "lime_emission_tco2" and one["month"] is None)
os.mkdir(f"{folder}/report")
say("report", path, "-o", f"{folder}/report")
told["report"] = sorted(name.rpartition(".")[2] for name in os.listdir(f"{folder}/report"))
told["obligations"] = json.loads(say("obligations", path, "--json"))["obligations"]

import django
django.setup()
from django.utils.translation import override
from tanheng.apps.guidance.selectors import editions
from tanheng.apps.records.pages.packs_in_use import pack_name, template_choices
from tanheng.apps.sites.forms import FacilityForm
told["editions"] = [(one.id, one.sector_name) for one in editions("en")][-1]
with override("en"):
    told["name"] = pack_name(pack)
    told["choices"] = [heading for heading, _ in template_choices(2030)]
    told["kinds"] = [label for _, label in FacilityForm().fields["facility_kind"].choices]
with override("zh-hans"):
    told["page"] = pack_name(pack)
print(json.dumps(told))
"""
REFUSED = """
import json
from tanheng.engine.errors import PackError
from tanheng.rulebook import load
try:
    load("cn/lime/trial_2031")
except PackError as error:
    print(json.dumps({"said": str(error)}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program with the sector answers."""
    folder = tmp_path_factory.mktemp("sector")
    return answers_of(QUESTIONS, program_with(folder / "program", FILES), folder, PACK, str(folder))


def test_it_loads_and_stands_in_the_book_of_rules(told):
    assert PACK in told["list"]
    assert told["book"]


def test_it_has_a_template_computes_and_is_reported(told):
    assert told["template"] > 5_000
    assert told["total"] == "9005"
    assert {"docx", "pdf", "xlsx"} <= set(told["report"])


def test_its_list_is_one_in_which_something_is_surrendered(told):
    (one,) = told["obligations"]
    assert (one["sector"], one["list"], one["obligation"], one["ccer_limit"]) == ("lime", "lime", "9005", "450")


def test_pages_know_its_names(told):
    assert told["editions"] == [PACK, "Lime"]
    assert (told["name"], told["page"]) == ("Lime · trial_2031", "石灰 · trial_2031")
    assert any(heading.startswith("Lime · ") for heading in told["choices"])
    assert "Shaft kiln" in told["kinds"] and told["kinds"][-1] == "Other facility"


def test_a_sector_that_nobody_declared_is_refused(tmp_path):
    files = {name: text for name, text in FILES.items() if not name.startswith("sectors/")}
    said = answers_of(REFUSED, program_with(tmp_path / "program", files), tmp_path)["said"]
    assert "pack.yaml: sector: unknown word 'lime'; allowed: aluminium, power, cement" in said
