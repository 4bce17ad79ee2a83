"""Imported lists of cases: where they come from, how far each file has been taken, and what was put aside.

The cases themselves are in the journal like any other. Here stands what keeps a row from being taken twice, and what
an interrupted run needs to go on; rows put aside stay only until they come back mended.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhifa.store.registry.models import Organ

WAITING, RUNNING, DONE, REFUSED = "waiting", "running", "done", "refused"
"""Background work has not begun; rows are being taken; all were; nothing of it could be read."""


class Source(models.Model):
    """A list somebody keeps, by the name given to it, with the columns it has."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="import_sources")
    name = models.CharField(max_length=80)
    layout = models.CharField(max_length=60)
    mapping = models.JSONField(default=dict)
    """Columns of the layout by code, each with its name in the files of this source."""
    salt = models.CharField(max_length=64)
    """Keys the digests of this source: without it nobody could guess a row from its digest."""
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "name"], name="import_source_once")]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A list somebody sent in the browser. Two organs may send the same one: each goes on with its own."""

    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    """The place of the organ in the tree whose cases it holds."""
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "path"], name="import_upload_once")]

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """One file on its way in. Its figures change in the transaction that writes the cases they count."""

    id = models.CharField(max_length=40, primary_key=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="runs")
    path = models.CharField(max_length=200)
    """The organ's place in the tree: who may see the run is a prefix of it."""
    file = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    header = models.JSONField(default=list)
    layout = models.CharField(max_length=60)
    mends = models.ForeignKey("self", models.PROTECT, null=True, related_name="mended_by")
    state = models.CharField(max_length=10, default=RUNNING)
    position = models.PositiveIntegerField(default=0)
    """The last row of the file that was dealt with."""
    read = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    aside = models.PositiveIntegerField(default=0)
    findings = models.PositiveIntegerField(default=0)
    actor = models.CharField(max_length=40)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    """When background work last told of it; never of what a command or a page takes in itself."""
    fraction = models.FloatField(default=0)
    """So much of the file background work had read then."""
    rate = models.PositiveIntegerField(default=0)
    """Rows a second."""
    refused = models.TextField(blank=True)
    """Why background work could not read it."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[WAITING, RUNNING, DONE, REFUSED]), name="import_run_state")
        ]
        indexes = [models.Index(fields=["-began_at", "-id"], name="import_runs_newest")]

    def __str__(self) -> str:
        return self.file


class RunPart(models.Model):
    """Rows of a file that were taken together, before all those above them were; see `parts`."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="parts", db_index=False)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    rows = models.BinaryField()
    """A bit for each row from the first to the last: whether it is one of them."""
    read = models.PositiveIntegerField()
    written = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    aside = models.PositiveIntegerField()
    findings = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "first"], name="import_part_once")]


class TakenRow(models.Model):
    """A row that became a case: by its key it is known when it comes again."""

    pk = models.CompositePrimaryKey("source_id", "key")
    source = models.ForeignKey(Source, models.PROTECT, related_name="rows", db_index=False)
    key = models.BinaryField(max_length=16)
    seal = models.BinaryField(max_length=16)
    """Of what the row said: another seal under the same key is another text under one number."""
    run = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    case = models.CharField(max_length=40)


class AsideRow(models.Model):
    """A row that could not be taken, with its cells and everything that is wrong with it."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="rows_aside")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    faults = models.JSONField()
    """[column, value, reason, remedy] of each."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_aside_once")]
