"""由500公斤提高到560公斤，提高60公斤: before, now and the change, whatever their unit, known by the words between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.judging.between import Texts
from pipeline.judging.statements import exact_bound
from schemas.fact import Fact
from schemas.quantity import Kind

_MOVED = "(?:提高|提升|增加|增长|上升|扩大|扩充|新增|下降|降低|减少|缩短|缩减|压缩|压减)"
_FROM = re.compile("[由从][^，。；、]{0,12}$")
_TO = re.compile(
    f"(?:[^，。；、\\d]{{0,6}})?(?:{_MOVED}|[增升降减提扩])(?:到|至|为)了?(?:20\\d\\d年度?|今年|目前|现在)?的?"
)
_BY = re.compile(
    f"[，,、（(]?(?:[同环]比|净|共|累计|整体|平均|实际|[较比](?:上年|去年|之前|原来|原有|同期|上年同期|20\\d\\d年))*"
    f"(?:{_MOVED}|[增升降减])(?:了|幅度?为|加了?)?"
)
_REACH = 14  # characters before the first that say 由


def from_to(said: Sequence[Fact], texts: Texts) -> Iterator[tuple[Fact, Fact, Fact]]:
    """Now, before, and the change that is told right behind them, three in a row."""
    for before, now, change in zip(said, said[1:], said[2:], strict=False):
        if (
            before.sentence == now.sentence == change.sentence
            and all(exact_bound(each) and each.quantity.value for each in (before, now, change))
            and before.quantity.unit.dimension == now.quantity.unit.dimension
            and not (before.quantity.kind is change.quantity.kind is Kind.PERCENT)
            and _TO.fullmatch(texts.between(before, now) or "")
            and _BY.fullmatch(texts.between(now, change) or "")
            and _FROM.search(texts.before(before, _REACH))
        ):
            yield now, before, change
