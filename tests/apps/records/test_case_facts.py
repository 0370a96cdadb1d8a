"""What is said beside the figures without a file: the hash and digits of a file that says the same; refused where a file would be."""

import pytest

from tanheng.apps.accounting.selectors import state_of_inputs
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.people.access import NotPermittedError
from tanheng.apps.records.models import CaseFact
from tanheng.apps.records.selectors import case_of
from tanheng.apps.records.selectors.case_facts import facts_since
from tanheng.apps.records.services.case_facts import say_fact
from tanheng.apps.records.services.drawing import FiguresRefusedError, draw_figures
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.rulebook import load
from tests.api.conftest import caller  # noqa: F401
from tests.apps.records.test_since_base import OVERRIDE, UNCERTAINTY
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.support.acting import in_person

OTHER = {**OVERRIDE, "item": "gasoline", "value": "43.5"}

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def say(user, company, block, entry, **more):
    return say_fact(actor=in_person(user), node=company, year=YEAR, pack_id=PACK, block=block, entry=entry, **more)


def draw(user, company):
    return draw_figures(actor=in_person(user), node=company, year=YEAR, pack_id=PACK)


def test_what_is_said_gives_the_hash_of_a_file_that_says_the_same(cast, group):
    upload(cast.bob, group.north)
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    say(cast.bob, group.north, "overrides", OVERRIDE)
    say(cast.bob, group.north, "uncertainties", UNCERTAINTY, reason="检定证书")
    assert state_of_inputs(run) == "figures"
    drawn = draw(cast.alice, group.north)
    content = smelter_file(group.north, overrides=[OVERRIDE], uncertainties=[UNCERTAINTY])
    said, problems = read_case_bytes("case.yaml", content, load, (PACK,))
    assert said is not None, problems
    assert drawn.snapshot_hash == said.snapshot_hash and drawn.reason == "检定证书"
    assert facts_since(drawn, group.north, YEAR, PACK) == {}
    with pytest.raises(FiguresRefusedError):
        draw(cast.alice, group.north)  # nothing is new


def test_the_newest_counts_and_what_is_taken_back_is_gone(cast, group):
    first = upload(cast.bob, group.north)
    say(cast.bob, group.north, "overrides", OVERRIDE)
    say(cast.bob, group.north, "overrides", {**OVERRIDE, "value": "43.1"})
    assert [one.value for one in case_of(draw(cast.bob, group.north)).overrides] == ["43.1"]
    say(cast.bob, group.north, "overrides", OVERRIDE, take_back=True, reason="报告作废")
    assert draw(cast.bob, group.north).snapshot_hash == first.snapshot_hash


@pytest.mark.parametrize(
    ("block", "entry"),
    [
        ("overrides", {**OVERRIDE, "document": ""}),
        ("overrides", {**OVERRIDE, "unit": "h"}),
        ("uncertainties", {**UNCERTAINTY, "quantity": "no_such_quantity"}),
        ("attributes", {"name": "no_such_attribute", "value": "II"}),
    ],
    ids=str,
)
def test_what_a_file_could_not_say_is_refused_with_every_error(cast, group, block, entry):
    upload(cast.bob, group.north)
    with pytest.raises(FiguresRefusedError) as refused:
        say(cast.bob, group.north, block, entry)
    assert refused.value.problems and CaseFact.objects.count() == 0


def test_what_is_said_again_is_looked_at_in_its_own_place(cast, group):
    upload(cast.bob, group.north)
    for entry in (OVERRIDE, OTHER):
        say(cast.bob, group.north, "overrides", entry)
    with pytest.raises(FiguresRefusedError):
        say(cast.bob, group.north, "overrides", {**OVERRIDE, "unit": "h"})
    assert [one.value for one in case_of(draw(cast.bob, group.north)).overrides] == [OVERRIDE["value"], OTHER["value"]]


def test_the_doors(cast, group, caller):  # noqa: F811
    upload(cast.bob, group.north)
    for stranger in (cast.vera, cast.charlie):
        with pytest.raises(NotPermittedError):
            say(stranger, group.north, "overrides", OVERRIDE)
    at = f"/organisations/{group.north.pk}/case-facts"
    made = caller("alice").post(at, {"year": YEAR, "pack": PACK, "block": "overrides", "entry": OVERRIDE})
    assert made.status_code == 201, made.content
    assert caller("vera").get(at, year=YEAR, pack=PACK).json() == [made.json()]
    assert caller("charlie").get(at, year=YEAR, pack=PACK).status_code == 404
    refused = caller("alice").post(at, {"year": YEAR, "pack": PACK, "block": "overrides", "entry": {**OVERRIDE, "unit": "h"}})
    assert refused.status_code == 409 and refused.json()["problems"]
