"""Whether a finding is about a planted error: it cites the place and the figure or words that stand there now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extractors.reader import read
from tests.bench.extraction.matching import squeezed

Record = Mapping[str, Any]
_NUMBERED = re.compile(r"第(\d+)段$")
_ADDRESS = re.compile(r"([A-Z])(\d+)")  # of merged cells the upper left one
_SHORTEST = 4  # characters of a paragraph's piece that are enough to know it by


class Paragraphs:
    """Which numbers a reader gives to a paragraph that was written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._texts: dict[str, list[str]] = {}

    def numbers(self, document: str, paragraph: str) -> set[int]:
        """Counted from 1, as findings count them; several where a reader cuts the paragraph."""
        if document not in self._texts:
            blocks = read(self.folder / "submissions" / document, document).blocks
            self._texts[document] = [squeezed(getattr(block, "text", "")) for block in blocks]
        whole = squeezed(paragraph)
        exact = {n for n, text in enumerate(self._texts[document], 1) if text == whole}
        return exact or {
            n
            for n, text in enumerate(self._texts[document], 1)
            if (len(text) >= _SHORTEST and text in whole) or (whole and whole in text)
        }


def cites(finding: Record, plant: Record, paragraphs: Paragraphs) -> list[int]:
    """The indices of the evidence that is the planted place and figure; nothing where there is none."""
    place = plant["place"]
    found = [
        index
        for index, evidence in enumerate(finding["evidence"])
        if at_place(evidence, place, paragraphs) and _quotes(evidence, plant)
    ]
    if found:
        return found
    if place.get("text") == "" and all(at_place(e, place, paragraphs, row=True) for e in finding["evidence"]):
        return [0]  # of an empty cell, who speaks of nothing but its row
    if plant["wide"] and any(needle and needle in finding["message"] for needle in plant["needles"]):
        return [0]
    return []


def at_place(evidence: Record, place: Record, paragraphs: Paragraphs, *, row: bool = False) -> bool:
    """Whether the evidence stands where ``place`` says; in its ``row``, if that is enough."""
    if evidence["document"] != place["document"]:
        return False
    if "paragraph" in place:
        found = _NUMBERED.search(evidence["location"])
        if found is None or evidence["table"] is not None:
            return False
        return int(found[1]) in paragraphs.numbers(place["document"], place["paragraph"])
    line, column = evidence["row"], evidence["column"]
    if evidence.get("cell") and (found := _ADDRESS.match(evidence["cell"])):
        line, column = int(found[2]), ord(found[1]) - ord("A") + 1
    elif evidence["table"] != place["table"]:
        return False
    return bool(line == place["row"] and (row or column == place["column"]))


def _quotes(evidence: Record, plant: Record) -> bool:
    """Whether what it quotes is what was planted."""
    quote = squeezed(str(evidence["quote"] or ""))
    if plant["value"] is not None and _number(evidence["value"]) == Decimal(plant["value"]):
        return True
    needles = [squeezed(needle) for needle in plant["needles"]]
    if plant["value"] is not None:  # a figure may be quoted without being read
        return any(re.search(rf"(?<![\d.,]){re.escape(needle)}(?![\d,]|\.\d)", quote) for needle in needles)
    return any(needle in quote or (quote and quote in needle) for needle in needles)


def _number(text: object) -> Decimal | None:
    try:
        return None if text is None else Decimal(str(text))
    except InvalidOperation:
        return None
