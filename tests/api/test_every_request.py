"""Requests that schemathesis makes from the OpenAPI document, sound and broken: no server error, no status or shape that it does not name.

`make test` tries a few of every operation, `make fuzz` thousands.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.evidence.services import attach_evidence
from tanheng.apps.reporting.services import issue_report
from tests.apps.monitoring.books import words_of_a_book
from tests.apps.monitoring.file_forms import kept_file
from tests.apps.monitoring.ledger import calibrate, scale
from tests.apps.monitoring.pictures import attached as picture_attached
from tests.apps.monitoring.planned import begun
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
EXAMPLES, MANY = 8, 250


@pytest.fixture
def ids(cast, group) -> dict[str, Any]:
    """Words of addresses that lead to something."""
    one = upload(cast.bob, group.north)
    attached = attach_evidence(actor=in_person(cast.bob), node=group.north, year=YEAR, file_name="a.txt", content=b"a")
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    report = issue_report(actor=in_person(cast.alice), run=run, kind="tables", language="zh")
    numbers = {
        "report_id": report.pk,
        "node_id": group.north.pk,
        "facility_id": group.potline.pk,
        "import_id": one.pk,
        "run_id": run.pk,
        "other_id": run.pk,
        "attachment_id": attached.pk,
        "file_id": kept_file(group.north, cast.bob).pk,
    }
    meter = scale(cast.alice, group)
    numbers |= {"meter_id": meter.pk, "calibration_id": calibrate(cast.alice, meter, date(2025, 1, 1), date(2025, 12, 31)).pk}
    numbers |= words_of_a_book(cast, group) | {"picture_id": picture_attached(cast, group, begun(cast, group.north)).pk}
    return numbers | {"pack_id": PACK, "year": YEAR, "pack": PACK}


@pytest.fixture(autouse=True)
def _connection_stays() -> Iterator[None]:
    """A request ends the connection to the database; the test's own transaction lives in it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def secret(cast, caller) -> str:
    """A token with everything that alice may."""
    return caller("alice").client._base_environ()["HTTP_AUTHORIZATION"]


def _try_all(secret: str, ids: dict[str, Any], examples: int) -> Counter[int]:
    """Every operation so many times; how often each status was answered."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    answered: Counter[int] = Counter()
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(case=st.one_of([operation.as_strategy(generation_mode=mode) for mode in GenerationMode]), led=st.booleans())
        def ask(case: Any, led: bool) -> None:
            if led:
                case.path_parameters.update({name: ids[name] for name in case.path_parameters if name in ids})
            response = case.call(headers={"Authorization": secret})
            answered[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

        ask()
    return answered


@pytest.mark.fuzz
@pytest.mark.django_db
def test_no_request_breaks_the_api_or_its_document(secret, ids):
    many = settings.get_current_profile_name() == "fuzz"
    answered = _try_all(secret, ids, MANY if many else EXAMPLES)
    assert sum(answered.values()) > (10_000 if many else 300)
    assert {200, 404, 422} <= set(answered)
