"""A run keeps the rules it was computed by: an edition is revised after it, or only reworded, and every page of the run holds."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.urls import reverse

from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.accounting.pages.comparison import compare_runs
from tanheng.apps.accounting.selectors import rules_now
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.reporting.services import issue_report
from tanheng.cli import main
from tanheng.rulebook import load, pack_ids, revisions_of
from tests.api.conftest import caller  # noqa: F401
from tests.apps.smelter import YEAR, upload
from tests.support.acting import in_person
from tests.support.revised_rules import RevisedRules, forget

pytestmark = pytest.mark.django_db
EDITION, PARENT = "cn/aluminium/trial_2031", "cn/aluminium/cets_2024"
GONE = "electrolysis_intensity_tco2e_per_t"
FIRST = {
    "pack.yaml": f"""
id: {EDITION}
extends: {PARENT}
title: {{zh: 试行指南 电解铝（2031版）, en: "Trial guide, aluminium (2031)"}}
document: {{number: 试行2031, edition: "2031", status: project, source: PROJECT}}
status: project
valid: {{from: 2024, to: 2031}}
""",
    "quantities.yaml": "anode_emission_tco2: {decimals: 2}\n",
    "parameters.yaml": """
trial_share:
  label: {zh: 试行比例, en: trial share}
  unit: "1"
  nature: constant
  status: project
  source: PROJECT
  values: [{value: "0.5"}]
""",
}
REVISED = {
    "pack.yaml": FIRST["pack.yaml"] + f"remove: {{quantities: [{GONE}]}}\n",
    "quantities.yaml": "anode_emission_tco2: {decimals: 1}\n",
}
OVERRIDE = {"parameter": "trial_share", "value": "0.4", "unit": "1", "document": "试行通知", "person": "合成人员", "reason": "试行"}
OLD, NEW = "22765.69", "22765.7"
MORE = {"overrides": [OVERRIDE]}


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RevisedRules]:
    found = RevisedRules(tmp_path / "rules", EDITION, monkeypatch)
    found.write(FIRST)
    yield found
    monkeypatch.undo()
    forget()


@pytest.fixture
def old(cast, group, rules) -> Run:
    """A run of the time before."""
    upload(cast.bob, group.north, pack=EDITION, **MORE)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=EDITION)


@pytest.fixture
def new(cast, group, rules, old) -> Run:
    """The edition revised after it, and a run of now."""
    rules.keep("revision_1")
    rules.write(REVISED)
    upload(cast.bob, group.north, pack=EDITION)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=EDITION)


def figure(run: Run) -> str:
    return str(StoredResult.objects.get(run=run, quantity="anode_emission_tco2", facility="potline-1", month=1).value)


def replayed(folder: Path, document: bytes) -> dict:
    (folder / "run.json").write_bytes(document)
    return json.loads(CliRunner().invoke(main, ["replay", str(folder / "run.json"), "--json"]).stdout)


def page(client, name: str, *arguments: object, **query: object) -> str:
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_the_revision_moves_digits_of_new_runs_alone(old, new):
    assert (figure(old), figure(new)) == (OLD, NEW)
    assert old.pack_hash == load(f"{EDITION}/revision_1").hash != new.pack_hash == load(EDITION).hash
    assert revisions_of(EDITION) == [f"{EDITION}/revision_1"] and f"{EDITION}/revision_1" not in pack_ids()
    assert (rules_now(old), rules_now(new)) == ("revision", "")


def test_the_run_of_before_is_shown_explained_and_replayed_by_its_own_rules(signed_in, caller, old, new, tmp_path):  # noqa: F811
    client = signed_in("vera", "en")
    results = page(client, "accounting:results", old.pk)
    assert "computed by an earlier revision" in results and f"/explain/{GONE}/" in results
    results = page(client, "accounting:results", new.pk)
    assert "earlier revision" not in results and GONE not in results
    place = {"facility": "potline-1", "month": 1}
    explained = page(client, "accounting:explanation", old.pk, "anode_emission_tco2", **place)
    assert "22,765.69" in explained and "computed by an earlier revision" in explained
    explained = page(client, "accounting:explanation", new.pk, "anode_emission_tco2", **place)
    assert "22,765.7 " in " ".join(explained.split())
    document = client.get(reverse("accounting:run-json", args=[old.pk])).content
    assert replayed(tmp_path, document) == {"equal": True, "differences": []}
    receipt = json.loads(client.get(reverse("accounting:receipt", args=[old.pk])).content)
    assert receipt["packs"][0]["hash"] == old.pack_hash and "hash_now" not in receipt["packs"][0]
    assert "trial_share" in client.get(reverse("accounting:case-yaml", args=[old.pk])).content.decode()
    assert caller("vera").get(f"/runs/{old.pk}/case").json()["overrides"][0]["parameter"] == "trial_share"


@pytest.mark.parametrize(
    "name", ["accounting:tracks", "accounting:bridge", "accounting:defaults", "accounting:parameter", "accounting:runs"]
)
def test_every_page_of_the_run_of_before_opens(signed_in, old, new, name):
    arguments = {"accounting:runs": [old.node_id], "accounting:parameter": [old.pk, "trial_share"]}.get(name, [old.pk])
    page(signed_in("vera"), name, *arguments)


def test_the_companies_of_the_group_stand_side_by_side(signed_in, group, rules, old):
    rules.keep("revision_1")
    rules.write(REVISED)
    assert reverse("accounting:results", args=[old.pk]) in page(signed_in("grace"), "accounting:latest", group.group.pk, YEAR)


def test_a_report_of_the_run_of_before_has_its_digits(signed_in, cast, old, new):
    page(signed_in("alice"), "reporting:run", old.pk)
    assert issue_report(actor=in_person(cast.alice), run=old, kind="kit", language="zh").file.size > 10_000


def test_runs_by_two_revisions_are_compared(signed_in, old, new):
    assert GONE in page(signed_in("vera"), "accounting:compare", new.pk, old.pk)


def test_a_comparison_says_that_the_rules_made_the_difference(cast, group, rules):
    upload(cast.bob, group.north, pack=EDITION)
    before = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=EDITION)
    rules.keep("revision_1")
    rules.write(REVISED)
    after = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=EDITION)
    found = {one.place: one for one in compare_runs(before, after, months=True).results}
    moved = found["anode_emission_tco2", "potline-1", None, 1]
    assert (moved.cause, moved.by_inputs) == ("edition", "0.0")


def test_a_text_that_changes_while_every_digit_holds_is_told(signed_in, rules, old, tmp_path):
    rules.write({"quantities.yaml": "anode_emission_tco2: {decimals: 2, label: {zh: 阳极排放（改写）, en: anode emission (reworded)}}\n"})
    assert rules_now(old) == "text"
    client = signed_in("vera", "en")
    assert "the digits are still the same" in page(client, "accounting:results", old.pk)
    assert "the digits are the same" in page(client, "accounting:explanation", old.pk, "enterprise_emission_tco2e")
    told = replayed(tmp_path, client.get(reverse("accounting:run-json", args=[old.pk])).content)
    assert (told["equal"], told["digits_hold"]) == (False, True)
    (pack,) = json.loads(client.get(reverse("accounting:receipt", args=[old.pk])).content)["packs"]
    assert (pack["hash"], pack["hash_now"]) == (old.pack_hash, load(EDITION).hash)


def test_digits_that_moved_without_a_revision_are_shown_by_no_page(signed_in, caller, rules, old):  # noqa: F811
    rules.write({"quantities.yaml": REVISED["quantities.yaml"]})
    client = signed_in("vera")
    for name in ("accounting:results", "accounting:run-json", "accounting:receipt"):
        assert client.get(reverse(name, args=[old.pk])).status_code == 409
    assert caller("vera").get(f"/runs/{old.pk}/receipt").status_code == 409
