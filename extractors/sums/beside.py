"""Parts that no word of listing ties to their total: they are called by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.mentions import Mention
from extractors.names import strip_fillers
from extractors.sums.ties import SUMMED, Tied, goes_on, items

# …上级专款160万元…；上级专款中，中央35万元、省125万元
_NAMED = re.compile(
    r"(?:^|[。；;，,])(?:其中[，,:：]?)?在?(?P<name>[一-鿿]{2,14}?)(?P<cue>中[，,：:]?|包括[:：]?|分为[:：]?)"
)


def named_again(text: str, mentions: Sequence[Mention]) -> Iterator[Tied]:
    """上级专款160万元和本级490万元…；上级专款中，中央35万元、省125万元: the total is called by its name."""
    names: list[tuple[str, int]] = []
    known = 0
    for found in _NAMED.finditer(text):
        while known < len(mentions) and mentions[known].end <= found.start("name"):
            names.append((strip_fillers(mentions[known].left), known))
            known += 1
        meant = [at for name, at in names[-8:] if len(name) > 1 and name.endswith(found["name"])]
        if not meant or known == len(mentions):
            continue
        head = mentions[meant[-1]]
        if head.quantity.kind not in SUMMED or head.quantity.number is None:
            continue
        parts = items(text, mentions, head, known, found.end(), found["cue"])
        if len(parts) > 1 and "。" not in text[found.end() : mentions[parts[0]].start]:
            loose = goes_on(mentions[parts[-1]])
            sure = None if found["cue"].startswith("中") else True
            yield Tied(meant[-1], tuple(parts), False if loose else sure, found["cue"])
