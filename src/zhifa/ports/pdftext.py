"""The text of a PDF, read in a confined process: a small file may hold streams that unfold without end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from tempfile import NamedTemporaryFile
from typing import Any, Final

from zhifa.ports.confined import Overcome, tell, told_by
from zhifa.ports.workbook import Unreadable

MOST_PAGES: Final = 300
_LOCKED, _LONG, _BROKEN = "locked", "long", "broken"
_SAID: Final = {
    _LOCKED: ("PDF 有密码", "去掉密码再核对"),
    _LONG: (f"PDF 超过 {MOST_PAGES} 页", "只留正文和附表"),
    _BROKEN: ("PDF 打不开，可能已经损坏", "在阅读器中打开并另存"),
}


def read_pdf(content: bytes) -> list[str]:
    """The text of each page; Unreadable where it cannot be had."""
    with NamedTemporaryFile(prefix="zhifa-pdf-") as file:
        file.write(content)
        file.flush()
        try:
            said = list(told_by(__name__, file.name))
        except Overcome:
            raise Unreadable("PDF 展开后过大，没有读取", "在阅读器中打开并另存，只留正文和附表") from None
    for thing in said:
        if "fault" in thing:
            raise Unreadable(*_SAID[thing["fault"]])
    return [thing["page"] for thing in said]


def _told(path: str) -> Iterator[Any]:
    from pypdf import PdfReader

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            yield {"fault": _LOCKED}
        elif len(reader.pages) > MOST_PAGES:
            yield {"fault": _LONG}
        else:
            for page in reader.pages:
                yield {"page": page.extract_text()}
    except ImportError:  # an encryption the installed libraries do not know
        yield {"fault": _LOCKED}
    except Exception:  # the library answers broken files with errors of every kind
        yield {"fault": _BROKEN}


if __name__ == "__main__":
    tell(lambda: _told(sys.argv[1]))
