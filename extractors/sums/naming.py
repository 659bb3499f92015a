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
        parts = [facts[part] for part in tied.parts]
        own = mentions[tied.total].left.strip()[-_SHOWN:]
        alike = [part for part in parts if _named_after(total.subject, part.subject, own)]
        if not alike or len(alike) == len(parts):
            continue  # parts that all have its name are of it: 一期道路…，二期道路…
        own = own if len(own) > len(_TOTAL) else _TOTAL
        taken = total.likely or any(part.indicator == total.indicator for part in alike)
        if total.indicator.startswith("budget:") or not taken:
            named[tied.total] = replace(total, subject=own, core="")
        else:
            named[tied.total] = replace(total, subject=own, core="", indicator="", why="", likely=False)
    return named


def _named_after(total: str, part: str, own: str) -> bool:
    """Whether the total has the name of the part, alone or before its own words (中央 and 投入 of 全县共投入)."""
    return bool(part) and total.startswith(part) and part not in own
