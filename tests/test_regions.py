"""Whatever stands on a sheet is in one paragraph or one cell, once, with its address."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.sheets.layout import Layout
from extractors.sheets.regions import drafts_of
from extractors.sheets.workbook import Merge, Sheet, column_of, letters, remarks, visible
from extractors.tables import Draft

ROWS, COLUMNS = 14, 9
WORDS = [
    "2024年度项目支出绩效自评表",
    "单位：万元",
    "项目名称",
    "合计",
    "386.5",
    "90%",
    "备注：一张。",
    "填表人：李四",
    "县道",
]

place = st.tuples(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    texts = draw(st.dictionaries(place, st.sampled_from(WORDS), max_size=40))
    sheet = Sheet("表", {at: f"{word}#{at}" for at, word in texts.items()})
    for row, column in draw(st.lists(place, max_size=6)):
        high, wide = draw(st.integers(0, 3)), draw(st.integers(0, COLUMNS - 1))
        sheet.merges.append(Merge(row, column, row + high, min(column + wide, COLUMNS - 1)))
    sheet.ruled = draw(
        st.dictionaries(st.integers(0, ROWS - 1), st.integers(0, 2**COLUMNS - 1), max_size=ROWS)
    )
    sheet.hidden_rows = draw(st.sets(st.integers(0, ROWS - 1), max_size=3))
    sheet.hidden_columns = draw(st.sets(st.integers(0, COLUMNS - 1), max_size=2))
    return sheet


@settings(max_examples=100)
@given(sheets())
def test_nothing_is_lost_and_nothing_comes_twice(sheet: Sheet) -> None:
    remarks(sheet)
    shown = visible(sheet)
    found: Counter[str] = Counter()
    for draft in drafts_of(shown, "附件.xlsx"):
        if isinstance(draft, Draft):
            found.update({part: 1 for part in shown.texts.values() if part in draft.text})
        else:
            found.update(cell.text for cell in draft.cells if cell.text)
            slots = [slot for cell in draft.cells for slot in covered(cell)]
            assert len(slots) == len(set(slots)) == draft.nrows * draft.ncols
    assert found == Counter(printed(shown))


def printed(sheet: Sheet) -> list[str]:
    """The texts of a sheet that no merge covers."""
    layout = Layout(sheet, "x") if sheet.texts else None
    return [text for at, text in sheet.texts.items() if layout and layout.merge(*at)[:2] == at]


def covered(cell: object) -> list[tuple[int, int]]:
    row, col, high, wide = (getattr(cell, name) for name in ("row", "col", "rowspan", "colspan"))
    return [(r, c) for r in range(row, row + high) for c in range(col, col + wide)]


@given(sheets())
def test_addresses_lead_back_to_the_cell(sheet: Sheet) -> None:
    before = dict(sheet.texts)
    for draft in drafts_of(visible(sheet), "附件.xlsx"):
        cells = (
            [(draft.text, draft.address)]
            if isinstance(draft, Draft)
            else [(c.text, c.address) for c in draft.cells]
        )
        for text, address in cells:
            column, row = column_of(address.rstrip("0123456789")), int(address.lstrip("ABCDEFGHI")) - 1
            assert row not in sheet.hidden_rows
            assert column not in sheet.hidden_columns
            merged = any(m.top <= row <= m.bottom and m.left <= column <= m.right for m in sheet.merges)
            assert not text or merged or text.startswith(before.get((row, column), "-"))


@given(st.integers(0, 16_383))
def test_columns_have_one_name(column: int) -> None:
    assert column_of(letters(column)) == column


def test_a_layout_asks_nothing_of_blank_rows() -> None:
    sheet = Sheet("表", {(0, 0): "甲", (1_000_000, 16_000): "乙"}, ruled=dict.fromkeys(range(2, 40), 7))
    bands = list(Layout(sheet, "x").bands())
    assert [(band.top, band.left) for band in bands] == [(0, 0), (1_000_000, 16_000)]
