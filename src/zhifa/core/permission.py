"""Who may do and see what: one predicate, used as a refusal and as a filter.

Authority is judged on the day of the act: roles and certificates carry their own validity, and an acting head signs
only while the appointment lasts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Final

from zhifa.core.values import Refusal, Validity, show_date

ROLE_TITLES: Final[Mapping[str, str]] = {
    "officer": "执法人员",
    "legal_reviewer": "法制审核人员",
    "head": "行政机关负责人",
    "clerk": "经办人员",
    "supervisor": "行政执法监督人员",
    "invited_supervisor": "特邀行政执法监督员",
    "in_charge": "分管、机构负责人",
    "department_reviewer": "办案部门法制员",
    "auxiliary": "行政执法辅助人员",
    "legal_adviser": "法律顾问",
    "third_party_reviewer": "第三方评查人员",
    "catalogue_editor": "规则维护人员",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
    "party": "当事人",
    "court": "人民法院",
    "bank": "金融机构",
    "other_organ": "其他机关",
    "superior": "上级机关",
    "public": "公众",
    "system": "系统",
}

ADMINISTRATORS: Final = ("system_admin", "security_admin", "audit_admin")
"""Three offices that watch one another: whoever holds one holds neither of the others."""

ACTIONS: Final[Mapping[str, frozenset[str]]] = {
    "case.read": frozenset(
        {"officer", "legal_reviewer", "head", "clerk", "supervisor", "in_charge", "department_reviewer"}
    ),
    "chain.sign": frozenset({"officer", "department_reviewer", "in_charge", "legal_reviewer", "head"}),
    "case.act": frozenset({"officer", "legal_reviewer", "head", "clerk"}),
    "case.hand_over": frozenset({"head"}),
    "supervision.open": frozenset({"supervisor"}),
    "supervision.act": frozenset({"supervisor", "head", "clerk"}),
    "supervision.read": frozenset({"supervisor"}),
    "supervision_plan.edit": frozenset({"supervisor"}),
    "supervision_plan.adopt": frozenset({"head"}),
    "liability.read": frozenset({"head", "supervisor"}),
    "liability.record": frozenset({"supervisor"}),
    "intervention.enter": frozenset({"officer", "legal_reviewer", "clerk"}),
    "intervention.judge": frozenset({"supervisor"}),
    "intervention.read": frozenset({"officer", "legal_reviewer", "clerk", "supervisor"}),
    "finding.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor"}),
    "finding.answer": frozenset({"officer", "head", "clerk"}),
    "finding.judge": frozenset({"supervisor"}),
    "case.work": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor"}),
    "cases.import": frozenset({"officer", "clerk", "head"}),
    "case.correct": frozenset({"officer", "clerk", "head"}),
    "review.queue": frozenset({"legal_reviewer", "head"}),
    "statistics.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor"}),
    "report.edit": frozenset({"clerk", "head"}),
    "report.finish": frozenset({"head"}),
    "plan.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor"}),
    "plan.edit": frozenset({"officer", "clerk", "head"}),
    "plan.adopt": frozenset({"head"}),
    "people.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor", "system_admin"}),
    "people.manage": frozenset({"system_admin"}),
    "person.erase": frozenset({"security_admin"}),
    "organs.manage": frozenset({"system_admin"}),
    "powers.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor", "catalogue_editor"}),
    "powers.manage": frozenset({"catalogue_editor"}),
    "rules.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor", "catalogue_editor"}),
    "rules.draft": frozenset({"catalogue_editor"}),
    "rules.approve": frozenset({"catalogue_editor", "head"}),
    "matters.read": frozenset(
        {"officer", "legal_reviewer", "head", "clerk", "supervisor", "invited_supervisor", "catalogue_editor"}
    ),
    "accounts.manage": frozenset({"system_admin"}),
    "numbers.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor"}),
    "numbers.manage": frozenset({"officer", "head", "clerk"}),
    "fines.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor"}),
    "fines.reconcile": frozenset({"officer", "head", "clerk"}),
    "paper.withdraw": frozenset({"head"}),
    "training.read": frozenset(
        {"officer", "legal_reviewer", "head", "clerk", "supervisor", "auxiliary", "legal_adviser", "system_admin"}
    ),
    "training.manage": frozenset({"head", "clerk", "supervisor"}),
    "exam.sit": frozenset({"officer", "legal_reviewer", "head", "clerk", "auxiliary"}),
    "exam.manage": frozenset({"head", "supervisor"}),
    "assessment.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor"}),
    "assessment.enter": frozenset({"head"}),
    "appraisal.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor"}),
    "appraisal.manage": frozenset({"supervisor"}),
    "appraisal.review": frozenset({"legal_reviewer", "supervisor", "third_party_reviewer"}),
    "appraisal.object": frozenset({"legal_reviewer", "head"}),
    "equipment.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor"}),
    "equipment.manage": frozenset({"head", "clerk"}),
    "station.manage": frozenset({"head", "clerk", "supervisor"}),
    "oversight.read": frozenset({"head", "supervisor"}),
    "invited.read": frozenset({"supervisor", "head", "invited_supervisor"}),
    "invited.manage": frozenset({"supervisor"}),
    "consultation.read": frozenset({"officer", "head", "legal_reviewer", "supervisor"}),
    "consultation.open": frozenset({"officer", "head", "supervisor"}),
    "consultation.answer": frozenset({"head", "legal_reviewer"}),
    "opinion.give": frozenset({"invited_supervisor"}),
    "complaint.read": frozenset({"head", "legal_reviewer", "clerk", "supervisor"}),
    "complaint.act": frozenset({"head", "legal_reviewer", "clerk"}),
    "digest.read": frozenset({"officer", "legal_reviewer", "head", "clerk", "supervisor"}),
    "digest.make": frozenset({"head", "supervisor"}),
    "journal.verify": frozenset({"audit_admin"}),
    "audit.read": frozenset({"audit_admin"}),
    "accounts.agree": frozenset({"security_admin", "audit_admin"}),
}
"""Which role carries which permission. What is not listed is denied."""

SUPERVISION: Final = "supervision"
"""The kind of procedure by which a supervising body looks at an organ: its staff are no officers who enforce."""

COMPLAINT: Final = "complaint"
"""The kind of procedure by which a complaint or petition against enforcement is dealt with: whoever it is about, and
the officers beside them, may neither read nor handle it (重庆市行政执法责任制条例 13, 14)."""

ACTING_ON: Final[Mapping[str, str]] = {SUPERVISION: "supervision.act", COMPLAINT: "complaint.act"}
PRIVATE: Final[Mapping[str, str]] = {COMPLAINT: "complaint.read"}
"""Kinds of case not everybody of the organ may see, and who may."""


def acting_on(kind: str) -> str:
    """The permission to take steps in cases of a kind: supervisors in those of supervision and nowhere else."""
    return ACTING_ON.get(kind, "case.act")


def reading(kind: str) -> str:
    """The permission to read a case of a kind."""
    return PRIVATE.get(kind, "case.read")


class Reach(tuple[str, ...]):
    """The parts of the tree of organs in which something may be done, and where private kinds of case may be seen.

    Whatever is not made by `reach` sees no private case at all.
    """

    private: Mapping[str, tuple[str, ...]] = {}

    @classmethod
    def of(cls, paths: Iterable[str], private: Mapping[str, tuple[str, ...]]) -> Reach:
        made = cls(paths)
        made.private = dict(private)
        return made


def whole(*paths: str) -> Reach:
    """Everything at these places, private cases too: for what the installation itself reads, and nobody's page."""
    return Reach.of(paths, dict.fromkeys(PRIVATE, paths))


EVERYWHERE: Final = whole("")


def private_in(reach: Sequence[str], kind: str) -> tuple[str, ...]:
    """Where cases of a private kind may be seen by whoever has this reach."""
    return reach.private.get(kind, ()) if isinstance(reach, Reach) else ()


def shows(reach: Sequence[str], kind: str, path: str) -> bool:
    """Whether a case of this kind, at a place within the reach, may be told by its number and subject."""
    return kind not in PRIVATE or any(path.startswith(prefix) for prefix in private_in(reach, kind))


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The day from which a certificate no longer authorises by rule, and why."""

    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """An enforcement certificate: number, validity, and the days on which it was suspended or from which cancelled."""

    number: str
    validity: Validity
    suspended: tuple[Validity, ...] = ()
    cancelled_on: date | None = None
    lapsed: Lapsed | None = None

    def valid_on(self, day: date) -> bool:
        return self.why_not(day) == ""

    def why_not(self, day: date) -> str:
        """Why the certificate does not authorise on a day; empty when it does."""
        if self.validity.start and day < self.validity.start:
            return f"证件 {self.number} 自 {show_date(self.validity.start)} 起才有效"
        if self.cancelled_on and day >= self.cancelled_on:
            return f"证件 {self.number} 已于 {show_date(self.cancelled_on)} 注销"
        if self.validity.end and day > self.validity.end:
            return f"证件 {self.number} 已于 {show_date(self.validity.end)} 到期"
        if self.lapsed and day >= self.lapsed.on:
            return f"证件 {self.number} 自 {show_date(self.lapsed.on)} 起失效：{self.lapsed.why}"
        if any(stop.contains(day) for stop in self.suspended):
            return f"证件 {self.number} 当日处于暂停使用状态"
        return ""


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role in one organ (and what lies below it), while it lasts; `acting` when held in another's place."""

    role: str
    path: str
    validity: Validity = Validity()
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A person who acts or looks: name, roles of all times, certificates of all times."""

    id: str
    name: str
    roles: tuple[RoleHeld, ...] = ()
    certificates: tuple[Certificate, ...] = ()

    def roles_on(self, day: date) -> frozenset[str]:
        return frozenset(held.role for held in self.roles if held.validity.contains(day))

    def within(self, *paths: str) -> Person:
        """The person with only the roles that reach one of these places: a head elsewhere is no head here."""
        return replace(self, roles=tuple(held for held in self.roles if any(p.startswith(held.path) for p in paths)))

    def may_act_as(self, roles: Sequence[str], day: date) -> bool:
        return not self.roles_on(day).isdisjoint(roles)

    def certificate_on(self, day: date) -> Certificate | None:
        return next((item for item in self.certificates if item.valid_on(day)), None)

    def why_uncertified(self, day: date) -> str:
        reasons = [item.why_not(day) for item in self.certificates]
        return "；".join(reasons) if reasons else "没有登记执法证件"


def mixed_administrators(roles: Iterable[RoleHeld]) -> tuple[str, str] | None:
    """Two of the three administrators' offices held at the same time, anywhere; None when they are kept apart."""
    offices = [held for held in roles if held.role in ADMINISTRATORS]
    for one, other in combinations(offices, 2):
        if one.role != other.role and one.validity.overlaps(other.validity):
            first, second = sorted((one.role, other.role), key=ADMINISTRATORS.index)
            return first, second
    return None


def reach(person: Person | None, action: str, day: date) -> Reach:
    """The parts of the tree of organs in which a person may do something; empty means nowhere."""
    if person is None:
        return Reach()
    private = {kind: _paths(person, needed, day) for kind, needed in PRIVATE.items()}
    return Reach.of(_paths(person, action, day), private)


def _paths(person: Person, action: str, day: date) -> tuple[str, ...]:
    allowed = ACTIONS.get(action, frozenset())
    return tuple({held.path for held in person.roles if held.role in allowed and held.validity.contains(day)})


def may(person: Person | None, action: str, path: str, day: date) -> Refusal | None:
    """None when the person may; else why not, and whom to ask. `path` is the organ's place in the tree."""
    if person is None:
        return Refusal("signed_out", "请先登录", "登录后再试")
    if any(path.startswith(prefix) for prefix in reach(person, action, day)):
        return None
    return Refusal(
        "forbidden",
        f"{person.name}没有办理此事的权限",
        "如确需办理，请联系本机关负责人或系统管理员调整岗位",
    )
