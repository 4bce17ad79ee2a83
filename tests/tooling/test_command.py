"""The front door of the `zhifa` command."""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from zhifa.cli import main as front
from zhifa.cli.main import main, parser


def zhifa(*words: str, env: dict[str, str] | None = None, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zhifa.cli.main", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, env=env, input=given)


def test_unknown_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serv"]) == 2
    assert "zhifa serve" in capsys.readouterr().err


def test_help_lists_every_command_that_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == 0
    said = capsys.readouterr().out
    listed = [line.split()[0] for line in said.splitlines() if line.startswith("  ")]
    assert listed == front.commands()
    assert {"init", "serve"} <= set(listed)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("zhifa 0.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serve", "--bogus"], "多出的参数：--bogus"),
        (["serve", "--port", "x"], "参数 --port 的值 'x' 不是整数"),
        (["serve", "--port"], "参数 --port 后面缺少一个值"),
    ],
)
def test_wrong_usage_is_said_in_chinese(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    found = capsys.readouterr()
    assert said in found.err
    assert found.out == ""


def test_every_command_takes_json_and_its_own_choice_of_data() -> None:
    module = ModuleType("command")
    module.HELP = "一个命令"  # type: ignore[attr-defined]

    def configure(made: argparse.ArgumentParser) -> None:
        made.add_argument("--data", default="elsewhere")

    module.configure = configure  # type: ignore[attr-defined]
    args = parser("command", module).parse_args(["--json"])
    assert (args.json, args.data) == (True, "elsewhere")


def test_the_front_door_does_not_load_django() -> None:
    code = "import sys, zhifa.cli.main as m; m.commands(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_reader_that_goes_away_causes_no_trace() -> None:
    found = subprocess.run(
        f"{sys.executable} -m zhifa.cli.main help | true", shell=True, capture_output=True, text=True
    )
    assert "Traceback" not in found.stderr


def test_new_installation_shows_its_password_once(empty_installation: dict[str, str]) -> None:
    first = zhifa("init", "--json", env=empty_installation)
    assert first.returncode == 0, first.stderr
    made = json.loads(first.stdout)
    assert made["admin"] == "admin"
    assert len(made["password"]) >= 16
    again = zhifa("init", "--json", env=empty_installation)
    assert json.loads(again.stdout)["password"] is None
    assert again.returncode == 0


def test_the_first_administrator_can_sign_in_and_manage_people(installation: dict[str, str]) -> None:
    words = ["init", "--organ", "500112", "--organ-name", "渝北区", "--admin", "guan", "--password-file", "-"]
    found = zhifa(*words, env=installation, given="correct horse battery\n")
    assert found.returncode == 0, found.stderr
    assert "correct horse" not in found.stdout
    code = """
import django; django.setup()
from datetime import date
from django.contrib.auth.hashers import check_password
from zhifa.core.permission import may
from zhifa.store.registry.models import Account
from zhifa.store.registry.people import people
account = Account.objects.get(username="guan")
assert check_password("correct horse battery", account.password) and account.password.startswith("argon2")
person = people([account.person_id])[account.person_id]
assert may(person, "people.manage", "500112/lq/", date.today()) is None
assert may(person, "case.read", "500112/lq/", date.today()) is not None
"""
    settings = {"DJANGO_SETTINGS_MODULE": "zhifa.config.settings"}
    checked = subprocess.run(
        [sys.executable, "-c", code], env=installation | settings, capture_output=True, text=True, timeout=240
    )
    assert checked.returncode == 0, checked.stderr


def test_three_administrators_are_three_persons(installation: dict[str, str]) -> None:
    names = ["--admin", "xitong", "--security-admin", "anquan", "--audit-admin"]
    same = zhifa("init", *names, "xitong", env=installation)
    assert same.returncode == 2
    assert "不能是同一个人" in same.stderr
    made = json.loads(zhifa("init", "--json", *names, "shenji", env=installation).stdout)
    assert (made["security_admin"]["name"], made["audit_admin"]["name"]) == ("anquan", "shenji")
    passwords = {made["password"], made["security_admin"]["password"], made["audit_admin"]["password"]}
    assert len(passwords) == 3
    assert all(len(password) >= 16 for password in passwords)


def test_a_forgotten_password_is_replaced_on_the_machine_itself(installation: dict[str, str]) -> None:
    first = json.loads(zhifa("init", "--json", env=installation).stdout)["password"]
    found = zhifa("init", "--json", "--reset", "admin", env=installation)
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["password"] not in {None, first}
    wrong = zhifa("init", "--reset", "nobody", env=installation)
    assert (wrong.returncode, "nobody" in wrong.stderr) == (1, True)


def test_a_short_password_is_refused_before_anything_is_made(empty_installation: dict[str, str]) -> None:
    found = zhifa("init", "--password-file", "-", env=empty_installation, given="short\n")
    assert found.returncode == 1
    assert "至少 10 个字符" in found.stderr
    assert not Path(empty_installation["ZHIFA_DATA"]).exists()


@pytest.mark.parametrize("name", ["", "a b", "张\u0007三", "x" * 41])
def test_a_login_name_that_nobody_can_type_is_refused(name: str, empty_installation: dict[str, str]) -> None:
    found = zhifa("init", "--admin", name, env=empty_installation)
    assert found.returncode == 2
    assert "登录名" in found.stderr
    assert not Path(empty_installation["ZHIFA_DATA"]).exists()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"ZHIFA_DATABASE_URL": "mysql://zf:geheim@db/zf"}, "sqlite:///文件路径"),
        ({"ZHIFA_DATABASE_URL": "postgresql://zf:geheim@127.0.0.1:1/zf"}, "数据库用不了"),
        ({"ZHIFA_DATA": "/dev/null/var"}, "数据目录不能使用"),
    ],
)
def test_an_unusable_environment_is_said_without_a_trace(
    setting: dict[str, str], said: str, empty_installation: dict[str, str]
) -> None:
    found = zhifa("init", env=empty_installation | setting)
    assert found.returncode == 1
    assert said in found.stderr
    assert "Traceback" not in found.stderr
    assert "geheim" not in found.stderr


def test_a_taken_port_is_named_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = zhifa("serve", "--port", str(port))
    assert found.returncode == 1
    assert f"端口 {port} 已被别的程序占用" in found.stderr
    assert f"--port {port + 1}" in found.stderr


def test_serving_without_tables_says_to_run_init(empty_installation: dict[str, str]) -> None:
    found = zhifa("serve", "--port", str(_free_port()), env=empty_installation)
    assert found.returncode == 1
    assert "zhifa init" in found.stderr


def test_the_server_serves_under_a_strict_content_policy(installation: dict[str, str]) -> None:
    assert zhifa("init", env=installation).returncode == 0
    port = _free_port()
    command = [sys.executable, "-m", "zhifa.cli.main", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=installation, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout
        assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
        assert _answer(f"http://127.0.0.1:{port}/static/django_htmx/htmx-2.min.js", server)[0] == 200
        status, policy = _answer(f"http://127.0.0.1:{port}/no/such/page", server)
    finally:
        server.terminate()
        server.wait(20)
    assert status == 404
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _answer(address: str, server: subprocess.Popen[str]) -> tuple[int, str]:
    for _ in range(100):
        assert server.poll() is None, "the server ended"
        try:
            with urlopen(address, timeout=30) as answer:
                return answer.status, str(answer.headers["Content-Security-Policy"])
        except HTTPError as refused:
            return refused.code, str(refused.headers["Content-Security-Policy"])
        except (URLError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the server did not answer in 10 s")
