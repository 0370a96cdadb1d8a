"""The answers are what the OpenAPI document promises, and no input of any shape breaks an operation."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.monitoring.services.plans import begin_plan
from tanheng.apps.work.services import ask_task
from tanheng.engine.plan.plan import Plan
from tests.apps.monitoring.ledger import scale
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
ODD = ["0", "-1", "1" * 40, "NaN", "../..", "null", "2025", PACK, "enterprise_emission_tco2e"]
NO_JSON = ("/file", "/marked", "/ledger")
TEXT = st.one_of(st.text(max_size=40), st.sampled_from(ODD))


def operations(client):
    document = client.get("/api/v1/openapi.json").json()
    return [(path, verb, one) for path, verbs in document["paths"].items() for verb, one in verbs.items()], document


def check(value, schema, document):
    """A small reading of JSON Schema: references, unions, types, required properties."""
    if "$ref" in schema:
        return check(value, document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], document)
    if "anyOf" in schema:
        return any(check(value, one, document) for one in schema["anyOf"])
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        return False
    if isinstance(value, list):
        return all(check(one, schema.get("items", {}), document) for one in value)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        missing = set(schema.get("required", ())) - value.keys()
        return not missing and all(check(value[name], known[name], document) for name in known if name in value)
    return True


def test_every_read_answers_as_documented(caller, cast, group, client):
    upload(cast.bob, group.north)
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    alice = caller("alice")
    report = alice.post(f"/runs/{run.pk}/reports", {"kind": "tables", "language": "zh"}).json()["id"]
    names = {
        "node_id": group.north.pk,
        "facility_id": group.potline.pk,
        "import_id": run.snapshot.source_import_id,
        "run_id": run.pk,
        "other_id": run.pk,
    }
    words = {"run": run.pk, "kind": "kit", "language": "zh", "reason": ""}
    task = ask_task(actor=in_person(cast.alice), name="reporting.issue", place=group.north, arguments=words)
    names |= {"report_id": report, "pack_id": PACK, "year": YEAR, "task_id": task.pk}
    names |= {"place_id": group.potline.pk, "book_id": "tapping", "month": "2025-03"}
    names["meter_id"] = scale(cast.alice, group).pk
    names["sha256"] = run.snapshot.source_import.sha256
    names["number"] = begin_plan(actor=in_person(cast.bob), node=group.north, plan=Plan()).plan
    names["other"] = names["number"]
    asked = {
        "year": YEAR,
        "pack": PACK,
        "quantity": "enterprise_emission_tco2e",
        "first": "2025-01-01",
        "last": "2025-01-31",
        "month": "2025-03",
        "q": "阳极",
    }
    asked["month"] = names["month"]
    found, document = operations(client)
    reads = [(path, one) for path, verb, one in found if verb == "get" and not path.endswith(NO_JSON)]
    assert len(reads) > 14
    for path, one in reads:
        needed = {p["name"] for p in one.get("parameters", ()) if p["required"] and p["in"] == "query"}
        query = {name: asked[name] for name in needed}
        place = path.removeprefix("/api/v1").replace("{year}/{month}", f"{YEAR}/3")  # elsewhere a month is one word
        answer = alice.get(place.format(**names), **query)
        assert answer.status_code == 200, path
        schema = one["responses"]["200"]["content"]["application/json"]["schema"]
        assert check(answer.json(), schema, document), path
    files = {path: one["responses"]["200"]["content"] for path, verb, one in found if verb == "get" and path.endswith(NO_JSON)}
    assert len(files) == 10
    answer = alice.get(f"/reports/{report}/file")
    for content in files.values():
        assert content.keys() >= {answer.headers["Content-Type"], "application/pdf", "application/octet-stream"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_no_input_breaks_an_operation(data, caller, group, client):
    found, _document = operations(client)
    path, verb, one = data.draw(st.sampled_from(found))
    alice = caller("alice")
    names = {p["name"]: data.draw(st.sampled_from([group.north.pk, 0, 10**12])) for p in one.get("parameters", ()) if p["in"] == "path"}
    query = {p["name"]: data.draw(TEXT) for p in one.get("parameters", ()) if p["in"] == "query" and data.draw(st.booleans())}
    address = path.removeprefix("/api/v1").format(**names)
    if verb == "get":
        answer = alice.get(address, **query)
    else:
        body = data.draw(st.one_of(st.dictionaries(TEXT, TEXT, max_size=3), st.lists(TEXT, max_size=2), TEXT, st.none()))
        answer = alice.post(address, json.dumps(body))
    assert answer.status_code < 500, (verb, address, query)
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"]
