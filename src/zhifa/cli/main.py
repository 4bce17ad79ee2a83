"""The `zhifa` command: finds the module of a command by name and imports nothing else."""

from __future__ import annotations

import argparse
import difflib
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import NoReturn

from zhifa.cli.output import answer_with_complaints, begin, complain, say
from zhifa.config.errors import Unusable, why

DONE, REFUSED, MISUSED = 0, 1, 2

# In the order in which a new installation meets them. A name is listed once its module is there.
NAMES = (
    "demo",
    "init",
    "serve",
    "work",
    "procedures",
    "law",
    "period",
    "workdays",
    "discretion",
    "report",
    "appraise",
    "statistics",
    "digest",
    "verify",
    "backup",
    "restore",
    "rules",
    "match",
    "lists",
    "import",
    "export",
    "simulate",
    "sweep",
    "check-report",
    "bench",
)

# argparse speaks English; these are the complaints a reader meets.
_COMPLAINTS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"多出的参数：\1"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.+)\)", r"参数 \1 不能是“\2”，可用：\3"),
    (r"argument (\S+): expected one argument", r"参数 \1 后面缺少一个值"),
    (r"argument (\S+): expected at least one argument", r"参数 \1 后面至少要有一个值"),
    (r"argument (\S+): invalid int value: (.+)", r"参数 \1 的值 \2 不是整数"),
    (r"argument (\S+): invalid (\w+) value: (.+)", r"参数 \1 的值 \3 不是有效的 \2"),
    (r"argument (\S+): not allowed with argument (\S+)", r"参数 \1 不能与 \2 同时使用"),
    (r"one of the arguments (.+) is required", r"以下参数至少要有一个：\1"),
    (r"argument (\S+): (.+)", r"参数 \1：\2"),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Wrong usage: exit status 2, in Chinese, with the usage line."""
        for english, chinese in _COMPLAINTS:
            said, found = re.subn(rf"^{english}$", chinese, message, flags=re.DOTALL)
            if found:
                message = said
                break
        complain(message, where=self.prog, mend=f"{self.prog} --help 查看用法")
        raise SystemExit(MISUSED)


def module_name(command: str) -> str:
    """The module of a command; `import` is a word of Python, so its module ends with an underscore."""
    name = command.replace("-", "_")
    return f"zhifa.cli.{name}_" if name == "import" else f"zhifa.cli.{name}"


def commands() -> list[str]:
    """The commands whose modules are part of this installation."""
    return [name for name in NAMES if find_spec(module_name(name))]


def parser(command: str, module: ModuleType) -> argparse.ArgumentParser:
    """The command's own arguments beside those every command takes."""
    made = _Parser(prog=f"zhifa {command}", description=module.HELP, add_help=False, conflict_handler="resolve")
    made.add_argument("-h", "--help", action="help", help="显示本说明")
    made.add_argument("--json", action="store_true", help="输出一个 JSON 文档")
    made.add_argument("--data", metavar="DIR", help="数据目录（默认取环境变量 ZHIFA_DATA，否则为 ./var）")
    module.configure(made)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused or check failed, 2 wrong usage."""
    words = list(sys.argv[1:] if argv is None else argv)
    begin()
    status = _guarded(words)
    if status != DONE and "--json" in words:
        answer_with_complaints()
    return status


def _guarded(words: Sequence[str]) -> int:
    """The exit status of the command; whatever stopped it is complained of, and only a defect is shown whole."""
    try:
        return _dispatch(words)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else DONE if stop.code is None else REFUSED
    except BrokenPipeError:
        # The reader of our output went away (`zhifa … | head`); Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except KeyboardInterrupt:
        complain("已中断")
        return 130
    except Unusable as error:
        complain(error.what, where=error.where, mend=error.mend)
        return REFUSED
    except Exception as error:
        if type(error).__name__ in ("BrokenRules", "BadRule", "BadCondition"):
            # Named, not imported: the fast commands do not load the rules.
            complain(str(error), where="zhifa", mend="按所列文件和条目改正，再用 zhifa rules check 核对")
            return REFUSED
        if isinstance(error, OSError) and error.filename and os.environ.get("ZHIFA_DEBUG") != "1":
            complain(f"{error.filename}：{why(error)}", where="zhifa", mend="检查路径、权限和磁盘空间")
            return REFUSED
        if not _database_is_out_of_reach(error) or os.environ.get("ZHIFA_DEBUG") == "1":
            raise
        complain(_unreachable(error), where="zhifa", mend="zhifa init；仍不行则检查 ZHIFA_DATABASE_URL")
        return REFUSED


def _database_is_out_of_reach(error: Exception) -> bool:
    """No server, no file, no tables: a matter of the installation. Any other exception is a defect, shown whole."""
    kinds = {kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "django.db.utils"}
    return "OperationalError" in kinds or type(error.__cause__).__name__ in ("UndefinedTable", "UndefinedColumn")


def _unreachable(error: Exception) -> str:
    """What is wrong with the database: nothing in it yet, an older structure, or what the driver says."""
    said, cause = str(error).strip(), type(error.__cause__).__name__
    place = os.environ.get("ZHIFA_DATABASE_URL", "").rpartition("@")[2]
    place = place or f"数据目录 {os.environ.get('ZHIFA_DATA', 'var')}"
    if "no such table" in said or cause == "UndefinedTable":
        return f"{place} 里还没有建立数据库，或者数据库结构比程序旧"
    if "no such column" in said or cause == "UndefinedColumn":
        return f"{place} 里的数据库结构比程序旧"
    return f"数据库用不了：{said}"


def _dispatch(words: Sequence[str]) -> int:
    if not words or words[0] in {"help", "-h", "--help"}:
        return _help(words[1:])
    if words[0] in {"--version", "version"}:
        from importlib.metadata import version

        say(f"zhifa {version('zhifa')}")
        return DONE
    return _run(words[0], words[1:])


def _run(command: str, words: Sequence[str]) -> int:
    if command not in commands():
        return _unknown(command)
    module = import_module(module_name(command))
    args = parser(command, module).parse_args(words)
    if args.data:
        os.environ["ZHIFA_DATA"] = args.data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhifa.config.settings")
    return int(module.run(args))


def _help(words: Sequence[str]) -> int:
    if words:
        return _run(words[0], ["--help"])
    say("用法：zhifa 命令 [参数]\n")
    for name in commands():
        first = str(import_module(module_name(name)).HELP).strip().splitlines()[0]
        say(f"  {name:<14}{first}")
    say("\nzhifa 命令 --help 查看一个命令的用法；每个命令都接受 --json 和 --data DIR。")
    return DONE


def _unknown(command: str) -> int:
    near = difflib.get_close_matches(command, commands(), n=1, cutoff=0.4)
    hint = f"您要的是 zhifa {near[0]} 吗？" if near else ""
    complain(f"没有“{command}”这个命令。{hint}", where="zhifa", mend="zhifa help 查看全部命令")
    return MISUSED


if __name__ == "__main__":
    raise SystemExit(main())
