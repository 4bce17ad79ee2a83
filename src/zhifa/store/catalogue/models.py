"""Drafts of rules as lists show them. Only the projector writes these rows, from the journal."""

from __future__ import annotations

from django.db import models

STATES = ("waiting", "approved", "published", "refused", "withdrawn", "rescinded")


class Shelf(models.Model):
    """One row, locked by whoever approves or publishes: two drafts of one rule are judged one after the other."""

    id = models.PositiveSmallIntegerField(primary_key=True)


class RuleDraft(models.Model):
    """A draft of rules and how far it has come."""

    id = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES])
    codes = models.JSONField(default=list, help_text="类别和代码，如 matter city.pile")
    reason = models.CharField(max_length=300)
    effective_on = models.DateField()
    author = models.CharField(max_length=40)
    entered_on = models.DateField()
    approver = models.CharField(max_length=40, blank=True)
    published_on = models.DateField(null=True)
    file = models.CharField(max_length=40, blank=True)
    content = models.TextField(blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(state__in=STATES), name="rule_draft_state_known")]
        indexes = [models.Index(fields=["state", "-number"], name="rule_draft_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"
