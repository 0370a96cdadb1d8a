"""What `make demo` serves works to the end: a report is issued as PDF by a server that the demo itself started."""

from __future__ import annotations

import json
import re
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tanheng.demo.database import PASSWORD
from tests.cli.test_interrupts import Started, answers, free_port, start, wait_until  # noqa: F401 - a fixture among them

SECONDS = 90
CEMENT = "cn/cement/cets_2024"


class Guest:
    """A browser without pictures."""

    def __init__(self, address: str) -> None:
        self.address, self.jar = address, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        return self.opener.open(self.address + path, timeout=SECONDS).read().decode()

    def post(self, path: str, content: bytes, kind: str) -> str:
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        headers = {"Content-Type": kind, "X-CSRFToken": token or "", "Referer": self.address + path, "Idempotency-Key": path}
        return self.opener.open(Request(self.address + path, content, headers), timeout=SECONDS).read().decode()

    def sign_in(self, email: str) -> None:
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("/accounts/login/"))
        assert found is not None
        words = {"csrfmiddlewaretoken": found.group(1), "login": email, "password": PASSWORD}
        self.post("/accounts/login/", urlencode(words).encode(), "application/x-www-form-urlencoded")


def test_the_demo_issues_a_report_as_pdf(start: Started, tmp_path: Path) -> None:  # noqa: F811
    port = free_port()
    start("demo", "--out", tmp_path / "out", "--make-folder", "--port", port)
    wait_until(lambda: answers(port))
    guest = Guest(f"http://127.0.0.1:{port}")
    guest.sign_in("group@demo.example")
    organisations = json.loads(guest.get("/api/v1/organisations"))
    companies = [one["id"] for one in organisations if one["kind"] == "company"]
    runs = [run for one in companies for run in json.loads(guest.get(f"/api/v1/organisations/{one}/runs"))]
    run = next(one for one in runs if one["pack"] == CEMENT)
    made = json.loads(guest.post(f"/api/v1/runs/{run['id']}/reports", b'{"kind": "pdf"}', "application/json"))
    assert made["kind"] == "pdf"
