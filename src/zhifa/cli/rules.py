"""`zhifa rules`: whether rules hold together and law bears them out; published files; the reference pages."""

from __future__ import annotations

import argparse
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhifa.cli.output import complain, emit, say
from zhifa.core.lawbook import check_book, index_of
from zhifa.core.oversight.checking import misruled
from zhifa.core.papers.uses import read_papers
from zhifa.core.procedure.checking import check_rules, unread_facts
from zhifa.core.rulebook import Problem
from zhifa.ports import rules
from zhifa.ports.statutes import StatuteFolder
from zhifa.store.library.direct import Library

HELP = "核对规则：编译、前后照应、引用的条文；核对公布的规则文件；生成规则参考手册"
SCENARIOS = Path("tests/scenarios")
REFERENCE = Path("docs/reference")


def configure(parser: argparse.ArgumentParser) -> None:
    """check, published, or reference."""
    words = parser.add_subparsers(dest="word", metavar="check|published|reference", required=True)
    check = words.add_parser("check", help="核对规则，有问题时退出码为 1", conflict_handler="resolve")
    options(check)
    _json(check)
    published = words.add_parser("published", help="核对公布的规则文件和日志是否一致", conflict_handler="resolve")
    published.add_argument("--write", action="store_true", help="按日志重写文件；日志里没有的文件改名搁置")
    published.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="数据目录")
    _json(published)
    reference = words.add_parser("reference", help="由规则生成参考手册", conflict_handler="resolve")
    reference.add_argument("--out", metavar="DIR", default=str(REFERENCE), help=f"写到哪里，默认 {REFERENCE}")
    _json(reference)


def options(check: argparse.ArgumentParser) -> None:
    """What is checked, and against which texts and scripts."""
    check.add_argument("--laws", metavar="DIR", help="法规文本目录（默认取环境变量 ZHIFA_LAWS）")
    check.add_argument("--rules", metavar="DIR", help="规则目录（默认为本程序自带的规则）")
    check.add_argument("--scenarios", metavar="DIR", help=f"验收场景目录（默认 {SCENARIOS}，没有则不核对）")


def _json(parser: argparse.ArgumentParser) -> None:
    """`--json` may stand after the second word too."""
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出一个 JSON 文档")


def run(args: argparse.Namespace) -> int:
    """0 when nothing is wrong; 1 with a table of what is; 2 when a folder does not exist."""
    if args.word != "check":
        return _reference(args) if args.word == "reference" else _published(args)
    laws = args.laws or os.environ.get("ZHIFA_LAWS", "")
    for name, folder in (("--laws", laws), ("--rules", args.rules), ("--scenarios", args.scenarios)):
        if folder and not Path(folder).is_dir():
            complain(f"目录 {folder} 不存在", where=name, mend="核对路径")
            return 2
    scenarios = Path(args.scenarios) if args.scenarios else SCENARIOS
    problems, about = check(
        Path(args.rules) if args.rules else None,
        laws=Path(laws) if laws else None,
        scenarios=scenarios if scenarios.is_dir() else None,
    )
    listed = [{"path": p.path, "where": p.where, "message": p.message} for p in problems]
    emit(args, {"valid": not problems, "problems": listed, **about}, _table(problems, about))
    return 1 if problems else 0


def check(
    folder: Path | None = None, *, laws: Path | None = None, scenarios: Path | None = None
) -> tuple[list[Problem], dict[str, Any]]:
    """Every problem of the rules in a folder, and what was looked at."""
    nothing = {"digest": "", "entries": 0, "texts": str(laws or ""), "unread_facts": []}
    scripts, garbled = _scripts(scenarios) if scenarios else (None, [])
    try:
        book = rules.compiled(where=folder)
    except rules.BrokenRules as broken:
        return [*broken.problems, *garbled], nothing
    if garbled:
        return garbled, nothing
    papers, problems = read_papers(book)
    problems += check_rules(book, papers=papers, scenarios=scripts)
    problems += misruled(book)
    texts = StatuteFolder(laws, index_of(book)) if laws else Library.of_site()
    held, named = texts.held() if isinstance(texts, StatuteFolder) else (0, 0)
    if laws and not held:
        said = f"规则登记的 {named} 份文本一份也没有，没有对照：核对 --laws 或者 ZHIFA_LAWS"
        problems.append(Problem(str(laws), "法规文本", said))
    for found in check_book(book, texts):
        path, _, where = found.place.partition(" · ")
        problems.append(Problem(path, where, f"{found.citation}：{found.message}"))
    about = {
        "digest": book.digest,
        "entries": sum(len(book.section(section)) for section in book.sections()),
        "texts": str(laws or ("法规库" if isinstance(texts, Library) and texts.loaded() else "")),
        "texts_held": held,
        "texts_named": named,
        "unread_facts": unread_facts(book, papers),
    }
    return list(dict.fromkeys(problems)), about


def _scripts(folder: Path) -> tuple[Mapping[str, Mapping[str, Any]], list[Problem]]:
    """The acceptance scripts of a folder by name, and those that are not text or not TOML."""
    scripts: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.toml")):
        try:
            script = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            said = f"读不出来（{error.strerror}）：检查文件和权限"
        except UnicodeDecodeError:
            said = "不是 UTF-8 文本：另存为 UTF-8"
        except tomllib.TOMLDecodeError as error:
            said = f"不是合法的 TOML：{error}"
        else:
            if path.parent == folder:
                scripts[path.stem] = script
            continue
        problems.append(Problem(str(path.relative_to(folder)), "文件", said))
    return scripts, problems


def read_scenarios(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """The acceptance scripts of a folder by name."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))}


def _table(problems: list[Problem], about: Mapping[str, Any]) -> str:
    texts = f"，并对照 {about['texts']} 中的法规文本" if about["texts"] else "；没有法规文本，只对照条文索引"
    if about.get("texts_named"):
        texts += f"（规则登记 {about['texts_named']} 份，有 {about['texts_held']} 份）"
    if not problems:
        return f"规则 {about['entries']} 条，核对无误{texts}。\n摘要 {about['digest']}"
    lines = [f"共 {len(problems)} 处问题{texts}："]
    path = ""
    for found in sorted(problems, key=lambda problem: (problem.path, problem.where)):
        if found.path != path:
            path = found.path
            lines.append(f"\n{path}")
        lines.append(f"  {found.where}\n    {found.message}")
    return "\n".join(lines)


def _reference(args: argparse.Namespace) -> int:
    from zhifa.cli.reference import pages

    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages(rules.rulebook(), read_scenarios(SCENARIOS)).items():
        (out / name).write_text(text, encoding="utf-8")
        written.append(str(out / name))
    if getattr(args, "json", False):
        emit(args, {"written": written}, "")
    else:
        say("\n".join(written))
    return 0


def _published(args: argparse.Namespace) -> int:
    """0 when the files of published drafts say what the journal says; 1 with those that do not."""
    import django

    django.setup()
    from zhifa.acts.publishing import compare, write_out

    laid = write_out() if args.write else compare()
    wrong = {"没有文件": laid.missing, "内容与日志不同": laid.different, "日志里没有": laid.unknown}
    lines = [f"{laid.folder}：{len(laid.right)} 个文件与日志一致"]
    lines += [f"  {name}：{what}" for what, names in wrong.items() for name in names]
    if not laid.agrees:
        lines.append("按日志重写：zhifa rules published --write；写不成的，检查目录的权限和磁盘空间")
    listed = {"missing": laid.missing, "different": laid.different, "unknown": laid.unknown}
    emit(args, {"folder": str(laid.folder), "right": laid.right, **listed, "agrees": laid.agrees}, "\n".join(lines))
    return 0 if laid.agrees else 1
