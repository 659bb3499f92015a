"""The characters of one Word paragraph as a reader sees them with all changes accepted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.ooxml import KINDS, Element, attribute, child, children, is_on, kind
from extractors.word.styles import Styles

# Symbol fonts keep their signs in the private area U+F0xx. Sources: the Wingdings, Wingdings 2 and Symbol charts.
_WINGDINGS = {
    0xFE: "☑",
    0xFC: "√",
    0xFD: "☒",
    0xFB: "×",
    0xA8: "□",
    0x6F: "□",
    0x6E: "■",
    0xE8: "→",
    0x6C: "●",
}
_WINGDINGS2 = {0x52: "☑", 0x50: "√", 0xA3: "□", 0x51: "☒", 0x53: "☒", 0x54: "☒", 0x4F: "×"}
_SYMBOL = {
    0xB3: "≥",
    0xA3: "≤",
    0xB1: "±",
    0xB4: "×",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0x25: "%",
    0xA5: "∞",
    0xB7: "•",
    0xD6: "√",
}
_CHARTS = {"Wingdings": _WINGDINGS, "Wingdings 2": _WINGDINGS2, "Symbol": _SYMBOL}
PRIVATE = re.compile("[\uf020-\uf0ff]")

_THROUGH = {
    "w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:customXml", "w:sdt", "w:sdtContent", "w:fldSimple", "w:bdo",
    "w:dir", "w:rubyBase", "w:ruby", "mc:Choice", "m:oMathPara",
}  # fmt: skip
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}
_REVISIONS = {"w:ins", "w:del", "w:moveTo", "w:moveFrom"}
_IMAGES = {"blip", "imagedata", "chart", "relIds"}  # a picture of DrawingML or VML, a chart, a diagram


@dataclass(slots=True)
class Seen:
    """What was met on the way and is told beside the text.

    ``revisions`` counts tracked changes by kind, ``hidden`` runs of text that do not print; ``objects`` are embedded
    files (``foreign``: whole documents among the body); ``cut`` says that nesting or width went beyond our limits.
    """

    revisions: Counter[str] = field(default_factory=Counter)
    hidden: int = 0
    pictures: int = 0
    objects: int = 0
    foreign: int = 0
    cut: bool = False

    @property
    def changes(self) -> int:
        """Tracked changes; a move is one, though it is marked where it left and where it arrived."""
        moves = max(self.revisions["w:moveFrom"], self.revisions["w:moveTo"])
        return self.revisions["w:ins"] + self.revisions["w:del"] + moves


@dataclass(slots=True)
class Runs:
    """What one paragraph holds beside its ``text``: its properties by kind, text boxes, notes referred to, breaks."""

    text: str = ""
    properties: dict[str, Element] = field(default_factory=dict)
    boxes: tuple[Element, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()  # ("footnote" or "endnote", id)
    page_break: bool = False


class RunReader:
    """Reads paragraph after paragraph; complex fields may begin in one and end in another."""

    def __init__(self, styles: Styles, seen: Seen) -> None:
        self._styles = styles
        self._seen = seen
        self._fields: list[str] = []  # for every open field "code" or "shown"
        self._usual = bool(styles.paragraph("").hidden)
        self._hidden = self._usual  # what the style of the paragraph says

    def read(self, paragraph: Element) -> Runs:
        """The visible characters of ``paragraph`` and what hangs on it."""
        runs = Runs()
        pieces: list[str] = []
        self._hidden = self._usual
        for element in paragraph:
            what = KINDS[element.tag]
            if what == "w:r":
                self._run(element, pieces, runs)
            elif what == "w:pPr":
                runs.properties = children(element)
                if "w:pStyle" in runs.properties:
                    style = attribute(runs.properties["w:pStyle"], "val")
                    self._hidden = bool(self._styles.paragraph(style).hidden)
            else:
                self._inline(element, what, pieces, runs)
        runs.text = "".join(pieces)
        if "code" in self._fields:  # no instruction goes beyond its paragraph: the field's end was lost
            del self._fields[self._fields.index("code") :]
        return runs

    def _inline(self, element: Element, what: str, pieces: list[str], runs: Runs) -> None:
        if what in _REVISIONS:
            self._seen.revisions[what] += 1
        if what == "w:r":
            self._run(element, pieces, runs)
        elif what in _THROUGH:
            for inner in element:
                self._inline(inner, KINDS[inner.tag], pieces, runs)
        elif what == "mc:AlternateContent":
            for inner in chosen(element):
                self._inline(inner, KINDS[inner.tag], pieces, runs)
        elif what in ("m:oMath", "m:r", "m:f", "m:e"):
            pieces.append(_math(element))

    def _run(self, run: Element, pieces: list[str], runs: Runs) -> None:
        properties: Element | None = None
        hidden = self._hidden
        for inner in run:
            what = KINDS[inner.tag]
            if what == "w:rPr":
                properties = inner
                hidden = self._is_hidden(inner)
            elif what == "w:fldChar":
                self._field(inner, pieces, hidden=hidden)
            elif self._fields and "code" in self._fields:
                continue
            elif hidden:
                self._seen.hidden += what == "w:t" and bool((inner.text or "").strip())
            elif what == "w:t":
                text = inner.text or ""
                pieces.append(text if text.isascii() else _signs_in(text, properties))
            else:
                self._in_run(inner, what, pieces, runs)

    def _is_hidden(self, properties: Element) -> bool:
        hidden: bool | None = None
        for inner in properties:
            what = KINDS[inner.tag]
            if what == "w:vanish":
                return is_on(inner)
            if what == "w:rStyle":
                hidden = self._styles.style(attribute(inner, "val")).hidden
        return self._hidden if hidden is None else hidden

    def _in_run(self, element: Element, what: str, pieces: list[str], runs: Runs) -> None:
        if what == "w:t":
            pieces.append(element.text or "")
        elif what in _SIGNS:
            pieces.append(_SIGNS[what])
        elif what == "w:br":
            if attribute(element, "type") == "page":
                runs.page_break = True
            else:
                pieces.append("\n")
        elif what == "w:sym":
            pieces.append(_symbol(element))
        elif what in ("w:footnoteReference", "w:endnoteReference"):
            runs.notes += ((what[2:-9], attribute(element, "id")),)
        elif what == "w:ruby":
            for inner in element:
                self._inline(inner, KINDS[inner.tag], pieces, runs)
        elif what in ("w:drawing", "w:pict", "w:object"):
            self._drawn(element, runs)
        elif what == "mc:AlternateContent":
            for inner in chosen(element):
                self._in_run(inner, KINDS[inner.tag], pieces, runs)

    def _drawn(self, element: Element, runs: Runs) -> None:
        """Text boxes are read; pictures and embedded files are counted. The picture of an object is not another one."""
        pictures = objects = 0
        for inner in _drawn_inside(element):
            what = KINDS[inner.tag]
            if what == "w:txbxContent":
                runs.boxes += (inner,)
            elif what == "OLEObject" and not attribute(inner, "ProgID").startswith("Equation"):
                objects += 1
            pictures += what in _IMAGES
        self._seen.objects += objects
        self._seen.pictures += 0 if objects else pictures

    def _field(self, element: Element, pieces: list[str], *, hidden: bool) -> None:
        state = attribute(element, "fldCharType")
        if state == "begin":
            box = child(element, "w:ffData", "w:checkBox")
            if box is not None and not hidden:
                mark = child(box, "w:checked")
                mark = child(box, "w:default") if mark is None else mark
                pieces.append("☑" if is_on(mark) else "□")
            self._fields.append("code")
        elif state == "separate" and self._fields:
            self._fields[-1] = "shown"
        elif state == "end" and self._fields:
            self._fields.pop()


def chosen(element: Element) -> list[Element]:
    """The children of the first mc:Choice, else of mc:Fallback: the same picture is never read twice."""
    for wanted in ("mc:Choice", "mc:Fallback"):
        found = child(element, wanted)
        if found is not None and len(found):
            return list(found)
    return []


def _drawn_inside(element: Element) -> Iterator[Element]:
    """All that is inside a drawing, down to the outermost text boxes; where there are alternatives, in the first."""
    for inner in chosen(element) if kind(element) == "mc:AlternateContent" else element:
        yield inner
        if kind(inner) != "w:txbxContent":
            yield from _drawn_inside(inner)


def _signs_in(text: str, properties: Element | None) -> str:
    """``text`` with the signs of symbol fonts as what they look like."""
    if not PRIVATE.search(text):
        return text
    fonts = child(properties, "w:rFonts")
    chart = next((_CHARTS[f] for w in ("ascii", "hAnsi") if (f := attribute(fonts, w)) in _CHARTS), None)
    return PRIVATE.sub(lambda found: chart.get(ord(found[0]) & 0xFF, "□"), text) if chart else text


def _symbol(element: Element) -> str:
    try:
        code = int(attribute(element, "char"), 16)
    except ValueError:
        return ""
    return sign(attribute(element, "font"), code)


def has_signs(font: str) -> bool:
    """Whether ``font`` has signs for letters."""
    return font in _CHARTS


def sign(font: str, code: int) -> str:
    """The character that looks like sign ``code`` of ``font``; "□" for what has no code point."""
    known = _CHARTS.get(font, {})
    if code & 0xFF in known and (code >= 0xF000 or code < 0x100):
        return known[code & 0xFF]
    if 0xE000 <= code <= 0xF8FF or not 0x20 <= code < 0xD800:
        return "□"  # printed as some sign that has no code point
    return chr(code)


def _math(element: Element) -> str:
    """A formula on one line: fractions as a/b, everything else as it follows."""
    what = kind(element)
    if what == "m:t":
        return element.text or ""
    if what == "m:f":
        parts = [_math(part) for part in element if kind(part) in ("m:num", "m:den")]
        return "/".join(parts)
    return "".join(_math(inner) for inner in element)
