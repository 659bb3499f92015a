"""Which fact of the reader is which label: by paragraph and offset, blanks aside."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from schemas.fact import Fact, Source

Label = Mapping[str, Any]
_WIDTHS = str.maketrans("（）", "()")


def labels_of(folder: Path) -> dict[str, list[Label]]:
    """The truth by submission folder."""
    found: dict[str, list[Label]] = defaultdict(list)
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        found[str(Path(label["document"]).parent)].append(label)
    return found


def squeezed(text: str) -> str:
    """Without blanks, which readers may add or drop; brackets of one width."""
    return "".join(text.split()).translate(_WIDTHS)


def place(text: str, at: int) -> int:
    """Offset ``at`` of ``text`` counted without blanks."""
    return len(squeezed(text[:at]))


class Spoken:
    """The facts of running text by paragraph (blanks aside) and offset."""

    def __init__(self, documents: Sequence[Any], facts: Iterable[Fact]) -> None:
        texts: dict[tuple[str, int, int, int], str] = {}
        for document in documents:
            for at, block in enumerate(document.blocks):
                if hasattr(block, "text"):
                    texts[document.path, at, 0, 0] = block.text
                else:
                    for cell in block.cells():
                        texts[document.path, at, cell.row, cell.col] = cell.text
        self.facts: dict[tuple[str, str], list[tuple[int, int, Fact]]] = defaultdict(list)
        for fact in facts:
            if fact.source in (Source.FORM, Source.TABLE):
                continue
            anchor = fact.anchor
            text = texts[anchor.path, anchor.block, anchor.row or 0, anchor.col or 0]
            span = place(text, anchor.start), place(text, anchor.end)
            self.facts[anchor.path, squeezed(text)].append((*span, fact))

    def at(self, label: Label) -> Fact | None:
        """The fact that the label's quantity is, taken out."""
        text = label["paragraph"]
        start, end = place(text, label["at"]), place(text, label["end"])
        here = self.facts.get((label["document"], squeezed(text)), [])
        for index, (begins, ends, fact) in enumerate(here):
            if begins < end and start < ends:
                del here[index]
                return fact
        return None
