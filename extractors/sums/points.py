"""Where points (一是, （1）, ①) begin in a paragraph."""

from __future__ import annotations

import re
from functools import lru_cache

POINT = re.compile(
    r"(?:^|[。；;：:，,])\s*(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[，,、]|[（(][1-9一二三四五六七八九][)）]|[①-⑳])"
)


@lru_cache(maxsize=8)  # asked once for every amount of a paragraph
def points_of(text: str) -> list[re.Match[str]]:
    """Where points begin in a paragraph."""
    return list(POINT.finditer(text))
