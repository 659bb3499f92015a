"""Pages of pictures: set level, ruled, read; and no figure that may be wrong goes without a doubt."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from extractors.page.matching import laid_over, reads_alike
from extractors.reader import read
from extractors.scans import choose
from extractors.tables import typed_grid
from pipeline.audit import Options, audit_file
from pipeline.run import Status
from schemas.document import RECOGNISED, Document, Spot, Table
from schemas.errors import DamagedFile, NoTextLayer, TooLarge, UnknownFormat
from tests.scanned import Picture, Sheet, as_pdf, fed, font_file, stamped

if TYPE_CHECKING:
    from extractors.scans.engine import Reading

ROWS = [
    ["项目", "预算数", "调整数", "执行数", "执行率"],
    ["道路维护", "1,864.05", "-3.06", "1860.99", "99.84%"],
    ["桥梁检测", "240.00", "0.00", "239.85", "99.94%"],
    ["路灯改造", "57.85", "-1.10", "11.11", "19.20%"],
    ["合计", "2,161.90", "-4.16", "2111.95", "97.69%"],
]


def needed(what: str) -> None:
    """Skip, but never where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(f"CI 环境里缺少{what}")
    pytest.skip(f"没有安装{what}：make ocr")


@pytest.fixture
def ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra for recognition, a font to draw with, and no way out to a network."""
    if not choose.can_recognise() or find_spec("rapidocr_onnxruntime") is None:
        needed("文字识别")
    if font_file() is None:
        needed("中文字体")

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("recognition asked for a network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def drawn(
    rows: Sequence[Sequence[str]] = ROWS, *, top: float = 150, width: float = 0.6, gray: int = 0
) -> Picture:
    """A page with a title, a table and a sentence."""
    sheet = Sheet()
    sheet.text(200, top - 60, "市政项目支出明细表", 16)
    sheet.text(400, top - 28, "单位：万元")
    sheet.table(rows, top=top, width=width, gray=gray)
    sheet.text(92, top + 24 * len(rows) + 30, "注：全年支出2111.95万元，比上年增加12.5%。", 12)
    return sheet.done()


def read_scan(
    tmp_path: Path, *pictures: Picture, unseen: Sequence[str] = (), under: Sequence[str] = (), typed: str = ""
) -> Document:
    return read(as_pdf(tmp_path / "扫描.pdf", *pictures, unseen=unseen, under=under, typed=typed), "扫描.pdf")


def only_table(document: Document) -> Table:
    [table] = document.tables()
    return table


def texts(table: Table) -> list[list[str]]:
    return [[re.sub(r"\s", "", text).replace("，", ",") for text in row] for row in table.texts()]


def doubts(spots: Sequence[Spot]) -> list[str]:
    return [spot.doubt for spot in spots if spot.doubt]


# --- reading


@pytest.mark.usefixtures("ocr")
def test_a_scanned_page_is_read_with_its_table_and_places(tmp_path: Path) -> None:
    document = read_scan(tmp_path, drawn())
    table = only_table(document)
    assert texts(table) == ROWS
    assert table.caption.split("\n")[0] == "市政项目支出明细表"
    assert table.doubt == "扫描件，经文字识别读取"
    cell = table.rows[1][1]
    assert cell is not None
    assert cell.anchor.bbox is not None
    x0, top, x1, bottom = cell.anchor.bbox
    assert 160 < x0 < 170
    assert 174 < top < bottom < 198
    assert x1 < 250
    assert [p.text for p in document.paragraphs()] == ["注：全年支出2111.95万元，比上年增加12.5%。"]
    assert document.warnings == ("第1页为扫描件，经文字识别读取",)
    assert not document.partial


SPOILED: dict[str, Callable[[Picture], Picture]] = {
    "askew": lambda page: fed(page, askew=3),
    "askew the other way, lossy": lambda page: fed(page, askew=-2.4, quality=40),
    "coarse": lambda page: fed(page, dpi=110, quality=50),
    "pale, shaded, grainy": lambda page: fed(page, contrast=0.45, grain=8, shadow=True),
    "very grainy": lambda page: fed(page, grain=30),
    "upside down": lambda page: np.ascontiguousarray(fed(page, askew=1)[::-1, ::-1]),
    "on its side": lambda page: np.ascontiguousarray(np.rot90(fed(page, askew=-1))),
}


@pytest.mark.usefixtures("ocr")
@pytest.mark.parametrize("how", SPOILED)
def test_poor_scans_give_the_same_table(tmp_path: Path, how: str) -> None:
    document = read_scan(tmp_path, SPOILED[how](drawn()))
    assert texts(only_table(document)) == ROWS


@pytest.mark.usefixtures("ocr")
@pytest.mark.parametrize("how", ["askew", "upside down", "on its side"])
def test_places_are_those_on_the_page_as_scanned(tmp_path: Path, how: str) -> None:
    page = drawn()
    gray = page.shape[0] / 842
    marked = page.copy()
    marked[round(176 * gray) : round(196 * gray), round(162 * gray) : round(205 * gray)] = 0  # over 1,864.05
    (rows, columns) = np.nonzero(SPOILED[how](marked).min(axis=2) != SPOILED[how](page).min(axis=2))
    cell = only_table(read_scan(tmp_path, SPOILED[how](page))).rows[1][1]
    assert cell is not None
    assert cell.anchor.bbox is not None
    x0, top, x1, bottom = (at * gray for at in cell.anchor.bbox)
    assert columns.min() - 9 < x0 < x1 < columns.max() + 9
    assert rows.min() - 9 < top < bottom < rows.max() + 9


@pytest.mark.usefixtures("ocr")
@pytest.mark.parametrize(("width", "gray"), [(0.3, 150), (1.6, 0)], ids=["hairline", "thick"])
def test_faint_and_thick_rules_are_rules(tmp_path: Path, width: float, gray: int) -> None:
    document = read_scan(tmp_path, fed(drawn(width=width, gray=gray), askew=0.7, quality=60))
    assert texts(only_table(document)) == ROWS


@pytest.mark.usefixtures("ocr")
def test_figures_under_a_seal_are_doubtful_and_the_rules_stay(tmp_path: Path) -> None:
    document = read_scan(tmp_path, stamped(drawn(), 290, 230))
    table = only_table(document)
    assert (len(table.rows), len(table.rows[0])) == (5, 5)
    wrong = [
        (cell.text, cell.doubt)
        for cell in table.cells()
        if cell.text.replace(" ", "") != ROWS[cell.row - 1][cell.col - 1] and not cell.doubt
    ]
    assert wrong == []
    assert any("印章" in cell.doubt for cell in table.cells())
    outside = table.rows[4][4]
    assert outside is not None
    assert not outside.doubt


@pytest.mark.usefixtures("ocr")
def test_a_blank_between_two_figures_stays(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.text(90, 100, "附件3 2024年度项目支出情况", 16)
    [paragraph] = read_scan(tmp_path, sheet.done()).paragraphs()
    assert paragraph.text == "附件3 2024年度项目支出情况"


@pytest.mark.usefixtures("ocr")
def test_a_table_goes_on_over_pages_fed_differently(tmp_path: Path) -> None:
    head, upper, lower = ROWS[0], ROWS[1:3], ROWS[3:]
    one, two = Sheet(), Sheet()
    one.table([head, *upper], top=680)
    two.table([head, *lower], top=80, x=78)
    document = read_scan(tmp_path, fed(one.done(), askew=0.8), fed(two.done(), askew=-0.9))
    assert texts(only_table(document)) == ROWS


@pytest.mark.usefixtures("ocr")
def test_a_page_that_cannot_be_made_out_says_so(tmp_path: Path) -> None:
    import cv2

    blurred = np.asarray(cv2.GaussianBlur(drawn(), (0, 0), 5), np.uint8)
    document = read_scan(tmp_path, fed(blurred, quality=20))
    assert document.partial
    assert "字迹不清" in document.warnings[0]
    assert all(cell.doubt for cell in only_table(document).cells() if cell.text)


@pytest.mark.usefixtures("ocr")
@pytest.mark.parametrize("shape", [(1, 1), (3, 3000), (900, 10), (842, 595)])
@pytest.mark.parametrize("gray", [0, 255])
def test_pictures_without_anything_to_read_give_an_empty_page(shape: tuple[int, int], gray: int) -> None:
    from extractors.scans.pages import recognise

    assert recognise(np.full((*shape, 3), gray, np.uint8), 1).pieces == []


# --- which pages


@pytest.mark.usefixtures("ocr")
def test_a_typed_page_number_does_not_hide_a_scan(tmp_path: Path) -> None:
    document = read_scan(tmp_path, drawn(), typed="page 1")
    assert texts(only_table(document)) == ROWS


@pytest.mark.usefixtures("ocr")
def test_the_picture_is_believed_rather_than_unseen_text_over_it(tmp_path: Path) -> None:
    document = read_scan(tmp_path, drawn(), unseen=["budget 1846.05 and 9 more lines of it"])
    assert texts(only_table(document)) == ROWS
    assert "1846.05" not in "".join(p.text for p in document.paragraphs())


def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "can_recognise", lambda: False)
    monkeypatch.setattr("extractors.readers.images.can_recognise", lambda: False)


def plain_picture() -> Picture:
    return np.full((842, 595, 3), 240, np.uint8)


@pytest.mark.parametrize("where", ["unseen", "under"])
def test_without_the_extra_unseen_text_is_read_with_a_doubt_on_every_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    without_extra(monkeypatch)
    lines = ["budget 1864.05 and 12.5% more of what scanning programs write behind a page"]
    over, under = (lines, []) if where == "unseen" else ([], lines)
    document = read_scan(tmp_path, plain_picture(), unseen=over, under=under)
    [paragraph] = document.paragraphs()
    told = [paragraph.text[s.start : s.end] for s in paragraph.anchor.spots if s.doubt.startswith(RECOGNISED)]
    assert told == ["1864.05", "12.5%"]
    assert "附带的文字层" in document.warnings[0]


def test_without_the_extra_a_scan_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_extra(monkeypatch)
    with pytest.raises(NoTextLayer) as refused:
        read_scan(tmp_path, plain_picture())
    assert "make ocr" in refused.value.remedy
    path = tmp_path / "扫描.png"
    save(plain_picture(), path)
    with pytest.raises(NoTextLayer) as refused:
        read(path, path.name)
    assert "扫描件未识别" in refused.value.why


@pytest.mark.usefixtures("ocr")
def test_a_page_of_an_ofd_that_a_picture_fills_is_read_from_it(tmp_path: Path) -> None:
    from tests.ofd_maker import Made

    save(drawn(), tmp_path / "page.png")
    made = Made(['<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="77"/>'])
    made.resources = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="77" Type="Image" Format="PNG">'
        "<ofd:MediaFile>page.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>"
    )
    made.parts = {"Doc_0/page.png": (tmp_path / "page.png").read_bytes()}
    document = read(made.save(tmp_path / "扫描.ofd"), "扫描.ofd")
    assert texts(only_table(document)) == ROWS
    assert document.warnings[0] == "第1页为扫描件，经文字识别读取"


# --- pictures as files


def save(picture: Picture, path: Path, *more: Picture) -> None:
    from PIL import Image

    first, *rest = (Image.fromarray(each) for each in (picture, *more))
    first.save(path, save_all=True, append_images=rest) if rest else first.save(path)


@pytest.mark.usefixtures("ocr")
@pytest.mark.parametrize("name", ["表.png", "表.jpg", "表.bmp"])
def test_a_picture_is_read_like_a_scanned_page(tmp_path: Path, name: str) -> None:
    sheet = Sheet()
    sheet.text(92, 100, "全年支出2111.95万元，比上年增加12.5%。", 12)
    save(sheet.done(), tmp_path / name)
    document = read(tmp_path / name, name)
    assert (document.format, document.pages) == ("image", 1)
    assert [p.text for p in document.paragraphs()] == ["全年支出2111.95万元，比上年增加12.5%。"]


@pytest.mark.usefixtures("ocr")
def test_frames_of_a_tiff_are_pages(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.text(92, 100, "二、其他需要说明的问题：无。", 12)
    save(drawn(), tmp_path / "表.tif", sheet.done())
    document = read(tmp_path / "表.tif", "表.tif")
    assert document.pages == 2
    assert next(p for p in document.paragraphs() if "其他" in p.text).anchor.page == 2


@pytest.mark.usefixtures("ocr")
def test_pictures_that_cannot_be_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tmp_path / "a.png"
    save(plain_picture(), whole)
    (tmp_path / "half.png").write_bytes(whole.read_bytes()[:400])
    with pytest.raises(DamagedFile):
        read(tmp_path / "half.png", "half.png")
    (tmp_path / "b.gif").write_bytes(b"GIF89a" + bytes(40))
    with pytest.raises(UnknownFormat):
        read(tmp_path / "b.gif", "b.gif")
    monkeypatch.setattr("extractors.readers.images.MAX_PIXELS", 1000)
    with pytest.raises(TooLarge):
        read(whole, "a.png")


@pytest.mark.usefixtures("ocr")
def test_a_worker_has_the_memory_for_it(tmp_path: Path) -> None:
    path = as_pdf(tmp_path / "扫描.pdf", drawn())
    [row] = audit_file(path, Options(workers=1)).files
    assert row.status is Status.PARSED, row.reason
    assert "扫描件" in row.reason


# --- opinions


def reading(text: str, sure: float = 1.0) -> Reading:
    from extractors.scans.engine import Reading

    return Reading(text, tuple((at + 0.5) / len(text) for at in range(len(text))), (sure,) * len(text))


@pytest.mark.usefixtures("ocr")
@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("支出1864.05万元", "支出1864.06万元", "两次结果不一致：1864.05 / 1864.06"),
        ("-4.93%", "4.93%", "两次结果不一致：-4.93% / 4.93%"),
        ("1864.05", "", "两次结果不一致：1864.05 / 没有认出"),
        ("S", "5", "另一次还认出“5”"),
        ("4,52", "4,52", "不像一个完整的数"),
        (".3.95", ".3.95", "不像一个完整的数"),
    ],
)
def test_figures_on_which_two_readings_differ_are_doubtful(first: str, second: str, told: str) -> None:
    from extractors.scans.votes import doubts as doubts_of

    one, two = reading(first), reading(second) if second else reading("")
    [doubt] = doubts_of(one, two, lambda: two)
    assert told in doubt.why


@pytest.mark.usefixtures("ocr")
@pytest.mark.parametrize(
    "text",
    [
        "1,864.05",
        "-3.06",
        "3,028.",
        "3.国省创新创业大赛",
        "—11—",
        "2024年11月-12月",
        "“4+4科创工程”",
        "占15%。2024年",
    ],
)
def test_figures_that_two_readings_confirm_are_not(text: str) -> None:
    from extractors.scans.votes import doubts as doubts_of

    assert list(doubts_of(reading(text), reading(text), lambda: reading(text))) == []


@pytest.mark.usefixtures("ocr")
def test_an_unsure_figure_is_doubtful_though_confirmed() -> None:
    from extractors.scans.votes import doubts as doubts_of

    [doubt] = doubts_of(reading("15%", 0.6), reading("15%"), lambda: reading("15%"))
    assert "把握不足" in doubt.why


@pytest.mark.usefixtures("ocr")
def test_letters_for_digits_are_mended_only_where_nothing_else_is_possible() -> None:
    from extractors.scans.votes import repaired

    assert [repaired(text) for text in ("1O0%", "l864。05", "19。65")] == ["100%", "1864.05", "19.65"]
    for text in ("O", "GDP", "IO", "3.国", "5G", "A4", "100%", "十一"):
        assert repaired(text) == text


# --- the real report


@pytest.mark.slow
@pytest.mark.usefixtures("ocr")
def test_the_seed_is_judged_alike_as_a_scan(shared: Path) -> None:
    said = []
    for name in ("report.docx", "report_scan150.pdf"):
        [audit] = audit_file(shared / "seed" / name, Options(workers=1)).audits
        said.append(
            sorted((f.rule, f.outcome, str(f.severity), f.formula, f.subject) for f in audit.findings)
        )
    assert said[0] == said[1]


# --- tables over scanned pages


def test_columns_of_a_page_fed_differently_are_laid_over() -> None:
    from dataclasses import replace

    first = replace(typed_grid([["a", "b", "c"]]), xs=(70.0, 170.0, 270.0, 520.0), scanned=True)
    second = replace(first, xs=(81.0, 183.0, 284.0, 537.0))
    assert laid_over(first, second).xs == first.xs
    other = replace(first, xs=(70.0, 300.0, 400.0, 520.0))
    assert laid_over(first, other).xs == other.xs


def test_heads_are_compared_with_allowance_for_misread_letters() -> None:
    assert reads_alike("序号项目类别项目名称承担单位", "序号项目类別项目名称承担单位")
    assert not reads_alike("合计3028.27", "小计107.72")
