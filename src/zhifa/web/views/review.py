"""The review queue: a file at a time, the system's own findings first; agree, send back with reasons, or ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from zhifa.acts.cases import StepEntry, take_step
from zhifa.acts.questions import ask
from zhifa.acts.work import context
from zhifa.core.facts import Fact
from zhifa.core.permission import Person
from zhifa.core.procedure.attempt import Attempt
from zhifa.core.procedure.authority import personal_gates
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.next_steps import OPEN, NextStep
from zhifa.core.procedure.view import yellow_on
from zhifa.core.values import Moment, Refusal
from zhifa.store.readers.cases import CaseRead, read_case
from zhifa.store.readers.desk import TaskLine, open_questions, tasks
from zhifa.web import viewmodels as vm
from zhifa.web.forms import OFFICERS, WHEN, Typed, prefixed, read_typed, step_facts
from zhifa.web.marks import due_chip, finding_row, law_mark, refusal_panel
from zhifa.web.proof import amount_findings, proof, proposal, why_needed
from zhifa.web.questions import SHORT, asked
from zhifa.web.render import show_page
from zhifa.web.step_forms import Attempted, Desk, step_form
from zhifa.web.story import evidence, fact_groups, names
from zhifa.web.views.steps import field_errors, keep_uploads
from zhifa.web.visitor import Visitor, missing, shell, signed_in
from zhifa.web.weighing import case_like, guidance_cards, lenient_findings

ROLES = ("legal_reviewer", "head")
AGREED, RETURNED = "同意", "退回"
LONGEST_QUEUE = 300
NO_DUE = vm.DueChip(level="none", word="没有期限")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file of the queue: a proceeding of a case, and the steps that wait for this visitor in it."""

    line: TaskLine
    steps: tuple[str, ...]

    @property
    def key(self) -> Key:
        return (self.line.case_id, self.line.proceeding)

    @property
    def href(self) -> str:
        return reverse("review_file", args=[*self.key, self.steps[0]])


@dataclass(frozen=True, slots=True)
class Tried:
    """A verdict that was refused: which form, what was typed, why."""

    do: str
    typed: Typed
    refusal: Refusal
    errors: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def queue(visitor: Visitor) -> list[Waiting]:
    """The files that wait for the visitor's roles, the most urgent first."""
    roles = [role for role in ROLES if role in visitor.roles]
    found: dict[Key, list[TaskLine]] = {}
    for line in visitor.open_to(tasks(roles, reach=visitor.reach("review.queue"), limit=LONGEST_QUEUE)):
        found.setdefault((line.case_id, line.proceeding), []).append(line)
    return [Waiting(lines[0], tuple(dict.fromkeys(line.step for line in lines))) for lines in found.values()]


def verdict_fact(step: Step) -> Fact | None:
    """The fact in which a step says whether it agrees, if it has one."""
    vocabulary = context().book.vocabulary
    facts = (vocabulary.get(code) for code in step_facts(step))
    return next((fact for fact in facts if fact and {AGREED, RETURNED} <= set(fact.options)), None)


def opinion_fact(step: Step) -> Fact | None:
    """The long text beside the verdict: reasons when it is sent back."""
    vocabulary = context().book.vocabulary
    facts = (vocabulary.get(code) for code in step_facts(step))
    return next((fact for fact in facts if fact and fact.type == "longtext"), None)


@signed_in("review.queue")
def review(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The queue with its most urgent file open."""
    waiting = queue(visitor)
    if not waiting:
        return show_page(request, _empty(), shell=shell(request, visitor, "review"))
    first = waiting[0]
    return _show(request, visitor, waiting, first.key, first.steps[0])


def _empty() -> vm.ReviewQueue:
    empty = vm.Empty(what="没有等待您审核或者审批的案件", how="承办人提交、依法须经您办理的案件会自动排到这里。")
    return vm.ReviewQueue(items=(), position="", file=None, empty=empty)


@signed_in("review.queue")
def review_file(request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str, code: str) -> HttpResponse:
    """One file; a verdict posted here opens the next."""
    waiting, key = queue(visitor), (case_id, proceeding)
    if request.method == "POST":
        return _decide(request, visitor, waiting, key, code)
    return _show(request, visitor, waiting, key, code)


def _read(visitor: Visitor, case_id: str) -> CaseRead | None:
    return read_case(case_id, reach=visitor.reach("review.queue"), context=context(), day=visitor.day)


def _open(read: CaseRead, visitor: Visitor, proceeding: str) -> list[NextStep]:
    mine = [role for role in ROLES if role in visitor.roles]
    return [
        item
        for item in read.view.next_steps
        if item.proceeding == proceeding and item.state == OPEN and not set(item.step.by).isdisjoint(mine)
    ]


def _show(
    request: HttpRequest,
    visitor: Visitor,
    waiting: Sequence[Waiting],
    key: Key,
    code: str,
    tried: Tried | None = None,
) -> HttpResponse:
    read = _read(visitor, key[0])
    if read is None or key[1] not in read.view.case.proceedings:
        return missing(request, visitor)
    offered = _open(read, visitor, key[1])
    chosen = next((item for item in offered if item.step.code == code), None)
    if chosen is None:
        messages.info(request, f"{read.row.number} 的这一步已经办过，或者还没有轮到")
        return HttpResponseRedirect(reverse("review"))
    others = [item for item in offered if item is not chosen and (item.demanded or item.step.optional)]
    place = next((n for n, item in enumerate(waiting) if item.key == key), None)
    following = _neighbour(waiting, place, +1)
    lines = open_questions(reach=visitor.reach("review.queue"), asker=visitor.person.id)
    replies = {(line.case_id, line.proceeding): SHORT[line.state] for line in lines}
    page = vm.ReviewQueue(
        title=chosen.step.title,
        items=tuple(
            vm.QueueItem(
                number=item.line.number,
                party=item.line.party or item.line.case_title,
                href=item.href,
                due=due_chip(item.line.next_due_on, day=visitor.day) if item.line.next_due_on else NO_DUE,
                here=item.key == key,
                note=replies.get(item.key, ""),
            )
            for item in waiting
        ),
        position=f"第 {place + 1} 件，共 {len(waiting)} 件" if place is not None else "不在待办之列",
        file=_file(read, visitor, chosen, others, tried),
        empty=vm.Empty(what=""),
        next=following.href if following else "",
        previous=before.href if (before := _neighbour(waiting, place, -1)) else "",
    )
    return show_page(request, page, shell=shell(request, visitor, "review"), status=422 if tried else 200)


def _neighbour(waiting: Sequence[Waiting], place: int | None, by: int) -> Waiting | None:
    if place is None:
        return waiting[0] if waiting and by > 0 else None
    return waiting[place + by] if 0 <= place + by < len(waiting) else None


def _own_work(read: CaseRead, visitor: Visitor, proceeding: str, step: Step) -> Refusal | None:
    """Why this person may not decide here at all, said before they have read the file."""
    attempt = Attempt(proceeding, step, Moment(visitor.day), {}, (visitor.person.id,))
    people: dict[str, Person] = {**read.people, visitor.person.id: visitor.person}
    found = tuple(
        g for g in personal_gates(read.view.state, attempt, people.get) if g.code in ("separation", "recused")
    )
    return Refusal(found[0].code, found[0].message, found[0].remedy, found[0].cite, gates=found) if found else None


def _file(
    read: CaseRead, visitor: Visitor, item: NextStep, others: Sequence[NextStep], tried: Tried | None
) -> vm.ReviewFile:
    step, proceeding = item.step, item.proceeding
    own = _own_work(read, visitor, proceeding, step)
    due = min(
        (o for o in read.view.obligations if o.proceeding == proceeding and o.kind == "duty" and o.state == "running"
         and o.due_on),
        key=lambda o: (o.due_on, o.code),
        default=None,
    )  # fmt: skip
    forms = _Forms(read, visitor, item, tried)
    return vm.ReviewFile(
        number=read.row.number,
        party=read.row.party or "（当事人未登记）",
        matter=read.view.headline.title or read.row.title or step.title,
        href=f"{reverse('case', args=[read.row.pk])}?p={proceeding}",
        proposer=f"承办 {names(read, read.view.case.officers)}",
        proposal=proposal(read, proceeding),
        settled=read.view.headline.decided_on is not None,
        proof=proof(read, proceeding, visitor.day),
        findings=(
            *(finding_row(finding) for finding in read.view.findings),
            *amount_findings(read, proceeding, visitor.day),
            *lenient_findings(read, proceeding, visitor),
        ),
        like=case_like(read, proceeding, visitor),
        guidance=guidance_cards(read.view.headline.matter, read.view.day),
        facts=fact_groups(read, proceeding),
        evidence=evidence(read),
        due=due_chip(due.due_on, day=visitor.day, yellow_on=yellow_on(due)) if due else NO_DUE,
        law=law_mark(step.cite),
        heads=why_needed(read, proceeding, step, visitor.day),
        agree=forms.agree(),
        send_back=forms.send_back(),
        more=tuple(_Forms(read, visitor, other, tried).agree() for other in others),
        ask=forms.ask(),
        questions=asked(read, proceeding),
        refusal=replace(refusal_panel(own, title="这一件不能由您办理"), kept=False) if own else None,
        blocked=own is not None,
    )


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms of one step: agree, send back, ask; or the step itself where it has no verdict."""

    read: CaseRead
    visitor: Visitor
    item: NextStep
    tried: Tried | None

    def _action(self, do: str) -> str:
        place = reverse("review_file", args=[self.read.row.pk, self.item.proceeding, self.item.step.code])
        return f"{place}?do={do}"

    def _tried(self, do: str) -> Tried | None:
        return self.tried if self.tried and self.tried.do == self._name(do) else None

    def _name(self, do: str) -> str:
        return f"{self.item.step.code}.{do}"

    def _step(self, do: str, title: str, verb: str, note: str = "") -> vm.StepForm:
        """The step as the case page asks it, without who and when: that is this person, now."""
        step, tried = self.item.step, self._tried(do)
        prefix = f"{self._name(do)}."
        attempted = (
            Attempted(step.code, self.item.proceeding, tried.typed, tried.refusal, tried.errors) if tried else None
        )
        made = step_form(self._desk(), self.item, attempted=attempted, prefix=prefix)
        verdict, opinion = verdict_fact(step), opinion_fact(step)
        left = {prefixed(code, prefix) for code in (OFFICERS, WHEN, verdict.code if verdict else "")}
        fields = tuple(field for field in made.fields if field.name not in left)
        if do == "agree" and verdict and opinion:
            free = prefixed(opinion.code, prefix)
            fields = tuple(replace(field, required=False) if field.name == free else field for field in fields)
        return replace(self._form(do, title, verb, fields, note), law=made.law)

    def _desk(self) -> Desk:
        return Desk(self.visitor, self.read, self.item.proceeding, (), {})

    def _form(self, do: str, title: str, verb: str, fields: tuple[vm.FieldView, ...], note: str = "") -> vm.StepForm:
        tried = self._tried(do)
        return vm.StepForm(
            code=self._name(do),
            title=title,
            verb=f"{verb}，看下一件",
            action=self._action(do),
            fields=fields,
            note=note,
            refusal=refusal_panel(tried.refusal, title=f"还不能{verb}") if tried else None,
        )

    def agree(self) -> vm.StepForm:
        verdict = verdict_fact(self.item.step)
        title = AGREED if verdict else self.item.step.title
        return self._step("agree", title, AGREED if verdict else "提交")

    def send_back(self) -> vm.StepForm | None:
        if verdict_fact(self.item.step) is None:
            return None
        note = "写明哪一点、依据哪一条、怎样补正；退回后由承办人补正、重新提交。"
        return self._step("return", RETURNED, RETURNED, note)

    def ask(self) -> vm.StepForm:
        tried = self._tried("ask")
        typed = str(tried.typed.facts.get("question", "")) if tried else ""
        box = vm.FieldView(name=f"{self._name('ask')}.question", label="要问承办人的话", kind="longtext", value=typed)
        return self._form("ask", "提问", "发出", (box,), "问话记入案卷，审核期限照常计算。")


def _decide(request: HttpRequest, visitor: Visitor, waiting: Sequence[Waiting], key: Key, code: str) -> HttpResponse:
    read = _read(visitor, key[0])
    step = None
    if read is not None and key[1] in read.view.case.proceedings:
        step = read.view.state.step(key[1], code, visitor.day)
    if read is None or step is None:
        return missing(request, visitor)
    do = str(request.GET.get("do", ""))
    place = next((n for n, item in enumerate(waiting) if item.key == key), None)
    following = _neighbour(waiting, place, +1)
    if do == "ask":
        question = str(request.POST.get(f"{code}.ask.question", ""))
        typed, done = Typed({"question": question}), "已向承办人提问"
        result: object = ask(key[0], key[1], code, question, actor=visitor.actor)
    else:
        typed, result = _take(request, visitor, read, key[1], step, "return" if do == "return" else "agree")
        done = f"已退回 {read.row.number}" if do == "return" else f"“{step.title}”已记入 {read.row.number}"
    if isinstance(result, Refusal):
        errors = field_errors(typed) if do != "ask" else {}
        return _show(request, visitor, waiting, key, code, Tried(f"{code}.{do}", typed, result, errors))
    messages.success(request, done)
    return HttpResponseRedirect(following.href if following else reverse("review"), status=303)


def _take(
    request: HttpRequest, visitor: Visitor, read: CaseRead, proceeding: str, step: Step, do: str
) -> tuple[Typed, object]:
    """Take the step with its verdict; agreeing needs no words, sending back does."""
    prefix = f"{step.code}.{do}."
    uploads = keep_uploads(request, read.row.path, visitor)
    files = {} if isinstance(uploads, Refusal) else uploads
    typed = read_typed(request.POST, step, context().book.vocabulary, prefix=prefix, files=files)
    if isinstance(uploads, Refusal):
        return typed, uploads
    facts = dict(typed.facts)
    verdict, opinion = verdict_fact(step), opinion_fact(step)
    if verdict:
        facts[verdict.code] = AGREED if do == "agree" else RETURNED
        if opinion and opinion.code not in facts:
            if do == "return":
                where = prefixed(opinion.code, prefix)
                return typed, Refusal(
                    "missing", "退回应当写明理由", "写明哪一点、依据哪一条、怎样补正", missing=(where,)
                )
            facts[opinion.code] = f"{AGREED}。"
    entry = StepEntry(step.code, facts, (visitor.person.id,), None, proceeding)
    return typed, take_step(read.row.pk, entry, actor=visitor.actor)


URLS = [
    path("review", review, name="review"),
    path("review/<str:case_id>/<str:proceeding>/<str:code>", review_file, name="review_file"),
]
