"""What the drawings of an OFD page refer to by number: fonts, drawing parameters, composite units."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from extractors.ofd.package import Element, first, kind, text_of

WHITE_SHARE = 0.98  # of full light: a stroke brighter than this is a helper line that nobody sees
INK_SHARE = 0.02  # of full ink, for CMYK
MAX_CHAIN = 32  # drawing parameters that build on one another; standard programs write two
_SUBSET = re.compile(r"[A-Z]{6}\+")  # before the name of a font of which only some glyphs are kept
NO_INK, PALE, DARK = "", "pale", "dark"  # transparent, white, anything else


class Ink(NamedTuple):
    """What strokes and fills are drawn with; None where nothing is said and what surrounds decides."""

    stroke: str | None = None
    fill: str | None = None

    def over(self, under: Ink) -> Ink:
        """What it says, and where it says nothing, ``under``."""
        return Ink(
            under.stroke if self.stroke is None else self.stroke,
            under.fill if self.fill is None else self.fill,
        )


BLACK = Ink(DARK, DARK)  # what the standard draws with where nothing is said
NOTHING_SAID = Ink()


class Resources:
    """Resources of one document by ID. Later parts win over earlier ones."""

    def __init__(self) -> None:
        self._fonts: dict[str, str] = {}
        self._units: dict[str, Element] = {}
        self._params: dict[str, Element] = {}
        self._media: dict[str, tuple[str, str]] = {}
        self._deep: dict[str, float] = {}
        self._inks: dict[str, Ink] = {}
        self._shades: dict[tuple[str | None, str, str | None], str] = {}

    def copy(self) -> Resources:
        """The same again, to add to."""
        twin = Resources()
        twin._fonts, twin._units = dict(self._fonts), dict(self._units)
        twin._params, twin._deep, twin._media = dict(self._params), dict(self._deep), dict(self._media)
        return twin

    def take(self, root: Element | None, part: str) -> None:
        """Add what the resources ``root``, which stand in ``part``, define."""
        folder = "" if root is None else root.get("BaseLoc", "")
        for group in root if root is not None else ():
            for made in group:
                number, what = made.get("ID", ""), kind(made)
                if what == "Font":
                    name = made.get("FontName") or made.get("FamilyName") or number
                    self._fonts[number] = _SUBSET.sub("", name)
                elif what in ("CompositeGraphicUnit", "CompositeGraphicsUnit", "VectorG"):
                    self._units[number] = made
                elif what == "DrawParam":
                    self._params[number] = made
                elif what == "MultiMedia":
                    self._media[number] = posixpath.join(folder, text_of(first(made, "MediaFile"))), part
                elif what == "ColorSpace" and made.get("BitsPerComponent", "").isdecimal():
                    self._deep[number] = 2.0 ** min(int(made.get("BitsPerComponent", "8")), 64) - 1

    def font(self, number: str) -> str:
        """The name of a font; its number where the resource is missing."""
        return self._fonts.get(number, number)

    def media(self, number: str) -> tuple[str, str] | None:
        """Where the file of a picture is, and the part that says so."""
        return self._media.get(number)

    def unit(self, number: str) -> Element | None:
        """The drawing of a composite unit."""
        return self._units.get(number)

    def ink(self, number: str) -> Ink:
        """What the drawing parameter ``number`` and those it builds on say of strokes and fills."""
        if number in self._inks:
            return self._inks[number]
        said, at, seen = NOTHING_SAID, number, set[str]()
        while at in self._params and at not in seen and len(seen) < MAX_CHAIN:
            seen.add(at)
            param = self._params[at]
            said = said.over(self.own_ink(param))
            at = param.get("Relative", "")
        self._inks[number] = said
        return said

    def own_ink(self, element: Element) -> Ink:
        """What the colours inside ``element`` itself say."""
        stroke = fill = None
        for below in element:
            what = kind(below)
            if what == "StrokeColor":
                stroke = self._shade(below)
            elif what == "FillColor":
                fill = self._shade(below)
        return NOTHING_SAID if stroke is fill is None else Ink(stroke, fill)

    def _shade(self, colour: Element) -> str:
        if len(colour):  # a pattern
            return NO_INK if colour.get("Alpha") == "0" else DARK
        said = colour.get("Value"), colour.get("ColorSpace", ""), colour.get("Alpha")
        shade = self._shades.get(said)
        if shade is None:
            shade = self._shades[said] = NO_INK if said[2] == "0" else self._light(said[0], said[1])
        return shade

    def _light(self, values: str | None, space: str) -> str:
        """PALE where ``values`` in the colour space ``space`` are white; without values it is black, or of a palette."""
        try:
            parts = [float(int(v[1:], 16)) if v[0] == "#" else float(v) for v in (values or "0").split()]
        except ValueError:
            return DARK
        full = self._deep.get(space, 255.0)
        if len(parts) == 4:
            seen = any(v > INK_SHARE * full for v in parts)
        else:
            seen = any(v < WHITE_SHARE * full for v in parts) or not parts
        return DARK if seen else PALE
