"""The body of a Word file, read from its XML: what a reader sees with all tracked changes accepted.

python-docx drops inserted text and repeats merged cells; converting to PDF prints deleted text. So this
looks at the XML itself, in body order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.blocks import speakable
from extractors.mending import mended
from extractors.ooxml import KINDS, Element, Package, attribute, child, children, is_on, kind, whole
from extractors.plain import join_lines
from extractors.tables import Draft, Grid
from extractors.word.numbering import Numbering
from extractors.word.runs import RunReader, Runs, Seen, chosen
from extractors.word.styles import Styles, outline_level
from extractors.word.tables import MOST_COLUMNS, WordCell, WordRow, grid_of
from schemas.errors import DamagedFile, EmptyFile, NoTextLayer

Flow = list[tuple[str, Element]]  # elements in reading order with what they are

_MAX_DEPTH = 20  # tables in cells in tables; Word itself stops at 11 on screen
_FEW_CHARACTERS = 200  # less beside a picture is a cover or a caption, and the report is in the picture
_OPENED = {"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"}
_FOREIGN = {"w:altChunk", "w:subDoc"}
_LOOKS = ("latentStyles", "tblStylePr")  # most of a styles part; nothing here asks for them
_OUTSIDE = {"attachedTemplate", "image", "oleObject", "subDocument", "frame", "aFChunk"}


@dataclass(frozen=True, slots=True)
class Story:
    """What stands in a Word file, in reading order, and what a reviewer should know about how it was read."""

    drafts: tuple[Draft | Grid, ...]
    warnings: tuple[str, ...]
    partial: bool


def read_word(path: Path, name: str) -> Story:
    """The story of the package at ``path``; messages call it ``name``.

    Raises:
        DamagedFile: the package or its main part cannot be read.
        NoTextLayer: pictures and no text.
        EmptyFile: neither.
        TooLarge: a table beyond all measure.
    """
    package = Package(path, name)
    try:
        body = _Body(package)
        drafts = body.drafts()
        parts = (body.main, body.main.replace("document", "settings"))
        outside = sum(r.external and r.kind in _OUTSIDE for part in parts for r in package.relations(part))
    finally:
        package.close()
    told = [f"引用了 {outside} 处文件之外的模板、图片或对象，没有去取"] if outside else []
    return tell(drafts, body.seen, name, told)


def tell(drafts: Iterable[Draft | Grid], seen: Seen, name: str, told: Iterable[str] = ()) -> Story:
    """The story of what was found and ``seen``, mended; ``told`` are warnings besides.

    Raises:
        NoTextLayer: pictures and no text.
        EmptyFile: neither.
    """
    drafts = tuple(mended(drafts))
    if not any(isinstance(draft, Grid) or draft.text.strip() for draft in drafts):
        if seen.pictures:
            raise NoTextLayer(
                name, "文档里只有图片，没有文字", "请提交能选中文字的 Word 文件，或先做文字识别"
            )
        raise EmptyFile(name, "文档里没有文字", "请检查是否只有图片；图片请先做文字识别")
    letters = sum(_letters(draft) for draft in drafts) if seen.pictures else _FEW_CHARACTERS
    unread = letters < _FEW_CHARACTERS or seen.cut or bool(seen.objects or seen.foreign)
    return Story(drafts, (*_warnings(seen, letters), *told), unread)


def _warnings(seen: Seen, letters: int) -> Iterator[str]:
    if seen.changes:
        yield f"含 {seen.changes} 处修订痕迹，按接受全部修订后的内容读取"
    if seen.hidden:
        yield f"含 {seen.hidden} 处不打印的隐藏文字，没有读取"
    if letters < _FEW_CHARACTERS:
        yield f"只有 {letters} 个字，另有 {seen.pictures} 幅图片，正文或表格可能在图片里，没有读取"
    elif seen.pictures:
        yield f"含 {seen.pictures} 幅图片，图片中的文字没有读取"
    if seen.objects:
        yield f"内嵌了 {seen.objects} 个对象（如 Excel 表）未读取"
    if seen.foreign:
        yield f"正文里嵌入了 {seen.foreign} 个其他文件，没有读取"
    if seen.cut:
        yield "表格嵌套过深或列数过多，超出的部分没有读取"


def _letters(draft: Draft | Grid) -> int:
    texts = [draft.text] if isinstance(draft, Draft) else [cell.text for cell in draft.cells]
    return sum(len("".join(text.split())) for text in texts)


class _Body:
    """One pass over the body, with the counters that run through it."""

    def __init__(self, package: Package) -> None:
        self.main = package.main_part("word/document.xml")
        root = package.part(self.main)
        body = child(root, "w:body")
        if body is None:
            raise DamagedFile(package.name, "没有正文部件", "请用 Word 或 WPS 打开后另存为新的 .docx 再提交")
        beside = {r.kind: r.target for r in reversed([*package.relations(self.main)]) if not r.external}
        folder = self.main.rpartition("/")[0]

        def part(which: str) -> Element | None:
            return package.part(beside.get(which, f"{folder}/{which}.xml"), without=_LOOKS)

        self.seen = Seen()
        self._name = package.name
        self._flow = _flat(body)
        self._styles = Styles(part("styles"))
        self._numbering = Numbering(part("numbering"))
        self._notes = {w: _notes(part(w + "s"), w) for w in ("footnote", "endnote")}
        self._runs = RunReader(self._styles, self.seen)
        self._depth = 0

    def drafts(self) -> list[Draft | Grid]:
        """Everything in body order."""
        return self._blocks(self._flow)

    def _blocks(self, flow: Flow) -> list[Draft | Grid]:
        drafts: list[Draft | Grid] = []
        pending = ""  # text of paragraphs whose end mark was deleted: it runs on into the next
        for what, element in flow:
            if what == "w:p":
                runs = self._runs.read(element)
                runs.text = pending + runs.text
                pending = runs.text if self._mark_deleted(runs) else ""
                if not pending:
                    drafts.append(self._paragraph(runs))
                if runs.boxes or runs.notes:
                    drafts += self._hanging(runs)
            elif what == "w:tbl":
                if pending:
                    drafts.append(Draft(speakable(pending)))
                    pending = ""
                drafts += self._table(element)
            elif what in _FOREIGN:
                self.seen.foreign += 1
        if pending:
            drafts.append(Draft(speakable(pending)))
        return drafts

    def _paragraph(self, runs: Runs) -> Draft:
        own = runs.properties
        style = attribute(own.get("w:pStyle"), "val") if "w:pStyle" in own else ""
        known = self._styles.paragraph(style)
        label = self._label(own, style)
        level = outline_level(own)
        text = one_line(label, runs.text) if label or runs.text.strip() else ""
        breaks = runs.page_break or is_on(own.get("w:pageBreakBefore"))
        align = attribute(own["w:jc"], "val") if "w:jc" in own else known.align
        return Draft(
            speakable(text),
            styled=known.level if level is None else level,
            breaks_page=breaks,
            apart=align in ("center", "right", "end"),
        )

    def _mark_deleted(self, runs: Runs) -> bool:
        """Whether the end of the paragraph was deleted or moved away, so that it runs on into the next."""
        if "w:rPr" not in runs.properties:
            return False
        mark = children(runs.properties["w:rPr"])
        self.seen.revisions["w:del"] += "w:del" in mark
        return "w:del" in mark or "w:moveFrom" in mark

    def _hanging(self, runs: Runs) -> Iterator[Draft | Grid]:
        """The text boxes and notes of a paragraph, after it."""
        for box in runs.boxes:
            yield from self._nested(_flat(box))
        for which, ident in runs.notes:
            note = self._notes[which].pop(ident, None)
            for draft in self._nested(_flat(note)) if note is not None else ():
                yield replace(draft, footnote=True) if isinstance(draft, Draft) else draft

    def _nested(self, flow: Flow) -> list[Draft | Grid]:
        if self._depth >= _MAX_DEPTH:
            self.seen.cut = True
            return []
        self._depth += 1
        drafts = self._blocks(flow)
        self._depth -= 1
        return drafts

    def _label(self, own: dict[str, Element], style: str) -> str:
        """The automatic number of a paragraph. Asking counts it, so every paragraph must ask once."""
        known = self._styles.paragraph(style)
        num, at = known.num, known.at
        if "w:numPr" in own:
            numbering = children(own["w:numPr"])
            if "w:numId" in numbering:
                num, at = attribute(numbering["w:numId"], "val"), whole(numbering.get("w:ilvl"), 0)
            elif "w:ilvl" in numbering:
                at = whole(numbering["w:ilvl"], 0)
        if not num or num == "0":
            return ""
        return self._numbering.next(num, self._numbering.level_of_style(num, style) if at is None else at)

    def _table(self, element: Element) -> Iterator[Draft | Grid]:
        """The table, then what its cells hold beside text: nested tables, notes."""
        inner: list[Draft | Grid] = []
        rows: list[WordRow] = []
        for what, tr in _flat(element):
            row = self._row(_flat(tr), inner) if what == "w:tr" else None
            rows += [row] if row is not None else []
        grid = grid_of(rows, self._name)
        if grid.cells:
            if rows[0].cells and rows[0].cells[0].breaks_page:
                yield Draft("", breaks_page=True)
            yield grid
        yield from inner

    def _row(self, flow: Flow, inner: list[Draft | Grid]) -> WordRow | None:
        """One row, None where it was deleted or does not print."""
        row = WordRow([])
        reach = 0
        for what, element in flow:
            if what == "w:trPr":
                own = children(element)
                if not self._is_printed(own):
                    return None
                row.before, row.after = (_limited(own.get(f"w:grid{side}")) for side in ("Before", "After"))
                reach = row.before
            elif what == "w:tc" and (cell := self._cell(_flat(element), inner)) is not None:
                reach += cell.span
                if reach > MOST_COLUMNS:
                    self.seen.cut = True
                    break
                row.cells.append(cell)
        return row

    def _is_printed(self, row: dict[str, Element]) -> bool:
        self.seen.revisions["w:ins"] += "w:ins" in row
        self.seen.revisions["w:del"] += "w:del" in row
        hidden = is_on(row.get("w:hidden"))
        self.seen.hidden += hidden
        return not hidden and "w:del" not in row

    def _cell(self, flow: Flow, inner: list[Draft | Grid]) -> WordCell | None:
        """One cell, None where it was deleted."""
        cell = WordCell("")
        if flow and flow[0][0] == "w:tcPr":
            own = children(flow[0][1])
            if "w:cellDel" in own:
                self.seen.revisions["w:del"] += 1
                return None
            _shape(cell, own)
        lines: list[str] = []
        drafts = self._nested(flow)
        cell.breaks_page = bool(drafts) and isinstance(drafts[0], Draft) and drafts[0].breaks_page
        for draft in drafts:
            if isinstance(draft, Draft) and not draft.footnote:
                lines.append(draft.text.strip())
            else:
                inner.append(draft)
        cell.text = "\n".join(lines).strip("\n")
        return cell


def _shape(cell: WordCell, own: dict[str, Element]) -> None:
    """Spans and merges from the properties of a cell."""
    cell.measure = own.get("w:tcW")
    if "w:gridSpan" in own:
        cell.span = max(whole(own["w:gridSpan"], 1), 1)
    if "w:vMerge" in own:
        cell.opens = attribute(own["w:vMerge"], "val") == "restart"
        cell.below = not cell.opens
    elif "w:cellMerge" in own:  # a tracked merge, accepted
        cell.opens = attribute(own["w:cellMerge"], "vMerge") == "rest"
        cell.below = not cell.opens
    if "w:hMerge" in own:
        cell.beside = attribute(own["w:hMerge"], "val") != "restart"


def _limited(element: Element | None) -> int:
    return min(max(whole(element, 0), 0), MOST_COLUMNS)


def one_line(label: str, text: str) -> str:
    """The printed paragraph: number in front, soft line breaks joined."""
    text = join_lines(text.split("\n"))[0] if "\n" in text else text
    if label and text[:1].isascii() and text[:1].isalnum() and label[-1].isascii():
        return f"{label} {text}"  # "1." before "2024年" must not become 1.2024
    return label + text


def _flat(parent: Element) -> Flow:
    """Children of ``parent`` with what they are, content controls and the like opened."""
    flat: Flow = []
    for element in parent:
        what = KINDS[element.tag]
        if what in _OPENED:
            flat += _flat(element)
        elif what == "mc:AlternateContent":
            for one in chosen(element):
                flat += _flat(one) if KINDS[one.tag] in _OPENED else [(KINDS[one.tag], one)]
        else:
            flat.append((what, element))
    return flat


def _notes(part: Element | None, which: str) -> dict[str, Element]:
    """Notes by id; separators are not notes."""
    return {
        attribute(note, "id"): note
        for note in (part if part is not None else ())
        if kind(note) == f"w:{which}" and not attribute(note, "type").lower().endswith("separator")
    }
