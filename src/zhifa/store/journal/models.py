"""Tables of the journal. Rows of events, leaves and checkpoints refuse UPDATE and DELETE by trigger (guards.py)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class EventRow(models.Model):
    """One event as it was sealed. Instants and legal dates are text, the very text that was hashed."""

    stream_kind = models.CharField(max_length=24)
    stream_id = models.CharField(max_length=64)
    version = models.IntegerField()
    type = models.CharField(max_length=48)
    type_version = models.SmallIntegerField()
    occurred = models.CharField(max_length=16)
    recorded_at = models.CharField(max_length=27)
    captured_at = models.CharField(max_length=27, blank=True)
    actor = models.CharField(max_length=80)
    payload = models.TextField()
    alg = models.CharField(max_length=8)
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "journal_event"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream_kind", "stream_id", "version"], name="journal_event_stream"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="journal_event_version"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-id"], name="journal_not_of_cases", condition=~models.Q(stream_kind="case")),
            models.Index(fields=["-id"], name="journal_erasures", condition=models.Q(type="personal.erased")),
        ]


class PersonalValue(models.Model):
    """A personal value whose commitment stands in an event; the only thing of the journal that may be erased.

    `erasable` is False while the value has to be kept, for example as long as a remedy is pending.
    """

    event = models.ForeignKey(EventRow, models.DO_NOTHING, db_index=False, related_name="+")
    path = models.CharField(max_length=400)
    salt = models.BinaryField()
    value = models.TextField()
    erasable = models.BooleanField(default=True)

    class Meta:
        db_table = "journal_personal"
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "path"], name="journal_personal_place")]


class Leaf(models.Model):
    """The gap-free global order. `link` is a running hash, by which a broken order is located."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(EventRow, models.DO_NOTHING, related_name="+")
    hash = models.BinaryField()
    link = models.BinaryField()

    class Meta:
        db_table = "journal_leaf"


class Node(models.Model):
    """The hash of a complete subtree of 256, 65,536 … leaves, kept so that proofs are short to make."""

    height = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "journal_node"
        constraints: ClassVar = [models.UniqueConstraint(fields=["height", "index"], name="journal_node_place")]


class Tree(models.Model):
    """The sequencer's state, one row: how far the tree reaches and its right edge.

    All events with an id up to `settled_id` are in the tree or will never exist; `mark` names an id and the
    transactions that may still be holding lower ones (PostgreSQL only).
    """

    alg = models.CharField(max_length=8)
    size = models.BigIntegerField()
    peaks = models.BinaryField()
    link = models.BinaryField()
    settled_id = models.BigIntegerField()
    mark = models.TextField(blank=True)

    class Meta:
        db_table = "journal_tree"


class CheckpointRow(models.Model):
    """A signed checkpoint, kept here as well as wherever it was sent."""

    size = models.BigIntegerField()
    root = models.BinaryField()
    recorded_at = models.CharField(max_length=27)
    note = models.TextField()

    class Meta:
        db_table = "journal_checkpoint"


class VerificationRow(models.Model):
    """One verification of the whole journal that somebody asked for: waiting, under way, or done with its result.

    `seen_at` says that whoever works on it is alive; its result is an event of the journal as well.
    """

    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    checkpoints = models.IntegerField(default=0)
    valid = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    """What is wrong and where; empty when everything holds."""

    class Meta:
        db_table = "journal_verification"
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], name="verification_open", condition=models.Q(finished_at__isnull=True))
        ]


class Consumer(models.Model):
    """A reader of the journal and the position it reads next, stored in the transaction of its output."""

    name = models.CharField(max_length=64, primary_key=True)
    position = models.BigIntegerField(default=0)

    class Meta:
        db_table = "journal_consumer"
