"""Rows of cases: what lists, inboxes and statistics read. Only the projector writes them, from the journal.

Every row can be rebuilt from the journal and the rules as of `Case.as_of`; a test does so and compares.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhifa.store.registry.models import Account, Organ


class Case(models.Model):
    """One case as lists show it. `path` is the organ's place in the tree: who may read is a prefix of it."""

    id = models.CharField(max_length=40, primary_key=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="cases", db_index=False)
    path = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300, blank=True)
    procedure = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    matter = models.CharField(max_length=80, blank=True)
    party = models.CharField(max_length=200, blank=True)
    sought = models.TextField(blank=True)
    """Number, title and party as `core.bigrams.plain` writes them: what a search is compared with."""
    phase = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=10, default="open")
    opened_on = models.DateField()
    decided_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    next_due_on = models.DateField(null=True)
    next_due_title = models.CharField(max_length=120, blank=True)
    next_check_on = models.DateField(null=True)
    red_count = models.PositiveIntegerField(default=0)
    question_count = models.PositiveIntegerField(default=0)
    officers = models.JSONField(default=list)
    version = models.PositiveIntegerField()
    head = models.BinaryField()
    """Hash of the last event, so that the next act needs no read to go on with the chain."""
    as_of = models.DateField()
    """The day for which the rows that depend on today were worked out."""
    rules = models.CharField(max_length=16)
    """Under which rules and calendar the rows were worked out, by the beginning of their digest."""
    recorded_at = models.DateTimeField()
    digests = models.JSONField(default=dict)
    """What was last written to the case's other tables, so that an act writes only what changed."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["open", "closed"]), name="case_state_known"),
        ]
        indexes = [
            models.Index(fields=["-opened_on", "-id"], name="case_newest"),
            models.Index(fields=["organ", "-opened_on", "-id"], name="case_of_organ"),
            models.Index(fields=["kind", "-opened_on", "-id"], name="case_of_kind"),
            models.Index(fields=["organ", "state", "red_count", "path"], name="case_counted"),
            models.Index(fields=["-opened_on", "-id"], name="case_with_fault", condition=Q(red_count__gt=0)),
            models.Index(fields=["rules"], name="case_rules", condition=Q(state="open")),
            models.Index(fields=["next_check_on"], name="case_to_check", condition=Q(next_check_on__isnull=False)),
            models.Index(fields=["organ", "decided_on"], name="case_decided", condition=Q(decided_on__isnull=False)),
            models.Index(fields=["organ", "closed_on"], name="case_closed", condition=Q(closed_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number or self.title or self.id


class CaseGrams(models.Model):
    """The grams of `Case.sought` and the marks of its rulings (`rulings.mark_of`), in order and divided by spaces:
    what the search index is made of."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="grams", db_constraint=False)
    grams = models.TextField()


class Proceeding(models.Model):
    """One proceeding of a case."""

    id = models.CharField(max_length=40, primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="proceedings", db_constraint=False)
    procedure = models.CharField(max_length=60)
    parent = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField()
    ended_on = models.DateField(null=True)
    phase = models.CharField(max_length=30, blank=True)
    plan_item = models.CharField(max_length=20, blank=True)
    """Which item of the yearly plan an inspection carries out; empty for all others."""


class Obligation(models.Model):
    """One period running in a case, or met, or missed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="obligations", db_index=False, db_constraint=False)
    proceeding = models.CharField(max_length=40)
    code = models.CharField(max_length=80)
    item = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120)
    verb = models.CharField(max_length=120)
    """What must be done, as the step that meets it is called."""
    step = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=10)
    of = models.CharField(max_length=30)
    state = models.CharField(max_length=10)
    started_on = models.DateField()
    due_on = models.DateField()
    met_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    cite = models.CharField(max_length=80)
    yellow_on = models.DateField(null=True)
    """From this day on the obligation is shown as near its end."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "proceeding", "code", "item"], name="obligation_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "case"], name="obligation_due", condition=Q(state__in=["running", "paused", "lapsed"])
            )
        ]


class Task(models.Model):
    """A step that may be taken now, and by which roles: the inbox is a query over these."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks", db_index=False, db_constraint=False)
    proceeding = models.CharField(max_length=40)
    step = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    phase = models.CharField(max_length=30, blank=True)
    role = models.CharField(max_length=30)
    demanded = models.BooleanField()
    cite = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "proceeding", "step", "role"], name="task_once"),
        ]
        indexes = [models.Index(fields=["role", "demanded", "step"], name="task_inbox")]


class Question(models.Model):
    """A question to the officers in charge: open until they answer or the step it was asked for is taken."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="questions", db_index=False, db_constraint=False)
    proceeding = models.CharField(max_length=40)
    step = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    decided = models.BooleanField(default=False)
    by = models.CharField(max_length=40)
    asked_on = models.DateField()
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="question_once")]
        indexes = [models.Index(fields=["asked_on"], name="question_undecided", condition=Q(decided=False))]


class Custody(models.Model):
    """One item of goods taken into custody: where it is kept, in what state, what must be decided and by when."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="custody", db_index=False, db_constraint=False)
    proceeding = models.CharField(max_length=40)
    procedure = models.CharField(max_length=60)
    list = models.CharField(max_length=60)
    no = models.CharField(max_length=20)
    name = models.CharField(max_length=200, blank=True)
    specification = models.CharField(max_length=200, blank=True)
    quantity = models.CharField(max_length=30, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    value_fen = models.BigIntegerField(null=True)
    kept_at = models.CharField(max_length=200, blank=True)
    keeper = models.CharField(max_length=100, blank=True)
    taken_on = models.DateField(null=True)
    state = models.CharField(max_length=20)
    held = models.SmallIntegerField()
    """1 while the organ holds it or owes something for it, 0 once it is dealt with."""
    disposal = models.CharField(max_length=20, blank=True)
    counted_on = models.DateField(null=True)
    found = models.CharField(max_length=30, blank=True)
    short = models.SmallIntegerField(default=0)
    """1 where the last count found another quantity than was taken."""
    due_on = models.DateField(null=True)
    verb = models.CharField(max_length=120, blank=True)
    """The period that ends next: what must be done by then."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "proceeding", "list", "no"], name="custody_once"),
            models.CheckConstraint(condition=Q(held__in=[0, 1], short__in=[0, 1]), name="custody_flags"),
        ]
        indexes = [models.Index(fields=["held", "due_on", "case"], name="custody_due")]


class Publication(models.Model):
    """A published decision, withdrawn or not, with everything the public may see of it as one text to search."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="publications", db_constraint=False)
    proceeding = models.CharField(max_length=40, unique=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="publications", db_index=False, db_constraint=False)
    published_on = models.DateField()
    text = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["-published_on", "-proceeding"], name="publication_newest"),
            models.Index(fields=["organ", "-published_on", "-proceeding"], name="publication_of_organ"),
        ]


class Outcome(models.Model):
    """One counted thing: the only table statistics read. What does not apply is an empty text or 0."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="outcomes", db_index=False, db_constraint=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="outcomes", db_index=False, db_constraint=False)
    proceeding = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    counted_on = models.DateField()
    count = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    standing = models.SmallIntegerField(default=1)
    procedure = models.CharField(max_length=60)
    matter = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    permit_kind = models.CharField(max_length=60, blank=True)
    enterprise = models.SmallIntegerField(default=0)
    simple = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "outcome"
        constraints = [
            models.UniqueConstraint(fields=["case", "proceeding", "version", "code"], name="outcome_once"),
            models.CheckConstraint(condition=Q(standing__in=[0, 1]), name="outcome_standing_flag"),
        ]
        # Figures ask for a few codes of some organs and a span of days: all of one figure stand side by side.
        indexes = [models.Index(fields=["organ", "code", "counted_on"], name="outcome_of_figure")]


class Ruling(models.Model):
    """A decision to punish or not: what like cases are compared by, and who was dealt with before for the same."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="rulings", db_index=False, db_constraint=False)
    path = models.CharField(max_length=200)
    """Place of the organ in the tree: who may read is a prefix of it."""
    proceeding = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    matter = models.CharField(max_length=80, blank=True)
    tier = models.CharField(max_length=20, blank=True)
    fined = models.SmallIntegerField()
    fine_fen = models.BigIntegerField()
    lenient = models.CharField(max_length=20, blank=True)
    """The kind of the list of flexible enforcement it was decided by; empty for none."""
    decided_on = models.DateField()
    standing = models.SmallIntegerField(default=1)
    party = models.CharField(max_length=200, blank=True)
    identity = models.CharField(max_length=32, blank=True)
    """A digest of the party's number: it tells two parties apart and shows neither number."""
    party_kind = models.CharField(max_length=20, blank=True)
    seat = models.CharField(max_length=200, blank=True)
    """The address of a party that is not a natural person."""
    happened_on = models.DateField(null=True)
    """The day of the act that was punished, where it is known."""
    gains_fen = models.BigIntegerField(default=0)
    simple = models.SmallIntegerField(default=0)
    """1 where it was decided on the spot."""
    ordered = models.SmallIntegerField(default=0)
    """1 where putting it right was ordered, or had been done."""
    facts = models.TextField()
    """The circumstances on record as JSON, by which an outlier is told from the typical case."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "proceeding", "version"], name="ruling_once"),
            models.CheckConstraint(condition=Q(standing__in=[0, 1], fined__in=[0, 1]), name="ruling_flags"),
        ]
        indexes = [
            models.Index(fields=["matter", "fined", "standing", "tier", "fine_fen", "path"], name="ruling_like"),
            models.Index(fields=["matter", "fined", "standing", "-decided_on"], name="ruling_recent"),
        ]


class Permit(models.Model):
    """A permit that was granted, as the register shows it: whose, until when, and whether it was ended."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="permits", db_constraint=False)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="permits", db_index=False, db_constraint=False)
    path = models.CharField(max_length=200)
    """Place of the organ in the tree: who may read is a prefix of it."""
    proceeding = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120, blank=True)
    matter = models.CharField(max_length=80, blank=True)
    holder = models.CharField(max_length=200, blank=True)
    certificate = models.CharField(max_length=60, blank=True)
    granted_on = models.DateField()
    valid_until = models.DateField(null=True)
    ended_as = models.CharField(max_length=10, blank=True)
    """撤回, 撤销 or 注销; empty while it stands."""
    ended_on = models.DateField(null=True)
    open_on = models.CharField(max_length=40, blank=True)
    """What is under way about it, such as its renewal."""

    class Meta:
        indexes = [
            models.Index(fields=["-granted_on", "-proceeding"], name="permit_newest"),
            models.Index(fields=["valid_until"], name="permit_expiring", condition=Q(ended_as="")),
        ]


class Paper(models.Model):
    """A paper issued in a case: its number, its frozen facts, and the scan that came back stamped."""

    token = models.CharField(max_length=40, primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="papers", db_index=False)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="papers")
    proceeding = models.CharField(max_length=40)
    step = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField()
    frozen = models.JSONField(null=True)
    digest = models.CharField(max_length=64)
    scan = models.CharField(max_length=64, blank=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "number"], name="paper_number_once", condition=~Q(number=""))
        ]
        indexes = [models.Index(fields=["case", "version"], name="paper_of_case")]


class NumberCounter(models.Model):
    """The next document number of an organ, kind and year: locked and raised inside the act."""

    organ = models.ForeignKey(Organ, models.PROTECT)
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    next_serial = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "kind", "year"], name="number_counter_once")]


class NumberUse(models.Model):
    """What became of each number: reserved to an officer's block, issued, or cancelled with the reason."""

    organ = models.ForeignKey(Organ, models.PROTECT)
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    holder = models.CharField(max_length=40, blank=True)
    token = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "year", "serial"], name="number_used_once"),
            models.CheckConstraint(
                condition=Q(state__in=["reserved", "issued", "cancelled"]), name="number_state_known"
            ),
        ]


class File(models.Model):
    """A file kept by its digest: evidence, a scan. The bytes lie in the data directory."""

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    """Place in the tree of organs that may read it."""
    added_at = models.DateTimeField()


class Draft(models.Model):
    """What somebody has typed into a step and not yet submitted; free, outside the journal."""

    account = models.ForeignKey(Account, models.CASCADE)
    place = models.CharField(max_length=120)
    content = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "place"], name="draft_once")]


from zhifa.store.casework.finding import Finding as Finding  # noqa: E402
from zhifa.store.casework.money import Fine as Fine  # noqa: E402 - Django finds models in this module only
from zhifa.store.casework.money import FineMovement as FineMovement  # noqa: E402
