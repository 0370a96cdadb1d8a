"""Pages of results and explanations, and the upload of a full year, as the server works on them: Django's own client,
the demo group in an SQLite database of its own, nothing of the network.

No other program makes these pages, so no peer stands beside them.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import django

from bench.result import Result, percentile_95, result, seconds
from bench.smelters import YEAR, changed_sample_case, pack
from tanheng.demo.synthetic_smelter import PACK_ID
from tanheng.documents.input.template.workbook import filled_template

PROMISED_PAGE = 0.150
PROMISED_UPLOAD = 1.5
REQUESTS = 200
UPLOADS = 8


def run() -> Iterator[Result]:
    """Fill the group, then ask."""
    with tempfile.TemporaryDirectory(prefix="tanheng-bench-") as home:
        os.environ.update(TANHENG_HOME=home, TANHENG_DATABASE_URL="", TANHENG_LOG_LEVEL="ERROR")
        os.environ.update(TANHENG_PRODUCTION="0", TANHENG_DEBUG="0", DJANGO_SETTINGS_MODULE="tanheng.config.settings")
        django.setup()
        from tanheng.demo.database import fill_demo_group

        fill_demo_group()
        yield from _pages()
        yield from _uploads(Path(home))


def _pages() -> Iterator[Result]:
    from django.urls import reverse

    from tanheng.apps.accounting import selectors
    from tanheng.apps.accounting.models import Run

    client = _signed_in("carbon")
    runs = list(Run.objects.filter(pack=PACK_ID).order_by("year"))
    addresses = [reverse("accounting:results", args=[one.pk]) for one in runs]
    yield _page("results page", client, addresses, PROMISED_PAGE)
    yield _page("explanation page, each time another number", client, _explanations(runs[-1]), PROMISED_PAGE)
    yield _page("explanation page with its tree", client, _explanations(runs[-1], tab="tree"), PROMISED_PAGE)
    comparison = [reverse("accounting:compare", args=[runs[-1].pk, runs[0].pk])]
    yield _page("comparison of two runs", client, comparison)
    months = [reverse("records:table", args=[runs[-1].node_id, one.year]) + f"?pack={PACK_ID}" for one in runs]
    yield _page("month × quantity table", client, months)

    def forget() -> None:
        selectors._recomputed.clear()  # as in a server process that has not shown this run yet

    yield _page("results page, first view in a server process", client, addresses, before=forget)


def _page(name: str, client: Any, addresses: list[str], limit: float | None = None, before: Callable[[], None] | None = None) -> Result:
    ways = cycle(addresses)

    def ask() -> None:
        if before:
            before()
        response = client.get(next(ways))
        if response.status_code != 200:
            raise RuntimeError(f"{name}: {response.status_code}")

    return result(f"{name}, 95th percentile of {REQUESTS}", percentile_95(ask, repeats=REQUESTS), "s", limit=limit)


def _explanations(run: Any, **more: str) -> list[str]:
    from tanheng.apps.accounting import selectors
    from tanheng.apps.accounting.pages.addresses import explanation_address

    computed = selectors.recomputed(run)
    return [explanation_address(run.pk, one.quantity, one.facility, one.item, one.month, **more) for one in computed.results]


def _uploads(folder: Path) -> Iterator[Result]:
    from django.urls import reverse

    from tanheng.apps.accounting.models import Run
    from tanheng.apps.records.models import ACCEPTED, Import

    node = Run.objects.filter(pack=PACK_ID).order_by("year").last().node
    client = _signed_in("clerk")
    address = reverse("records:upload", args=[node.pk])
    workbooks = []
    for number in range(UPLOADS + 1):
        path = folder / f"input-workbook-{number}.xlsx"
        path.write_bytes(filled_template(pack(), changed_sample_case(number)))
        workbooks.append(path)
    before = Import.objects.filter(state=ACCEPTED).count()
    left = iter(workbooks)

    def upload() -> None:
        with next(left).open("rb") as file:
            response = client.post(address, {"file": file, "reason": "benchmark"}, follow=True)
        if response.status_code != 200:
            raise RuntimeError(f"upload: {response.status_code}")

    value = seconds(upload, repeats=UPLOADS)
    taken = Import.objects.filter(state=ACCEPTED).count() - before
    if taken != len(workbooks):
        raise RuntimeError(f"{taken} of {len(workbooks)} uploads were taken over")
    yield result(f"upload of the workbook of {YEAR}, its page included", value, "s", limit=PROMISED_UPLOAD)


def _signed_in(name: str) -> Any:
    from django.test import Client

    from tanheng.apps.people.models import User

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email=f"{name}@demo.example"))
    return client
