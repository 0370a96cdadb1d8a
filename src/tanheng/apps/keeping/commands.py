"""`tanheng recover-administrator`: a one-time link for an administrator who cannot sign in any more, made on the machine itself."""

import sys

import click

from tanheng.engine.text import Text

LINK = Text(
    "{name} 用下面的一次性链接设新口令，三天内有效，用一次即作废：\n  {address}\n{factors}",
    "{name} chooses a new password by this one-time link; it is good for three days and for one use:\n  {address}\n{factors}",
)
TAKEN = Text("第二因素已移除（{kinds}），登录后请重新设置。", "The second factors were taken away ({kinds}); set them up anew.")
NONE = Text("没有设置第二因素。", "There was no second factor.")


@click.command("recover-administrator")
@click.argument("email", metavar="EMAIL")
@click.option("--yes", "despite_others", is_flag=True, help="Though other administrators could do it. 其他管理员能处理也继续。")
def recover_administrator(*, email: str, despite_others: bool, lang: str) -> None:
    """Let an administrator in again who lost password or second factor: prints a one-time link. 管理员进不来时，生成一次性链接。

    It is for the machine itself, where no other administrator can make a link on the page of people. The journal says that it was done.
    """
    from tanheng.apps.keeping.services.recovering import recover_administrator as recover
    from tanheng.store.backups import KeepingError

    try:
        done = recover(email=email, despite_others=despite_others)
    except KeepingError as error:
        for problem in error.problems:
            click.echo(problem.as_text(lang), err=True)
        sys.exit(1)
    kinds = TAKEN.filled(kinds=", ".join(done.factors)) if done.factors else NONE
    address = _site() + _path(done.link.key, done.link.token)
    click.echo(LINK.filled(name=str(done.user), address=address, factors=kinds.in_(lang)).in_(lang))


def _path(key: str, token: str) -> str:
    from django.urls import reverse

    return reverse("people:accept", args=[key, token])


def _site() -> str:
    """The address of the site as far as the settings tell it."""
    from django.conf import settings

    host = next((one for one in settings.ALLOWED_HOSTS if one not in ("*", "localhost", "127.0.0.1", "[::1]")), "")
    if not host:
        return "http://127.0.0.1:8000"
    return f"{'https' if settings.SESSION_COOKIE_SECURE else 'http'}://{host.removeprefix('.')}"
