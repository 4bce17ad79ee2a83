"""People, sign-in, errors."""

from __future__ import annotations

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.case_pieces import ONE_OFFICER
from zhifa.web.gallery.lists import EXPORTS
from zhifa.web.gallery.marks import (
    AT,
    PENALTY_42,
    act,
    due,
)


# ---- people, gates, errors ----
def people() -> vm.PeoplePage:
    columns = (
        vm.Column(label="姓名", kind="main"),
        vm.Column(label="证号"),
        vm.Column(label="职务"),
        vm.Column(label="执法领域"),
        vm.Column(label="在办", kind="number"),
        vm.Column(label="证件有效期", kind="due"),
        vm.Column(label="状态"),
    )
    names = (
        ("李样本", 12, 1022),
        ("王示范", 9, 932),
        ("赵试用", 4, 445),
        ("孙演示", 3, -12),
        ("陈虚设", 0, 3),
        ("钱样章", 0, 700),
    )
    rows = tuple(
        vm.Row(
            href="#",
            cells=(
                vm.Cell(text=name),
                vm.Cell(text=f"渝执 01002{31 + n}"),
                vm.Cell(text="负责人" if name == "钱样章" else "执法人员"),
                vm.Cell(text="城市管理、安全生产"),
                vm.Cell(text=str(count), href=f"{AT}/cases/"),
                vm.Cell(due=due(left)),
                vm.Cell(text="停用，待移交" if left < 0 else "可执法"),
            ),
        )
        for n, (name, count, left) in enumerate(names)
    )
    return vm.PeoplePage(
        people=vm.TableView(
            caption="执法人员",
            columns=columns,
            rows=rows,
            query_href=f"{AT}/people/",
            exports=EXPORTS,
            empty=vm.Empty(what="还没有人员", how="登记人员和证件后才能办理案件。"),
        ),
        tiles=(
            vm.Tile(label="执法人员", figure=vm.Figure(text="11", href="#"), unit="名"),
            vm.Tile(label="本年新增", figure=vm.Figure(text="3", href="#"), unit="名"),
            vm.Tile(label="本年注销", figure=vm.Figure(text="9", href="#"), unit="名"),
            vm.Tile(label="证件过期", figure=vm.Figure(text="1", href="#"), unit="名", level="red", word="红色"),
        ),
        lacks=(
            vm.Lack(
                what="孙演示证件已过期，名下还有 3 件案件", law=PENALTY_42, action=act("移交案件", to=f"{AT}/handover/")
            ),
        ),
        actions=(act("登记人员"), act("指定代行负责人")),
    )


def sign_in(state: str) -> vm.SignIn:
    boxes = (
        vm.FieldView(name="username", label="账号", kind="text", value="" if state == "new" else "liyangben"),
        vm.FieldView(name="password", label="密码", kind="text"),
    )
    return vm.SignIn(
        action="#",
        fields=boxes,
        organ="洛碛镇人民政府",
        help="忘记密码，找本单位系统管理员 钱样章。",
        wrong="账号或密码不对。再错 3 次，账号将锁定 30 分钟。" if state == "wrong" else "",
        locked="连续 5 次密码不对，账号锁定到 10:52。急用请找系统管理员 钱样章 解锁。" if state == "locked" else "",
    )


def once() -> vm.OncePage:
    """A one-time password as it is shown, once."""
    return vm.OncePage(
        title="李样章的一次性口令",
        lead="只显示这一次。抄给本人或者当面告诉本人；本人首次登录后必须修改，之后谁也看不到。",
        rows=(("登录名", "liyangzhang"), ("一次性口令", "abcd-efgh-jkmn-2345")),
        back=act("抄好了，回到人员", primary=True, to=f"{AT}/people/"),
    )


def audit(state: str) -> vm.AuditDesk:
    """The audit administrator's desk: sound, with a verification under way, or broken."""
    broken = state == "broken"
    found = "有误：case/3f… 第 12 个事件：摘要不符" if broken else "1,072,365 个事件、412 个检查点完好；钱样章提出"
    said = (
        ("2024-06-12 10:32", "人员变更", "李样本", "给予岗位：行政机关负责人（洛碛镇）", "赵示范"),
        ("2024-06-12 09:10", "同意换发口令", "钱样章", "", "孙演示"),
        (
            "2024-06-11 17:45",
            "个人信息清除",
            "案件 渝洛碛案〔2023〕7号",
            "清除 9 处；依据 个人信息法 §47；保存期满",
            "孙演示",
        ),
    )
    labels = ("时间", "行为", "对象", "内容", "谁办的")
    return vm.AuditDesk(
        tiles=(
            vm.Tile(label="日志中的事件", figure=vm.Figure(text="1,072,377"), unit="个", note="12 个等待排序"),
            vm.Tile(label="最近的签名检查点", figure=vm.Figure(text="2024-06-12 10:30")),
            vm.Tile(
                label="最近一次核验", figure=vm.Figure(text="2024-06-11 23:05"), note=found,
                level="red" if broken else "none", word="红色" if broken else "",
            ),
        ),
        verify=act("核验全部日志", primary=True),
        fields=(
            vm.FieldView(name="q", label="办事的或者被办的人", kind="text", placeholder="姓名或者登录名"),
            vm.FieldView(name="from", label="自", kind="date"),
            vm.FieldView(name="to", label="至", kind="date"),
        ),
        action="#",
        table=vm.TableView(
            caption="管理行为和登录",
            columns=tuple(vm.Column(label=label, kind="main" if n == 2 else "text") for n, label in enumerate(labels)),
            rows=tuple(vm.Row(href="#", cells=tuple(vm.Cell(text=text) for text in row)) for row in said),
            empty=vm.Empty(what="没有符合条件的记录"),
        ),
        progress=vm.Progress(label="核验全部日志", done=412_000, total=1_072_377) if state == "running" else None,
    )  # fmt: skip


BACK = (act("回到工作台", primary=True, to=f"{AT}/workbench/"),)


def error(kind: str) -> vm.ErrorPage:
    if kind == "403":
        return vm.ErrorPage(
            kind="stranger",
            title="这件案件不归你看",
            what="它由另一个单位办理。需要协助的，请对方移送或者邀请你单位联合办理。",
            actions=BACK,
        )
    if kind == "404":
        return vm.ErrorPage(
            kind="missing",
            title="没有这一页",
            what="地址可能抄错了，或者这份草稿已经作废。可以用案号或当事人姓名搜索。",
            actions=BACK,
        )
    if kind == "500":
        return vm.ErrorPage(
            kind="broken",
            title="系统出了问题",
            what="这是系统的毛病，不是你的操作有误。稍后再试；急办的先在纸上办，事后补录。",
            kept="已存的草稿和案卷没有受影响",
            actions=(act("再试一次"), *BACK),
            reference="20240612-1032-7F3A",
        )
    return vm.ErrorPage(
        kind="refused",
        title="没有办成",
        what="罚立〔2024〕36 号，作出处罚决定。",
        refusal=ONE_OFFICER,
        actions=(act("回到案件", to=f"{AT}/case/"),),
    )
