"""`tanheng backup-keys`, `tanheng restore-keys`: the keys of an installation in a file of their own, for they belong into no backup.

Whoever has a backup can read what it holds; whoever has the keys too can act in the names of others. Neither command starts Django, which
would make a new key where there is none.
"""

from __future__ import annotations

import json
import os
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import click

from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language_option, said
from tanheng.cli.writing import OutputFile, Writer, write_secret

SHAPE = "keys/1"
NAMES = ("secret-key", "signing-key*")  # files of the data folder; nothing else there is a key
VARIABLE, SECRET = "TANHENG_SECRET_KEY", "secret-key"
SIGNING_VARIABLE, SIGNING = "TANHENG_SIGNING_KEY", "signing-key"
LARGEST_BYTES = 1 << 20


@click.command("backup-keys")
@click.argument("target", metavar="FILE", type=OutputFile())
@language_option
def backup_keys(*, target: Path, lang: str) -> None:
    """Write the keys into a file that only its owner may read. Keep it elsewhere than the backups. 另存密钥，勿与备份放在一起。"""
    home = _home()
    kept = {path.name: _text(path) for name in NAMES for path in sorted(home.glob(name)) if path.is_file()}
    for name in (SIGNING, f"{SIGNING}.pub"):
        if (path := _place(name, home)).parent != home or path.name != name:  # the settings keep it elsewhere
            kept.pop(name, None)
            kept |= {name: _text(path)} if path.is_file() else {}
    if given := os.environ.get(VARIABLE, "").strip():
        kept[SECRET] = given
    if not kept:
        raise click.ClickException(said(f"{home} 里没有密钥", f"there are no keys in {home}"))
    Writer(overwrite=False, make_folder=False).check(target)
    write_secret(target, json.dumps({"tanheng": SHAPE, "keys": kept}, indent=1) + "\n")
    click.echo(said(f"已写入 {target}：{'、'.join(kept)}", f"Written to {target}: {', '.join(kept)}"))


@click.command("restore-keys")
@click.argument("source", metavar="FILE", type=InputFile())
@click.option("--overwrite", is_flag=True, help="Replace other keys; the old ones are kept beside. 替换现有密钥，旧的留存。")
@language_option
def restore_keys(*, source: Path, overwrite: bool, lang: str) -> None:
    """Put kept keys into the data folder, before or after a restore; the server must not run. 取回密钥。"""
    kept, home = _read(source), _home()
    places = {name: _place(name, home) for name in kept}
    others = [name for name, path in places.items() if path.exists() and _text(path) != kept[name]]
    if others and not overwrite:
        names = ", ".join(others)
        told = f"{home} 里已有别的密钥：{names}；要替换请加 --overwrite", f"{home} has other keys: {names}; add --overwrite to replace them"
        raise click.UsageError(said(*told))
    for name, path in places.items():
        if name in others:
            path.replace(path.with_name(f"{path.name}.replaced"))
        if not path.exists():
            write_secret(path, kept[name] + "\n")
    if os.environ.get(VARIABLE, "").strip() not in ("", kept.get(SECRET)):
        click.echo(
            said(f"注意：{VARIABLE} 另设了密钥，优先使用", f"Note: {VARIABLE} names another key, and it is the one that counts"), err=True
        )
    click.echo(said(f"密钥已在 {home}：{'、'.join(kept)}", f"The keys are in {home}: {', '.join(kept)}"))


def _home() -> Path:
    from tanheng.config.environment import home_folder

    return home_folder(os.environ)


def _place(name: str, home: Path) -> Path:
    """Where a key belongs: in the data folder, or where the settings keep the one that signs, its public keys beside it."""
    elsewhere = os.environ.get(SIGNING_VARIABLE, "").strip()
    if not elsewhere or name not in (SIGNING, f"{SIGNING}.pub"):
        return home / name
    path = Path(elsewhere).expanduser().absolute()
    return path.with_name(path.name + name.removeprefix(SIGNING))


def _read(source: Path) -> dict[str, str]:
    """Name and text of each key of the file."""
    try:
        read: Any = json.loads(source.read_bytes()[:LARGEST_BYTES])
        kept = {str(name): str(text) for name, text in read["keys"].items()} if read["tanheng"] == SHAPE else {}
    except (ValueError, KeyError, TypeError, AttributeError):
        kept = {}
    if not kept or not all(any(fnmatch(name, one) for one in NAMES) and "/" not in name for name in kept):
        raise click.ClickException(said(f"{source} 不是 {SHAPE} 文件", f"{source} is no file of the shape {SHAPE}"))
    return kept


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()
