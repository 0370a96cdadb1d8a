"""What files said becomes readings of series, file by file in their order; what a file said itself stays where it is, as `FileReading`."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import migrations

ROWS_PER_STATEMENT = 200
SAID = ("amount", "kind", "source", "evidence", "uncertainty", "note")
WITHDRAWN = "withdrawn"
Place = tuple[Any, ...]  # place, measure, item, grain, unit, start


def fill(apps: Any, _schema_editor: Any) -> None:
    """Take every accepted import over, of each company, year and rule pack from the first to the one that counts."""
    imports = apps.get_model("records", "Import").objects.filter(state="accepted")
    for node, year, pack in imports.order_by("node_id", "year", "pack").values_list("node_id", "year", "pack").distinct():
        _Year(apps, node, year, pack).fill(imports.filter(node_id=node, year=year, pack=pack).order_by("number"))


class _Year:
    """The chains of a company's year by a rule pack."""

    def __init__(self, apps: Any, company: int, year: int, pack: str) -> None:
        self.series, self.entry, self.reading = (apps.get_model("monitoring", name) for name in ("Series", "Entry", "Reading"))
        self.stated = apps.get_model("records", "FileReading").objects
        self.company, self.year, self.source = company, year, f"import:{pack}"
        self.heads: dict[tuple[int, date], Any] = {}
        self.known = {
            (one.place_id, one.measure, one.item, one.grain, one.unit): one.pk
            for one in self.series.objects.filter(company_id=company, source=self.source)
        }

    def fill(self, imports: Any) -> None:
        for one in imports:
            entry = self.entry(company_id=self.company, kind="file", key=str(one.number), by_id=one.by_id, at=one.at)
            entry.save()
            made = list(self._made(one, entry))
            self.reading.objects.bulk_create(made, batch_size=ROWS_PER_STATEMENT)
            self.heads.update({(row.series_id, row.start): row for row in made})

    def _made(self, one: Any, entry: Any) -> Iterator[Any]:
        reason, seen = one.reason or f"#{one.number}", set()
        for stated in self.stated.filter(source_import_id=one.pk).order_by("id").iterator(chunk_size=2000):
            key, before = self._key(stated), self.heads.get(self._key(stated))
            seen.add(key)
            said = {"words" if name == "source" else name: getattr(stated, name) for name in SAID}
            if before is None or any(str(getattr(before, name)) != str(value) for name, value in said.items()):
                yield self._row(entry, key, self._end(stated), before, reason, typed=stated.typed, **said)
        for key, before in list(self.heads.items()):
            if key not in seen and before.kind != WITHDRAWN:
                yield self._row(entry, key, before.end, before, reason, kind=WITHDRAWN)

    def _row(self, entry: Any, key: tuple[int, date], end: date, before: Any, reason: str, **said: Any) -> Any:
        chain = {"supersedes": before, "reason": reason if before else ""}
        return self.reading(company_id=self.company, series_id=key[0], entry=entry, start=key[1], end=end, **chain, **said)

    def _key(self, stated: Any) -> tuple[int, date]:
        grain = "month" if stated.month else "year"
        place = stated.facility_id or self.company
        of = (place, stated.quantity, stated.item, grain, stated.unit)
        if of not in self.known:
            names = dict(zip(("place_id", "measure", "item", "grain", "unit"), of, strict=True))
            row = self.series(company_id=self.company, source=self.source, **names)
            row.save()
            self.known[of] = row.pk
        return self.known[of], date(self.year, stated.month or 1, 1)

    def _end(self, stated: Any) -> date:
        month = stated.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])


class Migration(migrations.Migration):
    dependencies = [("records", "0007_base_of_imports"), ("monitoring", "0004_series")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Reading", "FileReading"),
                migrations.AlterModelTable("FileReading", "records_reading"),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
