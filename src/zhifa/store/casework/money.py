"""Rows of the fine ledger: one for each decision about money, one for each movement of it. The projector writes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Fine(models.Model):
    """A decision that fines or confiscates: what is owed, by when, and what became of it. Sums are fen."""

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="fines", db_index=False, db_constraint=False)
    organ = models.ForeignKey(
        "registry.Organ", models.PROTECT, related_name="fines", db_index=False, db_constraint=False
    )
    path = models.CharField(max_length=200)
    """Place of the organ in the tree: who may read is a prefix of it."""
    proceeding = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    party = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField()
    delivered_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    """The last day to pay, deferrals counted in."""
    fine_fen = models.BigIntegerField()
    gains_fen = models.BigIntegerField(default=0)
    goods_fen = models.BigIntegerField(default=0)
    goods_unvalued = models.SmallIntegerField(default=0)
    """Unlawful goods were confiscated and nobody has put a value on them."""
    paid_fen = models.BigIntegerField(default=0)
    surcharge_fen = models.BigIntegerField(default=0)
    """Added for delay up to `reckoned_on`, or for good where that is empty."""
    surcharge_daily_fen = models.BigIntegerField(default=0)
    surcharge_cap_fen = models.BigIntegerField(default=0)
    reckoned_on = models.DateField(null=True)
    surcharge_paid_fen = models.BigIntegerField(default=0)
    waived_fen = models.BigIntegerField(default=0)
    deferred = models.CharField(max_length=10, blank=True)
    settled_on = models.DateField(null=True)
    """The day on which the fine itself was paid or collected in full."""
    court_on = models.DateField(null=True)
    hand_in_due = models.DateField(null=True)
    """Collected on the spot and not yet at the bank: by when the next hand must have it."""
    standing = models.SmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "proceeding", "version"], name="fine_once"),
            models.CheckConstraint(condition=Q(standing__in=[0, 1], goods_unvalued__in=[0, 1]), name="fine_flags"),
        ]
        indexes = [
            models.Index(fields=["organ", "-decided_on", "-id"], name="fine_of_organ"),
            models.Index(fields=["due_on"], name="fine_unpaid", condition=Q(settled_on__isnull=True, standing=1)),
        ]


class FineMovement(models.Model):
    """Money that moved: paid at the bank, collected on the spot, handed in, brought to the bank, transferred."""

    case = models.ForeignKey(
        "casework.Case", models.CASCADE, related_name="fine_movements", db_index=False, db_constraint=False
    )
    organ = models.ForeignKey(
        "registry.Organ", models.PROTECT, related_name="fine_movements", db_index=False, db_constraint=False
    )
    proceeding = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    moved_on = models.DateField()
    amount_fen = models.BigIntegerField()
    receipt = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "proceeding", "version"], name="fine_movement_once")]
        indexes = [
            models.Index(fields=["organ", "moved_on"], name="fine_movement_of_organ"),
            models.Index(fields=["organ", "receipt"], name="fine_movement_receipt", condition=~Q(receipt="")),
        ]
