"""Who may do what where, and that the answer explains itself."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tanheng.apps.people.access import PersonReach, explain_permission, opens, require
from tanheng.apps.people.models.permissions import HELD, ROLES, VERBS
from tanheng.apps.people.services import assign_role, end_assignment, invite_person, renew_invitation
from tests.support.acting import in_person

TABLE = {
    # role: (view_data, upload_data, run_accounts, download_report, view_journal, manage_organisation, manage_people)
    "bob": (True, True, False, False, False, False, False),
    "alice": (True, True, True, True, True, False, False),
    "grace": (True, False, True, True, True, False, False),
    "vera": (True, False, False, True, True, False, False),
    "ada": (False, False, False, False, True, True, True),
    "charlie": (False,) * 7,
}
COLUMNS = (
    "view_data",
    "upload_data",
    "run_accounts",
    "download_report",
    "view_journal",
    "manage_organisation",
    "manage_people",
)
WHOLE = {verb for verb in VERBS if HELD[verb] == "whole"}


@pytest.mark.parametrize("name", TABLE)
def test_the_table_as_the_guide_wants_it(cast, group, name):
    answers = tuple(PersonReach(getattr(cast, name)).permits(verb, group.north_plant) for verb in COLUMNS)
    assert answers == TABLE[name]


def test_a_role_holds_for_everything_below_and_nothing_beside(cast, group):
    assert PersonReach(cast.alice).permits("view_data", group.potline)
    assert not PersonReach(cast.alice).permits("view_data", group.group)
    assert not PersonReach(cast.alice).permits("view_data", group.south)
    assert list(PersonReach(cast.alice).nodes("view_data")) == [group.north, group.north_plant, group.potline]
    assert group.elsewhere not in PersonReach(cast.grace).nodes("view_data")


def test_nobody_is_silently_mighty(cast, group):
    assert not any({"view_data", "manage_people"} <= role.verbs for role in ROLES.values())
    assert set().union(*(role.verbs for role in ROLES.values())) == set(VERBS)


def test_an_account_that_is_closed_may_nothing(cast, group):
    cast.alice.is_active = False
    cast.alice.save(update_fields=["is_active"])
    assert not PersonReach(cast.alice).permits("view_data", group.north)


def test_an_unknown_verb_is_a_mistake_of_the_program(cast, group):
    with pytest.raises(KeyError):
        PersonReach(cast.alice).permits("fly", group.north)


def test_a_role_ends_on_its_day_and_its_past_stays(cast, group):
    assignment = cast.alice.assignments.get()
    end_assignment(actor=in_person(cast.ada), assignment=assignment, reason="调岗")
    assert not PersonReach(cast.alice).permits("view_data", group.north)
    assert cast.alice.assignments.count() == 1
    with pytest.raises(ValidationError):
        end_assignment(actor=in_person(cast.ada), assignment=cast.alice.assignments.get(), reason="again")


def test_a_role_of_tomorrow_opens_nothing_today(cast, group):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assign_role(actor=in_person(cast.ada), user=cast.bob, role="carbon_manager", node=group.south, starts_on=tomorrow)
    assert not PersonReach(cast.bob).permits("view_data", group.south)


def test_only_administrators_give_and_end_roles(cast, group):
    for name in ("alice", "bob", "vera", "grace", "charlie"):
        with pytest.raises(PermissionDenied):
            assign_role(actor=in_person(getattr(cast, name)), user=cast.bob, role="clerk", node=group.north)
        with pytest.raises(PermissionDenied):
            end_assignment(actor=in_person(getattr(cast, name)), assignment=cast.bob.assignments.get(), reason="x")


@pytest.mark.usefixtures("duties_together")
def test_an_administrator_of_one_plant_keeps_that_plant_only(cast, group):
    assign_role(actor=in_person(cast.ada), user=cast.bob, role="administrator", node=group.north_plant)
    invite_person(actor=in_person(cast.bob), email="new@example.test", display_name="新人", role="clerk", node=group.north_plant)
    with pytest.raises(PermissionDenied):
        invite_person(actor=in_person(cast.bob), email="new@example.test", display_name="新人", role="clerk", node=group.north)
    with pytest.raises(PermissionDenied):  # a new link would let bob take over the account of a group manager
        renew_invitation(actor=in_person(cast.bob), user=cast.grace)


@pytest.mark.usefixtures("duties_together")
def test_the_last_administrator_stays(cast, group):
    only = cast.ada.assignments.get()
    with pytest.raises(ValidationError):
        end_assignment(actor=in_person(cast.ada), assignment=only, reason="x")
    assign_role(actor=in_person(cast.ada), user=cast.grace, role="administrator", node=group.group)
    end_assignment(actor=in_person(cast.grace), assignment=only, reason="交接")
    assert not PersonReach(cast.ada).permits("manage_people", group.group)


def test_the_explanation_says_why(cast, group):
    allowed = explain_permission(cast.alice, "run_accounts", group.potline)
    assert allowed.allowed
    assert [grant.node_name for grant in allowed.deciding] == ["合成北方铝业"]
    refused = explain_permission(cast.bob, "run_accounts", group.potline)
    assert not refused.allowed
    assert {role.id for role in refused.roles} == {"carbon_manager", "group_manager"}


@pytest.mark.parametrize("verb", VERBS)
def test_the_explanation_agrees_with_the_check(cast, group, verb):
    for name in TABLE:
        for place in (group.group, group.north, group.north_plant, group.south, group.elsewhere):
            user = getattr(cast, name)
            told = explain_permission(user, verb, place)
            assert told.allowed == opens(PersonReach(user), verb, place), (name, place)
            assert bool(told.deciding) == told.allowed or verb in WHOLE, (name, place)


def test_a_verb_held_on_every_part_is_explained_by_the_roles_on_the_parts(cast, group):
    verb = next(iter(WHOLE))
    role = next(role for role in ROLES if verb in ROLES[role].verbs)
    for company in (group.north, group.south, group.elsewhere):
        if company.parent_id == group.group.pk:
            assign_role(actor=in_person(cast.ada), user=cast.charlie, role=role, node=company)
    told = explain_permission(cast.charlie, verb, group.group)
    assert told.allowed and {grant.node_name for grant in told.deciding} >= {str(group.north), str(group.south)}


def test_a_refusal_carries_its_verb_and_place(cast, group):
    with pytest.raises(PermissionDenied) as refusal:
        require(in_person(cast.bob), "run_accounts", group.potline)
    assert (refusal.value.verb, refusal.value.node) == ("run_accounts", group.potline)
