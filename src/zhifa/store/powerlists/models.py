"""The power lists an installation has imported: each version of each list with its items.

What a file said is data and stays as it was read; which version is in force, and since when, changes only with an
event of the list's stream, which names the digest of the items. A version nobody has taken yet is a preview.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ListVersion(models.Model):
    """One version of one list. `taken_at` is empty while it is only previewed."""

    id = models.CharField(max_length=40, primary_key=True)
    code = models.CharField(max_length=40)
    """The list, whatever its version."""
    title = models.CharField(max_length=200)
    organ = models.CharField(max_length=200, blank=True)
    organ_code = models.CharField(max_length=40, blank=True)
    path = models.CharField(max_length=200, blank=True)
    """The place in the tree of organs; empty for a list of nobody in particular."""
    document = models.CharField(max_length=200, blank=True)
    start = models.DateField()
    end = models.DateField(null=True)
    replaced = models.BooleanField(default=False)
    """Taken back on the day it began by a corrected one: it was in force on no day."""
    file = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    """Of what the items say."""
    read = models.PositiveIntegerField()
    aside = models.JSONField(default=list)
    """Rows that were put aside: [place, column, value, reason, remedy]."""
    doubts = models.JSONField(default=list)
    author = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="list_days_in_order"),
            models.UniqueConstraint(
                fields=["code", "start"], condition=Q(taken_at__isnull=False, replaced=False), name="list_begins_once"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(taken_at__isnull=False, replaced=False, end__isnull=True),
                name="list_open_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["code", "start"], name="list_versions")]

    def __str__(self) -> str:
        return f"{self.title} {self.start}"


class ListItem(models.Model):
    """One item of a version, as the table said it and as it was understood."""

    version = models.ForeignKey(ListVersion, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=400)
    sub = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=20)
    basis = models.TextField(blank=True)
    cites = models.JSONField(default=list)
    organ = models.CharField(max_length=200, blank=True)
    levels = models.JSONField(default=list)
    mode = models.CharField(max_length=4)
    item_type = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=60, blank=True)
    matter = models.CharField(max_length=80, blank=True)
    near = models.JSONField(default=list)
    status = models.CharField(max_length=12)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="list_item_once")]
        indexes = [models.Index(fields=["version", "kind"], name="list_items_by_kind")]

    def __str__(self) -> str:
        return self.title
