"""A web page as it is shown: paragraphs, tables with their spans, nothing that its styles hide. No script ever runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.blocks import speakable
from extractors.mending import mended
from extractors.ooxml import KINDS, Element
from extractors.sheets.regions import drafts_of
from extractors.sheets.workbook import Merge, Sheet, check_size, visible
from extractors.tables import Draft, Grid
from schemas.errors import DamagedFile

SAVE_AGAIN = "请用 Word、Excel 或 WPS 打开后另存为 .docx 或 .xlsx 再提交"

_SKIPPED = {
    "script", "style", "head", "title", "template", "noscript", "object", "embed", "applet", "svg", "math",
    "audio", "video", "canvas", "datalist", "rt", "rp", "map", "xml",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "center", "body", "html", "form",
    "section", "article", "header", "footer", "main", "nav", "aside", "address", "blockquote", "pre", "hr", "fieldset",
    "legend", "figure", "figcaption", "caption", "tr", "td", "th", "tbody", "thead", "tfoot", "details", "summary",
}  # fmt: skip
_ROW_GROUPS = {"thead", "tbody", "tfoot", "form"}
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_FRAMES = re.compile(
    r"border(?:-(?:top|left|right|bottom))?(?:-style)?\s*:\s*(?!\s*(?:none|initial|inherit|0(?![.\d])))",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"page-break-before\s*:\s*always|break-before\s*:\s*page", re.IGNORECASE)
_TAG, _CLASS = re.compile(r"[A-Za-z][\w-]{0,20}"), re.compile(r"\.([A-Za-z_][\w-]{0,60})")
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,4000})\}")
_MAX_COLUMNS = 1000  # what browsers honour of a colspan
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]"
_WRAPPED = re.compile(rf"(?<={_CJK})[ \t]*[\r\n]\s*(?={_CJK})")
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class Page:
    """One web page and what was seen in it that cannot be read."""

    root: Element
    name: str
    hidden: int = 0
    pictures: int = 0
    frames: int = 0
    revised: bool = False
    cells: int = 0
    _hiding: set[str] = field(default_factory=set)
    _framing: set[str] = field(default_factory=set)

    def drafts(self) -> list[Draft | Grid]:
        """The paragraphs and tables from top to bottom.

        Raises:
            TooLarge: a table far larger than a report's.
        """
        for sheet in self.root.iter("style"):
            for selectors, rule in _RULE.findall(_all_text(sheet)):
                hides, frames = _HIDES.search(rule), _FRAMES.search(rule)
                for selector in selectors.split(",") if hides or frames else ():
                    names = _named(selector)
                    self._hiding.update(names if hides else ())
                    self._framing.update(names if frames else ())
        flow = Flow(self)
        flow.read(self.root)
        return list(mended(flow.done()))

    def is_hidden(self, element: Element) -> bool:
        """Whether a reader of the page cannot see ``element``."""
        if element.get("hidden") is not None or _HIDES.search(element.get("style", "")):
            return True
        return self._styled(element, self._hiding)

    def is_framed(self, element: Element) -> bool:
        """Whether ``element`` has a border of its own."""
        return bool(_FRAMES.search(element.get("style", ""))) or self._styled(element, self._framing)

    def _styled(self, element: Element, names: set[str]) -> bool:
        classes = (f".{name}" for name in element.get("class", "").split())
        return KINDS[element.tag] in names or not names.isdisjoint(classes)


def _named(selector: str) -> list[str]:
    """The classes at the end of a selector, or its tag: [".x"] of "table td.x", ["td"] of "table td"."""
    last = selector.split()[-1:] or [""]
    classes = [f".{name}" for name in _CLASS.findall(last[0])]
    tag = _TAG.match(last[0])
    return classes or ([tag[0].lower()] if tag else [])


class Flow:
    """Inline text gathered into paragraphs. ``own`` are those outside of inner tables."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._line: list[str] = []
        self._label = (
            ""  # of a list's item, until its first words come: they may stand in a heading of their own
        )
        self._out: list[Draft | Grid] = []
        self._level = 0
        self.own: list[str] = []
        self.inner: list[Draft | Grid] = []

    def done(self) -> list[Draft | Grid]:
        """Everything, in the order of the page."""
        self._end_line()
        return self._out

    def read(self, element: Element) -> None:
        """Take in ``element`` with all that stands in it."""
        self.add(element.text)
        number = _first_number(element) - 1
        for child in element:
            tag = KINDS[child.tag]
            number += tag == "li"
            if tag and tag not in _SKIPPED:
                self.take(child, tag, number if element.tag == "ol" else 0)
            self.add(child.tail)

    def take(self, child: Element, tag: str, number: int = 0) -> None:
        """Take in one element, a ``tag``; ``number`` is that of a list's item."""
        if _BREAKS.search(child.get("style", "")):
            self._end_line()
            self._out.append(Draft("", breaks_page=True))
        if self._page.is_hidden(child) or (tag == "input" and child.get("type", "").lower() == "hidden"):
            self._page.hidden += bool(_all_text(child).strip())
        elif tag == "br":
            self._end_line()
        elif tag == "table":
            self._end_line()
            self.inner += (drafts := table_drafts(child, self._page))
            self._out += drafts
        elif tag in {"del", "strike"} and child.get("cite") is not None:
            self._page.revised = True  # Word's tracked deletion
        elif tag in {"iframe", "frame"}:
            self._page.frames += 1
        elif tag == "img":
            self._page.pictures += _size(child, "width") > 2 and _size(child, "height") > 2
        elif tag in {"input", "select", "textarea"}:
            self._line.append(_entered(child, tag))
        elif tag in _BLOCKS:
            self._block(child, tag, number)
        else:
            self.read(child)

    def _block(self, child: Element, tag: str, number: int) -> None:
        self._end_line()
        outer = self._level
        self._level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else outer
        if number:
            self._label = f"{number}. "
        if tag == "pre":
            for line in _all_text(child).split("\n"):
                self._line.append(line)
                self._end_line()
        else:
            self.read(child)
        self._end_line()
        self._level = outer

    def add(self, text: str | None) -> None:
        """Take in inline text."""
        if text:
            self._line.append(text)

    def _end_line(self) -> None:
        text = _BLANKS.sub(" ", _WRAPPED.sub("", "".join(self._line))).strip(" \xa0\u3000")
        self._line = []
        if text:
            text = speakable(self._label + text)
            self._label = ""
            self.own.append(text)
            self._out.append(Draft(text, styled=self._level))


def _first_number(element: Element) -> int:
    start = element.get("start", "1").strip() if element.tag == "ol" else "1"
    return int(start) if start.isdigit() and len(start) < 6 else 1


def _all_text(element: Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _size(element: Element, name: str) -> int:
    value = element.get(name, "9")
    return int(value) if value.isdigit() and len(value) < 6 else 9


def _entered(element: Element, tag: str) -> str:
    """What a form's field shows."""
    if tag == "textarea":
        return element.text or ""
    if tag == "select":
        chosen = [option for option in element.iter("option") if option.get("selected") is not None]
        return " ".join(_all_text(option).strip() for option in chosen)
    what = element.get("type", "text").lower()
    if what in {"checkbox", "radio"}:
        return "☑" if element.get("checked") is not None else "□"
    return element.get("value", "") if what in {"text", "number", "date", "tel", "email"} else ""


def parse(text: str, name: str) -> Element:
    """The tree of a page or of a piece of one; messages call it ``name``.

    Raises:
        DamagedFile: no markup, or nested so deeply that the parser would leave out the rest.
    """
    text = re.sub(r"^\ufeff?\s*<\?xml[^>]{0,200}\?>", "", text).replace("\x00", "")
    parser = etree.HTMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as trouble:
        raise DamagedFile(name, "网页结构已损坏", SAVE_AGAIN) from trouble
    # The parser returns None for nothing but blanks, whatever the stubs say.
    if not isinstance(root, etree._Element):
        raise DamagedFile(name, "网页里没有内容", SAVE_AGAIN)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise DamagedFile(name, "网页嵌套过深，后面的内容读不出来", SAVE_AGAIN)
    return root


# --- tables


@dataclass(slots=True)
class _Slot:
    """A cell of a table where it begins, with what it holds."""

    row: int
    column: int
    high: int
    wide: int
    flow: Flow
    framed: bool


def table_drafts(table: Element, page: Page) -> list[Draft | Grid]:
    """The caption, title lines, tables and notes of ``table``; one that only lays out the page is taken apart."""
    flow = Flow(page)
    _stray(table, flow)
    out = flow.done()
    rows = list(_rows(table))
    hidden = {at for at, row in enumerate(rows) if page.is_hidden(row)}
    page.hidden += sum(bool(_all_text(rows[at]).strip()) for at in hidden)
    slots = _slots(table, rows, hidden, page)
    inner = [draft for slot in slots for draft in slot.flow.inner]
    if _only_layout(slots, inner):
        return out + [draft for slot in slots for draft in slot.flow.done()]
    sheet = _as_sheet(slots, hidden)
    return out + drafts_of(visible(sheet), page.name) + inner


def _stray(element: Element, flow: Flow) -> None:
    """The caption, and what stands between rows and cells: browsers show both above the table."""
    flow.add(element.text)
    for child in element:
        tag = KINDS[child.tag]
        if tag in _ROW_GROUPS | {"tr"}:
            _stray(child, flow)
        elif tag and tag not in _SKIPPED and not (KINDS[element.tag] == "tr" and tag in {"td", "th"}):
            flow.take(child, tag)
        flow.add(child.tail)


def _rows(table: Element) -> Iterator[Element]:
    """The rows as shown: those of thead first, those of tfoot last."""
    groups: tuple[list[Element], ...] = ([], [], [])
    waiting = [(child, 1) for child in reversed(table)]
    while waiting:
        element, group = waiting.pop()
        tag = KINDS[element.tag]
        if tag == "tr":
            groups[group].append(element)
        elif tag in _ROW_GROUPS:
            group = {"thead": 0, "tfoot": 2}.get(tag, group)
            waiting += [(child, group) for child in reversed(element)]
    for group_rows in groups:
        yield from group_rows


def _slots(table: Element, rows: list[Element], hidden: set[int], page: Page) -> list[_Slot]:
    all_framed = table.get("border", "0") not in {"", "0"}
    ends = _group_ends(rows)
    taken: dict[int, set[int]] = {}
    slots: list[_Slot] = []
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            if KINDS[cell.tag] not in {"td", "th"}:
                continue
            if page.is_hidden(cell):
                page.hidden += bool(_all_text(cell).strip())
                continue
            used = taken.setdefault(at, set())
            while column in used:
                column += 1
            wide = min(max(_span(cell, "colspan"), 1), _MAX_COLUMNS)
            high = min(_span(cell, "rowspan") or len(rows), ends[at] - at)
            page.cells += high * wide
            check_size(page.cells, page.name)
            for below in range(at, at + high):
                taken.setdefault(below, set()).update(range(column, column + wide))
            flow = Flow(page)
            if at not in hidden:
                flow.read(cell)
                flow.done()
            slots.append(_Slot(at, column, high, wide, flow, all_framed or page.is_framed(cell)))
            column += wide
    return slots


def _group_ends(rows: list[Element]) -> list[int]:
    """For each row the first row after its thead, tbody or tfoot: no cell reaches down beyond that."""
    ends = [len(rows)] * len(rows)
    for at in range(len(rows) - 2, -1, -1):
        ends[at] = ends[at + 1] if rows[at].getparent() is rows[at + 1].getparent() else at + 1
    return ends


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return int(value) if value.isdigit() and len(value) < 6 else 1


def _only_layout(slots: list[_Slot], inner: list[Draft | Grid]) -> bool:
    """Whether a table only arranges the page: a single cell, or no frame and most of its text in tables inside it."""
    filled = [slot for slot in slots if slot.flow.own or slot.flow.inner]
    if len(filled) < 2:
        return True
    if any(slot.framed for slot in slots):
        return False
    own = sum(len(text) for slot in slots for text in slot.flow.own)
    within = sum(
        len(draft.text) if isinstance(draft, Draft) else sum(len(cell.text) for cell in draft.cells)
        for draft in inner
    )
    return within > own


def _as_sheet(slots: list[_Slot], hidden: set[int]) -> Sheet:
    """The table as if it stood on a worksheet, where titles and notes are told from its cells."""
    sheet = Sheet("", hidden_rows=set(hidden))
    for slot in slots:
        text = "\n".join(slot.flow.own)
        if text:
            sheet.texts[slot.row, slot.column] = text
        if slot.high > 1 or slot.wide > 1:
            bottom, right = slot.row + slot.high - 1, slot.column + slot.wide - 1
            sheet.merges.append(Merge(slot.row, slot.column, bottom, right))
        if slot.framed:
            mask = ((1 << slot.wide) - 1) << slot.column
            for row in range(slot.row, slot.row + slot.high):
                sheet.ruled[row] = sheet.ruled.get(row, 0) | mask
    return sheet
