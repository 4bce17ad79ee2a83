"""Signing in: into the workbench, back to where one came from, and locked after too many wrong passwords."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.conftest import SignedIn
from zhifa.store.registry.models import Account, Organ


@pytest.fixture
def officer(town: Organ) -> Account:
    return Account.objects.create_user("officer", "a long enough secret", person_id="王立")


def test_the_right_password_leads_where_one_wanted_to_go(officer: Account) -> None:
    answer = Client().post("/sign-in", {"username": "officer", "password": "a long enough secret", "next": "/cases"})
    assert (answer.status_code, answer["Location"]) == (302, "/cases")


def test_another_site_is_never_where_one_wanted_to_go(officer: Account) -> None:
    form = {"username": "officer", "password": "a long enough secret", "next": "https://example.invalid/"}
    assert Client().post("/sign-in", form)["Location"] == "/"


def test_too_many_wrong_passwords_lock_the_account_and_say_until_when(officer: Account) -> None:
    client = Client()
    answers = [client.post("/sign-in", {"username": "officer", "password": "wrong"}) for _ in range(5)]
    assert answers[0].status_code == 422
    assert "账号或口令不对" in answers[0].content.decode()
    assert answers[-1].status_code == 429
    assert "暂停登录 15 分钟" in answers[-1].content.decode()
    right = client.post("/sign-in", {"username": "officer", "password": "a long enough secret"})
    assert right.status_code == 429


def test_a_text_too_large_is_refused_with_what_to_do(officer: Account) -> None:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/clues", {"clue.summary": "长" * 2_000_000})
    assert answer.status_code == 413
    assert "没有提交" in answer.content.decode()


def test_what_is_too_large_is_refused_before_it_is_read(signed_in: SignedIn) -> None:
    """Somebody unknown has nothing larger to send than the form to sign in; a recording is sent by the staff."""
    body = "username=x&password=" + "y" * 100_000
    form = "application/x-www-form-urlencoded"
    assert signed_in("").post("/sign-in", body, content_type=form).status_code == 413
    assert signed_in("王立").post("/account/password", body, content_type=form).status_code == 422
    huge = signed_in("王立").post("/account/password", body, content_type=form, CONTENT_LENGTH=10**12)
    assert huge.status_code == 413
