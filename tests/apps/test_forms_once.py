"""Every form of every page does what it does once: sent again it leads where the first one led, for whoever still may."""

import inspect
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tanheng.apps.accounting.models import Run
from tanheng.apps.evidence.services import attach_evidence
from tanheng.apps.journal.models import Event
from tanheng.apps.monitoring.selectors.revisions import suggestions_of
from tanheng.apps.monitoring.selectors.selection import grid_rows
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.apps.people.models import ApiToken, Assignment, SentForm, User
from tanheng.apps.people.services import end_assignment, invite_person
from tanheng.apps.people.services.sent_forms import KEPT, forget_sent_forms
from tanheng.apps.people.services.tokens import create_token
from tanheng.apps.people.views import once
from tanheng.apps.records.selectors.doubts import unanswered_problems
from tanheng.apps.sites.models import Installation, Node
from tanheng.apps.work.services import ask_task
from tanheng.documents.plan.workbook import plan_workbook
from tanheng.engine.plan.plan import Plan
from tanheng.engine.text import Text
from tanheng.store.clock import now, today
from tanheng.store.contents import content_path
from tanheng.store.tasks.models import Task
from tests.apps.guidance.clarified import ANCHOR, TYPED
from tests.apps.guidance.clarified import PACK as CLARIFIED
from tests.apps.monitoring.books import BOOK_FORMS
from tests.apps.monitoring.closing import fill
from tests.apps.monitoring.file_forms import FILE_FORMS
from tests.apps.monitoring.ledger import scale
from tests.apps.monitoring.meter_forms import METER_FORMS
from tests.apps.monitoring.pictures import png
from tests.apps.monitoring.planned import begun, in_force, line_of, tell
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
NOTE = "这张表单已提交过"
EVIDENCE = "日期,数量\n2025-01-31,7500.00\n".encode()
# Forms without a key, each with its reason.
NEED_NONE = {
    "web:language": "it says which language is read: said twice it is the same",
    "people:accept": "the link itself opens once",
    "people:sign-in": "it changes nothing",
    "monitoring:own-table": "it sets the file aside and changes nothing",
    "sites:setup-administrator": "there is one first administrator: the step is gone once it is made",
    "sites:setup-keep": "what is being typed, kept again and again",
}
Asked = tuple[str, str, dict[str, Any]]  # who sends it, where, what


def grid_line(cast: Any, group: Any) -> str:
    """The page of one figure of a plan in force."""
    in_force(cast, group.north, date(YEAR, 1, 1))
    row = grid_rows(group.north, group.north, YEAR)[0]
    return reverse("monitoring:grid-line", args=[group.north.pk, YEAR]) + f"?row={row.line.code}&source={row.source}&month={YEAR}-01"


def missing_month(cast: Any, group: Any) -> tuple[str, dict[str, Any]]:
    """The panel of a month without a figure, and what accepts its proposal."""
    in_force(cast, group.north, date(YEAR, 1, 1))
    output = ("potline-1", "molten_aluminium_output_t", "")
    tell(cast.bob, group.north, output, "16000", "", "15000.5", year=YEAR)
    of_month = {"line": line_of(group.north, output, YEAR), "month": f"{YEAR}-02"}
    address = reverse("monitoring:grid-asked", args=[group.potline.pk, YEAR]) + f"?row={of_month['line']}&month={of_month['month']}"
    return address, {**of_month, "asked": "x", "proposal": "conservative_estimate-output|15000.5", "reason": "秤坏"}


def typed_since(cast: Any, group: Any) -> str:
    """The page of a figure that was typed since the year was uploaded."""
    in_force(cast, group.north, date(YEAR, 1, 1))
    upload(cast.bob, group.north)
    potline = Node.objects.get(code="potline-1", path__startswith=group.north.path)
    row = next(one for one in grid_rows(group.north, potline, YEAR) if one.line.measure == "molten_aluminium_output_t")
    there = row.cells[1].reading
    cell = Typed(row.line.code, date(YEAR, 1, 1), "15000", row.source, seen=there.pk if there else None)
    save_cells(actor=in_person(cast.bob), node=group.north, cells=[cell], reason="更正")
    return reverse("records:typed", args=[group.north.pk, YEAR])


def suggested(cast: Any, group: Any) -> tuple[str, dict[str, Any]]:
    """A meter that the plan in force does not know is no reason to revise it."""
    in_force(cast, group.north)
    scale(cast.alice, group, code="M-NEW", on=date(YEAR, 5, 1))
    found = suggestions_of(group.north, today())[0]
    return reverse("monitoring:plan-revisions", args=[group.north.pk]), {"digest": found.digest, "decision": "keep", "reason": "不用于核算"}


def given(name: str = "c.yaml", content: bytes = EVIDENCE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def own_token(cast, group) -> ApiToken:
    return create_token(actor=in_person(cast.alice, "web"), node=group.north, name="t", scopes=["view_data"])[0]


def guest(cast, group) -> User:
    said = {"display_name": "新人", "email": "new@example.test", "role": "clerk", "language": "zh-hans", "node": group.north}
    return invite_person(actor=in_person(cast.ada), **said).user


def doubtful(cast, group) -> str:
    one = upload(cast.bob, group.north, anodes="9500.00")
    return next(problem.digest for problem in unanswered_problems(one) if problem.asks)


def run_of(cast, group, client) -> Run:
    upload(cast.bob, group.north)
    client.post(reverse("accounting:run", args=[group.north.pk, YEAR]), {"pack": PACK})
    return Run.objects.get()


def waiting_task(cast, group) -> Task:
    upload(cast.bob, group.north)
    words = {"node": group.north.pk, "year": YEAR, "pack": PACK}
    return ask_task(actor=in_person(cast.alice, "web"), name="accounting.run", place=group.north, arguments=words)


def damaged(cast, group) -> str:
    attached = attach_evidence(actor=in_person(cast.bob), node=group.north, year=YEAR, file_name="台账.csv", content=EVIDENCE)
    path = content_path(attached.file.sha256)
    path.chmod(0o600)
    path.unlink()
    return attached.file.sha256


def in_set_up(cast, group) -> None:
    """The set-up is not finished yet."""
    Installation.objects.update(finished_at=None)


def plan_page(view: str, cast, group, *more: str) -> str:
    """A page of a draft that was begun."""
    return reverse(f"monitoring:{view}", args=[group.north.pk, begun(cast, group.north), *more])


def month_page(view: str, cast, group, *more: str) -> str:
    """A page of January 2025 at the potline, of which everything is filled in."""
    in_force(cast, group.north, date(2025, 1, 1))
    fill(cast, group.north, group.potline, date(2025, 1, 1))
    return reverse(f"monitoring:{view}", args=[group.potline.pk, 2025, 1, *more])


OTHER_PLAN = plan_workbook(Plan(), Text("方案", "plan"))
FACILITY = {"name": "2号电解系列", "code": "potline-2", "facility_kind": "potline", "capacity": "", "capacity_kind": "capacity_t_per_a"}
PERSON = {"display_name": "新人", "email": "new@example.test", "role": "clerk", "language": "zh-hans"}
FORMS: dict[str, Callable[[Any, Any, Any], Asked]] = {
    "sites:add": lambda _c, g, _s: ("ada", reverse("sites:add", args=[g.north_plant.pk]), FACILITY),
    "sites:rename": lambda _c, g, _s: ("ada", reverse("sites:rename", args=[g.potline.pk]), {"name": "二系列"}),
    "sites:fact": lambda _c, g, _s: (
        "ada", reverse("sites:fact", args=[g.potline.pk]), {"attribute": "cell_current_ka", "value": "500", "valid_from": "2020-01-01"},
    ),
    "sites:lists": lambda _c, g, _s: (
        "ada", reverse("sites:lists", args=[g.north.pk]), {"sector": "aluminium", "year": "2025", "listed": "1", "source": "名录（2025）"},
    ),
    "sites:identity": lambda _c, g, _s: (
        "ada", reverse("sites:identity", args=[g.north.pk]),
        {"name": "合成北铝", "code": g.north.code, "as_on_licence": "1", "on": "2026-01-01", "source": "营业执照"},
    ),
    "sites:handover": lambda _c, g, _s: (
        "ada", reverse("sites:handover", args=[g.north.pk]),
        {"facilities": [g.potline.pk], "site": g.south_plant.pk, "on": "2026-01-01", "reason": "重组", "source": "协议"},
    ),
    "sites:merger": lambda _c, g, _s: (
        "ada", reverse("sites:merger", args=[g.north.pk]), {"into": g.south.pk, "on": "2026-01-01", "reason": "重组", "source": "协议"},
    ),
    "sites:life": lambda _c, g, _s: (
        "ada", reverse("sites:life", args=[g.potline.pk]), {"kind": "demolished", "on": "2025-12-31", "reason": "关停"},
    ),
    "sites:life-correct": lambda _c, g, _s: (
        "ada", reverse("sites:life-correct", args=[g.potline.life_events.get().pk]), {"kind": "built", "on": "2015-02-01"},
    ),
    "sites:life-withdraw": lambda _c, g, _s: (
        "ada", reverse("sites:life-withdraw", args=[g.potline.life_events.get().pk]), {"reason": "误记"},
    ),
    "sites:setup-step": lambda c, g, _s: (in_set_up(c, g), ("ada", reverse("sites:setup-step", args=["facilities"]), FACILITY))[1],
    "sites:setup-finish": lambda c, g, _s: (in_set_up(c, g), ("ada", reverse("sites:setup-finish"), {}))[1],
    "people:invite": lambda _c, g, _s: ("ada", reverse("people:invite"), {**PERSON, "node": g.north.pk}),
    "people:person": lambda c, g, _s: ("ada", reverse("people:person", args=[c.bob.pk]), {"role": "clerk", "node": g.south.pk}),
    "people:end": lambda c, _g, _s: (
        "ada", reverse("people:end", args=[Assignment.objects.get(user=c.bob).pk]), {"reason": "调岗"},
    ),
    "people:separation": lambda _c, g, _s: ("ada", reverse("people:separation", args=["preparation", g.north.pk]), {"reason": "人员少"}),
    "people:link": lambda c, g, _s: ("ada", reverse("people:link", args=[guest(c, g).pk]), {}),
    "people:end-others-token": lambda c, g, _s: ("ada", reverse("people:end-others-token", args=[c.alice.pk, own_token(c, g).pk]), {}),
    "people:tokens": lambda _c, g, _s: ("alice", reverse("people:tokens"), {"name": "t", "node": g.north.pk, "scopes": ["view_data"]}),
    "people:end-token": lambda c, g, _s: ("alice", reverse("people:end-token", args=[own_token(c, g).pk]), {}),
    "people:profile": lambda _c, _g, _s: ("alice", reverse("people:profile"), {"display_name": "甲", "language": "zh-hans"}),
    "keeping:contents": lambda _c, _g, _s: ("ada", reverse("keeping:contents"), {}),
    "work:schedule": lambda _c, _g, _s: ("ada", reverse("work:schedule"), {"day": "2031-05-01", "working": "0", "source": "通知"}),
    "work:cancel": lambda c, g, _s: ("alice", reverse("work:cancel", args=[waiting_task(c, g).pk]), {}),
    "evidence:content": lambda c, g, _s: ("bob", reverse("evidence:content", args=[damaged(c, g)]), {"file": given("台账.csv")}),
    "records:upload": lambda _c, g, _s: (
        "bob", reverse("records:upload", args=[g.north.pk]), {"file": given(content=smelter_file(g.north)), "reason": ""},
    ),
    "records:typed": lambda c, g, _s: ("bob", typed_since(c, g), {"pack": PACK}),
    "records:answers": lambda c, g, _s: (
        "bob", reverse("records:answers", args=[g.north.pk, YEAR]),
        {"digest": doubtful(c, g), "says": "confirmed", "reason": "换极集中在这些月份", "printed": "on"},
    ),
    "records:evidence": lambda _c, g, _s: (
        "bob", reverse("records:evidence", args=[g.north.pk, YEAR]), {"file": given("台账.csv"), "note": ""},
    ),
    "accounting:run": lambda c, g, _s: (
        upload(c.bob, g.north), ("alice", reverse("accounting:run", args=[g.north.pk, YEAR]), {"pack": PACK}),
    )[1],
    "accounting:year-step": lambda c, g, s: (
        run_of(c, g, s("alice")),
        ("alice", reverse("accounting:year-step", args=[g.north.pk, YEAR, "submit"]), {"pack": PACK, "seen": "0", "reason": ""}),
    )[1],
    "reporting:run": lambda c, g, s: (
        "alice", reverse("reporting:run", args=[run_of(c, g, s("alice")).pk]), {"kind": "tables", "language": "zh"},
    ),
    "monitoring:plan-begin": lambda _c, g, _s: (
        "bob", reverse("monitoring:plan-begin", args=[g.north.pk]), {"packs": [PACK], "from_month": "2026-01"},
    ),
    "monitoring:plan-row": lambda c, g, _s: ("bob", plan_page("plan-row", c, g, "quality"), {"review": "每年", "seen": "1"}),
    "monitoring:plan-remove": lambda c, g, _s: ("bob", plan_page("plan-remove", c, g, "lines") + "?key=P-001", {"seen": "1"}),
    "monitoring:plan-head": lambda c, g, _s: ("bob", plan_page("plan-head", c, g), {"from_month": "2026-02", "seen": "1"}),
    "monitoring:plan-read": lambda c, g, _s: ("bob", plan_page("plan-read", c, g), {"file": given("plan.xlsx", OTHER_PLAN), "seen": "1"}),
    "monitoring:plan-pictures": lambda c, g, _s: (
        "bob", plan_page("plan-pictures", c, g), {"kind": "process_chart", "caption": "", "file": given("process.png", png())},
    ),
    "monitoring:plan-revisions": lambda c, g, _s: ("bob", *suggested(c, g)),
    "monitoring:grid-line": lambda c, g, _s: ("bob", grid_line(c, g), {"text": "12.5", "kind": "", "seen": ""}),
    "monitoring:grid-asked": lambda c, g, _s: ("bob", *missing_month(c, g)),
    "monitoring:month-step": lambda c, g, _s: ("bob", month_page("month-step", c, g, "submit"), {"seen": "0"}),
    "monitoring:month-remind": lambda c, g, _s: ("alice", month_page("month-remind", c, g), {"persons": [str(c.bob.pk)]}),
    "monitoring:month-timetable": lambda _c, g, _s: (
        "alice",
        reverse("monitoring:month-timetable", args=[g.north.pk]),
        {"from_month": "2025-01", "report_day": "5", "review_day": "8", "close_day": "10"},
    ),
    "monitoring:month-substitutes": lambda c, g, _s: (
        "bob",
        reverse("monitoring:month-substitutes", args=[g.north.pk]),
        {"substitute": str(c.alice.pk), "first": "2026-01-01", "last": "2026-01-09"},
    ),
    "monitoring:plan-step": lambda c, g, _s: ("bob", plan_page("plan-step", c, g, "submit"), {"seen": "0"}),
    "guidance:clarify": lambda _c, _g, _s: ("alice", reverse("guidance:clarify", args=[CLARIFIED, ANCHOR]), TYPED),
    **METER_FORMS,
    **BOOK_FORMS,
    **FILE_FORMS,
}  # fmt: skip
IN_THE_TESTS_OF_RECOVERY = {"people:remove-factors": "tests/apps/keeping/test_recovery.py has somebody with a second factor"}


def sent(client: Client, address: str, data: dict[str, Any], key: str = "k"):
    for part in data.values():
        if isinstance(part, SimpleUploadedFile):
            part.seek(0)
    return client.post(address, {**data, "once": key})


@pytest.mark.parametrize("name", FORMS)
def test_sent_twice_it_is_done_once_and_leads_where_the_first_one_led(name, cast, group, signed_in):
    who, address, data = FORMS[name](cast, group, signed_in)
    client, before, rows = signed_in(who), Event.objects.count(), Task.objects.count()
    first = sent(client, address, data)
    done = (Event.objects.count() - before, Task.objects.count() - rows)
    assert first.status_code in (200, 302), first.content.decode()[:2000]
    assert SentForm.objects.count() == 1, "the first one has done something"
    assert sum(done) >= 1 or name == "sites:setup-finish"
    second = sent(client, address, data)
    assert (Event.objects.count() - before, Task.objects.count() - rows) == done
    assert second.status_code == 302, second.content.decode()[:2000]
    if first.status_code == 302:
        assert second.url == first.url
    page = client.get(second.url)
    if name == "reporting:run":
        assert page.content == first.content
    else:
        assert NOTE in page.content.decode()


def pages(patterns: Any, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every named address of ours with its view; those of the API and of the sign-in library left out."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from pages(one.url_patterns, (*spaces, one.namespace) if one.namespace else spaces)
        elif isinstance(one, URLPattern) and one.name and "api" not in spaces:
            view = inspect.unwrap(one.callback)
            if view.__module__.startswith("tanheng."):
                yield ":".join((*spaces, one.name)), view


def test_no_page_that_takes_a_form_is_left_out():
    takes = {
        name for name, view in pages(get_resolver().url_patterns) if re.search(r"request\.POST\b|require_POST", inspect.getsource(view))
    }
    known = {*FORMS, *NEED_NONE, *IN_THE_TESTS_OF_RECOVERY}
    assert takes - known == set()
    assert len(takes) > 20


def test_what_was_typed_otherwise_is_another_form(signed_in, group):
    client, address = signed_in("ada"), reverse("people:invite")
    for name in ("new", "newer"):
        sent(client, address, {**PERSON, "email": f"{name}@example.test", "node": group.north.pk})
    assert User.objects.filter(email__startswith="new").count() == 2


def test_what_was_refused_may_be_mended_and_sent_again(signed_in, cast, group):
    client, address = signed_in("ada"), reverse("people:end", args=[Assignment.objects.get(user=cast.bob).pk])
    assert sent(client, address, {"reason": ""}).status_code == 200
    assert not SentForm.objects.exists()
    assert sent(client, address, {"reason": "调岗"}).status_code == 302


def test_a_repeat_shows_the_secret_of_the_token_that_the_first_one_made(cast, group, signed_in):
    """Of two clicks the browser shows the answer to the second."""
    who, address, data = FORMS["people:tokens"](cast, group, signed_in)
    client = signed_in(who)
    sent(client, address, data)
    page = client.get(sent(client, address, data).url).content.decode()
    assert 'id="token-secret"' in page and ApiToken.objects.count() == 1
    assert 'id="token-secret"' not in client.get(address).content.decode()


def test_a_repeat_is_answered_once(cast, group, signed_in, monkeypatch):
    who, address, data = FORMS["people:profile"](cast, group, signed_in)
    client, answered = signed_in(who), []
    again = once._Form.again
    monkeypatch.setattr(once._Form, "again", lambda form: (answered.append(form), again(form))[1])
    for _ in range(2):
        sent(client, address, data)
    assert len(answered) == 1


def test_a_key_with_a_sign_that_no_database_keeps_is_a_key(cast, group, signed_in):
    who, address, data = FORMS["people:profile"](cast, group, signed_in)
    assert [sent(signed_in(who), address, data, key="a\0b").status_code for _ in range(2)] == [302, 302]
    assert SentForm.objects.count() == 1


def test_a_form_without_a_key_is_done_as_often_as_it_is_sent(signed_in, group):
    client, address = signed_in("bob"), reverse("records:evidence", args=[group.north.pk, YEAR])
    before = Event.objects.count()
    for _ in range(2):
        client.post(address, {"file": given("台账.csv"), "note": ""})
    assert Event.objects.count() == before + 2


def test_a_repeat_is_authorised_anew(signed_in, cast, group):
    upload(cast.bob, group.north)
    client, address = signed_in("alice"), reverse("accounting:run", args=[group.north.pk, YEAR])
    assert sent(client, address, {"pack": PACK}).status_code == 302
    end_assignment(actor=in_person(cast.ada), assignment=Assignment.objects.get(user=cast.alice), reason="调岗")
    assert sent(client, address, {"pack": PACK}).status_code in (403, 404)


def test_nobody_is_answered_by_the_form_of_another(signed_in, group):
    name = {"display_name": "同名", "language": "zh-hans"}
    for who in ("alice", "bob"):
        assert sent(signed_in(who), reverse("people:profile"), name).status_code == 302
    assert User.objects.filter(display_name="同名").count() == 2


def test_the_table_is_swept_after_the_days_of_a_retry(signed_in, group):
    sent(signed_in("alice"), reverse("people:profile"), {"display_name": "甲", "language": "zh-hans"})
    assert forget_sent_forms() == 0
    SentForm.objects.update(at=now() - KEPT * 2)
    assert forget_sent_forms() == 1
