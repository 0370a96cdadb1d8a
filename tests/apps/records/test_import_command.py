"""`tanheng import` does what the page of uploads does, for a person with an account and within their reach."""

import pytest
from click.testing import CliRunner

from tanheng.apps.journal.models import Event
from tanheng.apps.records.models import Import
from tanheng.cli import main
from tests.apps.smelter import smelter_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path):
    def call(content: bytes, company: str, email: str, name: str = "case.yaml", reason: str = "更正"):
        (tmp_path / name).write_bytes(content)
        return CliRunner().invoke(main, ["import", str(tmp_path / name), "--company", company, "--as", email, "--reason", reason])

    return call


def test_a_case_is_taken_over_by_whoever_is_named(imported, cast, group):
    done = imported(smelter_file(group.north), group.north.code, cast.bob.email)
    assert done.exit_code == 0, done.stderr
    assert "36" in done.stdout
    one = Import.objects.get()
    assert (one.by, one.node, one.accepted, one.reason) == (cast.bob, group.north, True, "更正")
    event = Event.objects.order_by("-sequence").first()
    assert (event.action, event.actor, event.door) == ("records.import.accepted", cast.bob, "command")


def test_a_refused_file_tells_all_its_problems_and_takes_over_nothing(imported, cast, group):
    done = imported(smelter_file(group.south), group.north.code, cast.bob.email)
    assert (done.exit_code, "REC-101" in done.stderr) == (1, True)
    assert Import.objects.get().accepted is False


def test_nobody_imports_beyond_their_reach(imported, cast, group):
    content = smelter_file(group.north)
    for email, code, status in (
        ("nobody@example.test", group.north.code, 2),
        (cast.charlie.email, group.north.code, 2),
        (cast.bob.email, group.south.code, 2),
        (cast.vera.email, group.north.code, 1),
    ):
        assert imported(content, code, email).exit_code == status, email
    assert Import.objects.count() == 0


def test_a_changed_figure_asks_for_the_reason(imported, cast, group):
    imported(smelter_file(group.north), group.north.code, cast.bob.email)
    changed = smelter_file(group.north, anodes="7510.00")
    refused = imported(changed, group.north.code, cast.bob.email, reason="")
    assert (refused.exit_code, "--reason" in refused.stderr) == (1, True)
    assert Import.objects.count() == 1
    assert imported(changed, group.north.code, cast.bob.email).exit_code == 0
