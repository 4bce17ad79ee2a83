"""Annual reports as they were last finished. Only the projector writes these rows, from the streams of reports."""

from __future__ import annotations

from django.db import models


class AnnualReport(models.Model):
    """The report of an organ and year, once it is finished; finished anew it says what the newest says.

    What it looks like is kept in the journal alone: `version` is the event.
    """

    organ = models.ForeignKey("registry.Organ", models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    frozen_on = models.DateField()
    checkpoint_size = models.PositiveBigIntegerField()
    checkpoint_root = models.CharField(max_length=64)
    figures = models.JSONField(default=dict)
    """Every figure by its code, as text: amounts in fen."""
    broken = models.JSONField(default=list)
    """What does not agree in it, in words."""
    published_on = models.DateField(null=True)
    published_where = models.CharField(max_length=200, blank=True)
    reported_to = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="one_report_a_year")]
        indexes = [models.Index(fields=["year", "organ"], name="reports_of_year")]
