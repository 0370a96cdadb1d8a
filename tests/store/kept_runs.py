"""Asked in the environment of a migrated database: `python -m tests.store.kept_runs` says of each run and page what is wrong with it."""

import json
import os
import sys
from collections import Counter
from datetime import date
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanheng.config.settings")
import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from tanheng.apps.accounting.models import Run, StoredResult  # noqa: E402
from tanheng.apps.accounting.selectors import recomputed  # noqa: E402
from tanheng.apps.guidance.models import Clarification  # noqa: E402
from tanheng.apps.monitoring.models import Entry  # noqa: E402
from tanheng.apps.monitoring.models.series import WITHDRAWN  # noqa: E402
from tanheng.apps.monitoring.selectors.readings import counting  # noqa: E402
from tanheng.apps.people.models import User  # noqa: E402
from tanheng.apps.records.models import Import  # noqa: E402
from tanheng.apps.records.selectors import DigitsDifferError, case_of, readings_of  # noqa: E402
from tanheng.apps.records.selectors.series import file_source  # noqa: E402

READER = "group@demo.example"  # the group manager of the demonstration sees all companies


def addresses(run: Run) -> list[str]:
    """The pages and files of a run: its results, the explanation of its last number, its document, its reports."""
    last = StoredResult.objects.filter(run=run).latest("pk")
    places = {"facility": last.facility, "item": last.item, "month": last.month}
    query = urlencode({key: value for key, value in places.items() if value})
    explained = reverse("accounting:explanation", args=[run.pk, last.quantity])
    pages = [reverse(f"accounting:{name}", args=[run.pk]) for name in ("results", "run-json")]
    return [*pages, f"{explained}?{query}", reverse("reporting:run", args=[run.pk])]


def other_addresses() -> list[str]:
    """Pages of what else is kept."""
    found = [reverse("records:import", args=[one.pk]) for one in Import.objects.order_by("pk")]
    found += [reverse("guidance:place", args=[one.pack, one.anchor]) for one in Clarification.objects.all()]
    return [*found, reverse("journal:list"), reverse("guidance:clarifications")]


def differing() -> list[str]:
    """Imports whose readings are no longer those that were sealed, and runs whose digits are no longer the stored ones."""
    found = []
    for one in Import.objects.filter(state="accepted"):
        try:
            case_of(one)
        except DigitsDifferError as error:
            found.append(str(error))
    for run in Run.objects.order_by("pk"):
        try:
            recomputed(run)
        except DigitsDifferError as error:
            found.append(f"{run.pack} {run.year}: {error}")
    return found


def not_counting() -> list[str]:
    """Imports of which the series, as its entry left them, do not say what the file said."""
    found = []
    for one in Import.objects.filter(state="accepted"):
        entry = Entry.objects.get(company=one.node, kind="file", key=str(one.number))
        span = {"first": date(one.year or 0, 1, 1), "last": date(one.year or 0, 12, 31)}
        rows = counting(one.node, source=file_source(one.pack), as_of=entry, **span).exclude(kind=WITHDRAWN)
        counts = Counter((row.series.measure, row.series.item, row.start.month, str(row.amount), row.kind, row.words) for row in rows)
        said = Counter((row.quantity, row.item, row.month or 1, str(row.amount), row.kind, row.source) for row in readings_of(one))
        if counts != said:
            found.append(f"{one.pack} {one.number}: {counts - said} {said - counts}")
    return found


def not_shown(pages: list[str]) -> list[str]:
    """Addresses that do not answer 200, with their status."""
    client = Client()
    client.force_login(User.objects.get(email=READER), backend=settings.AUTHENTICATION_BACKENDS[0])
    answers = {page: client.get(page, follow=True).status_code for page in pages}
    return [f"{page}: {status}" for page, status in answers.items() if status != 200]


def main() -> None:
    """One JSON document."""
    settings.ALLOWED_HOSTS = ["testserver"]
    runs = list(Run.objects.order_by("pk"))
    pages = [address for run in runs for address in addresses(run)]
    told = {
        "runs": len(runs),
        "packs": sorted({run.pack for run in runs}),
        "pack_hashes": sorted({run.pack_hash for run in runs}),
        "differing": [*differing(), *not_counting()],
        "not_shown": not_shown([*pages, *other_addresses()]),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
