"""The journal on disk: append, read, sequence, verify, erase. Callers use the names exported here.

    from zhifa.store import journal
    journal.append("case", case_id, version, [event], recorded_at=now, last_hash=head_hash)

No models are imported here, so the package is the Django app as well.
"""

from zhifa.store.journal.erasing import Erased, erase, hold
from zhifa.store.journal.proving import prove, prove_consistency
from zhifa.store.journal.reading import advance, next_position, read_from, read_stream, read_streams, streams_since
from zhifa.store.journal.rows import preferred
from zhifa.store.journal.sequencing import checkpoint, last_checkpoint, sequence
from zhifa.store.journal.staging import Staged, Table, staged
from zhifa.store.journal.verifying import Verified, verify
from zhifa.store.journal.writing import Batch, Line, StaleStream, append, bulk_append, head, sealed_tables

__all__ = [
    "Batch",
    "Erased",
    "Line",
    "StaleStream",
    "Staged",
    "Table",
    "Verified",
    "advance",
    "append",
    "bulk_append",
    "checkpoint",
    "erase",
    "head",
    "hold",
    "last_checkpoint",
    "next_position",
    "preferred",
    "prove",
    "prove_consistency",
    "read_from",
    "read_stream",
    "read_streams",
    "sealed_tables",
    "sequence",
    "staged",
    "streams_since",
    "verify",
]
