"""The characters of one Word paragraph as a reader sees them with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.ooxml import Element, attribute, child, is_on, kind

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
}

_THROUGH = {
    "w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:customXml", "w:sdt", "w:sdtContent", "w:fldSimple", "w:bdo",
    "w:dir", "w:rubyBase", "w:ruby", "mc:Choice", "m:oMathPara",
}  # fmt: skip
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-"}
_REVISIONS = {"w:ins", "w:del", "w:moveTo", "w:moveFrom"}


@dataclass(slots=True)
class Runs:
    """What one paragraph holds beside its ``text``: text boxes, notes referred to, breaks and revisions met."""

    text: str = ""
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # ("footnote" or "endnote", id)
    page_break: bool = False
    pictures: int = 0


class RunReader:
    """Reads paragraph after paragraph; complex fields may begin in one and end in another."""

    def __init__(self, hidden_styles: set[str]) -> None:
        self._hidden = hidden_styles
        self._fields: list[str] = []  # for every open field "code" or "shown"
        self.revised = False

    def read(self, paragraph: Element) -> Runs:
        """The visible characters of ``paragraph`` and what hangs on it."""
        runs = Runs()
        pieces: list[str] = []
        for element in paragraph:
            self._inline(element, pieces, runs)
        runs.text = "".join(pieces)
        return runs

    def _inline(self, element: Element, pieces: list[str], runs: Runs) -> None:
        what = kind(element)
        self.revised |= what in _REVISIONS
        if what == "w:r":
            if not self._is_hidden(element):
                for inner in element:
                    self._in_run(inner, pieces, runs)
        elif what in _THROUGH:
            for inner in element:
                self._inline(inner, pieces, runs)
        elif what == "mc:AlternateContent":
            for inner in _chosen(element):
                self._inline(inner, pieces, runs)
        elif what in ("m:oMath", "m:r", "m:f", "m:e"):
            pieces.append(_math(element))

    def _is_hidden(self, run: Element) -> bool:
        properties = child(run, "w:rPr")
        vanish = child(properties, "w:vanish")
        if vanish is not None:
            return is_on(vanish)
        return attribute(child(properties, "w:rStyle"), "val") in self._hidden

    def _in_run(self, element: Element, pieces: list[str], runs: Runs) -> None:
        what = kind(element)
        if what == "w:fldChar":
            self._field(element, pieces)
        elif "code" in self._fields:
            return
        elif what == "w:t":
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
            runs.notes.append((what[2:-9], attribute(element, "id")))
        elif what == "w:ruby":
            for inner in element:
                self._inline(inner, pieces, runs)
        elif what in ("w:drawing", "w:pict", "w:object"):
            self._drawn(element, runs)
        elif what == "mc:AlternateContent":
            for inner in _chosen(element):
                self._in_run(inner, pieces, runs)

    def _drawn(self, element: Element, runs: Runs) -> None:
        boxes = list(_text_boxes(element))
        runs.boxes += boxes
        runs.pictures += not boxes

    def _field(self, element: Element, pieces: list[str]) -> None:
        state = attribute(element, "fldCharType")
        if state == "begin":
            box = child(element, "w:ffData", "w:checkBox")
            if box is not None:
                mark = child(box, "w:checked")
                mark = child(box, "w:default") if mark is None else mark
                pieces.append("☑" if is_on(mark) else "□")
            self._fields.append("code")
        elif state == "separate" and self._fields:
            self._fields[-1] = "shown"
        elif state == "end" and self._fields:
            self._fields.pop()


def _chosen(element: Element) -> list[Element]:
    """The children of the first mc:Choice, else of mc:Fallback: the same picture is never read twice."""
    for wanted in ("mc:Choice", "mc:Fallback"):
        found = child(element, wanted)
        if found is not None and len(found):
            return list(found)
    return []


def _text_boxes(element: Element) -> Iterator[Element]:
    """Outermost text boxes inside a drawing; where there are alternatives, of the first."""
    for inner in _chosen(element) if kind(element) == "mc:AlternateContent" else element:
        if kind(inner) == "w:txbxContent":
            yield inner
        else:
            yield from _text_boxes(inner)


def _symbol(element: Element) -> str:
    font = attribute(element, "font")
    try:
        code = int(attribute(element, "char"), 16)
    except ValueError:
        return ""
    known = _WINGDINGS2 if font == "Wingdings 2" else _WINGDINGS if font.startswith("Wingdings") else _SYMBOL
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
