"""What files say becomes readings of series: what counts is what the last file says, each correction names what it supersedes, and what
was true of a moment can be asked of it later.
"""

import random
from datetime import date

import pytest
import yaml
from django.db import IntegrityError, transaction

from tanheng.apps.monitoring.models import Entry, Reading, Series
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.selectors.readings import chain_of, counting
from tanheng.apps.records.models import FileReading, Import
from tanheng.apps.records.selectors import readings_of
from tanheng.apps.records.selectors.series import file_source
from tanheng.apps.records.services import upload_case
from tests.apps.smelter import PACK, YEAR, smelter_case, upload
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SPAN = {"source": file_source(PACK), "first": date(YEAR, 1, 1), "last": date(YEAR, 12, 31)}
DIESEL = "fuel_consumption"


def said_by(one: Import) -> dict[tuple[str, str, str, int], tuple[str, str, str]]:
    """What a file says, place by place."""
    return {(row.quantity, row.facility_code, row.item, row.month): (str(row.amount), row.kind, row.source) for row in readings_of(one)}


def that_count(company, as_of: Entry | None = None) -> dict[tuple[str, str, str, int], tuple[str, str, str]]:
    """The readings that count, place by place, without what was withdrawn."""
    found = counting(company, as_of=as_of, **SPAN).exclude(kind=WITHDRAWN).select_related("series__place")
    return {
        (row.series.measure, "" if row.series.place_id == company.pk else row.series.place.code, row.series.item, row.start.month): (
            str(row.amount),
            row.kind,
            row.words,
        )
        for row in found
    }


def given(cast, group, months: dict[int, str]) -> Import:
    """A file with the diesel of some months, and whatever else the smelter has; whoever gives it knows what counts."""
    case = smelter_case(group.north)
    diesel = {name: part for name, part in case["values"][2].items() if name != "each_month"}
    case["values"][2:] = [{**diesel, "months": months}] if months else []
    newest = Import.objects.filter(node=group.north, state="accepted").order_by("-number").first()
    content = yaml.safe_dump(case, allow_unicode=True).encode()
    told = {"reason": "更正", "confirm": newest.number if newest else None}
    one = upload_case(actor=in_person(cast.alice), node=group.north, file_name="case.yaml", content=content, **told)
    assert one.accepted, one.problems
    return one


def test_whatever_files_say_one_after_the_other_the_last_one_counts_and_each_can_be_asked_again(cast, group):
    chance = random.Random(11)
    imports = []
    for number in range(7):
        months = {month: f"{chance.choice((24, 25, 26))}.00" for month in range(1, 13)}
        imports.append(given(cast, group, {} if number in (2, 5) else months))
        assert that_count(group.north) == said_by(imports[-1])
    entries = {entry.key: entry for entry in Entry.objects.filter(company=group.north)}
    for one in imports:
        assert that_count(group.north, entries[str(one.number)]) == said_by(one)
    assert Reading.objects.count() < FileReading.objects.count()
    assert Reading.objects.filter(kind=WITHDRAWN).exists()


def test_only_what_is_another_is_a_new_reading_and_it_says_why(cast, group):
    first = given(cast, group, dict.fromkeys(range(1, 13), "25.00"))
    before, series = Reading.objects.count(), Series.objects.count()
    given(cast, group, {**dict.fromkeys(range(1, 13), "25.00"), 8: "25.50"})
    made = Reading.objects.filter(pk__gt=Reading.objects.order_by("pk")[before - 1].pk)
    assert [(str(row.amount), row.start, row.end, row.reason) for row in made] == [("25.50", date(YEAR, 8, 1), date(YEAR, 8, 31), "更正")]
    assert made[0].supersedes.entry.key == str(first.number)
    assert [str(row.amount) for row in chain_of(made[0])] == ["25.50", "25.00"]
    assert Series.objects.count() == series


def test_what_a_file_leaves_out_is_withdrawn_and_may_come_back(cast, group):
    given(cast, group, dict.fromkeys(range(1, 13), "25.00"))
    given(cast, group, {})
    withdrawn = counting(group.north, **SPAN).filter(series__measure=DIESEL)
    assert {(row.kind, row.amount) for row in withdrawn} == {(WITHDRAWN, None)}
    given(cast, group, {})
    assert Reading.objects.filter(kind=WITHDRAWN).count() == 12  # said once
    given(cast, group, dict.fromkeys(range(1, 13), "25.00"))
    again = counting(group.north, **SPAN).filter(series__measure=DIESEL)
    assert {str(row.amount) for row in again} == {"25.00"}
    assert [row.kind for row in chain_of(again[0])] == ["measured", WITHDRAWN, "measured"]


def test_nobody_supersedes_what_was_superseded_and_no_chain_begins_twice(cast, group):
    upload(cast.alice, group.north)
    upload(cast.alice, group.north, anodes="7600.00")
    old = Reading.objects.filter(superseded_by__isnull=False).first()
    entry = Entry.objects.create(company=group.north, kind="file", key="another", by=cast.alice, at=old.entry.at)
    same = {"company": group.north, "series": old.series, "entry": entry, "start": old.start, "end": old.end}
    for chain in ({"supersedes": old, "reason": "again"}, {"supersedes": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reading(**same, amount=old.amount, kind=old.kind, **chain).save()
