"""The same pages as PDF and as OFD, and OFD files that other programs made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from extractors.forms.form import find_forms
from extractors.reader import read
from schemas.document import Document
from schemas.errors import NoTextLayer
from tests.ofd_maker import pages_of, transcribed


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def bare(said: str) -> str:
    return re.sub(r"\s", "", said)


def cells(document: Document) -> list[set[tuple[int, int, int, int, str]]]:
    return [
        {(c.row - 1, c.col - 1, c.rowspan, c.colspan, bare(c.text)) for c in found.cells()}
        for found in document.tables()
    ]


def test_the_reference_report_is_exact(shared: Path, tmp_path: Path) -> None:
    truth = json.loads((shared / "reference/truth.json").read_text(encoding="utf-8"))
    document = read(transcribed(shared / "reference/report.pdf", tmp_path / "a.ofd"), "a.ofd")
    assert cells(document) == [{(*c[:4], bare(c[4])) for c in t["cells"]} for t in truth["tables"]]
    printed = {bare(said) for said in texts(document)}
    printed |= {bare(said) for found in document.tables() for said in found.caption.split("\n")}
    assert {bare(said) for said in truth["paras"]} <= printed


@pytest.mark.parametrize("name", ["report_rects", "report_dotted", "odd/open_sides", "odd/fakebold", "odd/whiteline", "odd/rot90", "odd/shaded", "odd/spaced"])  # fmt: skip
def test_a_pdf_drawn_again_reads_the_same(shared: Path, tmp_path: Path, name: str) -> None:
    source = shared / f"reference/{name}.pdf"
    copy = read(transcribed(source, tmp_path / "a.ofd"), "a.ofd")
    original = read(source, "a.pdf")
    assert cells(copy) == cells(original)
    assert [bare(said) for said in texts(copy)] == [bare(said) for said in texts(original)]


def told(document: Document) -> list[tuple[object, ...]]:
    """What the forms say."""
    return [
        (
            form.project and form.project.text,
            form.year,
            len(form.funds),
            *(
                (row.name.text, {key: entry.text for key, entry in row.cells.items()})
                for row in form.indicators
            ),
        )
        for form in find_forms(document)
    ]


SAMPLES = sorted((Path(__file__).parents[1] / "samples/submissions").rglob("*.pdf"))


@pytest.mark.parametrize("source", SAMPLES, ids=lambda source: source.stem)
def test_the_samples_give_the_same_forms(tmp_path: Path, source: Path) -> None:
    copy = read(transcribed(source, tmp_path / "a.ofd"), source.name)
    original = read(source, source.name)
    assert cells(copy) == cells(original)

    assert told(copy) == told(original)
    assert told(copy) or "报告" in source.stem


# --- files of other programs


def drawn_characters(file: Path) -> Iterator[str]:
    """Characters of every page and template that a page uses, straight from the XML."""
    with ZipFile(file) as package:
        parts = {
            name.lower(): package.read(name)
            for name in package.namelist()
            if name.lower().endswith("content.xml")
        }
        document = next(package.read(n) for n in package.namelist() if n.endswith("Document.xml"))
    folder = next(name for name in parts).split("/")[0]
    root = etree.fromstring(document)
    templates = {e.get("ID"): e.get("BaseLoc") for e in root.iter("{*}TemplatePage")}
    for page in root.iterfind("{*}Pages/{*}Page"):
        content = etree.fromstring(parts[f"{folder}/{page.get('BaseLoc')}".lower()])
        used = [templates[e.get("TemplateID")] for e in content.iter("{*}Template")]
        for each in [content, *(etree.fromstring(parts[f"{folder}/{loc}".lower()]) for loc in used)]:
            for element in each.iter("{*}TextCode"):
                yield from bare(element.text or "")


@pytest.mark.parametrize(
    ("name", "characters", "tables"),
    [
        ("271996_ofdrw__发票示例", 304, [(4, 5)]), ("fd4e1a_ofdrw__helloworld", 21, []), ("ofdrw__20240531141733", 304, [(4, 5)]),
        ("ofdrw__AddAttachment", 14, []), ("ofdrw__AddWatermarkAnnot", 2354, []), ("ofdrw__SESV4SignDoc", 21, []),
        ("ofdrw__SignScaleError", 462, [(4, 11)]), ("ofdrw__SplitParagraph", 1469, []), ("ofdrw__doc1File", 6037, []),
        ("ofdrw__draw_param_ref", 3698, [(4, 11), (3, 9), (3, 9), (3, 9), (3, 9)]), ("ofdrw__fptpl", 445, [(4, 11)]),
        ("ofdrw__hello", 1285, []), ("ofdrw__hello_watermark", 21, []), ("ofdrw__helloworld", 21, []),
        ("ofdrw__keyword", 271, []), ("ofdrw__keyword2", 538, [(4, 11)]), ("ofdrw__multiKeywordInTextCode", 25, []),
        ("ofdrw__namespace_no_std", 21, []), ("ofdrw__page2", 1, []), ("ofdrw__signout", 241, [(11, 8)]),
        ("ofdrw__test-ofda", 10, []), ("ofdrw__testImageOverridePage", 295, []), ("ofdrw__v4signed", 561, [(4, 11)]),
        ("ofdrw__z", 765, [(5, 4)]), ("ofdrw__发票示例", 561, [(4, 11)]), ("ofdrw__拿来主义_page6", 1285, []),
        ("ofdrw__透明度文字", 21, []),
    ],
)  # fmt: skip
def test_files_of_other_programs(
    shared: Path, name: str, characters: int, tables: list[tuple[int, int]]
) -> None:
    file = shared / f"corpus/ofd/{name}.ofd"
    there = list(drawn_characters(file))
    assert len(there) == characters
    read_of_them = [c for page in pages_of(file) for piece in page.pieces for c in bare(piece.text)]
    slanted = sum(page.slanted for page in pages_of(file))
    typed = 6 if name == "ofdrw__signout" else 0  # an annotation
    assert len(read_of_them) == characters - slanted + typed
    if not slanted and not typed:
        assert sorted(read_of_them) == sorted(there)
    document = read(file, file.name)
    assert [(len(found.rows), len(found.rows[0])) for found in document.tables()] == tables
    assert not document.partial


def test_a_file_of_boxes_holds_no_text(shared: Path) -> None:
    with pytest.raises(NoTextLayer):
        read(shared / "corpus/ofd/ofdrw__VPage7.ofd", "VPage7.ofd")
