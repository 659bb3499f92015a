"""OFD files made for tests: drawn by hand, or copied from the pages of a PDF."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from extractors.ofd.book import open_books
from extractors.ofd.package import OfdPackage
from extractors.ofd.pages import Remarks
from extractors.page.glyphs import Page
from extractors.readers.ofd import pages

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

NAMESPACE = "http://www.ofdspec.org/2016"
MM = 25.4 / 72
Parts = dict[str, str | bytes]


def n(value: float) -> str:
    """A number as programs write it: four decimals at most."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def xml(name: str, inside: str = "", namespace: str = NAMESPACE, **attributes: str) -> str:
    """A part: the element ``name`` with everything it holds."""
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} xmlns:ofd="{namespace}"{said}>{inside}</ofd:{name}>'


def steps(values: Sequence[float]) -> str:
    """A DeltaX or DeltaY, runs of equal distances written short."""
    words = []
    for value, run in groupby(n(v) for v in values):
        count = len(list(run))
        words += ["g", str(count), value] if count > 3 else [value] * count
    return " ".join(words)


def text(
    x: float,
    base: float,
    said: str,
    size: float = 4.0,
    deltas: Sequence[float] | None = None,
    font: int = 1,
    **more: str,
) -> str:
    """A text object whose first character stands at (x, base), in millimetres."""
    if deltas is None:
        deltas = [size if ord(c) > 0x2E7F else size / 2 for c in said][:-1]
    delta = f' DeltaX="{steps(deltas)}"' if deltas else ""
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in more.items())
    return (
        f'<ofd:TextObject ID="9" Boundary="{n(x)} {n(base - size)} {n(sum(deltas) + size)} {n(1.3 * size)}" Font="{font}" '
        f'Size="{n(size)}"{attributes}><ofd:TextCode X="0" Y="{n(size)}"{delta}>{escape(said)}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, box: str = "0 0 210 297", inside: str = "", **attributes: str) -> str:
    """A path object."""
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return (
        f'<ofd:PathObject ID="8" Boundary="{box}"{said}>{inside}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
    )


def line(x0: float, y0: float, x1: float, y1: float, **attributes: str) -> str:
    """A stroke in a box of its own, as programs draw it."""
    box = f"{n(x0)} {n(y0)} {n(x1 - x0)} {n(y1 - y0)}"
    return path(f"M 0 0 L {n(x1 - x0)} {n(y1 - y0)}", box, LineWidth="0.2", **attributes)


@dataclass
class Cell:
    """A cell of a table to draw; rows and columns count from 0."""

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1


def table(cells: Iterable[Cell], xs: Sequence[float], ys: Sequence[float], size: float = 3.5) -> str:
    """A ruled table: every cell framed, its lines of text set one under the other."""
    drawn = []
    for cell in cells:
        x0, x1, top, bottom = (
            xs[cell.col],
            xs[cell.col + cell.colspan],
            ys[cell.row],
            ys[cell.row + cell.rowspan],
        )
        drawn += [
            line(x0, top, x1, top),
            line(x0, bottom, x1, bottom),
            line(x0, top, x0, bottom),
            line(x1, top, x1, bottom),
        ]
        drawn += [
            text(x0 + 1, top + 1 + (i + 1) * 1.25 * size, said, size)
            for i, said in enumerate(cell.text.split("\n"))
            if said
        ]
    return "".join(drawn)


@dataclass
class Made:
    """An OFD in the making. ``pages`` are the contents of their layers; ``parts`` are added or replace what is made."""

    pages: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    resources: str = ""
    head: str = ""
    body: str = ""
    page_head: str = ""
    size: tuple[float, float] = (210.0, 297.0)
    namespace: str = NAMESPACE
    parts: Parts = field(default_factory=dict)

    def all_parts(self) -> Parts:
        """Every part of the package."""
        return {
            "OFD.xml": self._xml(
                "OFD",
                "<ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo>"
                f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{self.head}</ofd:DocBody>",
            ),
            "Doc_0/Document.xml": self._xml("Document", self._document()),
            "Doc_0/PublicRes.xml": self._xml(
                "Res", f'<ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts>{self.resources}'
            ),
            **{f"Doc_0/Pages/Page_{i}/Content.xml": self._page(page) for i, page in enumerate(self.pages)},
            **{
                f"Doc_0/Tpls/Tpl_{i}/Content.xml": self._page(drawn, template=True)
                for i, drawn in enumerate(self.templates)
            },
            **self.parts,
        }

    def save(self, to: Path) -> Path:
        """Write it."""
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.all_parts().items():
                package.writestr(name, content)
        return to

    def _xml(self, name: str, inside: str) -> str:
        return xml(name, inside, self.namespace)

    def _document(self) -> str:
        width, height = self.size
        templates = "".join(
            f'<ofd:TemplatePage ID="{500 + i}" BaseLoc="Tpls/Tpl_{i}/Content.xml"/>'
            for i in range(len(self.templates))
        )
        pages = "".join(
            f'<ofd:Page ID="{100 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(self.pages))
        )
        return (
            f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 {n(width)} {n(height)}</ofd:PhysicalBox></ofd:PageArea>"
            f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{templates}</ofd:CommonData>"
            f"<ofd:Pages>{pages}</ofd:Pages>{self.body}"
        )

    def _page(self, drawn: str, *, template: bool = False) -> str:
        used = (
            ""
            if template
            else "".join(
                f'<ofd:Template TemplateID="{500 + i}" ZOrder="Background"/>'
                for i in range(len(self.templates))
            )
        )
        return self._xml(
            "Page", f'{self.page_head}{used}<ofd:Content><ofd:Layer ID="7">{drawn}</ofd:Layer></ofd:Content>'
        )


def dense(count: int) -> Made:
    """A report of ``count`` pages: a template with a running head, paragraphs, and a table that goes on page by page."""
    head = text(70, 15, "某市预算支出绩效自评材料", 3.2) + line(25, 17, 185, 17)
    xs, height, rows = [25.0, 37, 77, 105, 133, 161, 185], 6.0, 26
    made = Made(templates=[head])
    for at in range(count):
        drawn = [text(100, 288, f"— {at + 1} —", 3.2)]
        for i in range(10):
            left, said = (35, 30) if i % 5 == 0 else (25, 32)
            drawn.append(text(left, 32 + 7 * i, _sentence(at * 10 + i, said), 5))
        grid = [
            [
                f"{at * rows + row + 1}",
                f"第{at * rows + row + 1}项工程",
                *(f"{v * 3.17:.2f}" for v in range(row, row + 3)),
                "100%",
            ]
            for row in range(rows)
        ]
        ys = [110 + height * i for i in range(rows + 1)]
        drawn += [line(xs[0], y, xs[-1], y) for y in ys] + [line(x, ys[0], x, ys[-1]) for x in xs]
        drawn += [
            text(xs[c] + 1, ys[r] + 4.3, said, 3.2)
            for r, row in enumerate(grid)
            for c, said in enumerate(row)
        ]
        made.pages.append("".join(drawn))
    return made


def _sentence(seed: int, length: int) -> str:
    words = "项目资金按规定用途使用并由主管部门会同财政部门监督检查"
    return "".join(words[(seed + i) % len(words)] for i in range(length - 1)) + (
        "。" if seed % 5 == 4 else "的"
    )


def pages_of(file: Path) -> list[Page]:
    """The pages of an OFD before they are laid out."""
    with closing(OfdPackage(file, file.name)) as package:
        return [page for body in open_books(package) for page in pages(body, Remarks())]


# --- pages of a PDF, drawn again


def transcribed(pdf: Path, to: Path) -> Path:
    """The PDF at ``pdf`` as an OFD: every character at its origin, every line and box drawn."""
    import pdfplumber

    made = Made()
    fonts: dict[str, int] = {}
    with pdfplumber.open(pdf) as opened:
        for at, page in enumerate(opened.pages):
            area = f"<ofd:Area><ofd:PhysicalBox>0 0 {n(page.width * MM)} {n(page.height * MM)}</ofd:PhysicalBox></ofd:Area>"
            drawn = "".join([*_texts(page, fonts), *_shapes(page)])
            made.parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = xml(
                "Page", f'{area}<ofd:Content><ofd:Layer ID="7">{drawn}</ofd:Layer></ofd:Content>'
            )
            made.pages.append("")
            page.close()
    listed = "".join(
        f'<ofd:Font ID="{number}" FontName={quoteattr(name)}/>' for name, number in fonts.items()
    )
    made.resources = f"<ofd:Fonts>{listed}</ofd:Fonts>"
    return made.save(to)


def _texts(page: PlumberPage, fonts: dict[str, int]) -> Iterator[str]:
    def kind(char: dict[str, Any]) -> tuple[str, float, float]:
        return char["fontname"].rpartition("+")[2], round(char["size"], 3), round(char["bottom"], 2)

    for (font, size, bottom), run in groupby(page.chars, kind):
        held: list[dict[str, Any]] = []
        for char in [*run, None]:
            if held and (char is None or not -size < char["x0"] - held[-1]["x1"] < size):
                said = "".join(each["text"][:1] for each in held)
                deltas = [(b["x0"] - a["x0"]) * MM for a, b in pairwise(held)]
                number = fonts.setdefault(font, 10 + len(fonts))
                yield text(held[0]["x0"] * MM, (bottom - 0.14 * size) * MM, said, size * MM, deltas, number)
                held = []
            if char is not None:
                held.append(char)


def _shapes(page: PlumberPage) -> Iterator[str]:
    for shape in [*page.rects, *page.lines, *page.curves]:
        points = [(x * MM, y * MM) for x, y in shape["pts"]]
        data = " ".join(f"{'L' if at else 'M'} {n(x)} {n(y)}" for at, (x, y) in enumerate(points))
        closed = " C" if shape["object_type"] == "rect" else ""
        colours = "".join(
            f"<ofd:{name}Color Value={quoteattr(_colour(shape.get(key)))}/>"
            for name, key in (("Stroke", "stroking_color"), ("Fill", "non_stroking_color"))
        )
        yield path(
            data + closed,
            inside=colours,
            Stroke=str(shape["stroke"]).lower(),
            Fill=str(shape["fill"]).lower(),
        )


def _colour(colour: object) -> str:
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    numbers = [v for v in values if isinstance(v, (int, float))] or [0]
    if len(numbers) == 1:
        numbers *= 3
    if len(numbers) == 4:
        numbers = [(1 - v) * (1 - numbers[3]) for v in numbers[:3]]
    return " ".join(str(round(255 * v)) for v in numbers)
