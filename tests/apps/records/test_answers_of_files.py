"""Answers that come in a file: they settle doubts only where who uploads the file may answer them, and say under whose name they came."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.pages.sentences import sentence
from tanheng.apps.journal.selectors import verify_journal
from tanheng.apps.people.access import PersonReach
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import case_of, imports_of
from tanheng.apps.records.selectors.answers_of_files import answers_proposed
from tanheng.apps.records.selectors.doubts import open_count, year_case, year_problems
from tanheng.apps.records.services import upload_case
from tanheng.apps.reporting.selectors.facts import report_facts
from tanheng.documents.report.content import report_content
from tanheng.engine.case.reading import read_case
from tanheng.engine.places import Where
from tanheng.engine.problems import MOST_PLACES, Problem
from tanheng.engine.text import Text
from tanheng.pages.problem_texts import problems_text, stored_problems
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.engine.toy_pack import toy_case, toy_pack
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
MANY_ANODES, BOSS = "9500.00", "王总经理（法定代表人）"


def test_proposed_answers_are_told_where_the_first_stands_with_all_who_are_named():
    said = {"code": "RUN-221", "says": "confirmed", "reason": "合成原因", "on": "2026-01-12"}
    answers = [{**said, "person": person, "digest": f"sha256:{number:064x}"} for number, person in enumerate(("乙", "甲", "乙"))]
    case, _ = read_case(toy_case(answers=answers), lambda _: toy_pack())
    told = answers_proposed(case, "张三")
    assert (told.where.path, "乙（2）" in told.message.zh, "甲（1）" in told.message.zh) == ("answers[0]", True, True)


class Without(PersonReach):
    """The reach of a door that leaves out one verb, as a token's scopes do."""

    def __init__(self, user, verb):
        super().__init__(user)
        self.left_out = verb

    def fresh(self):
        return Without(self.user, self.left_out)

    def paths(self, verb):
        return [] if verb == self.left_out else super().paths(verb)


def entries(doubtful: Import, **changes: object) -> list[dict[str, object]]:
    """An answer to every doubt, in the name of somebody else."""
    said = {"says": "confirmed", "reason": "已核对", "person": BOSS, "on": f"{YEAR + 1}-01-12", "printed": True, **changes}
    places = [{name: part for name, part in one.where.as_json().items() if name in ("quantity", "facility", "item", "month")}
              for one in year_problems(doubtful) if one.asks]  # fmt: skip
    digests = [(one.code, one.digest) for one in year_problems(doubtful) if one.asks]
    return [{**place, "code": code, "digest": digest, **said} for place, (code, digest) in zip(places, digests, strict=True)]


def handed_in(by, company, answers, reach=None):
    content = smelter_file(company, anodes=MANY_ANODES, answers=answers)
    actor = in_person(by) if reach is None else replace(in_person(by), reach=reach)
    return upload_case(actor=actor, node=company, file_name="case-2025.yaml", content=content)


def codes(one: Import) -> list[str]:
    return [problem.code for problem in stored_problems(one.problems)]


@pytest.fixture
def doubtful(cast, group) -> Import:
    return upload(cast.bob, group.north, anodes=MANY_ANODES)


def test_answers_count_where_the_uploader_may_answer(cast, group, doubtful):
    assert open_count(doubtful) > 0
    one = handed_in(cast.bob, group.north, entries(doubtful))
    assert open_count(one) == 0
    assert "REC-106" not in codes(one)


def test_through_a_door_that_may_only_upload_they_are_proposals(cast, group, doubtful):
    said = entries(doubtful)
    one = handed_in(cast.bob, group.north, said, Without(cast.bob, "answer_warnings"))
    assert one.accepted
    assert open_count(one) == open_count(doubtful) == len(said)
    assert year_case(one).answers == ()
    (told,) = [problem for problem in stored_problems(one.problems) if problem.code == "REC-106"]
    assert told.severity == "warning"
    assert BOSS in told.message.zh and "只算建议" in told.message.zh and "proposed only" in told.message.en
    assert str(cast.bob) in told.message.zh


def test_the_case_as_handed_in_keeps_its_hash_and_its_answers(cast, group, doubtful):
    counted = handed_in(cast.bob, group.north, entries(doubtful))
    proposed = handed_in(cast.bob, group.north, entries(doubtful), Without(cast.bob, "answer_warnings"))
    assert proposed.snapshot_hash == counted.snapshot_hash
    assert case_of(proposed).answers == case_of(counted).answers != ()
    assert year_case(proposed).snapshot_hash == case_of(doubtful).snapshot_hash


def test_the_journal_names_the_uploader_and_how_many_answers_under_which_name(cast, group, doubtful):
    said = entries(doubtful)
    for reach, counts, words in ((None, True, "计入"), (Without(cast.bob, "answer_warnings"), False, "只算建议")):
        handed_in(cast.bob, group.north, [*said[1:], {**said[0], "person": "张三"}], reach)
        event = Event.objects.first()
        assert event is not None and event.action == "records.import.answered"
        told = sentence(event)
        for part in (str(cast.bob), f"{BOSS}（{len(said) - 1}）", "张三（1）", words):
            assert part in told, told
        assert f'"answers_count":{str(counts).lower()}' in event.payload
    assert verify_journal().holds


@pytest.mark.parametrize(
    ("day", "code"), [("1990-01-01", "CASE-191"), (f"{YEAR - 1}-12-31", "CASE-191"), ("tomorrow", "REC-107"), ("9999-12-31", "REC-107")]
)
def test_a_day_before_the_year_of_the_data_or_after_today_is_refused(cast, group, doubtful, day, code):
    day = (timezone.localdate() + timedelta(days=1)).isoformat() if day == "tomorrow" else day
    one = handed_in(cast.bob, group.north, entries(doubtful, on=day))
    assert not one.accepted
    assert code in codes(one)


@pytest.mark.parametrize("day", [f"{YEAR}-01-01", "today", ""])
def test_other_days_are_taken(cast, group, doubtful, day):
    day = timezone.localdate().isoformat() if day == "today" else day
    assert handed_in(cast.bob, group.north, entries(doubtful, on=day)).accepted


def test_the_report_names_who_uploaded_the_answer_of_another_person(cast, group, doubtful):
    said = entries(doubtful)
    handed_in(cast.bob, group.north, [*said[1:], {**said[0], "person": str(cast.bob)}])
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    from tanheng.apps.accounting.selectors import as_found
    from tanheng.apps.accounting.selectors.years import state_of_run

    people = [row[-1] for row in report_content(as_found(run), "zh", report_facts(run, state_of_run(run))).answers]
    assert len(people) == len(said)
    assert people.count(f"{BOSS}（由 {cast.bob} 上传） · {YEAR + 1}-01-12") == len(said) - 1
    assert people.count(f"{cast.bob} · {YEAR + 1}-01-12") == 1


# ── lists of imports ─────────────────────────────────────────────────────────────────────────────


def test_a_list_of_imports_counts_problems_without_reading_them(signed_in, cast, group, django_assert_max_num_queries):
    bad = smelter_file(group.north, **{f'k"severity": "error{number}': 1 for number in range(MOST_PLACES + 20)})
    refused = upload_case(actor=in_person(cast.bob), node=group.north, file_name="a.yaml", content=bad)
    sound = upload(cast.bob, group.north, anodes=MANY_ANODES)
    listed = {one.pk: one for one in imports_of(group.north)}
    assert "problems" in listed[refused.pk].get_deferred_fields()
    for one in (refused, sound):
        problems = stored_problems(one.problems)
        assert listed[one.pk].problem_count == len(problems)
        assert listed[one.pk].error_count == sum(problem.severity == "error" for problem in problems)
    assert listed[refused.pk].problem_count < MOST_PLACES + 10
    page = signed_in("bob").get(reverse("records:imports", args=[group.north.pk])).content.decode()
    assert f">{len(stored_problems(refused.problems))}<" in page


def test_what_stands_for_unlisted_problems_is_kept_and_counted(cast, group):
    bad = smelter_file(group.north, **{f"k{number}": 1 for number in range(MOST_PLACES + 20)})
    refused = upload_case(actor=in_person(cast.bob), node=group.north, file_name="a.yaml", content=bad)
    again = stored_problems(refused.problems)
    assert [one.unlisted for one in again if one.unlisted] == [20]
    assert problems_text(again) == refused.problems
    event = Event.objects.first()
    assert event is not None and f'"errors":{MOST_PLACES + 20}' in event.payload


def test_a_list_that_was_stored_before_lists_were_limited_is_shown_short():
    many = [Problem("CASE-103", "error", Where(path=f"k{n}"), Text(str(n), str(n)), Text("改", "mend")) for n in range(3 * MOST_PLACES)]
    found = stored_problems(problems_text(many))
    assert len(found) == MOST_PLACES + 1
    assert [one.unlisted for one in found if one.unlisted] == [2 * MOST_PLACES]
