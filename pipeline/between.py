"""The words printed between two figures of one paragraph or cell."""

from __future__ import annotations

from pipeline.rulebook import Case
from schemas.document import Anchor, Paragraph
from schemas.fact import Fact

_Place = tuple[str, int, int | None, int | None]


class Texts:
    """The text of every paragraph and cell of a case, by place."""

    def __init__(self, case: Case) -> None:
        self._texts: dict[_Place, str] = {}
        for document in case.documents:
            for block in document.blocks:
                if isinstance(block, Paragraph):
                    self._texts[_place(block.anchor)] = block.text
                else:
                    self._texts |= {_place(cell.anchor): cell.text for cell in block.cells()}

    def before(self, fact: Fact, reach: int) -> str:
        """At most ``reach`` characters before the figure."""
        return self._texts.get(_place(fact.anchor), "")[max(0, fact.anchor.start - reach) : fact.anchor.start]

    def behind(self, fact: Fact, reach: int) -> str:
        """At most ``reach`` characters behind the figure."""
        return self._texts.get(_place(fact.anchor), "")[fact.anchor.end : fact.anchor.end + reach]

    def between(self, first: Fact, second: Fact) -> str | None:
        """What stands between the two; None where they stand apart or overlap."""
        if _place(first.anchor) != _place(second.anchor) or second.anchor.start < first.anchor.end:
            return None
        return self._texts.get(_place(first.anchor), "")[first.anchor.end : second.anchor.start]


def _place(anchor: Anchor) -> _Place:
    return (anchor.path, anchor.block, anchor.row, anchor.col)
