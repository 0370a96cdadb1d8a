"""The environment variables Tanheng reads, each with its default and its meaning in one table.

`docs/reference/settings.md` describes the same table for people and a test holds the two together. This module
only reads values; what they do to Django stands in `settings.py`.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class ConfigurationError(Exception):
    """A variable is missing or cannot be read; the message names it and the remedy."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, its default as text and what it is for."""

    name: str
    default: str
    meaning: str


VARIABLES: tuple[Variable, ...] = (
    Variable("TANHENG_HOME", "", "Folder for the database, the secret key, evidence files and caches."),
    Variable("TANHENG_DATABASE_URL", "", "sqlite:///file or postgres://user:password@host:port/name."),
    Variable("TANHENG_DATABASE_OWNER_URL", "", "PostgreSQL: address of the tables' owner, where the application works as another role."),
    Variable("TANHENG_PRODUCTION", "0", "1 on a server that others reach: a secret key must be given."),
    Variable("TANHENG_SECRET_KEY", "", "Key that signs sessions and links; at least 50 characters."),
    Variable("TANHENG_SIGNING_KEY", "", "File of the key that signs checkpoints of the journal; made at its first use."),
    Variable("TANHENG_DEBUG", "0", "1 shows technical error pages; refused together with TANHENG_PRODUCTION."),
    Variable("TANHENG_ALLOWED_HOSTS", "", "Host names this installation answers to, separated by commas."),
    Variable("TANHENG_HTTPS", "", "1 when people reach the site by https; default: as TANHENG_PRODUCTION."),
    Variable("TANHENG_PROXY_COUNT", "", "Number of trusted proxies in front; default 1 with https, otherwise 0."),
    Variable("TANHENG_UPLOAD_LIMIT_MB", "20", "Largest request body in megabytes."),
    Variable("TANHENG_WORKERS", "2", "Server processes started by tanheng serve."),
    Variable("TANHENG_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Variable("TANHENG_LANG", "", "zh or en: language of the commands where --lang does not say it; read by the command line alone."),
)
DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


@dataclass(frozen=True)
class Environment:
    """The environment, read and typed."""

    home: Path
    database_url: str
    owner_url: str  # "" where one role does all
    production: bool
    secret_key: str
    signing_key: Path
    debug: bool
    allowed_hosts: list[str]
    https: bool
    proxy_count: int
    upload_limit_mb: int
    workers: int
    log_level: str


def read_environment(values: Mapping[str, str]) -> Environment:
    """Read the variables; `ConfigurationError` names the first one that cannot be used."""
    production, debug = _flag(values, "TANHENG_PRODUCTION"), _flag(values, "TANHENG_DEBUG")
    if production and debug:
        raise ConfigurationError(
            "TANHENG_DEBUG=1 与 TANHENG_PRODUCTION=1 不能同时设，请去掉一个 / "
            "TANHENG_DEBUG=1 cannot stand together with TANHENG_PRODUCTION=1: remove one."
        )
    https = _flag(values, "TANHENG_HTTPS", default=production)
    home = home_folder(values)
    database_url = _text(values, "TANHENG_DATABASE_URL") or f"sqlite:///{home / 'tanheng.sqlite3'}"
    return Environment(
        home=home,
        database_url=database_url,
        owner_url=_owner_url(values, database_url),
        production=production,
        secret_key=_secret_key(values, home, production),
        signing_key=Path(_text(values, "TANHENG_SIGNING_KEY") or home / "signing-key").expanduser().absolute(),
        debug=debug,
        allowed_hosts=_hosts(values, production),
        https=https,
        proxy_count=_number(values, "TANHENG_PROXY_COUNT", default=1 if https else 0, low=0),
        upload_limit_mb=_number(values, "TANHENG_UPLOAD_LIMIT_MB", default=20, low=1),
        workers=_number(values, "TANHENG_WORKERS", default=2, low=1),
        log_level=_log_level(values),
    )


def home_folder(values: Mapping[str, str]) -> Path:
    """The data folder, without reading or making anything in it."""
    return Path(_text(values, "TANHENG_HOME") or _default_home(values)).expanduser().absolute()


def database_settings(url: str) -> dict[str, object]:
    """Turn a database URL into Django's dictionary; SQLite and PostgreSQL only."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(url.removeprefix("sqlite:///"))
    if parts.scheme in ("postgres", "postgresql"):
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", unquote(parts.hostname or "")),
            "PORT": str(parts.port or query.pop("port", "")),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    raise ConfigurationError(
        f"TANHENG_DATABASE_URL：不认识 {parts.scheme or url!r}，请用 sqlite:/// 或 postgres:// / "
        f"TANHENG_DATABASE_URL: {parts.scheme or url!r} is unknown; use sqlite:/// or postgres://."
    )


def _owner_url(values: Mapping[str, str], database_url: str) -> str:
    """The owner's address; "" where none is given. It must lead to the same database as the application's."""
    given = _text(values, "TANHENG_DATABASE_OWNER_URL")
    if given and urlsplit(given).scheme not in ("postgres", "postgresql"):
        raise ConfigurationError(
            "TANHENG_DATABASE_OWNER_URL：只用于 PostgreSQL，请写 postgres:// / TANHENG_DATABASE_OWNER_URL is for PostgreSQL: use postgres://."
        )
    if given and database_settings(given)["NAME"] != database_settings(database_url)["NAME"]:
        raise ConfigurationError(
            "TANHENG_DATABASE_OWNER_URL 与 TANHENG_DATABASE_URL 不是同一个数据库 / "
            "TANHENG_DATABASE_OWNER_URL and TANHENG_DATABASE_URL must name the same database."
        )
    return given


def private_file(path: Path, make: str) -> str:
    """Text of a file only its owner may read; written once with `make` when it is not there yet."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(make)
    return make


def _sqlite(name: str) -> dict[str, object]:
    # IMMEDIATE: a transaction takes the write lock at its start, so the journal's chain has one writer at a time.
    # recursive_triggers: without it INSERT OR REPLACE would delete a row without firing the delete trigger.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": pragmas, "timeout": 30},
    }


def _secret_key(values: Mapping[str, str], home: Path, production: bool) -> str:
    given = _text(values, "TANHENG_SECRET_KEY")
    if production and len(given) < 50:
        raise ConfigurationError(
            "TANHENG_PRODUCTION=1 时 TANHENG_SECRET_KEY 至少 50 个字符 / "
            "TANHENG_SECRET_KEY must have at least 50 characters when TANHENG_PRODUCTION=1; "
            "make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return given or private_file(home / "secret-key", secrets.token_urlsafe(64))


def _default_home(values: Mapping[str, str]) -> str:
    return str(Path(values.get("XDG_DATA_HOME") or "~/.local/share") / "tanheng")


def _hosts(values: Mapping[str, str], production: bool) -> list[str]:
    given = [host.strip() for host in _text(values, "TANHENG_ALLOWED_HOSTS").split(",") if host.strip()]
    if production and not given:
        raise ConfigurationError(
            "正式运行时 TANHENG_ALLOWED_HOSTS 要写明本系统的主机名 / "
            "TANHENG_ALLOWED_HOSTS must name the host of this installation in production."
        )
    return given or ["localhost", "127.0.0.1", "[::1]"]


def _text(values: Mapping[str, str], name: str) -> str:
    return (values.get(name) or DEFAULTS[name]).strip()


def _flag(values: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    text = _text(values, name).lower()
    if text not in ("", "0", "1", "false", "true", "no", "yes"):
        raise ConfigurationError(f"{name}={text!r}：请写 1 或 0 / write 1 or 0.")
    return default if text == "" else text in ("1", "true", "yes")


def _number(values: Mapping[str, str], name: str, *, default: int, low: int) -> int:
    text = _text(values, name) or str(default)
    if not text.isdecimal() or int(text) < low:
        raise ConfigurationError(f"{name}={text!r}：请写不小于 {low} 的整数 / write a whole number of at least {low}.")
    return int(text)


def _log_level(values: Mapping[str, str]) -> str:
    level = _text(values, "TANHENG_LOG_LEVEL").upper()
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ConfigurationError(f"TANHENG_LOG_LEVEL={level!r}：请写 / write DEBUG, INFO, WARNING, ERROR")
    return level
