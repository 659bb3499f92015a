"""A text object of an OFD page as pieces of text, straight from the places that it gives for its characters.

Lengths are millimetres in the file and points in what leaves here. The file places the origin of every character on
its baseline and says nothing of widths: they are estimated, and never reach over the next origin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from typing import NamedTuple
from unicodedata import east_asian_width

from extractors.ofd.package import Element, attributes, kind
from extractors.ofd.space import FAR, Matrix, Said, direction, number, within
from extractors.page.glyphs import LATIN_GAP, Piece, parts

ASCENT, DESCENT = 0.86, 0.14  # of the size above and below the baseline: what Chinese fonts have
SAME_LINE_POINTS = 0.1
MAX_GLYPHS_OF_ONE = 8  # that draw one character; scripts that stack marks need four
LOST = "\ufffd"  # a glyph of which no text is given
NO, YES = ("false", "0"), ("true", "1")
# Of the size. Fonts for Chinese set “” and ① as wide as 字.
_NARROW, _USUAL, _BROAD, _FULL = 0.33, 0.55, 0.68, 1.0


class _Widths(dict[str, float]):
    def __missing__(self, char: str) -> float:
        self[char] = width = _FULL if east_asian_width(char) in "WFA" else _USUAL
        return width


_WIDTHS = _Widths(
    dict.fromkeys(" !'()*,-./:;I[]`fijlrt{|}", _NARROW)
    | dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&", _BROAD)
    | dict.fromkeys("MWmw%@", 0.85)
)


@dataclass(slots=True)
class Setting:
    """What a text object sets.

    ``turned`` is by how many quarter turns clockwise its characters lie, None aslant; only level text (0) has
    pieces. ``count`` counts printed characters, ``characters`` all. ``hidden``: it is there for machines only.
    ``guessed``: places were estimated, because what is written of them cannot be used; ``lost``: not even that was
    possible.
    """

    pieces: list[Piece]
    count: int = 0
    characters: int = 0
    turned: int | None = 0
    hidden: bool = False
    guessed: bool = False
    lost: bool = False


def set_text(element: Element, outer: Matrix, font: str, most: int) -> Setting:
    """What the text object ``element`` in the space ``outer`` sets: ``most`` characters of it, and one more."""
    codes, maps, colour = [], [], None
    for below in element:
        what = kind(below)
        if what == "TextCode":
            codes.append(below)
        elif what == "CGTransform":
            maps.append(_GlyphMap.of(below))
        elif what == "FillColor":
            colour = below
    setting, said = Setting([]), attributes(element)
    texts = _printed(codes, most + 1)
    if maps:
        texts = _with_lost(texts, maps, most)
    for text in texts:
        setting.characters += len(text)
        setting.count += len(text) - text.count(" ")
    setting.hidden = _is_hidden(said, colour)
    setting.lost = not codes and bool(maps)  # glyphs, and nothing that says where
    size, wide, matrix = number(said.get("Size"), 0.0), number(said.get("HScale"), 1.0), within(outer, said)
    if matrix is None or not size or size < 0 or not wide:
        setting.lost = True
        return setting
    along, across, setting.turned = direction(matrix, said.get("CharDirection"))
    if setting.turned == 0:
        pen = _Pen(
            matrix, wide * size * along, size * across, font, wide * size, said.get("ReadDirection", "0")
        )
        glyphs = _glyph_numbers(texts, maps) if maps else repeat(None)
        for code, text, numbers_ in zip(codes, texts, glyphs, strict=False):
            pen.take(attributes(code), text, numbers_, setting)
    return setting


def is_off(said: Said) -> bool:
    """Whether an object is switched off or transparent."""
    return said.get("Visible") in NO or said.get("Alpha") == "0"


def _is_hidden(said: Said, colour: Element | None) -> bool:
    """Whether text is there for machines only: switched off, transparent, neither filled nor stroked."""
    if is_off(said):
        return True
    clear = colour is not None and colour.get("Alpha") == "0"
    return (clear or said.get("Fill") in NO) and said.get("Stroke") not in YES


def _printed(codes: Sequence[Element], most: int) -> list[str]:
    """The characters of each TextCode, ``most`` in all. Line breaks come from programs that lay out their XML."""
    texts = []
    for code in codes:
        text = "".join(map(str, code.itertext())) if len(code) else code.text or ""
        if "\n" in text or "\r" in text or "\t" in text:
            text = "".join(line.strip("\t") for line in text.splitlines())
        texts.append(text if len(text) <= most else text[:most])
        most -= len(texts[-1])
    return texts


# --- characters and the glyphs that draw them


class _GlyphMap(NamedTuple):
    """``codes`` characters of the text object from ``first`` on are drawn with ``glyphs`` glyphs: fi is one, Thai ำ two."""

    first: int
    codes: int
    glyphs: int
    written: Element

    @classmethod
    def of(cls, element: Element) -> _GlyphMap:
        """From a CGTransform; what it does not say is 1."""
        first = number(element.get("CodePosition"), 0.0) or 0.0
        codes = number(element.get("CodeCount"), 1.0) or 1.0
        glyphs = number(element.get("GlyphCount"), 1.0) or 1.0
        return cls(max(int(first), 0), max(int(codes), 1), max(int(glyphs), 1), element)

    def kinds(self) -> int:
        """How many different glyphs it draws."""
        return len({each for below in self.written for each in (below.text or "").split()})


def _with_lost(texts: list[str], maps: Sequence[_GlyphMap], most: int) -> list[str]:
    """``texts`` with a mark for every glyph that is drawn without its text being given.

    Some programs leave the text short or write nothing but blanks, when the font does not tell them what it draws.
    """
    total = sum(map(len, texts))
    missing = min(max(each.first + each.codes for each in maps), most + 1) - total
    if texts and missing > 0:
        texts[-1] += LOST * missing
    if total and not "".join(texts).strip() and max(each.kinds() for each in maps) > 1:
        texts = [LOST * len(text) for text in texts]
    return texts


def _glyph_numbers(texts: Sequence[str], maps: Sequence[_GlyphMap]) -> Iterator[list[float] | None]:
    """For each text, where as many glyphs as characters draw it, None; else which glyph of it draws each character.

    Characters that share a glyph have their part of it, so numbers are broken; the last is how many glyphs there are.
    """
    by_first = {each.first: each for each in maps if each.codes != each.glyphs}
    if not by_first:
        yield from repeat(None, len(texts))
        return
    at = 0
    for text in texts:
        out: list[float] = []
        glyph, end = 0, at + len(text)
        while at < end:
            each = by_first.get(at)
            codes = min(each.codes, end - at) if each else 1
            drawn = min(each.glyphs, MAX_GLYPHS_OF_ONE * codes) if each else 1
            out += [glyph + i * drawn / codes for i in range(codes)]
            at, glyph = at + codes, glyph + drawn
        yield [*out, glyph]


# --- where each character stands


def _steps(text: str | None, count: int) -> list[float] | None:
    """``count`` distances from a DeltaX or DeltaY, "g 7 3.175" being seven alike; [] for none, None for nonsense.

    What is too short goes on as it ended: that is what viewers do.
    """
    if not text or count <= 0:
        return []
    try:
        words = text.split(None, 3 * count + 3)[: 3 * count + 3]
        values = list(map(float, words[:count])) if "g" not in text else _runs(words, count)
    except (ValueError, OverflowError, IndexError):
        return None
    if len(values) < count:
        values += values[-1:] * (count - len(values))
    return values if -FAR < sum(values) < FAR else None


def _runs(words: list[str], count: int) -> list[float]:
    out: list[float] = []
    at = 0
    while at < len(words) and len(out) < count:
        if words[at] == "g":
            out += [float(words[at + 2])] * min(int(float(words[at + 1])), count - len(out))
            at += 3
        else:
            out.append(float(words[at]))
            at += 1
    return out


def _spread(origins: list[float], glyphs: list[float], em: float) -> list[float]:
    """From origins of glyphs to those of characters, which may have a part of a glyph each."""
    ends = [*origins[1:], origins[-1] + em]
    return [origins[int(at)] + (at - int(at)) * (ends[int(at)] - origins[int(at)]) for at in glyphs[:-1]]


@dataclass(slots=True)
class _Pen:
    """Sets level text: ``wide`` points to an em along the line, ``size`` across; ``em`` is the first in millimetres.

    ``x`` and ``y`` are where the last text began: there begins what does not say where.
    """

    matrix: Matrix
    wide: float
    size: float
    font: str
    em: float
    reading: str
    x: float = 0.0
    y: float = 0.0

    def take(self, said: Said, text: str, glyphs: list[float] | None, setting: Setting) -> None:
        """Set ``text`` where its code says. ``glyphs`` as from `_glyph_numbers`."""
        x, y = number(said.get("X"), self.x), number(said.get("Y"), self.y)
        if x is None or y is None:
            setting.lost = True
            return
        self.x, self.y = x, y
        if not text:
            return
        needed = len(text) if glyphs is None else int(glyphs[-1])
        dx, dy = _steps(said.get("DeltaX"), needed - 1), _steps(said.get("DeltaY"), needed - 1)
        if dx is None or dy is None:
            setting.guessed = True
            dx, dy = [], []
        if needed > 1 and not dx and not dy:
            dx, dy = self.advances(text, needed)
        xs = list(accumulate(dx, initial=x)) if dx else [x] * needed
        ys = list(accumulate(dy, initial=y)) if dy and any(dy) else None
        if glyphs is not None:
            xs, ys = _spread(xs, glyphs, self.em), _spread(ys, glyphs, 0.0) if ys else None
        a, b, c, d, e, f = self.matrix
        if ys is None and b == 0:
            e += c * y
            setting.pieces += self.line(text, [a * x + e for x in xs], f + d * y)
        else:
            rows = ys or [y] * len(xs)
            places = [(a * x + c * z + e, b * x + d * z + f) for x, z in zip(xs, rows, strict=True)]
            setting.pieces += self.lines(text, places)

    def advances(self, text: str, needed: int) -> tuple[list[float], list[float]]:
        """Distances where none are written: as wide as the characters are, in the direction of reading."""
        wide = [self.em * _WIDTHS[char] for char in text][: needed - 1]
        wide += [self.em] * (needed - 1 - len(wide))
        if self.reading in ("180", "270"):
            wide = [-each for each in wide]
        return (wide, []) if self.reading in ("0", "180") else ([], wide)

    def lines(self, text: str, places: list[tuple[float, float]]) -> list[Piece]:
        """Pieces of ``text``, whose characters have their origins at ``places``, line by line."""
        out: list[Piece] = []
        begun = 0
        for at in range(1, len(places) + 1):
            if at == len(places) or abs(places[at][1] - places[begun][1]) > SAME_LINE_POINTS:
                out += self.line(text[begun:at], [x for x, _ in places[begun:at]], places[begun][1])
                begun = at
        return out

    def line(self, text: str, x0s: list[float], base: float) -> list[Piece]:
        """Pieces of ``text`` on one line: one, where no gap in it reads as a blank and it never goes back."""
        size, wide, gap = self.size, self.wide, LATIN_GAP * self.size
        x1s: list[float] = []
        x, one = x0s[0], "  " not in text and "\u3000" not in text
        for char, after in zip(
            text, x0s[1:], strict=False
        ):  # one loop: twice as fast as a list for every step
            end = x + wide * _WIDTHS[char]
            if after < end:
                one = one and after >= x
                end = after
            elif after - end > gap:
                one = False
            x1s.append(end)
            x = after
        end = x + wide * _WIDTHS[text[-1]]
        if text[-2:].isascii() and len(text) > 1 and x > x0s[-2] and _WIDTHS[text[-1]] == _WIDTHS[text[-2]]:
            end = min(end, 2 * x - x0s[-2])  # as wide as the one before it
        x1s.append(end)
        piece = Piece(text, x0s, x1s, base - ASCENT * size, base + DESCENT * size, size, self.font)
        return [piece] if one else list(self.parted(piece))

    def parted(self, piece: Piece) -> Iterator[Piece]:
        """``piece`` in parts none of which has a gap or goes back."""
        text, begun = piece.text, 0
        for at in range(1, len(text) + 1):
            if at < len(text) and not self.breaks(piece, at):
                continue
            # Forms leave a run of blanks for what is set over it: one of them is enough to part the words.
            words = text[begun:at].rstrip()
            if words or at == begun + 1:
                part = piece.cut(begun, min(at, begun + len(words) + 1))
                if part.x1s[-1] < part.x0s[-1]:  # the next character stands before this one
                    end = part.x0s[-1] + self.wide * _WIDTHS[part.text[-1]]
                    part = part._replace(x1s=[*part.x1s[:-1], end])
                yield part
            begun = at

    def breaks(self, piece: Piece, at: int) -> bool:
        """Whether a new piece begins with character ``at``."""
        text, x0s = piece.text, piece.x0s
        if text[at - 1].isspace() and not text[at].isspace() and text[max(0, at - 2)].isspace():
            return True
        return x0s[at] < x0s[at - 1] or parts(text[at - 1], text[at], x0s[at] - piece.x1s[at - 1], self.size)
