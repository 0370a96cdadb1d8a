"""Day-books in the database: rows are appended, corrected and struck, never edited; their sums are taken over into the plan's month."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tanheng.apps.journal.models import Event
from tanheng.apps.journal.selectors.verification import verify
from tanheng.apps.monitoring.models import DayBookRow, Reading
from tanheng.apps.monitoring.selectors.day_books import books_kept, explanations_of, month_found, proposals
from tanheng.apps.monitoring.services.day_books import (
    RowsRefusedError,
    add_rows,
    correct_row,
    import_rows,
    strike_row,
    take_over_figure,
)
from tanheng.apps.people.access import NotPermittedError
from tanheng.documents.day_book.reading import TypedRow
from tanheng.engine.places import Origin
from tests.api.conftest import caller  # noqa: F401
from tests.apps.monitoring.books import LADLE, MONTH, enter, kept, page, typed
from tests.apps.monitoring.closing import month_led_to
from tests.apps.monitoring.ledger import electricity
from tests.apps.monitoring.planned import in_force
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OUTPUT = "molten_aluminium_output_t"


def output(group) -> Decimal | None:
    return month_found(kept(group), MONTH).figures[OUTPUT]


def correct(user, group, row, **columns):
    said = {"day": columns.pop("day", row.day.isoformat()), "reason": columns.pop("reason", "抄错")}
    return correct_row(actor=in_person(user), kept=kept(group), row=row, columns={**LADLE, **columns}, **said)


def offered(group):
    return next(one for one in proposals(kept(group), month_found(kept(group), MONTH)) if one.row.role == "main")


def take(user, group, reason=""):
    one = offered(group)
    return take_over_figure(
        actor=in_person(user),
        kept=kept(group),
        month=MONTH,
        figure_id=one.figure.id,
        line=one.row.line.code,
        source=one.row.source,
        seen=one.reading.pk if one.reading else None,
        reason=reason,
    )


def test_a_potline_and_its_company_keep_their_books(group):
    found = {(one.place.pk, one.book.id) for one in books_kept(group.north)}
    assert {(group.potline.pk, "tapping"), (group.potline.pk, "anode_changes"), (group.north.pk, "anode_stock")} <= found
    assert (group.north.pk, "tapping") not in found and (group.potline.pk, "clinker_scale") not in found


def test_rows_are_entered_together_or_not_at_all(cast, group):
    done = enter(cast.bob, group, typed(), typed(ladle="2", day="2025-03-02"))
    assert (done.first, done.last, output(group)) == (1, 2, Decimal("17.00"))
    for bad in (
        [typed(ladle="3"), typed(gross_t="x")],
        [typed(ladle="3"), typed(ladle="3")],
        [typed()],
        [typed(ladle="9", tare_t="20")],
        [],
    ):
        with pytest.raises(RowsRefusedError) as refused:
            add_rows(actor=in_person(cast.bob), kept=kept(group), rows=bad)
        assert refused.value.problems
    with pytest.raises(RowsRefusedError) as refused:
        enter(cast.bob, group, typed(day="2099-01-01"))
    assert [one.code for one in refused.value.problems] == ["BOOK-114"]
    assert DayBookRow.objects.count() == 2 and Event.objects.filter(action="monitoring.book.entered").count() == 1
    assert enter(cast.bob, group, typed(ladle="4")).first == 3
    assert verify(lambda _part: lambda _step: None).holds


def test_a_row_that_is_corrected_and_corrected_back_leaves_the_sum_of_before(cast, group):
    enter(cast.bob, group, typed(), typed(ladle="2"))
    before, row = month_found(kept(group), MONTH), DayBookRow.objects.get(number=1)
    made = correct(cast.bob, group, row, gross_t="13.50")
    assert (output(group), made.number, made.supersedes_id, made.reason) == (Decimal("18.00"), 1, row.pk, "抄错")
    back = correct(cast.alice, group, made)
    after = month_found(kept(group), MONTH)
    assert (after.figures, after.totals) == (before.figures, before.totals)
    assert [one.row.values for one in after.rows] == [one.row.values for one in before.rows]
    for stale in (row, made):
        with pytest.raises(ValidationError):
            correct(cast.bob, group, stale, gross_t="14")
    with pytest.raises(ValidationError):
        correct(cast.bob, group, back, reason=" ", gross_t="14")
    with pytest.raises(ValidationError):
        correct(cast.bob, group, back)  # nothing changes
    assert DayBookRow.objects.count() == 4


def test_a_row_moves_to_another_month_or_is_struck(cast, group):
    enter(cast.bob, group, typed(), typed(ladle="2"))
    first, second = DayBookRow.objects.order_by("number")
    correct(cast.bob, group, first, day="2025-04-01")
    assert output(group) == Decimal("8.50")
    struck = strike_row(actor=in_person(cast.bob), kept=kept(group), row=second, reason="重复")
    assert output(group) is None
    with pytest.raises(ValidationError):
        strike_row(actor=in_person(cast.bob), kept=kept(group), row=struck, reason="再划")
    assert enter(cast.bob, group, typed(ladle="2")).first == 3


def test_a_sum_is_taken_over_into_the_month_and_a_later_correction_shows_there(cast, group):
    in_force(cast, group.north, date(2025, 1, 1))
    enter(cast.bob, group, typed(), typed(ladle="2"))
    ((_cell, reading),) = take(cast.bob, group).readings
    assert (reading.amount, reading.kind, reading.series.place) == (Decimal("17.00"), "measured", group.potline)
    assert "出铝（抬包）台账 2025-03 共2行" in reading.words
    assert (offered(group).from_book, offered(group).stale) == (True, False)
    assert take(cast.bob, group).same
    correct(cast.bob, group, DayBookRow.objects.get(number=1), gross_t="12.60")
    assert offered(group).stale and Reading.objects.count() == 1
    ((_cell, again),) = take(cast.bob, group, reason="台账更正").readings
    assert (again.amount, again.supersedes_id, offered(group).stale) == (Decimal("17.10"), reading.pk, False)
    strike_row(actor=in_person(cast.bob), kept=kept(group), row=DayBookRow.objects.get(number=2), reason="重复")
    assert offered(group).stale


def test_a_month_that_was_submitted_takes_no_row(cast, group):
    in_force(cast, group.north, date(2025, 1, 1))
    enter(cast.bob, group, typed(), typed(ladle="2", day="2025-04-01"))
    march, april = DayBookRow.objects.order_by("day")
    month_led_to(cast, group.north, group.potline, MONTH, "closed")
    attempts = (
        lambda: enter(cast.bob, group, typed(ladle="3")),
        lambda: correct(cast.bob, group, march, gross_t="13"),
        lambda: correct(cast.bob, group, march, day="2025-04-02"),
        lambda: correct(cast.bob, group, april, day="2025-03-02"),
        lambda: strike_row(actor=in_person(cast.bob), kept=kept(group), row=march, reason="重复"),
    )
    for attempt in attempts:
        with pytest.raises(RowsRefusedError):
            attempt()
    assert DayBookRow.objects.count() == 2
    correct(cast.bob, group, april, ladle="2", gross_t="13")


def behind_the_application(group, row, day: date) -> None:
    """A row that no service would write: a new one, or a correction of `row`."""
    said = {"place": group.potline, "book": "tapping", "day": day, "number": 99, "values": "{}"}
    words = {"supersedes": row, "reason": "x"} if row else {}
    with transaction.atomic():
        DayBookRow.objects.create(company=group.north, entry=DayBookRow.objects.first().entry, **said, **words)


def test_a_closed_month_is_held_in_the_database_and_no_row_is_ever_changed(cast, group):
    in_force(cast, group.north, date(2025, 1, 1))
    enter(cast.bob, group, typed(), typed(ladle="2", day="2025-04-01"))
    march, april = DayBookRow.objects.order_by("day")
    month_led_to(cast, group.north, group.potline, MONTH, "submitted")
    for row, day in ((None, date(2025, 3, 31)), (march, MONTH), (march, date(2025, 4, 2)), (april, date(2025, 3, 1))):
        with pytest.raises(DatabaseError, match="takes no row"):
            behind_the_application(group, row, day)
    for statement in ("UPDATE monitoring_daybookrow SET reason = 'x'", "DELETE FROM monitoring_daybookrow"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert DayBookRow.objects.count() == 2
    behind_the_application(group, april, date(2025, 4, 2))
    behind_the_application(group, None, date(2025, 2, 28))


def test_a_month_goes_on_from_the_registers_of_the_one_before(cast, group):
    electricity(cast.bob, group)
    book = kept(group, "rectifier_registers")

    def read(day: str, start: str, end: str) -> list[str]:
        row = TypedRow(Origin(), day, {"meter": "E-001", "start": start, "end": end})
        return [one.code for one in add_rows(actor=in_person(cast.bob), kept=book, rows=[row]).problems]

    assert (read("2025-02-28", "1", "2"), read("2025-03-01", "2", "3"), read("2025-04-01", "4", "5")) == ([], [], ["BOOK-210"])
    assert [one.code for one in month_found(book, date(2025, 4, 1)).problems] == ["BOOK-210"]


def test_without_a_line_or_a_sum_nothing_is_taken_over(cast, group):
    said = {"figure_id": OUTPUT, "line": "P-001", "source": "main", "seen": None}
    with pytest.raises(ValidationError):
        take_over_figure(actor=in_person(cast.bob), kept=kept(group), month=MONTH, **said)
    assert Reading.objects.count() == 0


def test_registers_know_the_ledger(cast, group):
    electricity(cast.bob, group)
    book = kept(group, "rectifier_registers")
    rows = [TypedRow(Origin(), "2025-03-01", {"meter": "E-001", "start": "99999", "end": "1.5"})]
    add_rows(actor=in_person(cast.bob), kept=book, rows=rows)
    assert month_found(book, MONTH).figures == {"electrolysis_ac_electricity_mwh": Decimal(100)}  # 2.5 × 40 000 kWh through zero
    with pytest.raises(RowsRefusedError) as refused:
        add_rows(actor=in_person(cast.bob), kept=book, rows=[TypedRow(Origin(), "2025-03-02", {"meter": "X", "start": "1", "end": "2"})])
    assert [one.code for one in refused.value.problems] == ["METER-108"]


def test_starts_and_stops_explain_a_month(cast, group):
    said = {"cell": "1", "blocks": "28", "unit_weight_kg": "950"}
    rows = [TypedRow(Origin(), "2025-03-05", {**said, "kind": kind}) for kind in ("change", "full_set")]
    add_rows(actor=in_person(cast.bob), kept=kept(group, "anode_changes"), rows=rows)
    (one,) = explanations_of(group.potline, MONTH)
    assert (one.day, one.number, [word.zh for word in one.words]) == (date(2025, 3, 5), 2, ["启槽装极（整组）"])
    assert explanations_of(group.potline, date(2025, 4, 1)) == []


def test_a_file_of_a_thousand_ladles(cast, group, django_assert_max_num_queries):
    lines = "\n".join(f"2025-03-{1 + one % 31:02d},{one},{one},12.5,4.1" for one in range(1000))
    with django_assert_max_num_queries(60):
        done = import_rows(
            actor=in_person(cast.bob), kept=kept(group), file_name="a.csv", content=f"日期,槽号,抬包号（包次）,毛重,皮重\n{lines}".encode()
        )
    assert (done.last, output(group)) == (1000, Decimal("8400.0"))
    assert Event.objects.get(action="monitoring.book.imported").payload.count("a.csv") == 1


def test_only_who_may_enter_figures_writes(cast, group):
    enter(cast.alice, group)
    row = DayBookRow.objects.get()
    for user in (cast.grace, cast.vera, cast.ada, cast.charlie):
        with pytest.raises(NotPermittedError):
            enter(user, group, typed(ladle="7"))
        with pytest.raises(NotPermittedError):
            correct(user, group, row, gross_t="13")


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_show_rows_sums_and_what_is_in_the_plan(cast, group, signed_in, language):
    in_force(cast, group.north, date(2025, 1, 1))
    enter(cast.bob, group, typed(), typed(ladle="<b>2</b>"))
    vera = signed_in("vera", language)
    assert page("book", group, "2025-03") in text_of(vera.get(reverse("monitoring:books", args=[group.north.pk])))
    shown = text_of(vera.get(page("book", group, "2025-03")))
    assert "17.00" in shown and "&lt;b&gt;2&lt;/b&gt;" in shown and "<b>2" not in shown
    assert page("book-add", group, "2025-03") not in shown and page("book-take-over", group, "2025-03") not in shown
    bobs = text_of(signed_in("bob", language).get(page("book", group, "2025-03")))
    assert page("book-add", group, "2025-03") in bobs and page("book-take-over", group, "2025-03") in bobs
    assert vera.get(page("book-now", group)).status_code == 200
    assert vera.get(page("book-file", group, "2025-03", "xlsx")).content[:2] == b"PK"


def test_forms_tell_what_is_wrong_and_lead_on(cast, group, signed_in):
    bob = signed_in("bob")
    said = {**LADLE, "day": "2025-03-01"}
    refused = bob.post(page("book-add", group, "2025-03"), {**said, "tare_t": "13"})
    assert refused.status_code == 400 and "BOOK-201" in text_of(refused) and 'value="13"' in text_of(refused)
    assert (
        bob.post(page("book-add", group, "2025-03"), {**said, "again": "1"}).url == page("book-add", group, "2025-03") + "?day=2025-03-01"
    )
    row = reverse("monitoring:book-correct", args=[DayBookRow.objects.get().pk])
    assert 'value="12.50"' in text_of(bob.get(row))
    assert bob.post(row, {**said, "gross_t": "13"}).status_code == 400  # without a reason
    assert bob.post(row, {**said, "reason": "重复", "strike": "1"}).url == page("book", group, "2025-03")
    assert DayBookRow.objects.filter(struck=True).count() == 1
    both = {"pasted": "x", "file": SimpleUploadedFile("a.csv", "日期\n".encode())}
    assert bob.post(page("book-hand-in", group), both).status_code == 400
    wrong = bob.post(page("book-hand-in", group), {"pasted": "日期,槽号\n"})
    assert wrong.status_code == 400 and "BOOK-110" in text_of(wrong)
    done = bob.post(
        page("book-hand-in", group),
        {"file": SimpleUploadedFile("a.csv", "日期,槽号,抬包号（包次）,毛重,皮重\n2025-03-01,1,1,9,4\n".encode())},
    )
    assert done.url == page("book", group, "2025-03") and output(group) == 5


def test_pages_are_closed_to_strangers_and_to_who_has_no_figures(cast, group, signed_in):
    enter(cast.bob, group)
    row = reverse("monitoring:book-correct", args=[DayBookRow.objects.get().pk])
    reads = [reverse("monitoring:books", args=[group.north.pk]), page("book", group, "2025-03"), page("book-file", group, "2025-03", "csv")]
    writes = [page("book-add", group, "2025-03"), page("book-hand-in", group), row]
    for name, of_reads, of_writes in (("vera", 200, 403), ("grace", 200, 403), ("ada", 403, 403), ("charlie", 404, 404)):
        client = signed_in(name)
        assert {client.get(address).status_code for address in reads} == {of_reads}, name
        assert {client.post(address, {}).status_code for address in writes} == {of_writes}, name
    bob = signed_in("bob")
    for strange in ("2025-3", "2025-13", "now", "20250301"):
        assert bob.get(page("book", group, strange)).status_code == 404
    assert bob.get(reverse("monitoring:book-now", args=[group.potline.pk, "clinker_scale"])).status_code == 404


def test_the_api_can_what_pages_can(caller, cast, group):  # noqa: F811
    in_force(cast, group.north, date(2025, 1, 1))
    bob, address = caller("bob", node=group.north_plant), f"/organisations/{group.potline.pk}/day-books/tapping"
    rows = {"rows": [{"day": "2025-03-01", "columns": LADLE}]}
    made = bob.post(f"{address}/rows", rows, key="k-1")
    assert made.status_code == 201, made.content
    assert bob.post(f"{address}/rows", rows, key="k-1").json() == made.json() and DayBookRow.objects.count() == 1
    again = bob.post(f"{address}/rows", rows)
    assert (again.status_code, again.json()["code"], again.json()["problems"][0]["code"]) == (409, "BOOK-409", "BOOK-203")
    key = made.json()["ids"][0]
    fixed = bob.post(f"/day-book-rows/{key}/corrections", {"day": "2025-03-01", "columns": {**LADLE, "gross_t": "13"}, "reason": "抄错"})
    assert fixed.status_code == 201, fixed.content
    month = caller("vera").get(f"{address}/months/2025-03").json()
    assert (month["figures"], [one["number"] for one in month["rows"]]) == ({OUTPUT: "9.00"}, [1])
    cell = month["cells"][0]
    taken = bob.post(f"{address}/months/2025-03/take-over", {"figure": cell["figure"], "line": cell["line"], "source": cell["source"]})
    assert taken.status_code == 201 and taken.json()["readings"][0]["amount"] == "9.00"
    file = {
        "file": SimpleUploadedFile("a.csv", caller("vera").get(f"{address}/months/2025-03/file").content.replace(b",1001,1,", b",1002,2,"))
    }
    assert bob.post(f"{address}/files", file, content_type=None).status_code == 201
    assert bob.post(f"/day-book-rows/{fixed.json()['id']}/strike", {"reason": "重复"}).json()["struck"] is True
    assert bob.get(f"/organisations/{group.potline.pk}/explanations", month="2025-03").json() == []
    assert {one["book"] for one in bob.get(f"/organisations/{group.north.pk}/day-books").json()} >= {"tapping", "anode_stock"}
    for name, reads, writes in (("vera", 200, 403), ("charlie", 404, 404)):
        assert caller(name).get(f"{address}/months/2025-03").status_code == reads
        assert caller(name).post(f"{address}/rows", rows).status_code == writes
