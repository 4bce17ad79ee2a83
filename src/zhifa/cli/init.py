"""`zhifa init`: a new installation, or the tables of an old one brought up to date."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from zhifa.cli.output import complain, emit
from zhifa.cli.reading import unusable

HELP = "建立新的安装：数据目录、数据库、第一个系统管理员；已有安装则只更新数据库结构"

OFFICES = {"admin": "系统管理员", "security_admin": "安全管理员", "audit_admin": "审计管理员"}
"""The three administrators, by the option that names them; they are three persons."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The top organ, the first administrator's name, and where the password comes from."""
    parser.add_argument("--organ", default="local", metavar="CODE", help="最上级机关的代码，如行政区划代码 500112")
    parser.add_argument("--organ-name", default="本机关", metavar="NAME", help="最上级机关的名称")
    parser.add_argument(
        "--organ-mark", default="", metavar="MARK", help="最上级机关的代字（文号开头的汉字）；不制发文书的不用写"
    )
    parser.add_argument("--security-admin", metavar="NAME", help="安全管理员的登录名；不写则以后在页面登记")
    parser.add_argument("--audit-admin", metavar="NAME", help="审计管理员的登录名；不写则以后在页面登记")
    parser.add_argument("--admin", default="admin", metavar="NAME", help="第一个系统管理员的登录名，默认 admin")
    parser.add_argument("--reset", metavar="NAME", help="已有安装：为这个登录名换发一次性口令（系统管理员忘了口令时）")
    parser.add_argument("--password-file", metavar="FILE", help="从文件第一行读取口令；不给则生成一次性口令并显示")


def run(args: argparse.Namespace) -> int:
    """Make the data directory and the tables, then the first administrator where there is nobody."""
    if not _readable_names(args):
        return 2
    given = _given_password(args.password_file)
    if given is None and args.password_file:
        return 1
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    folder = Path(settings.ZHIFA_DATA)
    Path(settings.ZHIFA_FILES).mkdir(exist_ok=True, mode=0o750)
    call_command("migrate", interactive=False, verbosity=0)
    if args.reset:
        return _reset(args)
    if get_user_model()._default_manager.exists():
        emit(args, {"data": folder, "admin": None, "password": None}, f"数据库结构已是最新：{folder}")
        return 0
    made = _found(args, given)
    if isinstance(made, str):
        complain(made, where="zhifa init", mend="按所说的改正后再运行")
        return 1
    lines = [f"已建立：{folder}"]
    for option, password in made.items():
        lines.append(f"{OFFICES[option]}：{getattr(args, option)}")
        if password:
            lines.append(f"一次性口令：{password}   （只显示这一次，首次登录后请修改）")
    others = {option: {"name": getattr(args, option), "password": made[option]} for option in made if option != "admin"}
    shown = {"data": folder, "admin": args.admin, "password": made["admin"], **others}
    emit(args, shown, "\n".join([*lines, "下一步：zhifa serve"]))
    return 0


def _reset(args: argparse.Namespace) -> int:
    """A new one-time password for somebody whom no administrator can help; whoever may do this owns the machine."""
    from zhifa.acts.accounts import Opened, reset_password
    from zhifa.acts.work import INSTALLER
    from zhifa.store.registry.models import Account

    account = Account.objects.filter(username=args.reset, person__isnull=False).first()
    if account is None:
        complain(f"没有登录名为“{args.reset[:40]}”的账号", where="zhifa init --reset", mend="核对登录名的大小写")
        return 1
    made = reset_password(str(account.person_id), actor=INSTALLER)
    if not isinstance(made, Opened):
        complain(made.message, where="zhifa init --reset", mend=made.remedy)
        return 1
    said = f"{made.username} 的一次性口令：{made.password}   （只显示这一次，登录后请修改）"
    emit(args, {"account": made.username, "password": made.password}, said)
    return 0


def _found(args: argparse.Namespace, given: str | None) -> Mapping[str, str | None] | str:
    """The top organ and its administrators as registered persons with accounts; all or nothing.

    One-time passwords by option, None where the password was given; a text says why nothing was made.
    """
    from django.db import transaction

    from zhifa.acts.accounts import Opened, open_account
    from zhifa.acts.organs import OrganEntry, register_organ
    from zhifa.acts.registry import Registration, RoleGiven, register_officer
    from zhifa.acts.work import INSTALLER
    from zhifa.core.values import Refusal
    from zhifa.store.registry.models import Account, Organ

    made: dict[str, str | None] = {}
    with transaction.atomic():
        refused: Opened | Refusal | None = None
        if not Organ.objects.filter(pk=args.organ).exists():
            top = OrganEntry(code=args.organ, name=args.organ_name, short=args.organ_name, mark=args.organ_mark)
            refused = register_organ(top, actor=INSTALLER)
        path = f"{args.organ}/"
        for option in OFFICES:
            name = getattr(args, option)
            if isinstance(refused, Refusal) or not name:
                continue
            role = "system_admin" if option == "admin" else option
            person = Registration(name, name, args.organ, (RoleGiven(role, path),))
            refused = register_officer(person, actor=INSTALLER) or open_account(name, name, actor=INSTALLER)
            made[option] = refused.password if isinstance(refused, Opened) else None
        if isinstance(refused, Refusal):
            transaction.set_rollback(True)
            return refused.message
        if given:
            made["admin"] = None
            account = Account.objects.get(username=args.admin)
            account.set_password(given)
            account.must_change_password = False
            account.save()
    return made


def _readable_names(args: argparse.Namespace) -> bool:
    names = {option: getattr(args, option) for option in OFFICES if getattr(args, option) is not None}
    wrong = next((option for option, name in names.items() if not re.fullmatch(r"[\w.@+-]{1,40}", name)), "")
    if wrong:
        option = f"--{wrong.replace('_', '-')} {names[wrong]!r}"
        complain("登录名只能用文字、数字和 . @ + - _，最多 40 个字符", where=option, mend="写作 zhangsan 或 张三")
    elif len(set(names.values())) < len(names):
        complain("系统、安全、审计三个管理员不能是同一个人", where="zhifa init", mend="给三个不同的登录名")
    elif not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", args.organ):
        complain("机关代码只能用字母、数字和 - _，最多 40 个字符", where=f"--organ {args.organ!r}", mend="如 500112")
    elif not args.organ_name.isprintable() or not 0 < len(args.organ_name.strip()) <= 60:
        place = f"--organ-name {args.organ_name[:80]!r}"
        complain("机关名称不能为空，最多 60 个字符", where=place, mend="如 洛碛镇人民政府")
    else:
        return True
    return False


def _given_password(place: str | None) -> str | None:
    if not place:
        return None
    try:
        first = (sys.stdin.read() if place == "-" else Path(place).read_text(encoding="utf-8")).splitlines()[:1]
    except (OSError, UnicodeDecodeError) as error:
        said = f"口令文件读不出来：{unusable(error)}"
        complain(said, where=place, mend="给出一个可读的 UTF-8 文本文件，第一行为口令")
        return None
    if not first or len(first[0].strip()) < 10:
        complain("口令至少 10 个字符", where=place, mend="把口令写在文件第一行")
        return None
    return first[0].strip()
