"""The named functions rule data may call in its conditions, with how each reads in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from zhifa.core.conditions import Function

_ALL: Final = (
    Function("done", (1,), "boolean", "尚未完成“{0}”", "已经完成“{0}”", "step"),
    Function("ever", (1,), "boolean", "从未有过“{0}”", "曾有过“{0}”", "step"),
    Function("anywhere", (1,), "boolean", "本案从未有过“{0}”", "本案曾有过“{0}”", "step"),
    Function("day", (1,), "date", "“{0}”的日期", "", "step"),
    Function("count_of", (1,), "integer", "“{0}”的次数", "", "step"),
    Function("needed", (1,), "boolean", "依法不需要“{0}”", "依法需要“{0}”", "step"),
    Function("point", (1,), "boolean", "“{0}”尚未到来", "“{0}”已到", "point"),
    Function("passed", (1,), "boolean", "“{0}”尚未届满", "“{0}”已届满", "period"),
    Function("running", (1,), "boolean", "“{0}”不在进行中", "“{0}”尚在进行中", "period"),
    Function("ends", (1,), "date", "“{0}”的届满日", "", "period"),
    Function("linked", (1,), "boolean", "没有关联的“{0}”", "已有关联的“{0}”", "procedure"),
    Function("ended", (1,), "boolean", "“{0}”尚未终结", "“{0}”已经终结", "procedure"),
    Function("proceedings", (1,), "integer", "本案“{0}”的个数", "", "procedure"),
    Function("threshold", (1,), "money", "{0}", "", "threshold"),
    Function("days", (2,), "integer", "{0}至{1}的天数"),
    Function("workdays", (2,), "integer", "{0}至{1}的工作日数"),
    Function("day_of", (1,), "date", "{0}"),
    Function("times", (2,), "value", "{0}乘以{1}"),
    Function("after_workdays", (2,), "date", "{0}之后第{1}个工作日"),
    Function("holiday", (1,), "boolean", "{0}应为法定节假日", "{0}不得在法定节假日"),
    Function("hour", (1,), "integer", "{0}的钟点"),
    Function("heaviest", (1, 2), "text", "{0}中最重的种类"),
    Function("len", (1,), "integer", "{0}的项数"),
    Function("max", (2, 3, 4), "value", "{0}与{1}中较大（晚）者"),
    Function("min", (2, 3, 4), "value", "{0}与{1}中较小（早）者"),
    Function("known", (1,), "boolean", "尚未登记{0}", "已登记{0}"),
    Function("party_is", (1,), "boolean", "当事人应为{0}", "当事人不应为{0}"),
    Function("in_list", (2,), "boolean", "{1}不在“{0}”之列", "{1}在“{0}”之列", "list"),
    Function("within", (2,), "boolean", "{0}应都在{1}之内", "{0}不应都在{1}之内"),
    Function("overlaps", (2,), "boolean", "{0}与{1}没有相同的项", "{0}与{1}有相同的项"),
    Function("age", (2,), "integer", "{0}至{1}的周岁"),
    Function("born", (0,), "date", "当事人的出生日期"),
    Function("in_force", (1,), "boolean", "{0}所引的法律在行为时和现在都不施行", "{0}所引的法律现行有效"),
    Function("registered", (2,), "boolean", "{1}引用的法律不在法规索引里", "{1}引用的法律都在法规索引里", "list"),
    Function("rests_on", (2,), "boolean", "{0}应与{1}引同一部法", "{0}不应与{1}引同一部法"),
    Function("fine_ceiling", (0,), "money", "本事项法定的罚款上限"),
    Function("fine_floor", (0,), "money", "本事项法定的罚款下限"),
    Function("detention_ceiling", (0,), "integer", "本事项法定的拘留日数上限"),
    Function("surcharge", (0,), "money", "已加处的罚款"),
    Function("today", (0,), "date", "今天"),
    Function("taken_on", (0,), "date", "这一步骤办理的日期"),
    Function("entered_on", (0,), "date", "这一步骤登记的日期"),
    Function("says", (2,), "boolean", "{0}没有写到{1}", "{0}写到了{1}"),
    Function("shared", (2,), "integer", "{0}与{1}相同字句的百分比"),
    Function("shows_number", (1,), "boolean", "{0}没有身份证件号码或者手机号码", "{0}有身份证件号码或者手机号码"),
)
FUNCTIONS: Final[Mapping[str, Function]] = {function.name: function for function in _ALL}
SUBSTANCE: Final[Mapping[str, Function]] = {name: FUNCTIONS[name] for name in ("age",)}
"""What conditions on an act alone may call: matters, benchmarks, circumstances and lenient cases know no procedure."""
