"""Pages with text of their own and large pictures: ornaments are silent, and what only a picture says is read or named."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from extractors.reader import read
from extractors.scans import choose
from schemas.document import RECOGNISED, Document
from tests.scanned import POINTS, Picture, Sheet, fed
from tests.test_scans import ROWS, drawn, needed, only_table, texts

BODY = [
    "本单位本年度共组织实施项目三个，均按照批复的绩效目标开展工作。",
    "各项任务已经完成，资金使用符合规定，没有挤占挪用。",
]


@pytest.fixture
def ocr() -> None:
    """The extra for recognition."""
    if not choose.can_recognise():
        needed("文字识别")


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without it."""
    monkeypatch.setattr(choose, "can_recognise", lambda: False)


def page_of(
    folder: Path, picture: Picture, lines: Sequence[str], *, size: float = 12, shade: float = 0
) -> Document:
    """A page that ``picture`` fills from its foot up, with ``lines`` typed over it from the top."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = folder / "报告.pdf"
    canvas = Canvas(str(path), POINTS)
    held = io.BytesIO()
    Image.fromarray(picture).save(held, "PNG")
    canvas.drawImage(ImageReader(held), 0, 0, POINTS[0], POINTS[0] * picture.shape[0] / picture.shape[1])
    canvas.setFillGray(shade)
    canvas.setFont("STSong-Light", size)
    for at, line in enumerate(lines):
        canvas.drawString(70, POINTS[1] - 60 - 2 * size * at, line)
    canvas.save()
    return read(path, path.name)


def ornament() -> Picture:
    """Pale paper with a shade from corner to corner, a border of lozenges and faded rings."""
    down, across = np.mgrid[0:1169, 0:827]
    light = 245 - 15 * (down / 1169 + across / 827) / 2
    border = (down < 60) | (down > 1109)
    light = np.where(border & ((down + across) % 40 < 14), 190, light)
    ring = np.abs(np.hypot(down - 700, across - 420) - 200) < 24
    light = np.where(ring, light - 14, light)
    return np.stack([light, light - 6, light - 22], axis=2).astype(np.uint8)


def worded(words: str) -> Picture:
    """White paper with some large words in its upper third."""
    sheet = Sheet()
    sheet.text(120, 250, words, 30)
    return sheet.done()


def said(document: Document) -> str:
    return "".join(each.text for each in document.paragraphs())


COVER = ["某某市人民检察院", "2017年部门预算"]


@pytest.mark.usefixtures("ocr")
def test_a_cover_over_ornaments_is_its_text(tmp_path: Path) -> None:
    document = page_of(tmp_path, ornament(), COVER, size=30)
    assert said(document) == "".join(COVER)
    assert not document.partial
    assert not any("扫描" in warning for warning in document.warnings)


@pytest.mark.usefixtures("no_ocr")
@pytest.mark.parametrize("lines", [COVER, BODY * 2], ids=["cover", "text"])
def test_ornaments_are_no_scan_where_nothing_recognises(tmp_path: Path, lines: list[str]) -> None:
    document = page_of(tmp_path, ornament(), lines)
    assert not document.partial
    assert document.warnings == ()


@pytest.mark.usefixtures("no_ocr")
@pytest.mark.parametrize("lines", [["附件"], BODY * 2], ids=["title", "text"])
def test_print_in_a_picture_is_said_where_nothing_recognises(tmp_path: Path, lines: list[str]) -> None:
    document = page_of(tmp_path, drawn(), lines)
    assert document.partial
    assert "第1页占半页以上的图像上像是有文字，没有识别" in document.warnings[0]


@pytest.mark.usefixtures("no_ocr")
def test_a_letterhead_leaves_a_page_of_text_whole_where_nothing_recognises(tmp_path: Path) -> None:
    document = page_of(tmp_path, worded("市财政局文件"), BODY * 2)
    assert not document.partial
    assert len(document.warnings) == 1


@pytest.mark.usefixtures("ocr")
def test_figures_in_a_picture_below_a_title_are_read(tmp_path: Path) -> None:
    document = page_of(tmp_path, drawn(), ["附件"])
    assert texts(only_table(document)) == ROWS


@pytest.mark.usefixtures("ocr")
def test_figures_in_a_picture_beside_much_text_are_said(tmp_path: Path) -> None:
    document = page_of(tmp_path, drawn(top=400), BODY * 2)
    assert said(document).startswith(BODY[0])
    assert not [spot for each in document.paragraphs() for spot in each.anchor.spots if spot.doubt]
    assert document.partial
    assert any("图像中另有文字，没有读取" in warning for warning in document.warnings)


@pytest.mark.usefixtures("ocr")
def test_a_few_words_in_a_picture_are_named_and_the_text_stands(tmp_path: Path) -> None:
    document = page_of(tmp_path, worded("市财政局文件"), [*COVER, "二〇一七年一月"])
    assert said(document) == "".join([*COVER, "二〇一七年一月"])
    assert not document.partial
    assert document.warnings == ("第1页的图像中另有文字，没有读取：“市财政局文件”",)


@pytest.mark.usefixtures("ocr")
def test_what_the_text_says_too_is_not_said_again(tmp_path: Path) -> None:
    document = page_of(
        tmp_path, worded("预算12.5万元"), [*BODY, "全年预算12.5万元，已经执行完毕，没有结转。"]
    )
    assert document.warnings == ()
    assert said(document).endswith("没有结转。")


@pytest.mark.usefixtures("ocr")
def test_the_picture_is_believed_rather_than_text_of_the_colour_of_paper(tmp_path: Path) -> None:
    document = page_of(tmp_path, drawn(), ["1846.05 全年支出", *BODY * 2], shade=1)
    assert texts(only_table(document)) == ROWS
    assert "1846.05" not in said(document)


@pytest.mark.usefixtures("no_ocr")
def test_text_of_the_colour_of_paper_is_doubted_where_nothing_recognises(tmp_path: Path) -> None:
    document = page_of(tmp_path, drawn(), ["1846.05 全年支出", *BODY * 2], shade=1)
    told = [spot.doubt for each in document.paragraphs() for spot in each.anchor.spots if spot.doubt]
    assert told
    assert all(doubt.startswith(RECOGNISED) for doubt in told)


@pytest.mark.usefixtures("ocr")
def test_a_faint_scan_with_a_typed_page_number_is_not_its_number(tmp_path: Path) -> None:
    import cv2

    blurred = np.asarray(cv2.GaussianBlur(drawn(), (0, 0), 5), np.uint8)
    faint = fed(blurred, quality=20)
    document = page_of(tmp_path, faint, ["- 3 -"])
    assert document.partial
    assert any("字迹不清" in warning for warning in document.warnings)
