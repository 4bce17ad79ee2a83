"""The law library in the browser: the list and its search, a law on a day, two texts side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests.acts.lawfolder import CODE, GOOD, LATER, LawFolder
from tests.web.conftest import ADMIN, STRANGER, SignedIn
from zhifa.acts.library import import_laws

AIR = """第七章　法律责任

第一百一十八条　排放油烟的，处罚。

第一百一十九条　露天焚烧秸秆的，处五百元以上二千元以下的罚款。
"""
CODE_AIR = """第一千一百三十条　排放油烟的，处罚。

第一千一百三十一条　露天焚烧秸秆、落叶的，处一千元以上二千元以下的罚款。
"""


def said(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


@pytest.fixture
def officer(signed_in: SignedIn) -> Client:
    return signed_in("王立")


@pytest.fixture
def loaded(officer: Client, tmp_path: Path) -> Client:
    folder = LawFolder(tmp_path / "laws")
    folder.put("河道.md", "河道采砂管理办法", GOOD, status="OLD TEXT")
    folder.put("河道新.md", "河道采砂管理办法", LATER, date="2024-04-01", effective="2024年5月1日")
    folder.put("repealed/大气污染防治法.md", "中华人民共和国大气污染防治法", AIR, date="2018-10-26")
    folder.put("national-laws/生态环境法典.md", "中华人民共和国生态环境法典", CODE_AIR, date="2026-03-12")
    folder.put("a<b>.md", "特殊<script>办法", CODE)
    assert import_laws(folder.place).written == 5
    return officer


def test_without_texts_the_page_says_how_to_load_them(officer: Client) -> None:
    page = said(officer, "/laws")
    assert "法规库里还没有文本" in page
    assert "zhifa import laws" in page
    page = said(officer, "/laws/行政处罚法")
    assert "2021 版的正文还没有收录" in page
    assert "2021-07-15" in page, "what the index knows is said without a text"


def test_everybody_who_signed_in_reads_the_law(loaded: Client, signed_in: SignedIn) -> None:
    for name in (ADMIN, STRANGER):
        client = signed_in(name)
        assert "河道采砂管理办法" in said(client, "/laws")
        assert ">法规<" in said(client, "/laws")
        assert "第二条" in said(client, "/laws/河道采砂管理办法")
    assert signed_in("").get("/laws/河道采砂管理办法").status_code == 302


def test_the_list_is_narrowed_and_exported(loaded: Client) -> None:
    page = said(loaded, "/laws?state=now")
    assert "河道采砂管理办法" in page
    assert "共 2 个版本" in page
    assert "目录外" in page
    assert "大气污染防治法" not in said(loaded, "/laws?level=部门规章")
    lines = loaded.get("/laws?format=csv&level=部门规章").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("名称,简称,级别,版本")
    assert len(lines) == 4, "each version is a row"
    assert loaded.get("/laws?format=xlsx").content[:2] == b"PK"


def test_words_are_found_in_titles_and_articles(loaded: Client) -> None:
    page = said(loaded, "/laws?q=采砂")
    assert "<mark>采砂</mark>" in page
    assert "河道采砂管理办法（2024）第二条" in page
    assert "#a2" in page
    page = said(loaded, "/laws?q=没有的词")
    assert "正文里没有这些词" in page
    assert "<script>办法" not in said(loaded, "/laws?q=<script>")


def test_a_law_is_read_as_it_stood_on_the_day(loaded: Client) -> None:
    page = said(loaded, "/laws/河道采砂管理办法?on=2024-04-30")
    assert "一千元以上五千元" in page
    assert 'id="a2"' in page
    assert "第二章　罚则" in page
    assert "二千元以上一万元" in said(loaded, "/laws/河道采砂管理办法?on=2024-05-01")
    assert "一千元以上五千元" in said(loaded, "/laws/河道采砂管理办法?version=2020")
    assert "尚未施行" in said(loaded, "/laws/河道采砂管理办法?on=2019-01-01")
    assert "999 版的正文还没有收录" in said(loaded, "/laws/河道采砂管理办法?version=999")
    assert "没有找到" in said(loaded, "/laws/没有这部法", 404)
    assert "河道采砂管理办法" in said(loaded, "/laws/河道采砂管理办法?on=不是日期")


def test_a_text_that_was_replaced_is_not_called_law(officer: Client, tmp_path: Path) -> None:
    folder = LawFolder(tmp_path / "laws")
    folder.put("旧.md", "河道采砂管理办法", GOOD, status="OLD TEXT - a revised version exists")
    folder.put("秸秆.md", "秸秆管理办法", CODE)
    import_laws(folder.place)
    assert "已有新版本" in said(officer, "/laws/河道采砂管理办法")
    assert "已有新版本" in said(officer, "/laws?q=采砂")
    page = said(officer, "/laws?state=now")
    assert "秸秆管理办法" in page
    assert "据收集说明" in page, "nobody checked what the index does not know"
    assert "河道采砂管理办法" not in page
    assert "河道采砂管理办法" in said(officer, "/laws?state=past")


def test_a_repealed_law_names_what_took_its_place(loaded: Client) -> None:
    page = said(loaded, "/laws/大气污染防治法?on=2026-08-15")
    assert "已失效" in page
    assert "由《生态环境法典》接替" in page
    assert "由《生态环境法典》第一千一百三十一条接替" in page
    assert "第一千一百三十一条接替" not in said(loaded, "/laws/大气污染防治法?on=2026-08-14")
    panel = said(loaded, "/law?cite=大气污染防治法%23119&on=2026-08-14")
    assert "处五百元以上" in panel
    assert "#a119" in panel


def test_two_versions_stand_side_by_side(loaded: Client) -> None:
    assert "与 2020 版对照" in said(loaded, "/laws/河道采砂管理办法")
    page = said(loaded, "/laws/河道采砂管理办法/compare?from=2020&to=2024")
    assert "<del>一</del>" in page
    assert "<ins>二</ins>" in page
    assert "改动 2 条" in page
    assert "为了加强河道采砂管理" not in page, "what is the same is left out until it is asked for"
    assert "为了加强河道采砂管理" in said(loaded, "/laws/河道采砂管理办法/compare?from=2020&to=2024&show=all")
    assert "没有收录 1999 版" in said(loaded, "/laws/河道采砂管理办法/compare?from=1999&to=2024")
    assert "没有找到" in said(loaded, "/laws/没有这部法/compare", 404)


def test_old_articles_stand_beside_their_successors(loaded: Client) -> None:
    page = said(loaded, "/laws/大气污染防治法/compare")
    assert "《大气污染防治法》第一百一十九条" in page
    assert "<ins>、落叶</ins>" in page
    assert "正文未收录" in page, "mapped articles whose text is not loaded say so"
    page = said(loaded, "/laws/生态环境法典/compare?with=大气污染防治法")
    assert "所接替的旧法条文" in page
    assert "规则没有登记这部法的条文接替" in said(loaded, "/laws/河道采砂管理办法/compare")
