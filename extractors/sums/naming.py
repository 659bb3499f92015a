"""What a total behind its parts is called: by its own words, never by the name of the part before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.mentions import Mention
from extractors.sums.ties import Tied
from schemas.fact import Fact

_SHOWN = 24  # characters of a total's own words
_TOTAL = "合计"  # of a total without words of its own


def with_own_names(facts: Sequence[Fact], mentions: Sequence[Mention], ties: Sequence[Tied]) -> list[Fact]:
    """中央30.9万元，县财政资金30.9万元，共计下达61.8万元: what was 下达 is not 县财政资金.

    A name taken over from the last part, and the indicator that went with it, are given up.
    """
    named = [*facts]
    for tied in ties:
        total = facts[tied.total]
        if tied.total < tied.parts[-1] or not total.subject:
            continue
        alike = [facts[part] for part in tied.parts if facts[part].subject == total.subject]
        if not alike or len(alike) == len(tied.parts):
            continue  # parts that all have its name are of it: 一期道路…，二期道路…
        own = mentions[tied.total].left.strip()[-_SHOWN:]
        own = own if len(own) > len(_TOTAL) else _TOTAL
        taken = total.likely or any(part.indicator == total.indicator for part in alike)
        if total.indicator.startswith("budget:") or not taken:
            named[tied.total] = replace(total, subject=own, core="")
        else:
            named[tied.total] = replace(total, subject=own, core="", indicator="", why="", likely=False)
    return named
