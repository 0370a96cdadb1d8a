"""The generated house of large benchmarks: 50 companies, 400 facilities, 5 years, 2 000 runs, 1.5 million readings, 40 000 evidence
records, 500 users.

Made through the services that pages use, seeded, the same every time, kept in `out/house` until the code that makes it changes:

    python -m bench.house [--companies 50] [--folder out/house] [--database URL]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bench.house_cases import FACILITIES, cases_of_year, corrected
from bench.house_months import months_led, plan_in_force, typed_year
from bench.result import ROOT

FOLDER = ROOT / "out" / "house"
SEED = 20260101
YEARS = tuple(range(2021, 2026))
ROLES = ("clerk", "clerk", "clerk", "clerk", "carbon_manager", "carbon_manager", "verifier", "verifier", "clerk", "clerk")
EVIDENCE_A_YEAR = 160
RUNS_A_COMPANY = 40
PASSWORD = "generated-house-2026"  # nobody's data, on the own machine only


@dataclass(frozen=True)
class Company:
    """A company with the actors who work for it."""

    node: Any
    kind: str
    clerk: Any
    manager: Any
    entity: dict[str, str]


def settings(folder: Path, database_url: str = "") -> None:
    """Start Django on the house in a folder."""
    os.environ.update(TANHENG_HOME=str(folder), TANHENG_DATABASE_URL=database_url, TANHENG_LOG_LEVEL="ERROR")
    os.environ.update(TANHENG_PRODUCTION="0", TANHENG_DEBUG="0", DJANGO_SETTINGS_MODULE="tanheng.config.settings")
    import django

    django.setup()


def made(companies: int = 50, folder: Path = FOLDER, database_url: str = "", say: Callable[[str], object] = print) -> float:
    """Make the house where it is missing or was made by other code; the seconds that making it took. Django stands on it afterwards."""
    mark, wanted = folder / "house.json", {"companies": companies, "made by": _code(), "database": database_url}
    told = json.loads(mark.read_text(encoding="utf-8")) if mark.exists() else {}
    if {name: told.get(name) for name in wanted} == wanted:
        settings(folder, database_url)
        return float(told["seconds"])
    if any(folder.glob("*")) and not told:
        raise RuntimeError(f"{folder} holds something that is no finished house: remove it")
    _remove(folder)
    folder.mkdir(parents=True, exist_ok=True)
    settings(folder, database_url)
    started = time.monotonic()
    _make(companies, say)
    took = round(time.monotonic() - started, 1)
    mark.write_text(json.dumps(wanted | {"seconds": took, **counts()}, indent=1), encoding="utf-8")
    return took


def counts() -> dict[str, int]:
    """What stands in the house."""
    from tanheng.apps.accounting.models import Run, StoredResult
    from tanheng.apps.evidence.models import Attachment
    from tanheng.apps.journal.models import Event
    from tanheng.apps.monitoring.models import MonthStep, Reading
    from tanheng.apps.people.models import User
    from tanheng.apps.records.models import FileReading
    from tanheng.apps.sites.models import Node

    tables = {
        "runs": Run, "results": StoredResult, "readings": Reading, "figures of files": FileReading, "steps of months": MonthStep,
        "evidence records": Attachment, "events": Event, "users": User,
    }  # fmt: skip
    kinds = {"companies": "company", "facilities": "facility"}
    return {name: Node.objects.filter(kind=kind).count() for name, kind in kinds.items()} | {
        name: table.objects.count() for name, table in tables.items()
    }


def _code() -> str:
    """What the house is made by: this file, its cases and months. The database itself moves on by migrations."""
    files = [Path(__file__).with_name(name) for name in ("house.py", "house_cases.py", "house_months.py")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _remove(folder: Path) -> None:
    import shutil

    if folder.exists():
        for path in folder.rglob("*"):
            if path.is_dir():
                path.chmod(0o700)
        shutil.rmtree(folder)


def _make(number: int, say: Callable[[str], object]) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    admin, group = founded()
    head = _group_manager(admin, group)
    parts: Counter[str] = Counter()
    for one in _companies(admin, group, number):
        _work(one, head, Random(SEED + one.node.pk), parts)
        say(f"{one.entity['name']}: so far {', '.join(f'{name} {took:.1f} s' for name, took in parts.items())}")


@contextmanager
def _timed(parts: Counter[str], name: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    parts[name] += time.monotonic() - started  # type: ignore[assignment]  # a counter of seconds


def founded() -> tuple[Any, Any]:
    """The administrator and the group of an empty installation."""
    from tanheng.apps.people.access.actors import in_person
    from tanheng.apps.sites.services import begin_with_administrator, create_group, finish_installation

    admin = in_person(begin_with_administrator(email="admin@house.example", display_name="管理员（合成）", password=PASSWORD))
    group = create_group(actor=admin, name="合成集团（生成的数据）")
    finish_installation(actor=admin)
    return admin, group


def _group_manager(admin: Any, group: Any) -> Any:
    """Who approves the plans of all companies."""
    from tanheng.apps.people.access.actors import in_person
    from tanheng.apps.people.services import invite_person

    words = {"email": "group@house.example", "display_name": "集团管理（合成）", "role": "group_manager"}
    return in_person(invite_person(actor=admin, node=group, **words).user)


def _companies(admin: Any, group: Any, number: int) -> Iterator[Company]:
    """Two cement companies for one smelter, each with its parts and ten people."""
    from tanheng.apps.sites.services import create_company, create_facility, create_site

    kinds = cycle(("smelter", "cement", "cement"))
    for index in range(1, number + 1):
        kind = next(kinds)
        entity = {"name": f"合成企业{index:03d}（生成的数据）", "code": f"91640000HOUSE{index:05d}"}
        node = create_company(actor=admin, group=group, **entity)
        site = create_site(actor=admin, company=node, name=f"厂区{index:03d}", code="site-1")
        for code, facility in FACILITIES[kind]:
            create_facility(actor=admin, site=site, name=code, code=code, facility_kind=facility, in_use_from=date(2010, 1, 1))
        people = [_invited(admin, node, index, place, role) for place, role in enumerate(ROLES)]
        yield Company(node, kind, people[0], people[4], entity)


def _invited(admin: Any, node: Any, index: int, place: int, role: str) -> Any:
    from tanheng.apps.people.access.actors import in_person
    from tanheng.apps.people.services import invite_person

    email, name = f"p{place}-{index:03d}@house.example", f"合成人员{index:03d}-{place}"
    return in_person(invite_person(actor=admin, email=email, display_name=name, role=role, node=node).user)


def _work(one: Company, group: Any, random: Random, parts: Counter[str]) -> None:
    """Five years of a company: figures of files, a correction, runs, evidence; a plan, months typed beside, the last ones closed."""
    cases = [(year, case) for year in YEARS for case in cases_of_year(one.kind, one.entity, year, random)]
    with _timed(parts, "files and runs"):
        for number, (_, case) in enumerate(cases):
            before, after = _share(RUNS_A_COMPANY, len(cases), number)
            _upload(one, case, "")
            _runs(one, case, before)
            _upload(one, corrected(case), "换极台账补记一笔（合成）")
            _runs(one, case, after)
    with _timed(parts, "evidence"):
        for year in YEARS:
            _attach(one, year, [case for of, case in cases if of == year], random)
    with _timed(parts, "plans"):
        plan_in_force(one, group)
    with _timed(parts, "readings"):
        for year in YEARS:
            typed_year(one, year, random)
    with _timed(parts, "months"):
        months_led(one)


def _share(whole: int, parts: int, number: int) -> tuple[int, int]:
    """How many runs fall on a case, before and after its correction."""
    runs = whole // parts + (1 if number < whole % parts else 0)
    return runs // 2, runs - runs // 2


def _upload(one: Company, case: dict[str, Any], reason: str) -> None:
    from tanheng.apps.records.services import upload_case

    text = yaml.dump(case, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False)
    stored = upload_case(actor=one.clerk, node=one.node, file_name=f"{case['year']}.yaml", content=text.encode(), reason=reason)
    if not stored.accepted:
        raise RuntimeError(f"the house's own figures were refused: {stored.problems}")


def _runs(one: Company, case: dict[str, Any], number: int) -> None:
    from tanheng.apps.accounting.services import run_accounts

    for _ in range(number):
        run_accounts(actor=one.manager, node=one.node, year=case["year"], pack_id=case["pack"])


def _attach(one: Company, year: int, cases: list[dict[str, Any]], random: Random) -> None:
    """Evidence of a year: the files that figures name, the rest slips by month, each some kilobytes."""
    from tanheng.apps.evidence.services import attach_files

    named = sorted({row["evidence"] for case in cases for row in case["values"] if "evidence" in row})
    slips = (f"凭证-{year}-{month:02d}-{number:02d}.pdf" for number in range(1, 99) for month in range(1, 13))
    names = (named + [next(slips) for _ in range(EVIDENCE_A_YEAR)])[:EVIDENCE_A_YEAR]
    files = [(name, random.randbytes(random.randrange(2_000, 6_000))) for name in names]
    attach_files(actor=one.clerk, node=one.node, year=year, files=files, note="合成凭证")


def main() -> int:
    """Make the house and say what stands in it."""
    words = argparse.ArgumentParser(prog="python -m bench.house", description=__doc__)
    words.add_argument("--companies", type=int, default=50)
    words.add_argument("--folder", type=Path, default=FOLDER)
    words.add_argument("--database", default="")
    wish = words.parse_args()
    took = made(wish.companies, wish.folder, wish.database, say=lambda text: print(text, flush=True))
    print(json.dumps({"seconds": took, **counts()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
