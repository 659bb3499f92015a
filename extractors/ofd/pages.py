"""Pages of an OFD document: their templates, their own content, what annotations print on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.ofd.book import Body, page_box
from extractors.ofd.canvas import Canvas, Drawing
from extractors.ofd.package import Element, attributes, every, first
from extractors.ofd.paths import Overdrawn
from extractors.ofd.space import POINTS, Matrix, within
from extractors.page.glyphs import Page, struck_once
from extractors.scans.choose import can_recognise, doubted, picture_page
from schemas.document import BBox
from schemas.errors import TooLarge

TURNED_SHARE = 0.8  # of the characters of a page that lie the same way: then the page does, not the text
COVERED_SHARE = 0.5  # of a page under pictures: then it is a scan, and hidden text on it was recognised
FILLED_SHARE = 0.8  # of a page under one picture: then the page can be read from it
OUTLINES = 60  # figures with curves on a page without text: letters drawn as shapes. A seal has about 40
MAX_TEMPLATES = 8  # one inside the other
_SPLIT = "请重新导出为 PDF 后提交，或拆分后提交"
_TYPED = {"freetext", "typewriter", "textbox"}
Size = tuple[float, float]


@dataclass(slots=True)
class Remarks:
    """What is to be said of pages, by their numbers; of stamps by what is printed on them too. ``slanted`` counts characters."""

    missing: list[int] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    watermarks: list[int] = field(default_factory=list)
    typed: list[int] = field(default_factory=list)
    sealed: list[int] = field(default_factory=list)
    stamps: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    slanted: int = 0


class PageMaker:
    """Makes the pages of one document, each from its parts when it is asked for."""

    def __init__(self, body: Body, remarks: Remarks) -> None:
        self._body = body
        self._remarks = remarks
        self._templates: dict[tuple[str, Matrix], Drawing] = {}

    def page(self, number: int, ident: str, part: str | None) -> Page:
        """Page ``number`` of the file, which has the ID ``ident`` in its document and stands in ``part``.

        Raises:
            TooLarge: it draws more than a page can hold.
            DamagedFile: a DOCTYPE in one of its parts.
        """
        package = self._body.package
        if ident in self._body.sealed:
            self._remarks.sealed.append(number)
        root = package.read(part)
        left, top, width, height = page_box(self._areas(root))
        space: Matrix = (POINTS, 0.0, 0.0, POINTS, -left * POINTS, -top * POINTS)
        size = width * POINTS, height * POINTS
        nothing_left = part in package.mended and first(root, "Content") is None
        if root is None or part is None or nothing_left:
            self._remarks.missing.append(number)
            return Page(number, *size, [], [])
        try:
            drawing = self._draw(root, part, space)
            turned = _turned(drawing)
            if turned:
                space, size = _turn(space, size, turned)
                drawing = self._draw(root, part, space)
            self._annotate(number, ident, space, drawing)
        except Overdrawn as trouble:
            raise TooLarge(package.name, f"第{number}页的{trouble}", _SPLIT) from trouble
        return self._made(number, size, drawing)

    def _areas(self, root: Element | None) -> Iterator[Element | None]:
        """Who may say how large a page is, the nearest first."""
        yield first(root, "Area")
        yield self._body.area
        for template in every(root, "Template"):
            part = self._body.templates.get(template.get("TemplateID", ""))
            yield first(self._body.package.read(part), "Area")

    # --- what is drawn

    def _draw(self, root: Element, part: str, space: Matrix, inside: int = 0) -> Drawing:
        """The page or template ``root``, which stands in ``part``, with the templates under and over it."""
        canvas = Canvas(self._body.resources_for(root, part))
        for template in every(root, "Template"):
            canvas.drawing.add(self._template(template.get("TemplateID", ""), space, inside + 1))
        for content in every(root, "Content"):
            canvas.draw(content, space)
        return canvas.drawing

    def _template(self, ident: str, space: Matrix, inside: int) -> Drawing:
        """What a template draws: the same on all pages, so it is drawn once. One inside itself stays blank there."""
        drawing = self._templates.get((ident, space))
        if drawing is None:
            drawing = self._templates[ident, space] = Drawing()
            part = self._body.templates.get(ident)
            root = self._body.package.read(part)
            if root is None or part is None or inside > MAX_TEMPLATES:
                drawing.lost += 1
            else:
                drawing.add(self._draw(root, part, space, inside))
        return drawing

    def _annotate(self, number: int, ident: str, space: Matrix, drawing: Drawing) -> None:
        """Add what was typed on the page; text of watermarks and stamps is no part of the report and said."""
        for part in self._body.annotations.get(ident, ()):
            for annotation in every(self._body.package.read(part), "Annot"):
                canvas = Canvas(self._body.resources)
                for appearance in every(annotation, "Appearance"):
                    inner = within(space, attributes(appearance))
                    if inner is not None and annotation.get("Visible") != "false":
                        canvas.draw(appearance, inner)
                if canvas.drawing.turned.total():
                    self._say(number, annotation, canvas.drawing, drawing)

    def _say(self, number: int, annotation: Element, drawn: Drawing, drawing: Drawing) -> None:
        what, subtype = annotation.get("Type", "").lower(), annotation.get("Subtype", "").lower()
        text = "".join(piece.text for piece in drawn.pieces).strip()
        if what == "watermark" or (what == "stamp" and not text):
            self._remarks.watermarks.append(number)
        elif what == "stamp" and subtype not in _TYPED:
            self._remarks.stamps[text[:20]].append(number)
        else:
            drawing.pieces += drawn.pieces
            drawing.turned.update(drawn.turned)
            self._remarks.typed.append(number)

    # --- what becomes of it

    def _made(self, number: int, size: Size, drawing: Drawing) -> Page:
        pieces, scanned = drawing.pieces, False
        if drawing.hidden:
            scanned = _covered(drawing, size) >= COVERED_SHARE
            if scanned:
                pieces = pieces + drawing.hidden
            else:
                self._remarks.unseen.append(number)
        printed = any(piece.text.strip() for piece in drawing.pieces)
        if not printed and (read := self._recognised(number, size, drawing)) is not None:
            return read
        if not any(piece.text.strip() for piece in pieces):
            pieces = []
            if drawing.pictures or drawing.outlines >= OUTLINES:
                self._remarks.pictured.append(number)
        slanted = drawing.turned.total() - drawing.turned[0]
        self._remarks.slanted += slanted
        page = Page(
            number,
            *size,
            struck_once(pieces),
            drawing.rules,
            len(drawing.pictures) if pieces else 0,  # of pages of pictures the remarks tell
            slanted,
            broken=drawing.guessed > 0 or drawing.lost > 0,
        )
        return doubted(page) if scanned else page

    def _recognised(self, number: int, size: Size, drawing: Drawing) -> Page | None:
        """The page as the picture that fills it reads; None where none does or recognition is not installed."""
        largest = max(drawing.pictures, key=lambda each: _area(each.box), default=None)
        if largest is None or _area(largest.box) < FILLED_SHARE * size[0] * size[1] or not can_recognise():
            return None
        content = self._body.package.content(self._body.picture(largest.ident))
        return picture_page(content, number, max(size)) if content else None


def _area(box: BBox) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _covered(drawing: Drawing, size: Size) -> float:
    """The share of the page that pictures cover."""
    return sum(_area(picture.box) for picture in drawing.pictures) / (size[0] * size[1])


def _turned(drawing: Drawing) -> int:
    """By how many quarter turns clockwise all the page lies, if it does."""
    total = drawing.turned.total()
    return next((q for q in (1, 2, 3) if total and drawing.turned[q] >= TURNED_SHARE * total), 0)


def _turn(space: Matrix, size: Size, quarters: int) -> tuple[Matrix, Size]:
    """``space`` and ``size`` of a page that lies by ``quarters`` clockwise, set upright."""
    for _ in range(quarters):
        a, b, c, d, e, f = space
        width, height = size
        space, size = (b, -a, d, -c, f, width - e), (height, width)
    return space, size
