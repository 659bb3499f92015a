"""The report's lines: ``#`` to ``###`` before a heading, everything else a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (level 0) or a heading (1 to 3)."""

    level: int
    text: str

    @property
    def bare(self) -> str:
        """A heading's words without the number typed before them."""
        return _NUMBER.sub("", self.text) if self.level else self.text


def blocks(report: str) -> list[Block]:
    """Cut the report into blocks, one per line that is not empty."""
    found = []
    for line in report.splitlines():
        mark, _, text = line.partition(" ")
        if mark in ("#", "##", "###"):
            found.append(Block(len(mark), text.strip()))
        elif line.strip():
            found.append(Block(0, line.strip()))
    return found
