"""Many rows at once are the rows that the models would have stored one by one, and are sealed like them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DataError

from tanheng.apps.monitoring.models import Entry, Reading, Series
from tanheng.store.clock import now
from tanheng.store.facts import take_notes
from tanheng.store.many_rows import ROWS_PER_STATEMENT, append_rows

pytestmark = [pytest.mark.django_db, pytest.mark.database]
COLUMNS = ("company_id", "series_id", "entry_id", "start", "end", "amount", "kind", "words")


@pytest.fixture
def chain(cast, group):
    series = Series(company=group.north, place=group.potline, measure="coal_t", source="scale", grain="month", unit="t")
    series.save()
    entry = Entry(company=group.north, kind="grid", key="1", by=cast.alice, at=now())
    entry.save()
    return group.north.pk, series.pk, entry.pk


def rows(chain, number: int):
    days = [date.fromordinal(date(1990, 1, 1).toordinal() + day) for day in range(number)]
    return [(*chain, day, day, Decimal(f"{at}.50"), "measured", f"磅单 {at} “'%s") for at, day in enumerate(days)]


def test_they_are_the_rows_that_models_would_have_stored(chain):
    keys = append_rows(Reading, COLUMNS, rows(chain, 3))
    one = rows(chain, 4)[3]
    Reading(**dict(zip(COLUMNS, one, strict=True))).save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM monitoring_reading ORDER BY id")
        names, stored = [column[0] for column in cursor.description], cursor.fetchall()
    told = [dict(zip(names, row, strict=True)) for row in stored]
    assert [row["id"] for row in told] == [*keys, keys[-1] + 1]
    differing = {"id", "start", "end", "amount", "words"}
    assert [{name: row[name] for name in names if name not in differing} for row in told[:3]] == [
        {name: told[3][name] for name in names if name not in differing}
    ] * 3
    assert [str(row.amount) for row in Reading.objects.all()] == ["0.50", "1.50", "2.50", "3.50"]
    assert [(row.start, row.words) for row in Reading.objects.all()] == [(row[3], row[7]) for row in rows(chain, 4)]


def test_their_keys_are_in_the_order_of_the_rows_over_several_statements_and_noted(chain):
    take_notes()
    many = rows(chain, ROWS_PER_STATEMENT + 2)
    keys = append_rows(Reading, COLUMNS, many)
    assert dict(Reading.objects.values_list("pk", "start")) == {key: row[3] for key, row in zip(keys, many, strict=True)}
    assert take_notes() == [(Reading, key) for key in keys]
    assert append_rows(Reading, COLUMNS, []) == []


def test_a_float_is_refused_and_so_is_what_the_table_refuses(chain):
    (row,) = rows(chain, 1)
    with pytest.raises(TypeError):
        append_rows(Reading, COLUMNS, [(*row[:5], 0.5, *row[6:])])
    with pytest.raises(IntegrityError), transaction.atomic():  # no amount, and no absence of a kind
        append_rows(Reading, COLUMNS, [(*row[:5], None, *row[6:])])
    if connection.vendor == "postgresql":  # SQLite knows no lengths
        with pytest.raises(DataError), transaction.atomic():
            append_rows(Reading, COLUMNS, [(*row[:7], "x" * 501)])
    assert not Reading.objects.exists()
