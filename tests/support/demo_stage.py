"""The demo group with a little history, so that no page is empty; run as a program with TANHENG_HOME set.

Beyond `tanheng demo`: a refused workbook, a correction of diesel with its own run, two issued files, a clarification in the rulebook with
its correction, answers to the doubts about the smelter, a data quality control plan in force and the draft of its next version, a clerk of
the other company and an account without any role.
"""

import os

from tests.support.acting import in_person

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanheng.config.settings")

import django


def fill() -> None:
    """Fill an empty data folder."""
    django.setup()
    from tanheng.apps.people.models import User
    from tanheng.apps.people.services import invite_person
    from tanheng.apps.sites.models import Node
    from tanheng.demo.database import PASSWORD, fill_demo_group

    fill_demo_group()
    admin = User.objects.get(email="admin@demo.example")
    cement = Node.objects.get(code="91640000SYNTHETIC2")
    invite_person(
        actor=in_person(admin),
        email="cement-clerk@demo.example",
        display_name="水泥填报人（演示）",
        role="clerk",
        node=cement,
        password=PASSWORD,
    )
    User.objects.create_user("stranger@demo.example", PASSWORD, display_name="无角色者（演示）")
    _history()


def _history() -> None:
    from tanheng.apps.accounting.services import run_accounts
    from tanheng.apps.people.models import User
    from tanheng.apps.records.services import upload_case
    from tanheng.apps.reporting.services import issue_report
    from tanheng.apps.sites.models import Node
    from tanheng.apps.work.services import ask_task
    from tanheng.apps.work.services.performing import perform_at_once
    from tanheng.demo.synthetic_smelter import ENTITY_CODE, PACK_ID, YEARS
    from tests.support.year_workbooks import with_two_errors, year_workbook

    year, company = YEARS[-1], Node.objects.get(code=ENTITY_CODE)
    clerk, manager = (User.objects.get(email=f"{name}@demo.example") for name in ("clerk", "carbon"))
    workbook = year_workbook(year, diesel_in_march_t="28.90", with_uncertainties=True)
    upload_case(actor=in_person(clerk), node=company, file_name=f"input-{year}.xlsx", content=with_two_errors(workbook))
    reason = "三月柴油按加油记录更正"
    upload_case(actor=in_person(clerk), node=company, file_name=f"input-{year}-2.xlsx", content=workbook, reason=reason)
    _answers(clerk, company, year, PACK_ID)
    run = run_accounts(actor=in_person(manager), node=company, year=year, pack_id=PACK_ID)
    issue_report(actor=in_person(manager), run=run, kind="pdf", language="zh")
    words = {"run": run.pk, "kind": "kit", "language": "zh", "reason": ""}
    perform_at_once(task=ask_task(actor=in_person(manager, "web"), name="reporting.issue", place=company, arguments=words))
    _clarifications(manager, company)
    _plans(clerk, manager, company)
    _missing(clerk, company)
    _cell_file(clerk, company)


def _cell_file(clerk: object, company: object) -> None:
    """A file at a cell of the smelter's grid; synthetic."""
    from datetime import date

    from tanheng.apps.monitoring.selectors.selection import PlanOfYear, grid_rows, places_of_plan
    from tanheng.apps.monitoring.services.cell_files import attach_to_cell
    from tanheng.demo.synthetic_smelter import YEARS

    year = YEARS[-1]
    row = grid_rows(company, places_of_plan(PlanOfYear(company, year))[-1], year)[0]
    cell = (row.line.code, row.source, date(year, 11, 1))
    attach_to_cell(actor=in_person(clerk), node=company, cell=cell, files=[("合成磅单.csv", "日期,数量\n".encode())])


def _answers(clerk: object, company: object, year: int, pack: str) -> None:
    """Every doubt about the smelter is confirmed, the first in print; those about its power plant stay open."""
    from tanheng.apps.records.selectors import current_import
    from tanheng.apps.records.selectors.doubts import year_problems
    from tanheng.apps.records.services import answer_warnings
    from tanheng.engine.answers import open_doubts

    doubts = open_doubts(year_problems(current_import(company, year, pack)))
    for number, doubt in enumerate(doubts):
        reason = "八月2号电解系列集中换极，已核对换极台账和阳极盘点表（合成数据）"
        told = {"digests": [doubt.digest], "says": "confirmed", "reason": reason, "printed": number == 0}
        answer_warnings(actor=in_person(clerk), node=company, year=year, pack_id=pack, **told)


def _clarifications(manager: object, company: object) -> None:
    from datetime import date

    from tanheng.apps.guidance.services import record_clarification
    from tanheng.apps.sites.models import Node
    from tanheng.demo.synthetic_smelter import PACK_ID

    told = {"group": Node.objects.get(path=company.path[:5]), "pack": PACK_ID, "anchor": "q-anode_consumption_t"}
    told |= {"said_by": "合成市生态环境局（合成数据）", "document": "合成答复函〔2026〕1号（合成数据）"}
    first = record_clarification(actor=in_person(manager), text="阳极消耗量按换极台账填报毛耗。", said_on=date(2026, 1, 8), **told)
    letter = {"file_name": "合成答复函.csv", "content": "合成,数据\n".encode()}
    text = "阳极消耗量按换极台账填报毛耗，残极不扣减；盘点差异在说明中列出。"
    record_clarification(actor=in_person(manager), text=text, said_on=date(2026, 2, 3), supersedes=first, **letter, **told)


def _plans(clerk: object, manager: object, company: object) -> None:
    from dataclasses import replace
    from decimal import Decimal

    from tanheng.apps.monitoring.selectors.plans import standing_plan
    from tanheng.apps.monitoring.services.pictures import attach_picture
    from tanheng.apps.monitoring.services.plans import begin_plan
    from tanheng.apps.monitoring.services.steps import move_plan
    from tanheng.apps.people.models import User
    from tests.apps.monitoring.pictures import png
    from tests.apps.monitoring.planned import complete, proposal

    group = User.objects.get(email="group@demo.example")
    text = complete(proposal(company))
    text = replace(text, sources=tuple(replace(one, tolerance=Decimal("0.002")) for one in text.sources))
    number = begin_plan(actor=in_person(clerk), node=company, plan=text).plan
    people = {"submit": clerk, "review": manager, "approve": group, "report": manager, "accept": manager}
    for verb, by in people.items():
        move_plan(actor=in_person(by), node=company, number=number, verb=verb)
    plan = standing_plan(company, number).plan
    changed = replace(plan, quality=replace(plan.quality, review=""), lines=plan.lines[:-1], uses=(), sources=())
    draft = begin_plan(actor=in_person(clerk), node=company, plan=changed, made_from=number).plan
    told = {"kind": "process_chart", "file_name": "合成流程图.png", "content": png(), "caption": "电解工序（合成数据）"}
    attach_picture(actor=in_person(clerk), node=company, number=draft, **told)


def _missing(clerk: object, company: object) -> None:
    """A month of a potline is missing, and in the one before the casthouse received more than was weighed; synthetic."""
    from datetime import date

    from tanheng.apps.monitoring.selectors.year_sources import YearSources
    from tanheng.apps.monitoring.services.treatments import accept_treatment
    from tests.apps.monitoring.planned import tell

    year = 2026
    output = next(one for one in YearSources(company, year).rows if one[1] == "molten_aluminium_output_t")
    tell(clerk, company, output, "20510.25", "", "20480.5", first=8, year=year)
    tell(clerk, company, output, "20990", "20450", source="compare-1", first=8, year=year)  # 2.3 % more than was weighed in August
    said = {
        "month": date(year, 9, 1),
        "proposal": "comparison_source",
        "amount": "20450",
        "reason": "抬包秤传感器故障，9月无称量记录（合成数据）",
    }
    line = YearSources(company, year).rows[output].line.code
    accept_treatment(actor=in_person(clerk), node=company, line=line, **said)


if __name__ == "__main__":
    fill()
