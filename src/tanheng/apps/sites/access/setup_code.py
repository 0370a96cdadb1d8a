"""The one-time code that protects the set-up of an empty installation from strangers on the network.

It lies in the data folder, readable by its owner only, is printed where the server is started, and is gone once the
first account exists. Its 60 random bits need no counting of attempts.
"""

import base64
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings

from tanheng.apps.people.models import User


def current_code() -> str | None:
    """The code of this installation, made when there is none yet; None once anybody has an account."""
    if User.objects.exists():
        return None
    path = _path()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    code = base64.b32encode(secrets.token_bytes(8)).decode()[:12]
    shown = "-".join((code[:4], code[4:8], code[8:]))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(shown)
    return shown


def code_matches(typed: str) -> bool:
    """Is this the code? Spaces, hyphens and lower case are forgiven."""
    code = current_code()
    return code is not None and hmac.compare_digest(_plain(code).encode(), _plain(typed).encode())


def forget_code() -> None:
    """Remove the code once it has served."""
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.HOME) / "setup-code"


def _plain(code: str) -> str:
    return code.replace("-", "").replace(" ", "").upper()
