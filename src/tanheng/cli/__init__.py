"""The command line's door: which commands there are, where each one lives, and how the program ends.

It holds a table and no work: `tanheng --help` reads the short texts of the table and imports no command, and a pure
command starts without Django. Exit status: 0 done, 1 the data has errors or a file cannot be used, 2 wrong usage, 130 Ctrl-C.
"""

import gc
import importlib
import io
import os
import select
import sys
from difflib import get_close_matches
from typing import Any

from tanheng.cli.ending import ABORTED, ended_at_once, ended_by, unwound_by_signals

with ended_at_once():  # a program that is only starting has nothing to say but that it ends
    import click

    from tanheng.cli.language import group_language_option, language, read_words
    from tanheng.cli.of_apps import commands_of_apps, in_django
    from tanheng.engine.collector import no_circles_sought

    OF_APPS = commands_of_apps()

INTERRUPTED = 130  # 128 and the number of the signal, as shells have it
# name: (module:attribute, what it does)
COMMANDS: dict[str, tuple[str, str]] = {
    "calculate": ("tanheng.cli.calculate:calculate", "Compute a case; list or explain its results. 计算并解释。"),
    "answers": ("tanheng.cli.answers:answers", "List doubts about figures, ready to be answered. 列出待答复的疑问。"),
    "report": ("tanheng.cli.report:report", "Write the official tables and the report of a case. 生成报告。"),
    "receipt": ("tanheng.cli.receipt:receipt", "Write all that made the numbers of a case into one file. 生成核算凭据。"),
    "kit": ("tanheng.cli.kit:kit", "Write a workbook with live formulas that recomputes a case. 生成复算工作簿。"),
    "template": ("tanheng.cli.template:template", "Write an empty input workbook for a rule pack. 生成填报工作簿。"),
    "bridge": ("tanheng.cli.bridge:bridge", "What another edition would give for a case, and why. 版本对比。"),
    "compare": ("tanheng.cli.compare:compare", "What changed between two cases, and why. 两次核算对比。"),
    "why": ("tanheng.cli.why:why", "Why a total changed: calendar, output, rate, factor. 变化原因。"),
    "defaults": ("tanheng.cli.defaults:defaults", "What each default costs and measuring is worth. 缺省值的代价。"),
    "sensitivity": ("tanheng.cli.sensitivity:sensitivity", "What one percent of an input does to a number. 百分之一的影响。"),
    "tracks": ("tanheng.cli.tracks:tracks", "Process and enterprise totals line by line. 两本账对账。"),
    "obligations": ("tanheng.cli.obligations:obligations", "What an entity must surrender, list by list. 应清缴配额。"),
    "batch": ("tanheng.cli.batch:batch", "Compute whole tables of entities, exact to the digit. 批量计算。"),
    "replay": ("tanheng.cli.replay:replay", "Recompute a stored run; say equal or where it differs. 复算已存的运行。"),
    "rules": ("tanheng.cli.rules:rules", "List, show, compare and check rule packs. 查看与检查规则包。"),
    "verify": ("tanheng.cli.verify:verify", "Prove journal, figures, runs, evidence; name what differs. 校验全部数据。"),
    "proof": ("tanheng.cli.proof:proof", "Prove one figure of a stored run, to be checked elsewhere. 证明一个数。"),
    "checkpoint": ("tanheng.cli.checkpoint:checkpoint", "Sign the head of the journal, to be kept elsewhere. 签署日志检查点。"),
    "witness": ("tanheng.cli.witness:witness", "Cosign the checkpoints of another installation. 见证他方日志。"),
    "demo": ("tanheng.cli.demo:demo", "Compute the sample year and fill the demo group. 演示。"),
    "serve": ("tanheng.cli.serve:serve", "Serve the web application. 启动网页服务。"),
    "worker": ("tanheng.cli.worker:worker", "Do what waits in the background. 执行后台任务。"),
    "backup": ("tanheng.cli.backup:backup", "Copy database and evidence, while others work. 备份。"),
    "restore": ("tanheng.cli.backup:restore", "Restore a backup, proven, never over data. 恢复备份。"),
    "backup-keys": ("tanheng.cli.keys:backup_keys", "Write the keys into a file of their own. 另存密钥。"),
    "restore-keys": ("tanheng.cli.keys:restore_keys", "Put kept keys back. 取回密钥。"),
    "completion": ("tanheng.cli.completion:completion", "Completion for bash, zsh, fish. 命令补全。"),
    **OF_APPS,
    "manage": ("tanheng.cli.manage:manage", "Run one of Django's own management commands. 运行管理命令。"),
}


class LazyGroup(click.Group):
    """A group that imports a command only when it is called or its own help is asked for."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Start the program; click's own, after the streams are ready for Chinese text and the signals to end unwind it."""
        _write_utf8()
        words = extra.get("args") or (args[0] if args else None)
        read_words([str(word) for word in (sys.argv[1:] if words is None else words)])
        if sys.flags.optimize > 1:  # -OO drops the docstrings, and with them the clause of every formula
            click.echo("错误 Error: Python -OO / PYTHONOPTIMIZE=2 不可用 is not possible here", err=True)
            sys.exit(2)
        with unwound_by_signals():
            try:
                return super().main(*args, **extra)
            except OSError as error:  # a full disk under standard output, an unreadable file
                from tanheng.cli.system_errors import cannot_use

                cannot_use(error).show()
                sys.exit(1)
            finally:
                read_words(())

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of a year's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, or None for a name that is not in the table."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        with no_circles_sought():
            command: click.Command = getattr(importlib.import_module(module), attribute)
        gc.freeze()  # programs stay as long as the process
        return in_django(command) if cmd_name in OF_APPS else command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command and its words, which are looked at before it is imported."""
        if args and args[0] in COMMANDS:
            from tanheng.cli.declared import refuse_wrong_words  # no other word needs it

            refuse_wrong_words(args[0], args[1:], ctx)
        elif args and not ctx.resilient_parsing:
            _refuse_unknown(args[0], ctx)
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words before the command's name."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise _in_one_language(error) from error

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error that names its own remedy is said in one line instead of a traceback."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _in_one_language(error) from error
        except KeyboardInterrupt:
            _say_aborted()
            ctx.exit(INTERRUPTED)
        except click.ClickException as error:
            raise _told(error) from error
        except BrokenPipeError:
            if not (hasattr(select, "poll") and _nobody_reads()):  # not on Windows
                raise
            ctx.exit(0)
        except (click.exceptions.Exit, OSError):
            raise
        except Exception as error:
            if (status := ended_by()) is not None:  # whatever a library made of the interruption
                _say_aborted()
                ctx.exit(status)
            status = _status_of(error)
            if status is None:
                raise
            click.echo(f"错误 Error: {_sentence_of(error)}", err=True)
            ctx.exit(status)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of the help text, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def _nobody_reads() -> bool:
    """Whether standard output was closed by whoever read it (`| head`): they have what they wanted, and nothing more is said."""
    asked = select.poll()
    asked.register(sys.stdout.fileno(), 0)  # an error is told unasked
    closed = any(told & select.POLLERR for _, told in asked.poll(0))
    if closed:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return closed


def _refuse_unknown(name: str, ctx: click.Context) -> None:
    """Raises what the parser raises for a name that is no command, with the nearest names."""
    near = get_close_matches(name, COMMANDS, 3, 0.6) or [one for one in COMMANDS if name and one.startswith(name)]
    if not name.startswith("-"):
        raise click.UsageError(f"No such command '{name}'." + (f" Did you mean {', '.join(near)}?" if near else ""), ctx)


def _in_one_language(error: click.UsageError) -> click.UsageError:
    from tanheng.cli.usage_words import UsageErrorInOneLanguage

    return UsageErrorInOneLanguage(error)


def _told(error: click.ClickException) -> click.ClickException:
    from tanheng.cli.system_errors import ToldError

    return error if isinstance(error, ToldError) else ToldError(error.format_message())


def _say_aborted() -> None:
    """On a terminal below the line of its own ^C."""
    click.echo(("\n" if sys.stderr.isatty() else "") + ABORTED, err=True)


def _sentence_of(error: Exception) -> str:
    """What an error of our own says, in the language of the command where it speaks both."""
    told = getattr(error, "told", None)
    return str(error) if told is None else str(told.in_(language()))


def _status_of(error: Exception) -> int | None:
    """Exit status of an error of our own: 2 for a wrong setting, 1 for the data; None for a defect."""
    # Looked up by name: importing the classes here would cost every `--help` the engine and the settings.
    for module, name, status in (
        ("tanheng.config.environment", "ConfigurationError", 2),
        ("tanheng.engine.errors", "TanhengError", 1),
    ):
        loaded = sys.modules.get(module)
        if loaded is not None and isinstance(error, getattr(loaded, name)):
            return status
    return None


def _write_utf8() -> None:
    """Give a pipe UTF-8 in every locale, so that the same run prints the same bytes; spare a terminal the traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from tanheng import __version__

        click.echo(f"tanheng {__version__}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-V", "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show it.")
@group_language_option
def main() -> None:
    """Tanheng 碳衡: every tonne weighed, every number explained. 吨吨有衡，数数有据。

    Start with `tanheng rules list`, fill the workbook of `tanheng template`, then `tanheng calculate` it.

    Exit status: 0 done, 1 the data has errors, 2 wrong usage. 退出状态：0 完成，1 数据有错，2 用法有误。
    """
