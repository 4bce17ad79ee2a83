"""`zhifa init`: a new installation, or the tables of an old one brought up to date."""

from __future__ import annotations

import argparse
import re
import secrets
import sys
from pathlib import Path

from zhifa.cli.output import complain, emit

HELP = "建立新的安装：数据目录、数据库、第一个系统管理员；已有安装则只更新数据库结构"

# Letters and digits that nobody confuses on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def configure(parser: argparse.ArgumentParser) -> None:
    """The top organ, the first administrator's name, and where the password comes from."""
    parser.add_argument("--organ", default="local", metavar="CODE", help="最上级机关的代码，如行政区划代码 500112")
    parser.add_argument("--organ-name", default="本机关", metavar="NAME", help="最上级机关的名称")
    parser.add_argument("--admin", default="admin", metavar="NAME", help="第一个系统管理员的登录名，默认 admin")
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
    if get_user_model()._default_manager.exists():
        emit(args, {"data": folder, "admin": None, "password": None}, f"数据库结构已是最新：{folder}")
        return 0
    password = given or "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    refused = _found(args, password, must_change=given is None)
    if refused:
        complain(refused, where="zhifa init")
        return 1
    lines = [f"已建立：{folder}", f"系统管理员：{args.admin}"]
    if not given:
        lines.append(f"一次性口令：{password}   （只显示这一次，首次登录后请修改）")
    shown = None if given else password
    emit(args, {"data": folder, "admin": args.admin, "password": shown}, "\n".join([*lines, "下一步：zhifa serve"]))
    return 0


def _found(args: argparse.Namespace, password: str, *, must_change: bool) -> str:
    """The top organ, the administrator as a registered person, and the account; all or nothing. Empty when done."""
    from django.db import transaction

    from zhifa.acts.registry import Registration, RoleGiven, register_officer
    from zhifa.acts.work import INSTALLER
    from zhifa.store.registry.models import Account, Organ

    path = f"{args.organ}/"
    with transaction.atomic():
        Organ.objects.get_or_create(
            code=args.organ, defaults={"path": path, "name": args.organ_name, "short": args.organ_name}
        )
        person = Registration(args.admin, args.admin, args.organ, (RoleGiven("system_admin", path),))
        refused = register_officer(person, actor=INSTALLER)
        if refused:
            transaction.set_rollback(True)
            return refused.message
        Account.objects.create_user(args.admin, password, person_id=person.id, must_change_password=must_change)
    return ""


def _readable_names(args: argparse.Namespace) -> bool:
    if not re.fullmatch(r"[\w.@+-]{1,40}", args.admin):
        complain("登录名只能用文字、数字和 . @ + - _，最多 40 个字符", where=f"--admin {args.admin!r}")
    elif not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", args.organ):
        complain("机关代码只能用字母、数字和 - _，最多 40 个字符", where=f"--organ {args.organ!r}")
    elif not args.organ_name.isprintable() or not 0 < len(args.organ_name.strip()) <= 60:
        complain("机关名称不能为空，最多 60 个字符", where=f"--organ-name {args.organ_name[:80]!r}")
    else:
        return True
    return False


def _given_password(place: str | None) -> str | None:
    if not place:
        return None
    try:
        first = (sys.stdin.read() if place == "-" else Path(place).read_text(encoding="utf-8")).splitlines()[:1]
    except (OSError, UnicodeDecodeError) as error:
        complain(f"口令文件读不出来：{error}", where=place, mend="给出一个可读的 UTF-8 文本文件，第一行为口令")
        return None
    if not first or len(first[0].strip()) < 10:
        complain("口令至少 10 个字符", where=place, mend="把口令写在文件第一行")
        return None
    return first[0].strip()
