"""Files that belong to cases: evidence, recordings, scans of stamped papers; and courseware of training."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from zhifa.acts.work import Actor, today
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports import clock, files
from zhifa.store.casework import models as rows

KINDS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf",
    "video/mp4": ".mp4", "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/wav": ".wav", "text/plain": ".txt",
}  # fmt: skip
LARGEST = 512 * 1024 * 1024


def root() -> Path:
    """Where this installation keeps files."""
    return Path(settings.ZHIFA_FILES)


def keep_file(
    name: str, media_type: str, chunks: Iterable[bytes], size: int, *, path: str, actor: Actor, action: str = "case.act"
) -> str | Refusal:
    """Keep a file for the organ at `path`; its digest is what facts and events name. `action` is what for."""
    if refused := may(actor.person, action, path, today()):
        return refused
    if media_type not in KINDS:
        return bad_input(
            f"“{name[:60]}”的类型（{media_type[:40]}）不能存入案卷", "可用照片、PDF、录音、录像或纯文本", place="file"
        )
    if size > LARGEST:
        return bad_input(f"“{name[:60]}”超过 512 MB", "分段后再上传", place="file")
    digest, written = files.keep(root(), chunks)
    rows.File.objects.get_or_create(
        pk=digest,
        defaults={"name": name[:200], "media_type": media_type, "size": written, "path": path, "added_at": clock.now()},
    )
    return digest
