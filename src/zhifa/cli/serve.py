"""`zhifa serve`: the web server of one installation."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import subprocess
import sys

from zhifa.cli.output import complain, say

HELP = "启动网页服务（默认只在本机 127.0.0.1:8000）"


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to listen and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1；0.0.0.0 供局域网使用")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    parser.add_argument("--workers", type=int, default=1, help="进程数，默认 1")
    parser.add_argument("--work", action="store_true", help="同时做后台工作，不用另外运行 zhifa work；一台电脑够用")
    parser.add_argument("--threads", type=int, default=8, help="每个进程同时处理的请求数，默认 8")


def run(args: argparse.Namespace) -> int:
    """Check the port and the tables, then hand over to the server; ends when it is stopped."""
    if not 0 < args.port < 65536:
        complain(f"没有 {args.port} 这个端口", where="--port", mend="写作 1 至 65535，例如 --port 8000")
        return 2
    for option in ("workers", "threads"):
        if getattr(args, option) < 1:
            complain(f"至少为 1，现为 {getattr(args, option)}", where=f"--{option}", mend=f"如 --{option} 4")
            return 2
    if not _port_is_free(args.host, args.port) or not _tables_are_current() or not _model_is_ours():
        return 1
    where = "127.0.0.1" if args.host in {"0.0.0.0", "::"} else args.host
    if args.work:
        _work_beside()
    say(f"执法平台已启动：http://{where}:{args.port}/   按 Ctrl+C 停止")
    _become_server(args)
    return 0


def _work_beside() -> None:
    """The background work as a child of this process, whose number stays the server's; it ends with the server."""
    quiet = {"ZHIFA_LOG_LEVEL": "WARNING"} | os.environ
    command = [sys.executable, "-m", "zhifa.cli.main", "work", "--beside", str(os.getpid())]
    subprocess.Popen(command, env=quiet)


def _become_server(args: argparse.Namespace) -> None:
    """The server takes this process's place, so that a stop signal reaches it."""
    place = ["--interface", "wsgi", "--host", args.host, "--port", str(args.port)]
    width = ["--workers", str(args.workers), "--blocking-threads", str(args.threads)]
    command = [sys.executable, "-m", "granian", *place, *width, "--log-level", "warning"]
    os.execv(sys.executable, [*command, "zhifa.config.wsgi:application"])


def _port_is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            place = f"{host}:{port}"
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                complain(f"端口 {port} 已被别的程序占用", where=place, mend=f"换一个端口：--port {port + 1}")
            elif getattr(error, "errno", None) == errno.EACCES:
                complain(f"没有权限使用端口 {port}", where=place, mend="用 1024 以上的端口，例如 --port 8000")
            else:
                complain(f"不能在这个地址监听（{error}）", where=place, mend="--host 127.0.0.1 --port 8000")
            return False
    return True


def _model_is_ours() -> bool:
    """Whether the language model of matching, where one is set, lies in the site's own network."""
    address = os.environ.get("ZHIFA_MATCHING_URL", "")
    if not address:
        return True
    from zhifa.ports.embedding import Unsuitable, usable

    try:
        usable(address)
    except Unsuitable as error:
        complain(str(error), where="ZHIFA_MATCHING_URL", mend="改成内网地址，或者不设置：不设置时照样匹配")
        return False
    return True


def _tables_are_current() -> bool:
    import django

    django.setup()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        complain(f"打不开数据库：{error}".strip(), where="zhifa serve", mend="检查 ZHIFA_DATABASE_URL 和数据目录")
        return False
    if waiting:
        complain(f"数据库还有 {len(waiting)} 项结构没有建立", where="zhifa serve", mend="先运行 zhifa init")
        return False
    _lay_out_rules()
    connection.close()
    return True


def _lay_out_rules() -> None:
    """A stop between publishing and writing the file is made good before anybody reads the rules."""
    from zhifa.acts.publishing import write_out

    laid = write_out()
    if not laid.agrees:
        complain("公布的规则没有全部写成文件", where=str(laid.folder), mend="检查目录的权限和磁盘空间，再重新启动")
