"""The fixed parts of a DOCX package: styles of a 公文, footer with page numbers, relations, properties."""

from __future__ import annotations

from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_TYPES}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_TYPES}.footer+xml"/>'
    f'<Override PartName="/word/footer2.xml" ContentType="{_TYPES}.footer+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_TYPES}.header+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
PACKAGE_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
SETTINGS = (
    f'{_HEAD}<w:settings {_W}><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders w:val="1"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/></w:settings>'
)
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
BOTTOM_RULE = "".join(f'<w:{edge} w:val="single" w:sz="6" w:space="0" w:color="000000"/>' for edge in _EDGES)


_NUMERALS = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>'


def _field(code: str, kind: str) -> str:
    said = (
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>' if code else f'<w:fldChar w:fldCharType="{kind}"/>'
    )
    return f"<w:r>{_NUMERALS}{said}</w:r>"


def _dash(text: str) -> str:
    return f'<w:r>{_NUMERALS}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _footer(place: str) -> str:
    """The page number at the outer edge, one character in (GB/T 9704-2012 7.5)."""
    edge = f'<w:ind w:{place}Chars="100" w:{place}="280"/><w:jc w:val="{place}"/>'
    number = f"{_field('', 'begin')}{_field('PAGE', '')}{_field('', 'end')}"
    return f"{_HEAD}<w:ftr {_W}><w:p><w:pPr>{edge}</w:pPr>{_dash('— ')}{number}{_dash(' —')}</w:p></w:ftr>"


ODD_FOOTER, EVEN_FOOTER = _footer("right"), _footer("left")

COUNTING_FOOTER = (
    f'{_HEAD}<w:ftr {_W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_dash("第 ")}{_field("", "begin")}'
    f"{_field('PAGE', '')}{_field('', 'end')}{_dash(' 页　共 ')}{_field('', 'begin')}{_field('NUMPAGES', '')}"
    f"{_field('', 'end')}{_dash(' 页')}</w:p></w:ftr>"
)


def header(mark: str) -> str:
    """What stands at the head of every page: nothing, or what became of the paper."""
    said = f'<w:r><w:t xml:space="preserve">{escape(mark)}</w:t></w:r>' if mark else ""
    style = '<w:pPr><w:pStyle w:val="PaperRunning"/></w:pPr>' if mark else ""
    return f"{_HEAD}<w:hdr {_W}><w:p>{style}{said}</w:p></w:hdr>"


def _fonts(east: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{east}" w:cs="Times New Roman"/>'


def _style(code: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _size(points: float) -> str:
    half = int(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


_MARK_RED = "A01C1C"
_BOXED = "".join(f'<w:{edge} w:val="single" w:sz="12" w:space="6" w:color="{_MARK_RED}"/>' for edge in _EDGES[:4])
_LOOSE = '<w:spacing w:line="240" w:lineRule="auto"/>'
_CENTER = '<w:jc w:val="center"/>'
_TIGHT = '<w:spacing w:before="0" w:after="0" w:line="300" w:lineRule="atLeast"/>'
_FIRST = '<w:keepNext/><w:ind w:firstLineChars="200" w:firstLine="640"/>'

STYLES = (
    f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts('仿宋')}{_size(16)}"
    '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    '<w:pPr><w:widowControl w:val="0"/><w:spacing w:line="579" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
    "</w:style>"
    + _style(
        "PaperTitle", "Title",
        f'<w:spacing w:before="160" w:after="240" w:line="640" w:lineRule="atLeast"/>{_CENTER}',
        f"{_fonts('宋体')}<w:b/>{_size(22)}",
    )
    + _style(
        "PaperOrgan", "Paper Organ",
        f'<w:spacing w:line="600" w:lineRule="atLeast"/>{_CENTER}',
        f"{_fonts('宋体')}<w:b/>{_size(20)}",
    )
    + _style(
        "PaperRedOrgan", "Paper Red Organ",
        '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="8" w:color="C00000"/></w:pBdr>'
        f'<w:spacing w:after="320" w:line="800" w:lineRule="atLeast"/>{_CENTER}',
        f'{_fonts("宋体")}<w:b/><w:color w:val="C00000"/>{_size(30)}',
    )
    + _style("PaperNumber", "Paper Number", f'<w:spacing w:after="240"/>{_CENTER}', "")
    + _style("Heading1", "heading 1", f'{_FIRST}<w:outlineLvl w:val="0"/>', _fonts("黑体"))
    + _style("Heading2", "heading 2", f'{_FIRST}<w:outlineLvl w:val="1"/>', _fonts("楷体"))
    + _style("Heading3", "heading 3", f'{_FIRST}<w:outlineLvl w:val="2"/>', f"{_fonts('仿宋')}<w:b/>")
    + _style("Heading4", "heading 4", f'{_FIRST}<w:outlineLvl w:val="3"/>', _fonts("仿宋"))
    + _style("PaperSeal", "Paper Seal", f'<w:ind w:left="3600" w:right="640"/>{_CENTER}', "")
    + _style("PaperNote", "Paper Note", '<w:spacing w:before="120" w:line="320" w:lineRule="atLeast"/>', _size(10.5))
    + _style(
        "PaperMark", "Paper Mark",
        f'<w:pBdr>{_BOXED}</w:pBdr><w:spacing w:after="320" w:line="360" w:lineRule="atLeast"/>',
        f'{_fonts("黑体")}<w:color w:val="{_MARK_RED}"/>{_size(12)}',
    )
    + _style("PaperRunning", "Paper Running", _CENTER, f'{_fonts("黑体")}<w:color w:val="{_MARK_RED}"/>{_size(12)}')
    + _style("PaperSmall", "Paper Small", _LOOSE, _size(6))
    + _style(
        "PaperCaption", "caption",
        f'<w:keepNext/><w:spacing w:before="160" w:after="80"/>{_CENTER}',
        f"{_fonts('黑体')}{_size(14)}",
    )
    + _style("PaperCell", "Paper Cell", _TIGHT + '<w:jc w:val="left"/>', _size(12))
    + _style("PaperSmallCell", "Paper Small Cell", _LOOSE + '<w:jc w:val="left"/>', _size(9))
    + "</w:styles>"
)  # fmt: skip


def core_properties(title: str, author: str, day: date | None) -> str:
    """Title, organ and issue date; no other date may enter the file."""
    stamp = f"{day.isoformat()}T00:00:00Z" if day else "2000-01-01T00:00:00Z"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )


def document_relations(links: list[str], pictures: int) -> str:
    fixed = (
        f'<Relationship Id="styles" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="settings" Type="{_OFFICE}/settings" Target="settings.xml"/>'
        f'<Relationship Id="header" Type="{_OFFICE}/header" Target="header1.xml"/>'
        f'<Relationship Id="footer" Type="{_OFFICE}/footer" Target="footer1.xml"/>'
        f'<Relationship Id="even" Type="{_OFFICE}/footer" Target="footer2.xml"/>'
    )
    made = "".join(
        f'<Relationship Id="link{n}" Type="{_OFFICE}/hyperlink" Target={quoteattr(href)} TargetMode="External"/>'
        for n, href in enumerate(links, 1)
    )
    made += "".join(
        f'<Relationship Id="image{n}" Type="{_OFFICE}/image" Target="media/image{n}.png"/>'
        for n in range(1, pictures + 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{fixed}{made}</Relationships>'


def sect(landscape: bool) -> str:
    """A4 with the margins of GB/T 9704: 天头 37 mm, 订口 28 mm, text area 156 × 225 mm."""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    margins = (
        'w:top="1474" w:left="2098" w:right="1984" w:bottom="1587"'
        if landscape
        else ('w:top="2098" w:left="1587" w:right="1474" w:bottom="1984"')
    )
    return (
        f'<w:sectPr {_R}><w:headerReference w:type="even" r:id="header"/>'
        '<w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="even" r:id="even"/>'
        f'<w:footerReference w:type="default" r:id="footer"/><w:pgSz {size}/>'
        f'<w:pgMar {margins} w:header="851" w:footer="1417" w:gutter="0"/></w:sectPr>'
    )


SQUARE: Final = (864_000, 864_000)
"""24 mm by 24 mm in the units of drawings."""


def drawing(number: int, description: str, size: tuple[int, int] = SQUARE) -> str:
    """A picture in line with the text."""
    wide, high = size
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="Picture {number}" descr={quoteattr(description)}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="image{number}.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="image{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
