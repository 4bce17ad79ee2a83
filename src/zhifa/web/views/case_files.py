"""Photographs, recordings and scans of a case, as they were kept."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from zhifa.acts.files import root
from zhifa.acts.work import context
from zhifa.ports import files
from zhifa.store.readers.cases import CaseRead, read_case
from zhifa.store.readers.drafts import read_files
from zhifa.web.views.papers import EVERYWHERE, WITHDRAWN, attachment
from zhifa.web.visitor import Visitor, missing, signed_in

SHOWN_INLINE = ("image/", "application/pdf", "text/plain", "audio/", "video/")


def _belongs(read: CaseRead, digest: str) -> bool:
    """Whether a file was recorded with a step of this case, or is the scan of one of its papers or of its file."""
    if any(paper.scan == digest for paper in read.papers):
        return True
    if any(event.payload.get("scan") == digest for event in read.view.case.events):
        return True
    return any(digest in taken.facts.values() for taken in read.view.case.taken)


@require_safe
@signed_in("case.read")
def file(request: HttpRequest, visitor: Visitor, case_id: str, digest: str) -> HttpResponse:
    """A file of a case, if its bytes are still what they were when it was kept."""
    read = read_case(case_id, reach=visitor.reach(), context=context(), day=visitor.day)
    known = read_files([digest], reach=EVERYWHERE).get(digest) if read and _belongs(read, digest) else None
    if known is None:
        return missing(request, visitor, "没有这个文件，或者它不在您的权限范围内。")
    content = files.read(root(), digest)
    if content is None:
        return missing(request, visitor, "这个文件的内容已经丢失，或者与入卷时的校验值不一致，不能作为证据使用。")
    gone = any(paper.scan == digest and paper.withdrawn_on for paper in read.papers) if read else False
    name = f"{WITHDRAWN if gone else ''}{known.name}"
    response = attachment(content, known.media_type, name)
    if not request.GET.get("download") and known.media_type.startswith(SHOWN_INLINE):
        response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response


URLS = [path("cases/<str:case_id>/files/<str:digest>", file, name="file")]
