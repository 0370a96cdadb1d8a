"""The proof of one figure is small, is checked by the published program alone, and holds for nothing else."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.http import Http404

from tanheng.apps.accounting.models import StoredResult
from tanheng.apps.accounting.services.proofs import prove_figure
from tanheng.apps.journal.selectors.proof_of_fact import NotSealedError
from tanheng.apps.journal.services.checkpoints import sign_checkpoint
from tanheng.apps.records.models import FileReading
from tanheng.apps.sites.services import rename_node
from tanheng.cli import main
from tanheng.engine.places import Place
from tanheng.seal.checkpoints import read_checkpoint
from tanheng.seal.notes import read_note
from tanheng.store.signing_key import public_keys
from tests.apps.journal.tampered_house import row_changed
from tests.support.acting import in_person
from tests.tidy.sources import ROOT

pytestmark = pytest.mark.django_db
CHECK = ROOT / "docs" / "reference" / "check_proof.py"
TOTAL = Place("enterprise_emission_tco2e", None, None, None)
MONTH = Place("anode_emission_tco2", "potline-1", None, 3)
LARGEST_BYTES = 8 * 1024


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    settings.SIGNING_KEY_FILE = tmp_path / "keys" / "signing-key"
    settings.CHECKPOINT_FOLDER = tmp_path / "checkpoints"


def checked(tmp_path: Path, proof: dict, *words: str, status: int = 0) -> str:
    """What the published program says, run with nothing of ours in reach."""
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    words = words or ("--key", public_keys()[-1].written)
    done = subprocess.run([sys.executable, "-I", "-S", CHECK, file, *words], capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_program_is_short_and_of_the_standard_library():
    lines = CHECK.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 150
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("place", [TOTAL, MONTH], ids=["the year's total", "a month of a potline"])
def test_a_result_is_proven(house, tmp_path, place):
    proof = prove_figure(run=house.run, place=place)
    assert len(json.dumps(proof, ensure_ascii=False, indent=1).encode()) <= LARGEST_BYTES
    stored = StoredResult.objects.get(run=house.run, quantity=place.quantity, facility=place.facility or "", month=place.month)
    assert proof["value"]["value"] == str(stored.value)
    told = json.loads(checked(tmp_path, proof))
    assert told["value"] == proof["value"]
    assert json.loads(told["event"]["payload"])["run_hash"] == house.run.run_hash


def test_a_figure_that_the_run_was_computed_from_is_proven(house, tmp_path):
    proof = prove_figure(run=house.run, place=Place("molten_aluminium_output_t", "potline-1", None, 2))
    assert proof["value"]["amount"] == "16000.00"
    assert json.loads(checked(tmp_path, proof))["event"]["object_type"] == "records.import"


def test_it_is_held_against_a_checkpoint_kept_long_ago(house, cast, group, tmp_path):
    note = sign_checkpoint()
    for number in range(3):
        rename_node(actor=in_person(cast.ada), node=group.south, name=f"南方{number}")
    head = read_checkpoint(note.text)
    words = ("--root", str(head.size), base64.b64encode(head.root).decode())
    checked(tmp_path, prove_figure(run=house.run, place=TOTAL, note=note), *words)
    later = prove_figure(run=house.run, place=TOTAL)
    assert "another than the one that was kept" in checked(tmp_path, later, *words, status=1)


def changed(proof, *path, to):
    copy = json.loads(json.dumps(proof))
    *way, last = path
    inner = copy
    for step in way:
        inner = inner[step]
    inner[last] = to
    return copy


def test_it_holds_for_nothing_else(house, tmp_path):
    proof = prove_figure(run=house.run, place=TOTAL)
    document, record = proof["facts"][0]["document"], proof["event"]["record"]
    forged = [
        changed(proof, "value", "value", to="1"),
        changed(proof, "facts", 0, "document", to={**document, "value": "1"}),
        changed(proof, "facts", 0, "index", to=proof["facts"][0]["index"] + 1),
        changed(proof, "facts", 0, "kind", "root", to="0" * 64),
        changed(proof, "facts", 1, "document", "run_hash", to="sha256:0"),
        changed(proof, "event", "record", to={**record, "actor": 1_000}),
        changed(proof, "event", "path", to=proof["event"]["path"][:-1]),
        changed(proof, "checkpoint", to=proof["checkpoint"].replace("\n", "\n1", 1)),
        changed(proof, "tanheng", to="proof/2"),
    ]
    for one in forged:
        assert "does not hold" in checked(tmp_path, one, status=1)
    other = "tanheng/other+3d7f0a1c+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    assert "does not hold" in checked(tmp_path, proof, "--key", other, status=1)
    assert "another than" in checked(tmp_path, proof, "--root", "1", "AAAA", status=1)
    assert "no file with one" in checked(tmp_path, proof, "--key", "signing-key.pub", status=1)


def test_it_is_asked_for_what_the_head_is_held_against(house, tmp_path):
    proof = prove_figure(run=house.run, place=TOTAL)
    assert "expected 2 arguments" in checked(tmp_path, proof, "--root", status=2)
    (tmp_path / "keys.pub").write_text("\n".join(one.written for one in public_keys()) + "\n", encoding="utf-8")
    checked(tmp_path, proof, "--key", str(tmp_path / "keys.pub"))
    (tmp_path / "kept").write_text(proof["checkpoint"], encoding="utf-8")
    checked(tmp_path, proof, "--checkpoint", str(tmp_path / "kept"))
    (tmp_path / "kept").write_text(proof["checkpoint"].replace("\n", "\n9", 1), encoding="utf-8")
    assert "another than" in checked(tmp_path, proof, "--checkpoint", str(tmp_path / "kept"), status=1)


def test_a_signature_that_was_changed_does_not_hold(house, tmp_path):
    proof = prove_figure(run=house.run, place=TOTAL)
    note = read_note(proof["checkpoint"])
    line = note.signatures[0].line
    content = bytearray(base64.b64decode(line.rpartition(" ")[2]))
    content[40] ^= 1
    wrong = line.rpartition(" ")[0] + " " + base64.b64encode(content).decode()
    assert "not signed" in checked(tmp_path, changed(proof, "checkpoint", to=f"{note.text}\n{wrong}\n"), status=1)


def test_what_was_changed_since_cannot_be_proven(house, tmp_path):
    stored = StoredResult.objects.get(run=house.run, quantity=TOTAL.quantity, month=None)
    row_changed("accounting_storedresult", stored.pk, value="1")
    assert "does not hold" in checked(tmp_path, prove_figure(run=house.run, place=TOTAL), status=1)


def test_what_is_not_there_or_not_sealed_is_refused(house):
    with pytest.raises(Http404):
        prove_figure(run=house.run, place=Place("no_such_quantity", None, None, None))
    reading = FileReading.objects.filter(source_import=house.accepted)[0]
    row_changed("records_reading", reading.pk, id=10_000)
    with pytest.raises(NotSealedError):
        prove_figure(run=house.run, place=Place(reading.quantity, reading.facility_code, reading.item or None, reading.month))


def test_by_command_page_and_api(house, signed_in, tmp_path):
    outcome = CliRunner().invoke(main, ["proof", str(house.run.pk), "enterprise_emission_tco2e"])
    assert outcome.exit_code == 0, outcome.output
    checked(tmp_path, json.loads(outcome.output))
    page = signed_in("vera").get(f"/accounts/runs/{house.run.pk}/explain/enterprise_emission_tco2e/").content.decode()
    address = f"/api/v1/runs/{house.run.pk}/proof?quantity=enterprise_emission_tco2e"
    assert address in page
    answer = signed_in("vera").get(address)
    assert answer.status_code == 200
    checked(tmp_path, answer.json())
    assert signed_in("charlie").get(address).status_code == 404
    assert CliRunner().invoke(main, ["proof", "999", "enterprise_emission_tco2e"]).exit_code == 2
    assert CliRunner().invoke(main, ["proof", str(house.run.pk), "no_such"]).exit_code == 2
