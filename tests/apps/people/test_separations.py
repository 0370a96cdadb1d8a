"""Duties that one person does not hold together, decisions on them, and what the page of permissions says."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tanheng.apps.journal.models import Event
from tanheng.apps.people.access.separations import conflicts, held_together, put_out_of_force
from tanheng.apps.people.models import Assignment
from tanheng.apps.people.models.permissions import ROLES, SEPARATIONS
from tanheng.apps.people.services import assign_role, end_assignment, invite_person
from tanheng.apps.people.services.separations import decide_separation
from tanheng.apps.sites.services import create_site
from tanheng.store.clock import today
from tests.apps.cast import person
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


def given(cast, user, role, node):
    return assign_role(actor=in_person(cast.ada), user=user, role=role, node=node)


def decided(cast, node, separation, *, in_force):
    return decide_separation(actor=in_person(cast.ada), node=node, separation=separation, in_force=in_force, reason="人员少")


def test_nobody_gives_a_role_to_themselves(cast, group):
    with pytest.raises(ValidationError, match="自己"):
        given(cast, cast.ada, "clerk", group.south)


def test_nobody_invites_themselves(cast, group):
    with pytest.raises(ValidationError, match="自己"):
        invite_person(actor=in_person(cast.ada), email="ADA@example.test", display_name="又", role="clerk", node=group.south)


PAIRS = [(one, other) for one in ROLES for other in ROLES if one != other and any(s.conflict(one, other) for s in SEPARATIONS.values())]


@pytest.mark.parametrize(("held", "wanted"), PAIRS)
def test_what_is_kept_apart_is_not_given_together(cast, group, held, wanted):
    new = person("new", "新人")
    decided(cast, group.group, "three_administrators", in_force=True) if "administrator" not in (held, wanted) else None
    given(cast, new, held, group.south)
    for node in (group.group, group.south, group.south_plant):
        with pytest.raises(ValidationError):
            given(cast, new, wanted, node)
    assert Assignment.objects.filter(user=new).count() == 1


def test_another_company_is_another_matter(cast, group):
    new = person("new", "新人")
    given(cast, new, "verifier", group.south)
    given(cast, new, "clerk", group.north)
    assert held_together(group.group) == []


def test_an_ended_role_keeps_nothing_apart(cast, group):
    new = person("new", "新人")
    end_assignment(actor=in_person(cast.ada), assignment=given(cast, new, "clerk", group.south), reason="调岗")
    assert given(cast, new, "carbon_manager", group.south)


def test_a_decision_puts_it_out_of_force_there_and_the_nearest_one_counts(cast, group):
    new = person("new", "新人")
    given(cast, new, "clerk", group.south)
    decided(cast, group.group, "preparation", in_force=False)
    decided(cast, group.south, "preparation", in_force=True)
    assert [one.separation.id for one in conflicts(new, "carbon_manager", group.south)] == ["preparation"]
    decided(cast, group.south, "preparation", in_force=False)
    given(cast, new, "carbon_manager", group.south)
    decided(cast, group.south, "preparation", in_force=True)
    assert [(one.role, conflict.held.role) for one, conflict in held_together(group.group)] == [("carbon_manager", "clerk")]
    assert Event.objects.filter(action="people.separation.decided").count() == 4


def test_a_company_s_own_decision_binds_roles_held_above_it(cast, group):
    new = person("new", "新人")
    decided(cast, group.group, "preparation", in_force=False)
    decided(cast, group.south, "preparation", in_force=True)
    given(cast, new, "clerk", group.group)
    for node in (group.group, group.south, group.south_plant):
        with pytest.raises(ValidationError):
            given(cast, new, "carbon_manager", node)
    given(cast, new, "carbon_manager", group.north)
    decided(cast, group.south, "three_administrators", in_force=True)
    with pytest.raises(ValidationError):
        given(cast, person("adam", "又一管理员"), "administrator", group.group)


def test_the_sites_of_a_company_are_one(cast, group):
    second = create_site(actor=in_person(cast.ada), company=group.north, name="二厂", code="second")
    for held, wanted in (("verifier", "clerk"), ("clerk", "carbon_manager"), ("carbon_manager", "group_manager")):
        new = person(f"new-{held}", "新人")
        given(cast, new, held, group.north_plant)
        with pytest.raises(ValidationError):
            given(cast, new, wanted, second)


def test_what_is_held_above_is_told_in_the_company_too(cast, group):
    new = person("new", "新人")
    decided(cast, group.group, "preparation", in_force=False)
    given(cast, new, "clerk", group.group)
    given(cast, new, "carbon_manager", group.south)
    decided(cast, group.group, "preparation", in_force=True)
    for node in (group.group, group.south, group.south_plant):
        assert [one.user for one, _ in held_together(node)] == [new], node
    assert held_together(group.north) == []


def test_duties_are_handed_over_from_a_day_on(cast, group):
    new, day = person("new", "新人"), today() + timedelta(days=30)
    end_assignment(actor=in_person(cast.ada), assignment=given(cast, new, "clerk", group.south), reason="调岗", ends_on=day)
    with pytest.raises(ValidationError):
        given(cast, new, "carbon_manager", group.south)
    assert assign_role(actor=in_person(cast.ada), user=new, role="carbon_manager", node=group.south, starts_on=day)
    assert held_together(group.south) == []


def test_a_site_decides_nothing_and_the_same_is_not_decided_twice(cast, group):
    with pytest.raises(ValidationError):
        decided(cast, group.south_plant, "preparation", in_force=False)
    decided(cast, group.south, "preparation", in_force=False)
    with pytest.raises(ValidationError):
        decided(cast, group.south, "preparation", in_force=False)


def test_verification_is_never_put_out_of_force(cast, group):
    with pytest.raises(ValidationError):
        decided(cast, group.group, "verification", in_force=False)


def test_who_may_decide(cast, group):
    for name in ("alice", "bob", "vera", "grace", "charlie"):
        with pytest.raises(PermissionDenied):
            decide_separation(actor=in_person(getattr(cast, name)), node=group.north, separation="preparation", in_force=False, reason="x")
    with pytest.raises(ValidationError):
        decide_separation(actor=in_person(cast.ada), node=group.north, separation="preparation", in_force=False, reason=" ")


def test_the_set_up_records_that_one_administrator_stands_for_three(cast, group):
    assert [one.separation.id for one in put_out_of_force(group.north)] == ["three_administrators"]


def test_three_administrators_relieve_the_first(cast, group):
    people = {role: person(role, role) for role in ("system_administrator", "security_administrator", "audit_administrator")}
    for role, user in people.items():
        given(cast, user, role, group.group)
    decided(cast, group.group, "three_administrators", in_force=True)
    with pytest.raises(ValidationError):
        given(cast, person("new", "新人"), "administrator", group.group)
    end_assignment(actor=in_person(people["security_administrator"]), assignment=cast.ada.assignments.get(), reason="三员到位")
    last = people["security_administrator"]
    with pytest.raises(ValidationError):
        end_assignment(actor=in_person(last), assignment=people["security_administrator"].assignments.get(), reason="x")


def test_the_page_explains_and_takes_the_decision(cast, group, signed_in):
    client = signed_in("ada", language="en")
    client.get(f"/organisation/{group.north.pk}/")
    page = client.get(
        "/people/permissions/", {"person": cast.bob.pk, "verb": "run_accounts", "node": group.north_plant.pk}
    ).content.decode()
    assert "The role Carbon manager could not be given" in page
    assert "三员" in page or "three are named" in page
    address = f"/people/separations/preparation/{group.north.pk}/"
    assert client.get(address).status_code == 200
    for status in (302, 200):  # a second click finds it decided
        assert client.post(address, {"reason": "Two people work here"}).status_code == status
    page = client.get("/people/permissions/").content.decode()
    assert "Two people work here" in page
    for name, status in (("alice", 403), ("charlie", 404)):
        assert signed_in(name).post(address, {"reason": "x"}).status_code == status


def test_the_cover_of_a_report_tells_what_is_out_of_force(cast, group):
    from tanheng.apps.reporting.selectors.facts import separations_notice

    assert separations_notice(group.north, "zh") == ""
    decided(cast, group.north, "preparation", in_force=False)
    assert separations_notice(group.north, "zh") == "职责分离“编制、审核、批准分离”已停用，理由：人员少"
    assert "Preparation, review and approval" in separations_notice(group.north, "en")
    assert separations_notice(group.south, "zh") == ""
