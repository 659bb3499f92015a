"""The binary Word format without LibreOffice: text complete and in order, tables with their spans."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.tables import Draft, Grid
from extractors.word.body import Story
from extractors.word.word97_story import read_word97
from schemas.errors import DamagedFile, EmptyFile, Encrypted, NoTextLayer, ReadError, UnknownFormat
from tests.word97_maker import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    INNER,
    INNER_CELL,
    INSERTED,
    SPECIAL,
    Maker,
    fonts,
    level,
    lists,
    overrides,
    row,
    sheet,
    sprm,
)

LONG = "项目资金全部到位，各项任务按期完成。" * 20
STYLES, NOTE_REFS, NOTES, FONTS, LISTS, UNUSED, OVERRIDES = 0xA2, 0xAA, 0xB2, 0x112, 0x2E2, 0x2F2, 0x2EA


def story(tmp_path: Path, maker: Maker) -> Story:
    return read_word97(maker.write(tmp_path / "a.doc"), "a.doc")


def texts(story: Story) -> list[str]:
    return [draft.text for draft in story.drafts if isinstance(draft, Draft)]


def grids(story: Story) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in draft.cells]
        for draft in story.drafts
        if isinstance(draft, Grid)
    ]


def test_text_in_order(tmp_path: Path) -> None:
    made = Maker().run("一、预算").end().run("执行率 98.5%\x0b超过\x1e目标\t𠀀").end()
    assert texts(story(tmp_path, made)) == ["一、预算", "执行率 98.5%超过-目标\t𠀀"]


def test_text_of_one_byte_a_character(tmp_path: Path) -> None:
    assert texts(story(tmp_path, Maker(narrow=True).run("R&D 3.15%…").end())) == ["R&D 3.15%…"]


def test_changes_are_accepted_and_hidden_text_is_left_out(tmp_path: Path) -> None:
    made = Maker().run("年初").run("3500", DELETED).run("3600", INSERTED).run("万元").run("藏", HIDDEN).end()
    made.run("前").end(said=DELETED).run("后").end()
    read = story(tmp_path, made)
    assert texts(read) == ["年初3600万元", "前后"]
    assert read.warnings == (
        "含 3 处修订痕迹，按接受全部修订后的内容读取",
        "含 1 处不打印的隐藏文字，没有读取",
    )
    assert not read.partial


def test_fields_print_their_result(tmp_path: Path) -> None:
    made = Maker().run("共").run("\x13 =SUM(ABOVE) \x14612.5\x15万元\x13 XE x \x15。").end()
    made.run("\x13 PAGE").end().run("后").end()
    made.run(LONG + "\x13 EMBED Excel.Sheet.8 \x14\x01\x15").end()
    read = story(tmp_path, made)
    assert texts(read) == ["共612.5万元。", "后", LONG]
    assert read.partial
    assert "内嵌了 1 个对象" in read.warnings[0]


def test_signs_of_symbol_fonts(tmp_path: Path) -> None:
    made = Maker(structures={FONTS: fonts("仿宋", "Wingdings", "Symbol")})
    made.run("(", sprm(0x6A09, 0xF0B3 << 16 | 2)).run("95%").end()
    made.run("\uf0fe", sprm(0x4A4F, 1)).run("已完成").run("\uf0fe", sprm(0x4A4F, 0)).end()
    assert texts(story(tmp_path, made)) == ["≥95%", "☑已完成\uf0fe"]


def test_a_note_follows_its_paragraph(tmp_path: Path) -> None:
    made = Maker().run("句").run("\x02", SPECIAL).end().run("后").end()
    made.run("\x02", SPECIAL).run("含上年结转").end().end()
    made.parts = [5, 8, 0, 0, 0, 0, 0, 0]
    made.structures = {NOTE_REFS: _cps(1, 5) + b"\0\0", NOTES: _cps(0, 7, 8)}
    read = story(tmp_path, made)
    assert [(d.text, d.footnote) for d in read.drafts if isinstance(d, Draft)] == [
        ("句", False), ("含上年结转", True), ("后", False),
    ]  # fmt: skip


def _cps(*places: int) -> bytes:
    return b"".join(place.to_bytes(4, "little") for place in places)


def test_styles_make_headings_and_their_numbers(tmp_path: Path) -> None:
    table, levels = lists(level(39, "\x00、"), level(37, "（\x01）"), level(0, "\x02."))
    heading = sprm(0x460B, 1)
    made = Maker(
        structures={
            STYLES: sheet((0, 0xFFF, b""), (1, 0, heading), (2, 1, sprm(0x260A, 1)), (40, 0, sprm(0x2403, 1))),
            LISTS: table, UNUSED: levels, OVERRIDES: overrides(2),
        }
    )  # fmt: skip
    for text, style, said in (
        ("概况", 1, b""), ("单位", 2, b""), ("资金", 2, b""), ("管理", 1, b""), ("安排", 2, b""),
        ("2024年", 0, sprm(0x460B, 1) + sprm(0x260A, 2)), ("新", 0, sprm(0x460B, 2)), ("居中", 3, b""),
    ):  # fmt: skip
        made.run(text).end(said, style=style)
    read = story(tmp_path, made)
    assert [(d.text, d.styled, d.apart) for d in read.drafts if isinstance(d, Draft)] == [
        ("一、概况", 1, False), ("（一）单位", 2, False), ("（二）资金", 2, False), ("二、管理", 1, False),
        ("（一）安排", 2, False), ("1. 2024年", 0, False), ("一、新", 0, False), ("居中", 0, True),
    ]  # fmt: skip


def test_a_table_with_its_spans(tmp_path: Path) -> None:
    made = Maker().run("前").end()
    made.cells("产出", "跨列", ends=row(0, 1000, 3000, opens=[0]))
    made.cells("", "B", "C", ends=row(0, 1009, 2000, 3000, below=[0]))  # half a point off is the same edge
    made.cells("迟", "D", ends=row(1000, 2000, 3000))
    made.run("后").end()
    read = story(tmp_path, made)
    assert [type(draft).__name__ for draft in read.drafts] == ["Draft", "Grid", "Draft"]
    assert grids(read) == [
        [(0, 0, 2, 1, "产出"), (0, 1, 1, 2, "跨列"), (1, 1, 1, 1, "B"), (1, 2, 1, 1, "C"), (2, 1, 1, 1, "迟"), (2, 2, 1, 1, "D")]
    ]  # fmt: skip


def test_cells_without_a_definition_still_make_rows(tmp_path: Path) -> None:
    ends = IN_TABLE + sprm(0x2417, 1)
    made = Maker().cells("甲", "1", ends=ends).cells("乙", "2", ends=ends)
    assert grids(story(tmp_path, made)) == [
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")]
    ]


def test_a_row_too_wide_for_a_page_is_defined_elsewhere(tmp_path: Path) -> None:
    edges = range(0, 3100, 100)
    whole = row(*edges, opens=[0])
    made = Maker(data=b"\0\0\0\0" + len(whole).to_bytes(2, "little") + whole)
    made.cells(*map(str, range(30)), ends=sprm(0x6646, 4)).cells("宽", ends=row(0, 3000))
    [cells] = grids(story(tmp_path, made))
    assert cells[-1] == (1, 0, 1, 30, "宽")
    assert len(cells) == 31


def test_a_deleted_row_is_gone_and_a_row_with_a_deleted_end_is_not(tmp_path: Path) -> None:
    made = Maker().cells("甲", "1", ends=row(0, 1000, 2000))
    made.run("删").end(IN_TABLE, mark="\x07", said=DELETED).run("9").end(IN_TABLE, mark="\x07", said=DELETED)
    made.end(row(0, 1000, 2000), mark="\x07", said=DELETED)
    for text in ("乙", "2"):
        made.run(text).end(IN_TABLE, mark="\x07")
    made.end(row(0, 1000, 2000), mark="\x07", said=DELETED)
    assert [cell[4] for cell in grids(story(tmp_path, made))[0]] == ["甲", "1", "乙", "2"]


def test_a_nested_table_follows_as_its_own(tmp_path: Path) -> None:
    made = Maker().run("外").end(IN_TABLE)
    for text in ("内", "1"):
        made.run(text).end(INNER_CELL)
    made.end(INNER + sprm(0x244C, 1)).end(IN_TABLE, mark="\x07").run("2").end(IN_TABLE, mark="\x07")
    made.end(row(0, 1000, 2000), mark="\x07")
    assert grids(story(tmp_path, made)) == [
        [(0, 0, 1, 1, "外"), (0, 1, 1, 1, "2")],
        [(0, 0, 1, 1, "内"), (0, 1, 1, 1, "1")],
    ]


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    some = Maker().run("文").end()
    for version, flags, trouble in (
        (0xC1, 0x100, Encrypted),
        (0x68, 0, UnknownFormat),
        (0, 0x8000, Encrypted),
    ):
        with pytest.raises(trouble):
            read_word97(some.write(path, version=version, flags=flags), "a.doc")
    with pytest.raises(EmptyFile):
        story(tmp_path, Maker().end())
    with pytest.raises(NoTextLayer):
        story(tmp_path, Maker().run("\x01", SPECIAL).end())
    path.write_bytes(some.write(path).read_bytes()[:1500])
    with pytest.raises(DamagedFile):
        read_word97(path, "a.doc")


def sample(path: Path) -> bytes:
    table, levels = lists(level(39, "\x00、"))
    made = Maker(structures={LISTS: table, UNUSED: levels, OVERRIDES: overrides(), FONTS: fonts("仿宋")})
    made.run("概况").end(sprm(0x460B, 1)).run("\x13 PAGE \x141\x15").run("删", DELETED).end()
    made.cells("产出", "跨列", ends=row(0, 1000, 3000, opens=[0]))
    return made.write(path).read_bytes()


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.integers(0, 12_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_broken_bytes_end_in_a_story_or_a_reason(tmp_path: Path, places: list[tuple[int, int]]) -> None:
    content = bytearray(sample(tmp_path / "whole.doc"))
    for at, value in places:
        content[at % len(content)] = value
    path = tmp_path / "broken.doc"
    path.write_bytes(content)
    with suppress(ReadError):  # anything else fails the test
        read_word97(path, "broken.doc")
