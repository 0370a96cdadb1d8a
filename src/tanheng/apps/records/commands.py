"""`tanheng import`: a file of a year's figures taken over from the command line, as somebody with an account would upload it."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.apps.records.models import Import

ACCEPTED = Text(
    "{name}：第 {number} 次导入，{year} 年 {values} 个数值（{pack}）",
    "{name}: import {number}, {values} values of {year} ({pack})",
)
REFUSED = Text("{name}：未导入任何数值（第 {number} 次，已拒绝）", "{name}: nothing was taken over (import {number}, refused)")
NOBODY = Text("没有账号 {email}", "there is no account {email}")
NO_COMPANY = Text("{email} 的范围内没有编号为 {code} 的企业", "within the reach of {email} there is no company with the code {code}")
NOT_PERMITTED = Text("{email} 没有上传 {company} 数据的权限", "{email} may not upload figures of {company}")

A_NUMBER = click.IntRange(1, 2**31 - 1)  # as `models.MOST_NUMBER`, which would start Django


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--company", "code", required=True, metavar="CODE", help="Unified social credit code of the company. 企业代码。")
@click.option("--as", "email", required=True, metavar="EMAIL", help="Whose account uploads it. 以哪个账号上传。")
@click.option("--reason", default="", help="Why earlier figures are replaced. 替换原因。")
@click.option("--base", type=A_NUMBER, metavar="N", help="Number of the import the file was made from. 文件取自第几次导入。")
@click.option(
    "--confirm",
    type=A_NUMBER,
    metavar="N",
    help="Change what others changed up to import N all the same. 确认以此文件取代他人截至第 N 次导入的修改。",
)
def import_case(*, file: Path, code: str, email: str, lang: str, **said: Any) -> None:
    """Take over a case or a filled workbook into the database, as the page of uploads does. 导入填报文件。

    All of its figures or none; what is wrong is listed, and the exit status is then 1.
    """
    from tanheng.apps.people.models import User, one_writing

    user = User.objects.filter(email=one_writing(email), is_active=True).first()
    if user is None:
        raise click.UsageError(NOBODY.filled(email=email).in_(lang))
    from tanheng.apps.people.access.actors import in_person
    from tanheng.apps.people.access.scopes import within

    actor = in_person(user)
    with within(actor.reach):
        one = _imported(actor, file, code, said, lang)
    _say(one, lang)
    sys.exit(0 if one.accepted else 1)


def _imported(actor: Any, file: Path, code: str, said: Mapping[str, Any], lang: str) -> "Import":
    from django.core.exceptions import PermissionDenied, ValidationError

    from tanheng.apps.records.services import upload_case
    from tanheng.apps.records.services.asking import OthersChangedError, ReasonNeededError
    from tanheng.apps.sites.models import Node

    company = next((one for one in Node.objects.filter(kind="company", code=code) if _seen(actor.reach, one)), None)
    if company is None:
        raise click.UsageError(NO_COMPANY.filled(email=actor.user.email, code=code).in_(lang))
    try:
        return upload_case(actor=actor, node=company, file_name=file.name, content=file.read_bytes(), **said)
    except PermissionDenied:
        raise click.ClickException(NOT_PERMITTED.filled(email=actor.user.email, company=str(company)).in_(lang)) from None
    except ReasonNeededError as refused:
        raise click.ClickException(f"{' '.join(refused.messages)} (--reason)") from None
    except OthersChangedError as refused:
        for problem in refused.problems:
            click.echo(problem.as_text(lang), err=True)
        raise click.ClickException(f"{' '.join(refused.messages)} (--confirm {refused.goes_on_with})") from None
    except ValidationError as refused:
        raise click.ClickException(" ".join(refused.messages)) from None


def _seen(reach: Any, company: Any) -> bool:
    """Whether the person has any role in the company, above it or in a part of it."""
    return reach.sees(company) or any(grant.path.startswith(company.path) for grant in reach.grants)


def _say(one: "Import", lang: str) -> None:
    from tanheng.apps.records.selectors.doubts import file_problems

    for problem in file_problems(one):
        click.echo(problem.as_text(lang), err=True)
    words = {"name": one.file_name, "number": str(one.number), "year": str(one.year), "values": str(one.value_count), "pack": one.pack}
    click.echo((ACCEPTED if one.accepted else REFUSED).filled(**words).in_(lang))
