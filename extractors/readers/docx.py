"""Word documents, read from their XML: what a reader sees with all tracked changes accepted.

python-docx drops inserted text and repeats merged cells; converting to PDF prints deleted text. So this
reader looks at the XML itself, in body order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from extractors.blocks import make_document, speakable
from extractors.joining import goes_on
from extractors.numbering import Numbering
from extractors.ooxml import Element, Package, attribute, child, is_on, kind, whole
from extractors.plain import join_lines
from extractors.reader import reader
from extractors.runs import RunReader, Runs
from extractors.tables import Draft, Grid, RawCell, join
from schemas.document import Document
from schemas.errors import DamagedFile, EmptyFile

_REVISED = "含修订痕迹，按接受全部修订后的内容读取"
_PICTURES = "含 {} 幅图片，图片中的文字没有读取"
_FOREIGN = "嵌入了其他文件（altChunk），没有读取"
_MAX_DEPTH = 20  # tables in cells in tables; Word itself stops at 11 on screen
_MAX_COLUMNS = 1000  # Word allows 63


@reader("docx")
def docx(path: Path, name: str) -> Document:
    """Read ``path``; anchors call it ``name``. There are no pages in a Word file, so no spots.

    Raises:
        DamagedFile: the package or its main part cannot be read.
        EmptyFile: no text at all.
    """
    package = Package(path, name)
    try:
        story = _Story(package)
        drafts = list(story.body())
    finally:
        package.close()
    if not any(isinstance(d, Grid) or d.text.strip() for d in drafts):
        raise EmptyFile(name, "文档里没有文字", "请检查是否只有图片；图片请先做文字识别")
    return make_document(path, name, "docx", _mended(drafts), warnings=story.warnings())


class _Story:
    """One pass over the body, with the counters that run through it."""

    def __init__(self, package: Package) -> None:
        main = package.main_part("word/document.xml")
        root = package.part(main)
        body = child(root, "w:body")
        if body is None:
            raise DamagedFile(package.name, "没有正文部件", "请用 Word 或 WPS 打开后另存为新的 .docx 再提交")
        self._body = body
        self._styles = _Styles(package.related(main, "styles"))
        self._numbering = Numbering(package.related(main, "numbering"))
        self._notes = {w: _notes(package.related(main, w + "s"), w) for w in ("footnote", "endnote")}
        self._runs = RunReader(self._styles.hidden)
        self._pictures = 0
        self._foreign = False
        self._depth = 0

    def warnings(self) -> list[str]:
        """What a reviewer should know about how the file was read."""
        told = [_REVISED] if self._runs.revised else []
        told += [_PICTURES.format(self._pictures)] if self._pictures else []
        return told + ([_FOREIGN] if self._foreign else [])

    def body(self) -> Iterator[Draft | Grid]:
        """Everything in body order."""
        return self._blocks(self._body)

    def _blocks(self, parent: Element) -> Iterator[Draft | Grid]:
        pending = ""  # text of paragraphs whose end mark was deleted: it runs on into the next
        for element in _flat(parent):
            what = kind(element)
            if what == "w:p":
                drafts = self._paragraph(element)
                first = drafts[0]
                if pending and isinstance(first, Draft):
                    drafts[0] = replace(first, text=pending + first.text)
                    pending = ""
                if _mark_deleted(element) and isinstance(drafts[0], Draft):
                    pending = drafts[0].text
                    drafts = drafts[1:]
                yield from drafts
            elif what == "w:tbl":
                yield from self._table(element)
            elif what == "w:altChunk":
                self._foreign = True
        if pending:
            yield Draft(pending)

    def _paragraph(self, element: Element) -> list[Draft | Grid]:
        """The paragraph, then its text boxes and notes."""
        properties = child(element, "w:pPr")
        style = attribute(child(properties, "w:pStyle"), "val")
        runs = self._runs.read(element)
        self._runs.revised |= _mark_deleted(element)
        self._pictures += runs.pictures
        label = self._label(properties, style)
        level = self._styles.heading_level(style, properties)
        text = _one_line(label, runs.text) if label or runs.text.strip() else ""
        breaks = runs.page_break or is_on(child(properties, "w:pageBreakBefore"))
        centred = self._styles.alignment(style, properties) in ("center", "right", "end")
        draft = Draft(speakable(text), styled=level, breaks_page=breaks, apart=centred)
        return [draft, *self._hanging(runs)]

    def _hanging(self, runs: Runs) -> Iterator[Draft | Grid]:
        for box in runs.boxes:
            yield from self._nested(box)
        for which, ident in runs.notes:
            note = self._notes[which].pop(ident, None)
            for draft in self._nested(note) if note is not None else ():
                yield replace(draft, footnote=True) if isinstance(draft, Draft) else draft

    def _nested(self, parent: Element) -> Iterator[Draft | Grid]:
        if self._depth < _MAX_DEPTH:
            self._depth += 1
            yield from self._blocks(parent)
            self._depth -= 1

    def _label(self, properties: Element | None, style: str) -> str:
        """The automatic number of a paragraph. Asking counts it, so every paragraph must ask once."""
        own = child(properties, "w:numPr")
        num, at = self._styles.numbering(style)
        if own is not None and child(own, "w:numId") is not None:
            num = attribute(child(own, "w:numId"), "val")
            at = whole(child(own, "w:ilvl"), 0)
        elif own is not None and child(own, "w:ilvl") is not None:
            at = whole(child(own, "w:ilvl"), 0)
        if not num or num == "0":
            return ""
        return self._numbering.next(num, self._numbering.level_of_style(num, style) if at is None else at)

    def _table(self, element: Element) -> Iterator[Draft | Grid]:
        """The table, then what its cells hold beside text: nested tables, notes."""
        inner: list[Draft | Grid] = []
        cells: list[RawCell] = []
        open_merges: dict[int, int] = {}  # column -> index in ``cells`` of the merge that may go on there
        row = 0
        for tr in _flat(element):
            if kind(tr) != "w:tr":
                continue
            if child(tr, "w:trPr", "w:del") is not None:
                self._runs.revised = True
                continue
            self._row(tr, row, cells, open_merges, inner)
            row += 1
        columns = max((cell.col + cell.colspan for cell in cells), default=0)
        if cells:
            yield Grid(row, columns, tuple(cells))
        yield from inner

    def _row(
        self, tr: Element, row: int, cells: list[RawCell], merges: dict[int, int], inner: list[Draft | Grid]
    ) -> None:
        col = min(whole(child(tr, "w:trPr", "w:gridBefore"), 0), _MAX_COLUMNS)
        going = dict(merges)
        merges.clear()
        for tc in _flat(tr):
            if kind(tc) != "w:tc" or col >= _MAX_COLUMNS:
                continue
            properties = child(tc, "w:tcPr")
            span = min(max(whole(child(properties, "w:gridSpan"), 1), 1), _MAX_COLUMNS - col)
            text = self._cell_text(tc, inner)
            merge = child(properties, "w:vMerge")
            below = merge is not None and attribute(merge, "val", "continue") == "continue"
            beside = attribute(child(properties, "w:hMerge"), "val", "continue") == "continue"
            if below and col in going:
                at = going[col]
                cells[at] = _taller(cells[at], row, text)
                merges[col] = at
            elif child(properties, "w:hMerge") is not None and beside and cells and cells[-1].row == row:
                cells[-1] = replace(cells[-1], colspan=cells[-1].colspan + span)
            else:
                cells.append(RawCell(row, col, 1, span, text))
                if merge is not None:
                    merges[col] = len(cells) - 1
            col += span

    def _cell_text(self, tc: Element, inner: list[Draft | Grid]) -> str:
        lines: list[str] = []
        for draft in self._nested(tc):
            if isinstance(draft, Draft) and not draft.footnote:
                lines.append(draft.text.strip())
            else:
                inner.append(draft)
        return "\n".join(lines).strip("\n")


def _taller(cell: RawCell, row: int, text: str) -> RawCell:
    """A vertical merge one row further. Word hides what stands in the lower cells, and so do we."""
    return replace(cell, rowspan=row - cell.row + 1, text=cell.text or text)


def _one_line(label: str, text: str) -> str:
    """The printed paragraph: number in front, soft line breaks joined."""
    text = join_lines(text.split("\n"))[0] if "\n" in text else text
    if label and text[:1].isascii() and text[:1].isalnum() and label[-1].isascii():
        return f"{label} {text}"  # "1." before "2024年" must not become 1.2024
    return label + text


def _flat(parent: Element) -> Iterator[Element]:
    """Children of ``parent``, content controls and the like opened."""
    for element in parent:
        what = kind(element)
        if what in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "mc:Choice", "w:smartTag"):
            yield from _flat(element)
        elif what == "mc:AlternateContent":
            chosen = child(element, "mc:Choice")
            chosen = chosen if chosen is not None else child(element, "mc:Fallback")
            if chosen is not None:
                yield from _flat(chosen)
        else:
            yield element


def _mark_deleted(paragraph: Element) -> bool:
    mark = child(paragraph, "w:pPr", "w:rPr")
    return child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None


def _notes(part: Element | None, which: str) -> dict[str, Element]:
    """Notes by id; separators are not notes."""
    return {
        attribute(note, "id"): note
        for note in (part if part is not None else ())
        if kind(note) == f"w:{which}" and not attribute(note, "type").lower().endswith("separator")
    }


def _mended(drafts: Iterable[Draft | Grid]) -> Iterator[Draft | Grid]:
    """Sentences and tables that the author cut by hand at a page break, put together again."""
    held: Draft | Grid | None = None
    breaks: list[Draft] = []
    for draft in drafts:
        if isinstance(draft, Draft) and not draft.text.strip():
            breaks.append(draft)
            continue
        joined = _rejoined(held, draft, breaks)
        if joined is None and held is not None:
            yield held
        held = draft if joined is None else joined
        breaks = []
    if held is not None:
        yield held


def _rejoined(held: Draft | Grid | None, draft: Draft | Grid, breaks: list[Draft]) -> Draft | Grid | None:
    page_break = any(blank.breaks_page for blank in breaks)
    if isinstance(held, Grid) and isinstance(draft, Grid):
        return join(held, draft) if page_break else None
    if not isinstance(held, Draft) or not isinstance(draft, Draft) or (breaks and not page_break):
        return None
    if held.styled or draft.styled or held.apart or draft.apart or held.footnote or draft.footnote:
        return None
    if not goes_on(held.text, draft.text):
        return None
    return replace(held, text=join_lines([held.text, draft.text])[0])


class _Styles:
    """What paragraph styles say about headings, numbering, alignment; inherited along basedOn."""

    def __init__(self, part: Element | None) -> None:
        styles = [s for s in (part if part is not None else ()) if kind(s) == "w:style"]
        self._by_id = {attribute(style, "styleId"): style for style in styles}
        self.hidden = {i for i, s in self._by_id.items() if is_on(child(s, "w:rPr", "w:vanish"))}

    def _chain(self, style: str) -> Iterator[tuple[str, Element]]:
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            yield style, self._by_id[style]
            style = attribute(child(self._by_id[style], "w:basedOn"), "val")

    def heading_level(self, style: str, own: Element | None) -> int:
        """1 to 9 when the author styled the paragraph as a heading, 0 for body text."""
        outline = child(own, "w:outlineLvl")
        for _, element in self._chain(style):
            if outline is not None:
                break
            outline = child(element, "w:pPr", "w:outlineLvl")
            name = attribute(child(element, "w:name"), "val").lower()
            if outline is None and name.startswith("heading ") and name[8:].isdigit():
                return int(name[8:])
            if outline is None and name == "title":
                return 1
        level = whole(outline, 9) + 1
        return level if 1 <= level <= 9 else 0

    def numbering(self, style: str) -> tuple[str, int | None]:
        """List and level of a style; level None when the list's own tie to the style decides."""
        for _, element in self._chain(style):
            own = child(element, "w:pPr", "w:numPr")
            if own is not None and child(own, "w:numId") is not None:
                at = child(own, "w:ilvl")
                return attribute(child(own, "w:numId"), "val"), None if at is None else whole(at, 0)
        return "", 0

    def alignment(self, style: str, own: Element | None) -> str:
        """w:jc of the paragraph or of its style."""
        jc = child(own, "w:jc")
        for _, element in self._chain(style):
            if jc is not None:
                break
            jc = child(element, "w:pPr", "w:jc")
        return attribute(jc, "val")
