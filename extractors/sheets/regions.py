"""A worksheet as a reader sees it: titles and notes as paragraphs, each table as a table of its own.

One sheet often holds several forms, one below the other or side by side. Rows in which there is nothing part them,
and so do titles across the sheet. A frame holds rows and columns together even where they are blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extractors.plain import plain
from extractors.sheets.layout import FAR, Area, Layout
from extractors.sheets.workbook import Sheet
from extractors.tables import Draft, Grid, RawCell, belongs_to_caption
from schemas.form import load_form_words

# A bare figure or one with its unit; 2024年 and 3月 are as often headers.
_FIGURE = re.compile(r"[-+−－(（]?[¥￥]?[\d０-９][\d０-９,，.．]{0,30}(?:[^\d\s年月季期]{1,3})?")
_LABELLED = re.compile(r"[^\s:：]{2,12}\s{0,2}[:：]|\d{4}\s?年\s?\d{1,2}\s?月")  # 填报人：张三, 2025年3月15日
_NOTE = re.compile(
    r"(?:备\s?注|注|说\s?明|填表|填报|附|审核|联系|.{0,4}负责人|制表)[^:：]{0,12}[:：]|备?注\s?\d"
)
_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*分)")
_NO_VALUE = "公式，文件里没有存下算出的值"
_HIDDEN = "其中有隐藏的行或列，没有列入"
_SHORT_LABEL = 15  # characters; a longer text alone in its row is a note


def drafts_of(sheet: Sheet, name: str) -> list[Draft | Grid]:
    """The paragraphs and tables of ``sheet``, which holds nothing hidden any more, in reading order.

    Raises:
        TooLarge: a table far larger than a report's.
    """
    if not sheet.texts:
        return []
    layout = Layout(sheet, name)
    regions = _Regions(layout)
    return [draft for band in _joined(layout) for draft in regions.read(band)]


def _joined(layout: Layout) -> list[Area]:
    """The bands, those put together that are one table with blank rows in it."""
    out: list[Area] = []
    for band in layout.bands():
        if out and _goes_on(layout, out[-1], band):
            above = out[-1]
            left, right = min(above.left, band.left), max(above.right, band.right)
            out[-1] = Area(above.top, left, band.bottom, right)
        else:
            out.append(band)
    return out


def _goes_on(layout: Layout, above: Area, below: Area) -> bool:
    """Whether ``below`` begins with figures where ``above`` has figures, or with its total: no header, so no new table."""
    first = layout.begins(below.top, below)
    if len(first) < 2 or not above.left <= below.left <= above.right:
        return False
    figures = {column for column in first if _is_figure(layout.text(below.top, column))}
    has = {
        column
        for row in list(above.rows)[-5:]
        for column in layout.begins(row, above)
        if _is_figure(layout.text(row, column))
    }
    return bool(figures & has) or bool(has and _TOTAL.match(layout.text(below.top, first[0])))


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text.strip()) is not None


class _Regions:
    """Cuts areas into paragraphs and tables; ``slots`` counts the cells of all tables so far."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._slots = 0

    def read(self, area: Area) -> Iterator[Draft | Grid]:
        """What stands in ``area``, top down, then left to right."""
        top = area.top
        titles: list[str] = []
        while top <= area.bottom and (pieces := self._heading(top, area)) is not None:
            yield from pieces
            titles += [piece.text for piece in pieces if belongs_to_caption(piece.text)]
            top += 1
        bottom = area.bottom
        feet: list[list[Draft]] = []
        while bottom >= top and (pieces := self._foot(bottom, top, area)) is not None:
            feet.append(pieces)
            bottom -= 1
        for rest in self._layout.trimmed(Area(top, area.left, bottom, area.right)) if bottom >= top else ():
            yield from self._tables(rest, "\n".join(titles))
        for pieces in reversed(feet):
            yield from pieces

    def _tables(self, area: Area, title: str) -> Iterator[Draft | Grid]:
        """An area that neither begins with a title nor ends with a note; ``title`` stands over all of it."""
        cuts = [row for row in area.rows if row > area.top and self._is_title(row, area)]
        if cuts:
            edges = [area.top, *cuts, area.bottom + 1]
            for first, after in pairwise(edges):
                for part in self._layout.trimmed(Area(first, area.left, after - 1, area.right)):
                    yield from self.read(part)
            return
        groups = self._layout.column_groups(area)
        sides = _sides(groups, [self._is_table(group) for group in groups])
        if len(sides) > 1:
            for at, side in enumerate(sides):
                for part in self._layout.trimmed(side):
                    drafts = list(self.read(part))
                    if at and isinstance(drafts[0], Grid):  # the first gets it from the lines right above
                        drafts[0] = replace(drafts[0], caption=title)
                    yield from drafts
            return
        yield self._grid(area)

    # --- rows that are no part of a table

    def _heading(self, row: int, area: Area) -> list[Draft] | None:
        """The paragraphs of ``row`` when it stands above a table as a title, a unit, a date; None otherwise."""
        columns = self._layout.begins(row, area)
        if not columns:
            return None if self._layout.stands_under(row, area) and not self._below_title(row, area) else []
        texts = [self._layout.text(row, column) for column in columns]
        if len(columns) == 1:
            return self._drafts(row, columns) if self._alone(row, columns[0], area) else None
        reaches_down = any(self._layout.reach(row, column)[0] > row for column in columns)
        if reaches_down or self._layout.stands_under(row, area):
            return None
        captions = [belongs_to_caption(text) for text in texts]
        apart = not self._layout.ruled(row, area)
        labelled = [bool(_LABELLED.match(text.strip())) for text in texts]
        paired = all(yes or labelled[at - 1] for at, yes in enumerate(labelled)) and labelled[0]
        framed = any(self._layout.ruled(below, area) for below in area.rows)
        if all(captions) or (apart and all(c or each for c, each in zip(captions, labelled, strict=True))):
            return self._drafts(row, columns)
        lone = area.top == area.bottom
        return self._drafts(row, columns) if apart and paired and (framed or lone) else None

    def _below_title(self, row: int, area: Area) -> bool:
        """Whether ``row`` is blank but for the lower part of a title that is merged over several rows."""
        merges = {self._layout.merge(row, column) for column in area.columns}
        filled = [merge for merge in merges if self._layout.said(merge)]
        return all((merge.left, merge.right) == (area.left, area.right) for merge in filled)

    def _alone(self, row: int, column: int, area: Area, *, inside: bool = False) -> bool:
        """Whether the one text of ``row`` is a line of its own and no header over some columns, no label without values."""
        if self._layout.stands_under(row, area):
            return False
        merge, text = self._layout.merge(row, column), self._layout.text(row, column)
        wide = merge.left == area.left and merge.right >= area.right
        if merge.bottom > merge.top and not wide:
            return False
        if wide or (not inside and belongs_to_caption(text)):
            return True
        if self._layout.ruled(row, area, beside=merge):
            return False
        under = Area(row + 1, merge.left, min(row + 1, area.bottom), merge.right)
        heads = row < area.bottom and merge.left > area.left and len(self._layout.begins(row + 1, under)) > 1
        return not heads

    def _foot(self, row: int, top: int, area: Area) -> list[Draft] | None:
        """The paragraphs of ``row`` when it stands below a table as a note or a signature; None otherwise."""
        columns = self._layout.begins(row, area)
        if self._layout.stands_under(row, area):
            return None
        apart = not self._layout.ruled(row, area)
        if not columns:
            return [] if apart else None
        texts = [self._layout.text(row, column).strip() for column in columns]
        framed = any(self._layout.ruled(above, area) for above in range(top, row))
        if len(columns) > 1:
            signed = all(_LABELLED.match(text) for text in texts)
            signed |= framed and bool(_LABELLED.match(texts[0])) and not any(map(_is_figure, texts))
            return self._drafts(row, columns) if apart and signed else None
        merge = self._layout.merge(row, columns[0])
        wide = merge.left == area.left and merge.right >= area.right and area.left < area.right
        says = len(texts[0]) > _SHORT_LABEL or "。" in texts[0] or _NOTE.match(texts[0]) is not None
        if _TOTAL.match(texts[0]) or not (wide or says):
            return None
        return self._drafts(row, columns) if wide or apart else None

    def _is_title(self, row: int, area: Area) -> bool:
        """Whether a new form begins at ``row``."""
        columns = self._layout.begins(row, area)
        if len(columns) != 1 or row == area.bottom or not self._alone(row, columns[0], area, inside=True):
            return False
        text = self._layout.text(row, columns[0])
        short = len(text) <= 60 and "。" not in text
        title = load_form_words().title.search(plain(text).text) is not None
        return short and (title or belongs_to_caption(text))

    def _drafts(self, row: int, columns: list[int]) -> list[Draft]:
        """One paragraph a line of each cell; a label and the value right of it are one."""
        out: list[Draft] = []
        for column in columns:
            address = self._address(row, column)
            text = self._layout.text(row, column)
            if out and out[-1].text.rstrip().endswith((":", "：")) and "\n" not in text:
                last = out.pop()
                text, address = last.text.rstrip() + text.strip(), last.address
            lines = [line.strip() for line in text.split("\n")]
            out += [Draft(line, sheet=self._layout.sheet.name, address=address) for line in lines if line]
        return out

    # --- tables

    def _is_table(self, area: Area) -> bool:
        """Whether ``area`` could stand as a table of its own: two columns or more, two rows with two texts or more."""
        full = (row for row in area.rows if len(self._layout.begins(row, area)) > 1)
        return next(full, None) is not None and next(full, None) is not None

    def _grid(self, area: Area) -> Grid:
        self._slots += area.size
        self._layout.check(self._slots)
        sheet = self._layout.sheet
        unsaved = set(sheet.unsaved)
        cells: list[RawCell] = []
        for row in area.rows:
            for column in area.columns:
                bottom, right = row, column
                merge = self._layout.merged(row, column)
                if merge is not None:
                    if (max(merge.top, area.top), max(merge.left, area.left)) != (row, column):
                        continue
                    bottom, right = min(merge.bottom, area.bottom), min(merge.right, area.right)
                text = self._layout.text(row, column) if merge is None else self._layout.said(merge)
                doubt = _NO_VALUE if (row, column) in unsaved else ""
                place = (row - area.top, column - area.left, bottom - row + 1, right - column + 1)
                cells.append(RawCell(*place, text, doubt=doubt, address=self._address(row, column)))
        ends = (self._address(area.top, area.left), self._address(area.bottom, area.right))
        shape, doubt = (len(area.rows), len(area.columns)), self._gaps(area)
        return Grid(*shape, tuple(cells), doubt=doubt, sheet=sheet.name, address=":".join(filter(None, ends)))

    def _address(self, row: int, column: int) -> str:
        """What the program calls the cell; tables of web pages and text files stand on no sheet."""
        return self._layout.sheet.address(row, column) if self._layout.sheet.name else ""

    def _gaps(self, area: Area) -> str:
        """What a table that runs over hidden rows or columns lacks: its sums may count them."""
        sheet = self._layout.sheet
        rows, columns = (
            [shown[at] for at in used]
            for shown, used in zip(sheet.shows, (area.rows, area.columns), strict=True)
        )
        hidden = any(below - above > 1 for each in (rows, columns) for above, below in pairwise(each))
        return _HIDDEN if hidden else ""


def _sides(groups: list[Area], is_table: list[bool]) -> list[Area]:
    """Groups of columns as tables side by side; a group that is none goes with the one on its left, unless far off."""
    sides: list[Area] = []
    tables: list[bool] = []
    for group, table in zip(groups, is_table, strict=True):
        if sides and group.left - sides[-1].right <= FAR and not (table and tables[-1]):
            last = sides[-1]
            sides[-1] = Area(last.top, last.left, last.bottom, group.right)
            tables[-1] |= table
        else:
            sides.append(group)
            tables.append(table)
    return sides
