"""The receipt of a stored run: by the page, by the API and by the command the same bytes."""

import json
from importlib.resources import files

import pytest
from click.testing import CliRunner
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator

from tanheng.apps.accounting.services import run_accounts
from tanheng.cli import main
from tests.api.conftest import caller  # noqa: F401
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
DOUBTFUL = {"anodes": "9500.00"}


@pytest.fixture
def run(cast, group):
    """Figures with a doubt, held against those of the year before."""
    upload(cast.bob, group.north, name="case-2024.yaml", year=YEAR - 1)
    upload(cast.bob, group.north, **DOUBTFUL)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def by_the_page(client, run):
    return client.get(reverse("accounting:receipt", args=[run.pk]))


def by_the_command(folder, group, run, lang):
    this, last, output = folder / "case-2025.yaml", folder / "case-2024.yaml", folder / "receipt.json"
    this.write_bytes(smelter_file(group.north, **DOUBTFUL))
    last.write_bytes(smelter_file(group.north, year=YEAR - 1))
    words = ["receipt", str(this), "-o", str(output), "--beside", str(last), "--lang", lang]
    answer = CliRunner().invoke(main, [*words, "--on", f"{timezone.localtime(run.at):%Y-%m-%d}"])
    assert answer.exit_code == 0, answer.output
    return output.read_bytes()


@pytest.mark.parametrize(("language", "lang"), [("zh-hans", "zh"), ("en", "en")])
def test_the_page_gives_the_bytes_of_the_command(signed_in, group, run, tmp_path, language, lang):
    answer = by_the_page(signed_in("vera", language), run)
    assert f"receipt-{YEAR}-run-{run.number}.json" in answer.headers["Content-Disposition"]
    assert answer.content == by_the_command(tmp_path, group, run, lang)


def test_the_api_gives_the_bytes_of_the_page(signed_in, caller, run):  # noqa: F811
    assert caller("vera").get(f"/runs/{run.pk}/receipt").content == by_the_page(signed_in("vera"), run).content


def test_it_holds_to_its_schema_and_all_that_made_the_run(signed_in, run):
    schema = json.loads(files("tanheng.documents").joinpath("schemas/receipt-1.schema.json").read_text(encoding="utf-8"))
    document = json.loads(by_the_page(signed_in("vera"), run).content)
    Draft202012Validator(schema).validate(document)
    assert (document["run_hash"], document["snapshot_hash"]) == (run.run_hash, run.snapshot.hash)
    assert document["beside"] == {"pack": PACK, "year": YEAR - 1, "snapshot_hash": run.beside.snapshot_hash}
    assert [one["hash"] for one in document["packs"]] == [run.pack_hash] and "hash_now" not in document["packs"][0]
    assert {one["code"] for one in document["problems"]} >= {"AL-021"}
    assert len(document["trace"]) > len({one["quantity"] for one in document["results"]}) > 10


def test_it_opens_to_who_sees_the_run_and_to_nobody_else(signed_in, caller, cast, run):  # noqa: F811
    page = signed_in("vera").get(reverse("accounting:results", args=[run.pk])).content.decode()
    assert reverse("accounting:receipt", args=[run.pk]) in page
    assert by_the_page(signed_in("charlie"), run).status_code == 404
    assert by_the_page(signed_in("ada"), run).status_code in (403, 404)
    assert caller("charlie").get(f"/runs/{run.pk}/receipt").status_code == 404
    assert caller("alice", scopes=["upload_data"]).get(f"/runs/{run.pk}/receipt").status_code == 403
