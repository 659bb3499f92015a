"""A said name → an indicator of the submission's own form or of the dictionaries, or "unclear".

In order: the same name; the same but for fillers; alike and far ahead of the next; the same words shortened or turned
round; the form's only satisfaction row; the row's own value (`confirming`). The last can confirm, never accuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.confirming import Said, confirmed, gates_open, is_pair
from extractors.names import key_of, may_be_same, name_of, similarity, strip_fillers
from extractors.rows import Row, letters_of
from schemas.form import Form, IndicatorRow
from schemas.indicator import Indicator, Schema
from schemas.quantity import Kind, Quantity

ACCEPT = 0.80  # of the score; 0.65–0.80 is "unclear" (policy, tuned on names of several departments)
UNIQUE = 0.08  # how far the best must lead the second
_SHORTENED = 0.67  # of a row's characters that a shortened name must keep: 电梯加装 is 加装电梯, 培训教师 not 培训乡村骨干教师
_OWN = 3  # characters before a shared ending that name another thing
_TELLING = 4  # characters of a shortened name; fewer may mean anything
_SATISFIED = re.compile("满意[度率]")
# 老人说好的占95.5%: satisfaction by other words. The row itself is called 满意度.
_ENDS_SATISFIED = re.compile(
    "(?:满意(?:[度率]|的?占?|者占?)|(?:说|称|道|叫)好的?占?|好评(?:[度率]|占比)?|认可(?:[度率]|的?占)|点赞[度率])$"
)
_DEGREE = re.compile("(?:非常|很|比较|较|基本|不|十分|一般)$")  # 非常满意占72.7% is a share of those asked
_EVERYBODY = re.compile(
    "服务对象|受益对象|受益群众|受益人群|受益主体|社会公众|公众|群众|人民|社会|对象|综合|总体|整体|平均|调查|测评|测算|实测|表示|说|们|(?:有效|发放|收回|回收)?问卷|结果|得出|的|[或及和与、的]"
)
_EACH = re.compile("标准|单价|造价|成本|[人户亩均]均|每")


@dataclass(frozen=True, slots=True)
class Link:
    """To which indicator a name was linked, and why in words.

    ``named``: by its name, not by likeness or value. ``confirmed``: the form's row has this very value. ``other``: it is in
    the column that its words did not lead to look for. ``paired``: the row's other value stands beside it.
    """

    indicator: str
    why: str
    named: bool = False
    confirmed: bool = False
    other: bool = False
    paired: bool = False


class Names:
    """Everything a submission can call an indicator: the rows of its own forms first, the dictionaries second."""

    def __init__(self, schema: Schema, forms: Sequence[Form]) -> None:
        self.schema = schema
        self._exact: dict[str, str] = {}
        self._cores: dict[tuple[str, frozenset[str]], str] = {}
        self._rows: dict[str, Row] = {}
        self._named_once: dict[str, Row] = {}  # a row that two forms repeat is one
        dictionary = {key_of(name): each.id for each in schema.indicators.values() for name in each.names}
        by_core: dict[tuple[str, frozenset[str]], str] = {}
        for each in schema.indicators.values():
            for text in each.names:
                by_core.setdefault((name_of(text).core, name_of(text).traits), each.id)
        number = 0
        for form in forms:
            for row in form.indicators:
                number += 1
                name = name_of(row.name.text)
                listed = dictionary.get(key_of(row.name.text)) or by_core.get((name.core, name.traits))
                key = listed if listed and listed not in self._rows else f"form:{number}"
                known = Row.of(key, row)
                self._rows[key] = known
                self._named_once.setdefault(key_of(row.name.text), known)
                self._exact.setdefault(key_of(row.name.text), key)
                self._cores.setdefault((name.core, name.traits), key)
        for each in schema.indicators.values():
            for text in each.names:
                self._exact.setdefault(key_of(text), each.id)

    def row_ids(self) -> Iterable[tuple[IndicatorRow, str]]:
        """Each form row with the indicator it is."""
        return ((known.row, known.id) for known in self._rows.values())

    def row_name(self, key: str) -> str:
        """What the submission's own form calls the indicator; empty where it has none."""
        return self._rows[key].text if key in self._rows else ""

    def indicator(self, key: str) -> Indicator | None:
        """The dictionary entry of an id, if it has one."""
        return self.schema.indicators.get(key)

    def link(self, said: Said, area: str = "") -> Link | None:
        """The indicator that one of the candidates names, best candidate first; None where it stays unclear.

        What is said of a whole ``area`` (全县) is no row's figure by likeness alone.
        """
        found = self._link(said, area)
        row = self._rows.get(found.indicator) if found is not None else None
        if found is None or row is None or found.confirmed:
            return found
        for column in said.columns:
            own = column == said.columns[0]
            if row.has(said.quantity, column):
                paired = is_pair(row, said.quantity, column, said.beside)
                if own or paired:
                    return replace(found, confirmed=True, other=not own, paired=paired)
        return found

    def _link(self, said: Said, area: str) -> Link | None:
        candidates, quantity = said.candidates, said.quantity
        named = self._named(candidates, quantity)
        if area:
            candidates = [text for text in candidates if self._is_row(text)] or candidates
        if named is not None and named.indicator in self._rows and (not area or self._is_row(candidates[0])):
            return named
        for text in candidates:
            name = name_of(text)
            key = self._cores.get((name.core, name.traits))
            if key is not None and len(name.core) >= 3 and self._kind_fits(key, quantity):
                return Link(key, f"去掉“完成、数量”等字样后，“{text}”与指标一致", named=True)
        once = self._named_once.values()
        rows = [known for known in once if known.fits(quantity)]
        here = [known for known in rows if area in known.text]
        return (
            _alike(candidates, here)
            or _shortened(candidates, here, quantity)
            or _only_satisfaction(candidates, once, quantity)
            or (_by_value(replace(said, candidates=candidates), rows) if said.columns else None)
            or named
        )

    def _is_row(self, text: str) -> bool:
        """Whether a row of the form is called so."""
        return key_of(text) in self._named_once or key_of(strip_fillers(text)) in self._named_once

    def _named(self, candidates: Sequence[str], quantity: Quantity) -> Link | None:
        for text in candidates:
            key = self._exact.get(key_of(text)) or self._exact.get(key_of(strip_fillers(text)))
            if key is not None and self._kind_fits(key, quantity):
                return Link(key, f"名称“{text}”与指标一致", named=True)
        return None

    def _kind_fits(self, key: str, quantity: Quantity) -> bool:
        row = self._rows.get(key)
        if row is not None:
            return row.fits(quantity)
        known = self.schema.indicators.get(key)
        return known is None or known.kind is None or known.kind is quantity.kind


def _alike(candidates: Sequence[str], rows: Sequence[Row]) -> Link | None:
    """The row whose name scores highest, if it is high and clearly ahead."""
    scored: dict[str, tuple[float, str, Row]] = {}
    for text in candidates:
        name = name_of(text)
        if len(name.core) < 2:
            continue
        for known in rows:
            if may_be_same(name, known.name) and not _of_another(candidates[0], text, known.text):
                score = similarity(name.core, known.name.core)
                if score > scored.get(known.id, (0.0,))[0]:
                    scored[known.id] = (score, text, known)
    ranked = sorted(scored.values(), key=lambda each: (-each[0], each[2].id))
    if not ranked or ranked[0][0] < ACCEPT:
        return None
    score, text, known = ranked[0]
    if len(ranked) > 1 and score - ranked[1][0] < UNIQUE:
        return None
    return Link(known.id, f"“{text}”与“{known.text}”相近（{score:.2f}）")


def _shortened(candidates: Sequence[str], rows: Sequence[Row], quantity: Quantity) -> Link | None:
    """The one row that has all characters of a candidate and few more: 停车位新增, 整改隐患及时."""
    for text in candidates:
        letters = letters_of(text)
        size = letters.total()
        if size < _TELLING:
            continue
        name = name_of(text)
        holding = [known for known in rows if letters <= known.letters]
        if len(holding) != 1 or not gates_open(name, holding[0].name, quantity):
            continue
        if _of_another(candidates[0], text, holding[0].text):
            continue
        if _EACH.search(holding[0].text) and not _EACH.search(text):
            continue  # 停伐补助320万元 is not 停伐补助标准
        if size >= _SHORTENED * holding[0].letters.total():
            return Link(holding[0].id, f"“{text}”是“{holding[0].text}”的简写")
    return None


def _of_another(said: str, ending: str, row: str) -> bool:
    """再审检察建议采纳率 is not 量刑建议采纳率: both have words of their own before what they share."""
    if said == ending or not (said.endswith(ending) and row.endswith(ending)):
        return False
    mine, theirs = strip_fillers(said[: -len(ending)]), strip_fillers(row[: -len(ending)])
    return len(mine) >= _OWN and len(theirs) > 1 and not set(mine) & set(theirs)


def _only_satisfaction(candidates: Sequence[str], rows: Iterable[Row], quantity: Quantity) -> Link | None:
    """满意度 of nobody in particular is the form's only satisfaction row."""
    if quantity.kind is not Kind.PERCENT:
        return None
    of_form = [known for known in rows if _SATISFIED.search(known.text)]
    if len(of_form) != 1:
        return None
    [row] = of_form
    groups = {
        text: _EVERYBODY.sub("", _ENDS_SATISFIED.sub("", strip_fillers(text)))
        for text in candidates
        if (ends := _ENDS_SATISFIED.search(strip_fillers(text)))
        and not _of_a_degree(candidates[0], text)
        and not _DEGREE.search(strip_fillers(text), 0, ends.start())
        and not any(ends.group()[:2] in known.text for known in rows if known is not row)
    }
    said, mine = next(iter(groups.items()), ("", ""))
    theirs = _EVERYBODY.sub("", _SATISFIED.split(strip_fillers(row.text))[0])
    if not said or (not mine and any(groups.values())):
        return None  # 办理建议6件，满意率100%: with how those were handled
    if mine and theirs and not (set(mine) <= set(theirs) or set(theirs) <= set(mine)):
        return None
    return Link(row.id, f"“{said}”：自评表只有“{row.text}”一项满意度")


def _of_a_degree(said: str, ending: str) -> bool:
    """满意的占 of 非常满意的占51%: a share of those asked."""
    return said.endswith(ending) and bool(_DEGREE.search(said.removesuffix(ending)))


def _by_value(said: Said, rows: Sequence[Row]) -> Link | None:
    """The row with the very value of the number, where words or a second figure agree."""
    found = confirmed(said, rows)
    if found is None:
        return None
    why = "数值与旁边的数就是这一项的完成值和指标值" if found.pair else f"“{found.text}”相近，且数值相同"
    return Link(
        found.row.id,
        f"与“{found.row.text}”：{why}",
        confirmed=True,
        other=found.column != said.columns[0],
        paired=found.pair,
    )
