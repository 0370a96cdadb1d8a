"""`tanheng witness`: keep one small file about another installation's journal, and cosign its checkpoints. No database, no network.

A sister plant or a verifier takes a checkpoint from a stick, sees that it continues the last one it saw, and signs that it saw it at
this time. A journal that was rolled back or rewritten since is refused.
"""

from __future__ import annotations

import json
import secrets
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language_option, said
from tanheng.cli.writing import OutputFile, Writer, write_secret, writes_files
from tanheng.engine.text import Text
from tanheng.seal.checkpoints import Checkpoint, read_checkpoint
from tanheng.seal.notes import (
    COSIGNATURE,
    NAME,
    Note,
    NoteError,
    PrivateKey,
    PublicKey,
    read_note,
    read_private_key,
    read_public_key,
)
from tanheng.seal.witnessing import RefusedCheckpointError, read_request, taken

SHAPE = "witness/1"
LARGEST_BYTES = 1 << 20
KEY_CHANGE = "tanheng key change"
REFUSED = {
    "unsigned": Text("不是由该日志的密钥签署", "it is not signed by a key of the journal"),
    "other_log": Text("属于另一个日志", "it belongs to another journal"),
    "rollback": Text("比上次见证的短：日志被截断，或数据库是较旧的副本", "it is shorter than the last one seen: cut, or an older copy"),
    "fork": Text("与上次见证的大小相同、内容不同：日志被改写", "of the same size as the last one seen, and another: it was rewritten"),
    "another_old": Text("证明不是从上次见证处开始的", "its proof does not begin at the last one seen"),
    "not_continued": Text("不是上次见证的延续：日志被改写", "it does not continue the last one seen: it was rewritten"),
}


@dataclass(frozen=True)
class State:
    """What a witness keeps: the keys of the log, its own key, the last note it took (blank: none yet)."""

    keys: tuple[PublicKey, ...]
    own: PrivateKey
    note: str = ""

    @property
    def seen(self) -> Checkpoint | None:
        """The last checkpoint it took."""
        return read_checkpoint(read_note(self.note).text) if self.note else None

    @property
    def written(self) -> str:
        """The state as a file."""
        document = {"tanheng": SHAPE, "log": [key.written for key in self.keys], "key": self.own.written, "note": self.note}
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


@click.group()
def witness() -> None:
    """Keep one small file about another installation's journal and cosign its checkpoints. 见证他方日志。"""


@witness.command()
@click.argument("state", metavar="STATE", type=OutputFile(".json"))
@click.argument("key", metavar="KEY")
@click.option("--name", required=True, metavar="NAME", help="The witness's own name, without blanks. 见证人名称。")
@language_option
def init(*, state: Path, key: str, name: str, lang: str) -> None:
    """Begin to witness the journal that signs with KEY; STATE holds the witness's own key, so keep it. 开始见证。

    KEY stands in the file signing-key.pub of the other installation's data folder.
    """
    if not NAME.fullmatch(name):
        raise click.BadParameter(said("名称不能有空格或加号", "a name has no blanks and no plus sign"), param_hint="--name")
    try:
        log = read_public_key(key)
    except NoteError as error:
        raise click.BadParameter(str(error), param_hint="KEY") from None
    Writer(overwrite=False, make_folder=False).check(state)
    made = State((log,), PrivateKey(name, COSIGNATURE, secrets.token_bytes(32)))
    write_secret(state, made.written)
    click.echo(made.own.public.written)


@witness.command()
@click.argument("state_path", metavar="STATE", type=InputFile())
@language_option
def show(*, state_path: Path, lang: str) -> None:
    """Say what was seen last, and the witness's own public key. 显示最近一次见证。"""
    state = _read(state_path)
    size = state.seen.size if state.seen else 0
    click.echo(said(f"已见证 {state.keys[-1].name} 至第 {size} 条", f"{state.keys[-1].name} was seen up to event {size}"))
    click.echo(said(f"下次请对方运行：tanheng checkpoint --since {size}", f"Next, have them run: tanheng checkpoint --since {size}"))
    click.echo(state.own.public.written)


@witness.command()
@click.argument("state_path", metavar="STATE", type=InputFile())
@click.argument("request_path", metavar="REQUEST", type=InputFile())
@click.option("-o", "--output", required=True, metavar="FILE", type=OutputFile(), help="The cosigned checkpoint. 见证后的检查点。")
@writes_files
@language_option
def sign(*, state_path: Path, request_path: Path, output: Path, writer: Writer, lang: str) -> None:
    """Take the checkpoint in REQUEST (of `tanheng checkpoint --since`) if it continues the last one seen, and cosign it. 核对并联署。

    Exit status 1 where it does not: then the other journal was cut, rewritten, or is an older copy.
    """
    writer.check(output)
    state = _read(state_path)
    try:
        request = read_request(_text(request_path))
        taken(state.seen, request, state.keys)
    except RefusedCheckpointError as refusal:
        _refuse(REFUSED[refusal.reason].in_(lang))
    except NoteError as error:
        _refuse(str(error))
    note = request.note.with_signature(state.own.sign(request.note.text, int(datetime.now().astimezone().timestamp())))
    writer.write({output: note.written.encode()})
    write_secret(state_path, replace(state, note=note.written).written, overwrite=True)
    click.echo(str(output))


@witness.command()
@click.argument("state_path", metavar="STATE", type=InputFile())
@click.argument("change_path", metavar="CHANGE", type=InputFile())
@language_option
def key(*, state_path: Path, change_path: Path, lang: str) -> None:
    """Take over the new key of a journal, in CHANGE (of `tanheng checkpoint --change-key`), signed by the old one. 接受更换的密钥。"""
    state = _read(state_path)
    try:
        new = _new_key(read_note(_text(change_path)), state.keys)
    except NoteError as error:
        _refuse(str(error))
    write_secret(state_path, replace(state, keys=(*state.keys, new)).written, overwrite=True)
    click.echo(new.written)


def _new_key(note: Note, known: tuple[PublicKey, ...]) -> PublicKey:
    lines = note.text.split("\n")
    if len(lines) != 4 or lines[0] != KEY_CHANGE:
        raise NoteError(said("不是密钥更换文件", "not the change of a key"))
    old, new = read_public_key(lines[1]), read_public_key(lines[2])
    if old != known[-1]:
        raise NoteError(said("旧密钥不是已知的那一个", "the old key is not the one that is known"))
    old.signature_in(note)
    return new


def _refuse(why: str) -> NoReturn:
    click.echo(said(f"拒绝：{why}", f"Refused: {why}"), err=True)
    sys.exit(1)


def _read(path: Path) -> State:
    try:
        read = json.loads(_text(path))
        if read["tanheng"] != SHAPE:
            raise NoteError
        return State(tuple(read_public_key(word) for word in read["log"]), read_private_key(read["key"]), str(read["note"]))
    except (ValueError, KeyError, TypeError):
        raise click.ClickException(said(f"{path} 不是 {SHAPE} 文件", f"{path} is no file of the shape {SHAPE}")) from None


def _text(path: Path) -> str:
    return path.read_bytes()[:LARGEST_BYTES].decode(errors="replace")
