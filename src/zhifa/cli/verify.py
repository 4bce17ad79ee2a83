"""`zhifa verify`: the journal, its checkpoints, or one exported proof."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from zhifa.cli.output import complain, emit, say
from zhifa.cli.reading import unusable

HELP = "核验账簿：每个事件、顺序、检查点和个人信息；或者核验一份导出的证明"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to verify, and the keys and checkpoints that came from elsewhere."""
    parser.add_argument("--proof", metavar="FILE", help="核验一份证明文件，不需要数据库")
    parser.add_argument("--key", metavar="FILE", help="签名公钥文件（一行：名称 ed25519:公钥），应当从别处取得")
    parser.add_argument("--checkpoint", metavar="FILE", action="append", default=[], help="外部保存的检查点，可重复")
    parser.add_argument("--prove", metavar="KIND/ID", help="导出一个流（如 case/编号）的证明")
    parser.add_argument("--out", metavar="FILE", help="证明写到哪个文件，默认标准输出")
    parser.add_argument("--with-personal", action="store_true", help="证明中附上个人信息原文")


def run(args: argparse.Namespace) -> int:
    """0 when everything holds, 1 when something does not."""
    try:
        if args.proof is not None:
            return _proof(args)
        if args.prove is not None:
            return _prove(args)
        return _journal(args)
    except (OSError, ValueError) as error:
        complain(unusable(error), where="zhifa verify", mend="检查文件是否存在、是否完整")
        return 1


def _result(events: int, bad: dict[str, Any] | None, seconds: float) -> dict[str, Any]:
    return {"events": events, "valid": bad is None, "first_bad": bad, "seconds": round(seconds, 3)}


def _keys(args: argparse.Namespace) -> list[Any]:
    from zhifa.ports.signing import PublicKey

    return [PublicKey.read(Path(args.key).read_text(encoding="utf-8"))] if args.key else []


def _proof(args: argparse.Namespace) -> int:
    from zhifa.core.journal.proof import check_proof, read_proof
    from zhifa.ports.hashing import suites
    from zhifa.ports.signing import PublicKey, trusts

    began = time.perf_counter()
    proof = read_proof(Path(args.proof).read_text(encoding="utf-8"))
    keys = _keys(args)
    flaw = check_proof(proof, suites())
    bad = {"event": flaw.event, "position": flaw.position, "reason": flaw.reason} if flaw else None
    if bad is None and not trusts(*(keys or [PublicKey.read(proof.public_key)]))(proof.note):
        bad = {"event": None, "position": None, "reason": "检查点的签名不符"}
    result = _result(len(proof.events), bad, time.perf_counter() - began)
    held = proof.note.checkpoint
    text = f"证明成立：{len(proof.events)} 个事件在 {held.origin} 的账簿中"
    text += f"，检查点共 {held.size} 个事件，{held.at:%F %T} UTC"
    if not keys:
        text += "\n注意：签名只用文件自带的公钥核对过；请用 --key 给出从发布单位取得的公钥"
    emit(args, result | {"key_from_elsewhere": bool(keys)}, text if bad is None else f"证明不成立：{bad['reason']}")
    return 0 if bad is None else 1


def _journal(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.db import DatabaseError

    from zhifa.core.journal.checkpoint import read_note
    from zhifa.ports.signing import public_keys, trusts
    from zhifa.store import journal
    from zhifa.store.casework.agreement import bad_row

    keys = [*_keys(args), *public_keys(Path(settings.ZHIFA_DATA))]
    kept = [read_note(Path(name).read_text(encoding="utf-8")) for name in args.checkpoint]
    names = list(args.checkpoint)
    laid_out = Path(settings.ZHIFA_DATA) / "checkpoints" / "latest.txt"
    if laid_out.is_file():
        names.append(str(laid_out))
        kept.append(read_note(laid_out.read_text(encoding="utf-8")))
    for name, note in zip(names, kept, strict=True):
        if keys and not trusts(*keys)(note):
            raise ValueError(f"{name}：检查点的签名不符")
    try:
        found = journal.verify(_progress(args), trusted=trusts(*keys) if keys else None, kept=kept, rows=bad_row)
    except DatabaseError as error:
        return _unreadable(args, str(error).strip()[:200])
    bad = _named(found.first_bad) if found.first_bad else None
    result = _result(found.events, bad, found.seconds) | {"placed": found.placed, "checkpoints": found.checkpoints}
    unsigned = "" if keys else "\n注意：没有公钥，检查点的签名没有核对；用 --key 给出从别处取得的公钥"
    emit(args, result | {"signatures_checked": bool(keys)}, _told(found, bad) + unsigned)
    return 0 if found.valid else 1


def _unreadable(args: argparse.Namespace, said: str) -> int:
    """The database itself is damaged, or there is none yet."""
    if not any(word in said for word in ("malformed", "not a database", "disk I/O")):
        complain(f"读不到账簿：{said}", where="zhifa verify", mend="先运行 zhifa init，或检查 --data")
        return 1
    reason = f"账簿所在的数据库文件已损坏：{said}"
    if args.json:
        emit(args, _result(0, {"event": None, "position": None, "reason": reason}, 0.0), "")
    complain(reason, where="zhifa verify", mend="用 zhifa restore 从备份恢复到新的目录")
    return 1


def _named(first: Any) -> dict[str, Any]:
    return {
        "event": first.event_id,
        "position": first.position,
        "stream_kind": first.stream_kind,
        "stream_id": first.stream_id,
        "version": first.version,
        "reason": first.reason,
    }


def _told(found: Any, bad: dict[str, Any] | None) -> str:
    speed = round(found.events / found.seconds) if found.seconds else 0
    if bad is None:
        waiting = found.events - found.placed
        return (
            f"账簿完好：{found.events} 个事件（{waiting} 个待排序），{found.checkpoints} 个检查点，"
            f"用时 {found.seconds:.2f} 秒，每秒 {speed:,} 个"
        )
    if bad["event"] is None and bad["position"] is None:
        return f"账簿有误：{bad['reason']}\n{found.events} 个事件的内容完好"
    place = "待排序" if bad["position"] is None else f"总序第 {bad['position']} 位"
    stream = (
        f"{bad['stream_kind']}/{bad['stream_id']} 第 {bad['version']} 个事件" if bad["stream_id"] else "事件已不存在"
    )
    return f"账簿有误：{place}，事件编号 {bad['event']}，{stream}：{bad['reason']}\n此前 {found.events} 个事件完好"


def _progress(args: argparse.Namespace) -> Any:
    if args.json or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        sys.stderr.write(f"\r{done * 100 // max(total, 1):3d}%  {done:,}/{total:,}" + ("\n" if done >= total else ""))

    return show


def _prove(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from zhifa.core.journal.proof import write_proof
    from zhifa.jobs.sequencer import installation_signer, run_once
    from zhifa.ports import clock
    from zhifa.store import journal

    kind, _, stream = args.prove.partition("/")
    if not journal.read_stream(kind, stream):
        complain(f"账簿中没有“{args.prove}”", where="zhifa verify --prove", mend="写作 类别/编号，如 case/编号")
        return 1
    note = run_once(now=clock.now(), sign=True).note
    if note is None:
        raise ValueError("账簿中没有事件")
    proof = journal.prove(kind, stream, note, installation_signer().public.text(), with_personal=args.with_personal)
    text = write_proof(proof)
    if not args.out:
        say(text)
        return 0
    Path(args.out).write_text(text, encoding="utf-8")
    emit(args, {"events": len(proof.events), "file": args.out}, f"已写出 {len(proof.events)} 个事件的证明：{args.out}")
    return 0
