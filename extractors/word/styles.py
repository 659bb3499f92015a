"""What paragraph and character styles of a Word file say; inherited along basedOn, looked up once each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractors.ooxml import Element, attribute, child, children, is_on, kind, whole


class Style(NamedTuple):
    """One style with all it inherits.

    ``level`` is 1 to 9 for headings, else 0; ``num`` its list ("" for none) and ``at`` the level in it, None where
    the list's own tie to the style decides; ``align`` the w:jc value; ``hidden`` None where nothing is said.
    """

    level: int = 0
    num: str = ""
    at: int | None = 0
    align: str = ""
    hidden: bool | None = None


_PLAIN = Style()


class Styles:
    """The styles part of one document."""

    def __init__(self, part: Element | None) -> None:
        self._by_id: dict[str, Element] = {}
        self._known: dict[str, Style] = {}
        self._of_paragraphs: dict[str, Style] = {}
        self._default = ""
        for style in part if part is not None else ():
            if kind(style) != "w:style":
                continue
            ident = attribute(style, "styleId")
            self._by_id[ident] = style
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                self._default = ident

    def paragraph(self, ident: str) -> Style:
        """The paragraph style ``ident``; the document's default where there is none or it is not known."""
        found = self._of_paragraphs.get(ident)
        if found is None:
            found = self.style(ident if ident in self._by_id else self._default)
            self._of_paragraphs[ident] = found
        return found

    def style(self, ident: str) -> Style:
        """The style ``ident``, of paragraphs or of characters."""
        found = self._known.get(ident)
        if found is None:
            found = self._known[ident] = self._resolved(ident)
        return found

    def _chain(self, ident: str) -> Iterator[tuple[Element, dict[str, Element]]]:
        """Each style from ``ident`` up to its oldest ancestor, with its paragraph properties."""
        seen: set[str] = set()
        while ident in self._by_id and ident not in seen:
            seen.add(ident)
            style = self._by_id[ident]
            yield style, children(child(style, "w:pPr"))
            ident = attribute(child(style, "w:basedOn"), "val")

    def _resolved(self, ident: str) -> Style:
        level: int | None = None
        align: str | None = None
        numbered: tuple[str, int | None] | None = None
        hidden: bool | None = None
        for style, own in self._chain(ident):
            level = _heading_level(style, own) if level is None else level
            if align is None and "w:jc" in own:
                align = attribute(own["w:jc"], "val")
            numbered = _numbering(own) if numbered is None else numbered
            vanish = child(style, "w:rPr", "w:vanish")
            if hidden is None and vanish is not None:
                hidden = is_on(vanish)
        num, at = numbered or (_PLAIN.num, _PLAIN.at)
        return Style(level or 0, num, at, align or "", hidden)


def outline_level(properties: dict[str, Element]) -> int | None:
    """1 to 9 from w:outlineLvl, 0 for body text, None where nothing is said."""
    outline = properties.get("w:outlineLvl")
    if outline is None:
        return None
    level = whole(outline, 9) + 1
    return level if 1 <= level <= 9 else 0


def _heading_level(style: Element, own: dict[str, Element]) -> int | None:
    if "w:outlineLvl" in own:
        return outline_level(own)
    name = attribute(child(style, "w:name"), "val").lower()
    head, _, number = name.partition(" ")
    if head in ("heading", "标题") and number.isdecimal():
        return int(number) if 1 <= int(number) <= 9 else 0
    return 1 if name == "title" else None


def _numbering(own: dict[str, Element]) -> tuple[str, int | None] | None:
    numbering = children(own.get("w:numPr"))
    if "w:numId" not in numbering:
        return None
    at = numbering.get("w:ilvl")
    return attribute(numbering["w:numId"], "val"), None if at is None else whole(at, 0)
