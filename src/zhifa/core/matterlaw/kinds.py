"""Whether the kinds of penalty of a matter, and the conditions of its rows, are those its articles state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from zhifa.core.matterlaw.model import Read

# How statutes word the kinds of penalty of 行政处罚法 9, and where the same words are none.
_STATED: Final[Mapping[str, str]] = {
    "警告": r"警告(?!标|标志|牌|标识|信号|示)",
    "通报批评": r"通报批评",
    "罚款": r"罚款",
    "没收违法所得": r"没收(?:其)?(?:全部)?违法所得|没收[^。；]{0,18}(?:违法|非法)所得",
    "吊销许可证件": r"吊销|撤销[^。；]{0,6}(?:登记证书|许可证)",
    "暂扣许可证件": r"暂扣[^。；]{0,18}(?:证|照|许可)",
    "降低资质等级": r"降低[^，。；]{0,10}(?:资质|等级)",
    "责令停产停业": r"停产停业|停业整顿|停产整顿|停工整顿|停产整治|责令停业|责令停产|可以责令[^。；]{0,12}停业",
    "限制开展生产经营活动": r"限制生产|限制[^。；，]{0,10}经营|限制开展",
    "限制从业": r"年内?不得[^。；，]{0,4}(?:从事|担任|申请从事|执业)|年内禁止[^。；，]{0,8}从事|终身(?:不得|禁止)",
    "责令关闭": r"责令[^。；]{0,10}关闭|予以关闭|(?:报经|提请|批准)[^。；]{0,30}关闭",
    "行政拘留": r"拘留",
}
# Wider: what an article may say so that a matter may claim the kind.
_CLAIMED: Final[Mapping[str, str]] = {
    "限制开展生产经营活动": r"限制|限产",
    "限制从业": r"不得[^。；，]{0,6}(?:从事|担任|执业|申请)|禁止[^。；，]{0,6}从事|终身",
    "责令停产停业": _STATED["责令停产停业"]
    + r"|停业|停产|停工|暂停|停止(?:施工|执业|使用|销售|招生)"
    + r"|停止(?!非法|违法)[^。；，]{0,20}(?:生产|经营|作业|业务|活动)",
    "没收违法所得": _STATED["没收违法所得"] + r"|没收",
}
_SEIZED: Final = re.compile(r"没收([^。；，：处]{1,40})")
_GAINS: Final = re.compile(
    r"(?:其|全部|的)?(?:违法|非法)(?:所得|收入|利益)(?:的(?:财物|收入))?|所得|广告费用|违法行为发生期间自本单位所获收入"
    r"|[、和及与其的]|以及|并|全部"
)
_ALLOWED_FOR: Final[Mapping[str, str]] = {"罚款": "fines", "行政拘留": "detentions"}
# What a condition on the conduct must find in the article that makes it a condition.
_CONDITIONS: Final[Mapping[str, str]] = {
    "conduct.refused": r"拒不|仍不|拒绝|不改正|不听劝阻|不停止|又不|不恢复|不清除|不拆除",
    "conduct.overdue": r"逾期|期满|期限内|限期内|仍未|未按期|到期",
    "conduct.gravity": r"情节|严重|较重|轻微|较轻|恶劣|特别",
    "conduct.harm": r"造成|后果|损失|损害|发生|致|危害|污染|危及|影响|构成|损坏|引起|事故",
    "conduct.previous": r"次|再|屡|年内",
    "conduct.gains": r"违法所得|非法所得|非法获利|违法收入|所获|利润|违法经营额",
    "conduct.goods_value": r"货值|价值|价款|金额|价|经营额",
    "conduct.area": r"平方米|面积|亩|公顷",
    "conduct.count": r"[件株棵张处只头辆人个具台粒枚份册部次瓶箱公斤千克克吨立方]",
}


def kinds(read: Read) -> Iterator[str]:
    """Kinds the article states and the matter leaves out, or the reverse; sums and days without their kind."""
    data = read.entry.data
    named = tuple(str(kind) for kind in data.get("kinds", ()))
    for kind, wording in _STATED.items():
        if kind not in named and re.search(wording, read.applied):
            yield f"条文还规定了{kind}，而 kinds 没有写"
        if kind in named and not re.search(_CLAIMED.get(kind, wording), read.applied):
            yield f"条文没有规定{kind}"
    if "没收" in read.applied and not any(kind.startswith("没收") for kind in named):
        yield "条文还规定了没收，而 kinds 没有写"
    elif "没收非法财物" not in named and any(_GAINS.sub("", goods) for goods in _SEIZED.findall(read.applied)):
        yield "条文还规定了没收非法财物，而 kinds 没有写"
    for kind, key in _ALLOWED_FOR.items():
        if data.get(key) and kind not in named:
            yield f"写了 {key} 而 kinds 没有{kind}"


def conditions(read: Read) -> Iterator[str]:
    """Rows that hang on something the article does not make a condition."""
    for key in ("fines", "detentions"):
        for number, row in enumerate(read.entry.data.get(key, ()), 1):
            condition = str(row.get("if", ""))
            if row.get("cite"):
                continue
            for fact, wording in _CONDITIONS.items():
                if fact in condition and not re.search(wording, read.applied):
                    yield f"{key}[{number}] 以 {fact} 为条件，而条文没有这样的条件"
