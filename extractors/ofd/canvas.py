"""What the objects of an OFD page draw: text, rules, pictures, through layers, blocks and composite units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.ofd.package import Element, attributes, kind
from extractors.ofd.paths import Overdrawn, extent, figures, is_lettering, rules
from extractors.ofd.resources import BLACK, DARK, NO_INK, Ink, Resources
from extractors.ofd.space import Matrix, Said, box, within
from extractors.ofd.text import NO, YES, is_off, set_text
from extractors.page.glyphs import THIN_POINTS, Piece, Rule
from schemas.document import BBox

MAX_GLYPHS = 200_000  # of one page; a dense table page has 5000
MAX_OBJECTS = 300_000  # of one page, composite units unfolded; a map drawn in strokes has 20 000
MAX_POINTS = 500_000  # of the paths of one page
MAX_DEPTH = 24  # blocks in blocks and units in units; programs write three


class Picture(NamedTuple):
    """A picture: its box on the page in points, and the ID of what it shows."""

    box: BBox
    ident: str


@dataclass(slots=True)
class Drawing:
    """What was drawn, in points from the top left of the page.

    ``turned`` counts printed characters by quarter turns clockwise, None aslant; ``hidden`` text is drawn but cannot
    be seen. ``guessed`` and ``lost`` count objects whose place is written wrongly: placed by estimate, left out.
    ``outlines`` counts figures with curves, which letters are when they are no text. The last three are what is limited.
    """

    pieces: list[Piece] = field(default_factory=list)
    hidden: list[Piece] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    turned: Counter[int | None] = field(default_factory=Counter)
    guessed: int = 0
    lost: int = 0
    outlines: int = 0
    objects: int = 0
    characters: int = 0
    points: int = 0

    def add(self, other: Drawing) -> None:
        """Take over what ``other`` holds.

        Raises:
            Overdrawn: it is too much.
        """
        self.pieces += other.pieces
        self.hidden += other.hidden
        self.rules += other.rules
        self.pictures += other.pictures
        self.turned.update(other.turned)
        self.guessed += other.guessed
        self.lost += other.lost
        self.outlines += other.outlines
        self.objects += other.objects + 1
        self.characters += other.characters
        self.points += other.points
        self.check()

    def check(self) -> None:
        """Return when a page can hold as much; raises Overdrawn when not."""
        for count, most, what in (
            (self.characters, MAX_GLYPHS, "字符"),
            (self.objects, MAX_OBJECTS, "图元"),
            (self.points, MAX_POINTS, "线条端点"),
        ):
            if count > most:
                raise Overdrawn(f"{what}超过 {most} 个")


class Canvas:
    """Draws objects of one document into a `Drawing`."""

    def __init__(self, resources: Resources) -> None:
        self.drawing = Drawing()
        self._resources = resources
        self._shades: list[BBox] = []
        self._open: list[str] = []  # the composite units being drawn, outermost first

    def draw(self, group: Element, space: Matrix, around: Ink = BLACK, depth: int = 0) -> None:
        """Everything in ``group`` (a Content, Layer, PageBlock, Appearance), which lies in ``space``.

        Raises:
            Overdrawn: too many objects, characters or points, or too deeply nested.
        """
        if depth > MAX_DEPTH:
            raise Overdrawn(f"图元嵌套超过 {MAX_DEPTH} 层")
        for element in group:
            name = kind(element)
            self.drawing.objects += 1
            if name == "TextObject":
                self._text(element, space)
            elif name == "PathObject":
                self._path(element, space, around)
            elif name == "ImageObject":
                self._picture(element, space)
            elif name in ("Layer", "PageBlock", "Content"):
                self.draw(element, space, self._ink(element, attributes(element), around), depth + 1)
            elif name == "CompositeObject":
                self._unit(element, space, around, depth)
        self.drawing.check()

    def _ink(self, element: Element, said: Said, around: Ink) -> Ink:
        """What draws the strokes and fills of ``element``: its own colours, its drawing parameter, what is around."""
        ink = self._resources.own_ink(element)
        if "DrawParam" in said:
            ink = ink.over(self._resources.ink(said["DrawParam"]))
        return ink.over(around)

    def _text(self, element: Element, space: Matrix) -> None:
        drawing = self.drawing
        font = self._resources.font(element.get("Font", ""))
        done = set_text(element, space, font, MAX_GLYPHS - drawing.characters)
        drawing.characters += done.characters
        if drawing.characters > MAX_GLYPHS:
            drawing.check()
        if done.guessed or done.lost:
            drawing.guessed += done.guessed
            drawing.lost += done.lost
        if done.hidden and done.turned == 0:
            drawing.hidden += done.pieces
            return
        drawing.pieces += done.pieces
        drawing.turned[done.turned] += done.count

    def _path(self, element: Element, space: Matrix, around: Ink) -> None:
        """Rules, and shades: the coloured areas on which white lines show."""
        said = attributes(element)
        ink = self._ink(element, said, around)
        stroke = ink.stroke if said.get("Stroke") not in NO else NO_INK
        fill = ink.fill if said.get("Fill") in YES else NO_INK
        if not (stroke or fill) or is_off(said):
            return
        drawing, inner = self.drawing, within(space, said)
        drawn = inner and figures(_path_data(element), inner, MAX_POINTS - drawing.points)
        if drawn is None:
            drawing.lost += 1
            return
        for corners, breaks in drawn:
            drawing.points += len(corners)
            drawing.outlines += True in breaks[1:]
        if is_lettering(drawn):
            return
        found = list(rules(drawn, stroked=bool(stroke), filled=bool(fill)))
        if stroke != DARK and fill != DARK:
            found = [rule for rule in found if any(_holds(shade, rule) for shade in self._shades)]
        drawing.rules += found
        if fill:
            self._shade([extent(figure.corners) for figure in drawn], fill)

    def _shade(self, areas: list[BBox], fill: str) -> None:
        """Remember coloured areas; forget those that white paper is laid over."""
        areas = [each for each in areas if min(each[2] - each[0], each[3] - each[1]) > THIN_POINTS]
        if fill == DARK:
            self._shades += areas
        elif areas and self._shades:
            self._shades = [each for each in self._shades if not any(_holds(area, each) for area in areas)]

    def _picture(self, element: Element, space: Matrix) -> None:
        place = box(element.get("Boundary"))
        said = attributes(element)
        if place is None or is_off(said):
            return
        a, b, c, d, e, f = space
        left, top, width, height = place
        corners = [(x, y) for x in (left, left + width) for y in (top, top + height)]
        around = extent([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])
        self.drawing.pictures.append(Picture(around, said.get("ResourceID", "")))

    def _unit(self, element: Element, space: Matrix, around: Ink, depth: int) -> None:
        """A composite object: the drawing of its unit, in the space that it sets. One inside itself is drawn once."""
        said = attributes(element)
        number = said.get("ResourceID", "")
        if number in self._open or is_off(said):
            return
        unit, inner = self._resources.unit(number), within(space, said)
        if unit is None or inner is None:
            self.drawing.lost += 1
            return
        self._open.append(number)
        self.draw(unit, inner, self._ink(element, said, around), depth + 1)
        self._open.pop()


def _path_data(element: Element) -> str:
    return next((below.text or "" for below in element if kind(below) == "AbbreviatedData"), "")


def _holds(area: Sequence[float], box_: Sequence[float]) -> bool:
    """Whether the middle of ``box_`` lies in ``area``."""
    x, y = (box_[0] + box_[2]) / 2, (box_[1] + box_[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]
