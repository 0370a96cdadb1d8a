"""The settings as the type checker reads them: which apps and models there are. No environment is read, no home folder made."""

from pathlib import Path

from tanheng.config.environment import Environment
from tanheng.config.installed import AUTH_USER_MODEL, INSTALLED_APPS

__all__ = ["AUTH_USER_MODEL", "INSTALLED_APPS"]

SECRET_KEY = "of no use: nothing is signed while types are checked"  # noqa: S105 - no secret
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
HOME: Path = Path()
EVIDENCE_FOLDER: Path = Path()
REFUSED_FOLDER: Path = Path()
SIGNING_KEY_FILE: Path = Path()
CHECKPOINT_FOLDER: Path = Path()
QUARANTINE_FOLDER: Path = Path()
WORKERS_FOLDER: Path = Path()
UPLOAD_LIMIT_BYTES: int = 0
UPLOADS_OF_ANY_TYPE: tuple[str, ...] = ()
ENVIRONMENT: Environment
DATABASE_OWNER: dict[str, object] | None = None
APPLICATION_ROLE: str = ""
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]  # the sign-in library does not start without
