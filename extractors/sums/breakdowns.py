"""Which numbers of a sentence are parts of which total, read from the words that tie them (其中, 包括, 分别为, 共计 …).

What goes over several sentences and paragraphs is for lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.mentions import Mention
from extractors.numerals import read_numeral
from extractors.sums.beside import named_again
from extractors.sums.changes import changed
from extractors.sums.closing import judged, two_halves
from extractors.sums.exactly import in_a_row
from extractors.sums.reread import reread
from extractors.sums.settled import of_balance, settled
from extractors.sums.shares import shares
from extractors.sums.stretches import by_stretches
from extractors.sums.summed import summed_up
from extractors.sums.ties import (
    CLASS,
    NO_TOTAL,
    SUMMED,
    Tied,
    counts_parts,
    goes_on,
    items,
    of_a_row,
    paired,
    same_change,
    summable,
    together,
)
from schemas.quantity import ZERO, Kind
from schemas.words import comparable, load_words

# 全年支出800万元：A…，B…; 900户居民中，东街…; 补助456万元(中央148万元、省级308万元)
_OPENS_LIST = re.compile(
    r"(?:(?P<mark>(?:[一-鿿]{0,8}(?:如下|情况|安排|分配|明细|项目|方面|去向|流向|投向|构成|组成|结构|分布|节奏|切块|切分|拆分|分解|分摊|分担|用于[一-鿿]{0,6})[为是]?|[一-鿿]{1,2})?[:：]|的?(?:分配|资金)?(?:去向|构成|组成|分布|结构|结果)[为是]|——?|\((?=[^()]{0,30}\d[^()]{0,60}\)))|[一-鿿]{0,12}?(?:(?P<among>[中里])|里面|当中|之中)(?=[，,]))(?!\s*(?:其中|包括|包含|含))"
)
# 下达2000万元，分配到各县：东县500万元…; 拨付1200万元，分三批：首批…
_SHARED_OUT = re.compile(
    r"[，,](?![^:：]*(?:效[益果]|成[效果本]|问题|目标|结果|标准|带动))(?:[^，。；:：()]{2,20})(?P<mark>[:：])(?=[^，。；:：]{1,20}$)"
)
# 补助1500万元，按照…的方式，分配至甲县600万元、乙县…
_HANDED_ON = re.compile(
    r"[，,]?[^。；：:()\d]{0,40}?(?:分配|下达|拨付|分解|划拨|安排)(?P<mark>[至到给])(?=[^，。；:：]{1,20}$)"
)
_SPLIT = re.compile(
    r"[，,]?(?:按[^，。；：:()]{1,10}(?:分类?|划分|看|统计)|分(?:为)?[^，。；：:()]{1,16}[类批期种块次])"
    r"(?P<mark>[，,:：])(?=[^，。；:：]{1,20}$)"
)
# 学员150名来自三个县，甲县60名、…; 600万元分两次支付，首次400万元、…: as many as are named
_IN_SO_MANY = re.compile(
    r"[，,]?[^，。；：()\d]{0,12}?(?P<many>[两二三四五六七八九十])(?:个|处|类|块|部分|批|次|笔|期|路|渠道|年|方面|项|县|村|镇|乡|街道|片|标段|种|档|方)"
    r"[^，。；：\d]{0,8}(?P<mark>[，,：:])(?=[^。；：:]{1,20}$)"
)
# 满分100分=预算执行10分+产出50分+…
_ADDED_UP = re.compile(r"(?P<mark>=)(?=[^，、。；:：=×*]{1,20}$)")
_AND_BY = re.compile("[^，。；：、\\d]{0,6}；(?:另)?(?:按|从)[^，。；：\\d]{1,12}(?:分|划分|看|统计)[，,:：]")
_USED_FOR = re.compile(r"[，,]?(?:主要)?用(?P<mark>于)(?=[^，、。；:：]{1,20}$)")
# A list in the sentence after its total: …支出1739万元。其中基本支出…; …全年支出600万元。支出主要用于以下方面：设备300万元…
_OPENS = re.compile(
    r"[。；]\s*(?:(?P<cue>其中|包括|分别(?:为|是|用于))|(?![^，。；：]*(?:效[益果]|成效|问题|来源))[^，。；：:\d]{0,10}"
    r"(?:用于|用途|构成|方向|明细|分配|具体|按(?![^，。；：:]*(?:来源|级次|渠道))[^，。；：:]{2,8}分)[^，。；：:\d]{0,12}(?P<mark>[:：])|按(?![^，。；：:]*(?:来源|级次|渠道))[^，。；：:\d]{1,8}(?:看|分|划分|统计|分类)(?P<comma>[，,]))"
)
# …18360件，上年实际分别为…; …；护理补贴…分别为…: what is said of others; 精确到万元分别为… says the same again
_PARALLEL = re.compile(
    "上年|去年|同期|实际|目标|计划|任务|要求|指标|[占较比；]|精确|准确|换算|折[合算]|四舍五入"
)
_AND_SO_ON = re.compile("[^。；]{0,8}[，,；;](?:其他|其余|余下)[^，。；]{0,4}(?:不再|从略|略去|未列|不一一)")
# 实际支出5353万元。扶持项目包括三大类：…。其中支持A1650万元、…: a sentence without amounts between
_AMONG_IT = re.compile("。其中[^。]{1,40}$")
# 上级下达资金1300万元。我局将该笔资金下拨至甲县，用于“…”（723万元）和“…”（577万元）
_POINTED_AT = re.compile(
    "。[^。；：]{0,80}(?:该|这|此|上述|前述)[笔项批]?(?:资金|经费|款项|专款)[^。；：]{0,40}?(?P<mark>(?<=用)于|，(?=“))[^，。；：]{0,60}$"
)
# 资金6800万元进行了合理分解，已全部分解到位，其中…; 27个行政村生活污水治理，其中…
_TREATED = re.compile(
    "[^，,；;：:\\d]{0,20}(?:[，,][^，,；;：:\\d]{0,14}(?:分解|下达|分配|拨付|下拨|到位|支付|使用|执行|落实|安排|发放)[^，,；;：:\\d]{0,6}){0,2}"
)
# 合计投资6222万元（其中建筑6025万元）: of what stands before, not 丙县共补助400万元（其中市级100万元）
_SUMS_FIRST = re.compile(
    "(?:以上|上述|全年)?(?:[两二三四五六七八九十]+[项批类笔])?(?:合计|共计|总计|总共|共)"
)
_RESPECTIVELY = ("分别", "依次")
_NOUN = re.compile("[一-鿿]{2,12}")
_BETWEEN = 6  # numbers between a total and its first part
_LONGEST_LIST = 40  # numbers of a list in which its own total is looked for
_REACH = 400  # characters of a sentence in which 由 finds its 构成
_NEAR = 8  # ties before a sum among which one may have its parts
_NAMES = 60  # characters of a list of names before 分别为


def tie(text: str, mentions: Sequence[Mention]) -> Iterator[Tied]:
    """The totals and parts that the sentences of one paragraph state, in reading order."""
    counted = [at for at, mention in enumerate(mentions) if not _names_a_class(text, mentions, at)]
    counting = [mentions[at] for at in counted]
    for tied in reread(text, counting, [*_tied(text, counting)]):
        parts = tuple(counted[part] for part in tied.parts)
        yield replace(tied, total=counted[tied.total], parts=parts)


def _names_a_class(text: str, mentions: Sequence[Mention], at: int) -> bool:
    """Whether the number belongs to the name of what the next one counts: 七座以下车辆354万元, 二十四小时开放站点61个."""
    mention = mentions[at]
    if at + 1 == len(mentions) or mention.quantity.kind is Kind.MONEY:
        return False
    between = text[mention.end : mentions[at + 1].start]
    limit = mention.quantity.raw.rstrip()[-1:] in "上下内"
    return (limit or mention.quantity.kind is Kind.DURATION) and bool(_NOUN.fullmatch(between))


def _tied(text: str, mentions: Sequence[Mention]) -> Iterator[Tied]:
    found: list[Tied] = []
    for total, mention in enumerate(mentions):
        if mention.quantity.kind in SUMMED and mention.quantity.number is not None:
            for each in _of_total(text, mentions, total, found):
                found.append(_without_parts_of_parts(each, mentions, found))
        elif (tied := shares(mentions, total)) is not None:
            found.append(tied)
    found = _without_siblings(found)
    found += _among_each(mentions, found)
    found += _split_again(text, mentions, found)
    found += named_again(text, mentions)
    found += settled(mentions, found)
    found += by_stretches(text, mentions, found)
    found += in_a_row(text, mentions, found)
    found += two_halves(text, mentions, found)
    yield from sorted(found, key=lambda each: each.total)


def _of_total(text: str, mentions: Sequence[Mention], total: int, found: Sequence[Tied]) -> Iterator[Tied]:
    """What stands behind the total, and what before it if that is of no other total: A a，B b，共计T，其中 C c."""
    behind = _forward(text, mentions, total) or _in_so_many(text, mentions, total)
    before = summed_up(text, mentions, total)
    if behind is None:
        tied = before or changed(text, mentions, total)
        if tied is not None:
            yield tied
        return
    yield behind
    if before is None or any({*each.parts} & {*before.parts} for each in found[-_NEAR:]):
        return
    head = mentions[total]
    if _SUMS_FIRST.match(head.left) or together(mentions, before.parts) == head.quantity.value:
        yield before


def _among_each(mentions: Sequence[Mention], found: Sequence[Tied]) -> list[Tied]:
    """A a（其中建筑 x），B b（其中建筑 y），合计 T（其中建筑 z）: what is among each part is among their sum."""
    within = {each.total: each.parts[0] for each in found if len(each.parts) == 1}
    more: list[Tied] = []
    for each in found:
        inner = [within[part] for part in each.parts if part in within]
        whole = within.get(each.total, -1)
        if each.total < each.parts[-1] or whole < 0 or len(inner) != len(each.parts):
            continue
        name = mentions[whole].left
        if name and all(mentions[at].left == name for at in inner):
            more.append(Tied(whole, tuple(inner), each.exhaustive, each.cue))
    return more


def _split_again(text: str, mentions: Sequence[Mention], found: Sequence[Tied]) -> list[Tied]:
    """预算900万元，按性质分，…；按类别分，基本支出500万元、项目支出400万元: the same total once more, to the last digit."""
    more: list[Tied] = []
    for each in found:
        last, head = max(each.parts), mentions[each.total]
        if last < each.total or last + 1 == len(mentions):
            continue
        opened = _AND_BY.match(text, mentions[last].end, mentions[last + 1].start)
        if opened is None:
            continue
        parts = items(text, mentions, head, last + 1, opened.end(), "，")
        if len(parts) > 1 and together(mentions, parts) == head.quantity.value:
            more.append(Tied(each.total, tuple(parts), None, "按…分"))
    return more


def _without_parts_of_parts(tied: Tied, mentions: Sequence[Mention], found: Sequence[Tied]) -> Tied:
    """前九个月600万元，其中上半年400万元、三季度200万元；加上四季度150万元，共750万元: 600万元 is the part, not what it is made of."""
    if tied.total < tied.parts[0]:
        return tied
    for inner in found[-_NEAR:]:
        if inner.total < inner.parts[0] and inner.total not in tied.parts and {*inner.parts} < {*tied.parts}:
            parts = tuple(sorted({inner.total, *tied.parts} - {*inner.parts}))
            made = mentions[tied.total].quantity.value
            if together(mentions, parts) == made or together(mentions, tied.parts) != made:
                return replace(tied, parts=parts)
    return tied


def _without_siblings(found: Sequence[Tied]) -> list[Tied]:
    """Without ties of parts of one total to each other: nothing is a part of what stands beside it."""
    beside = {part: each for each in found for part in each.parts}
    return [
        each
        for each in found
        if each.total not in beside or not set(each.parts).intersection(beside[each.total].parts)
    ]


def _forward(text: str, mentions: Sequence[Mention], total: int) -> Tied | None:
    """T，包括 A a、B b: the parts follow a cue word behind the total."""
    head = mentions[total]
    if head.quantity.unit.per or load_words().roles["standard"].search(head.left):
        return None  # 平均资助标准2300元，其中一等2800元、二等1800元
    opened = _opened(text, mentions, total)
    if opened is None:
        return None
    word, begin, first = opened
    parts = _of_its_unit(mentions, head, items(text, mentions, head, first, begin, word))
    if not parts or _never_parts(head, [mentions[at] for at in parts]):
        return None
    if word.startswith(_RESPECTIVELY) and of_a_row(text, mentions, total, parts):
        return None
    total = _real_total(mentions, total, parts)
    last = mentions[parts[-1]]
    loose = word in load_words().partial_cues or goes_on(last) or _AND_SO_ON.match(text, last.end) is not None
    return judged(mentions, total, parts, word, loose=loose)


def _of_its_unit(mentions: Sequence[Mention], head: Mention, parts: list[int]) -> list[int]:
    """机具5台套（甲村3户、3台套，乙村1户、2台套）: of two counts per item those in the unit of the total.

    三批项目涉及5个乡镇 names a batch, and counts none.
    """
    alike = [at for at in parts if mentions[at].quantity.unit.name == head.quantity.unit.name]
    if head.quantity.kind is Kind.COUNT and not alike and CLASS.fullmatch(head.quantity.raw):
        return []
    twins = len(parts) == 2 * len(alike) and len(alike) > 1
    return alike if head.quantity.kind is Kind.COUNT and twins else parts


def _in_so_many(text: str, mentions: Sequence[Mention], total: int) -> Tied | None:
    """A list whose parts are counted before they are told."""
    head, first = mentions[total], _next_alike(mentions, total)
    if first is None or NO_TOTAL.search(head.left) or _sums_itself(mentions, first):
        return None
    found = _IN_SO_MANY.match(text, head.end, mentions[first].start)
    if found is None or NO_TOTAL.search(found.group()):
        return None  # 年初预算550万元，分两次压减，…
    parts = items(text, mentions, head, first, found.end(), found["mark"])
    named = read_numeral(found["many"])
    loose = bool(parts) and goes_on(mentions[parts[-1]])
    return Tied(total, tuple(parts), None if loose else True, found["mark"]) if len(parts) == named else None


def _opened(text: str, mentions: Sequence[Mention], total: int) -> tuple[str, int, int] | None:
    """The cue behind the total, where its list begins, and the first number of the list.

    That number is of the total's sort, or the other half of a pair: 50笔2.5亿元，其中信用贷款20笔0.8亿元.
    """
    head = mentions[total]
    first = _next_alike(mentions, total)
    if first is None:
        return _in_next_sentence(text, mentions, total)
    twins = first - 1 > total and paired(text, mentions[first - 1], mentions[first])
    if _rate_of(text, mentions[first - 1], mentions[first]):
        first -= 1  # 合同价款446万元，其中签约后按30%预付133.8万元
    for at in (first, first - 1) if twins and _has_twin(text, mentions, total) else (first,):
        before = mentions[at - 1]
        if at - 1 > total and counts_parts(head, before):
            before = mentions[at - 2]  # 1240万元由三块组成：结转50万元
        near = before is head or before.quantity.kind is Kind.PERCENT
        cue = _cue(text[before.end : mentions[at].start], text[before.end : before.end + _REACH], bare=near)
        if cue is not None and not _of_others(text, head, mentions[at]):
            return cue[0], before.end + cue[1], at
    for pattern in (_SHARED_OUT, _SPLIT, _HANDED_ON, _USED_FOR, _ADDED_UP):
        found = pattern.match(text, head.end, mentions[first].start)
        added = pattern is not _ADDED_UP or text[mentions[first].end : mentions[first].end + 1] == "+"
        if found is not None and added:
            return found["mark"], found.end(), first
    return None


def _of_others(text: str, head: Mention, first: Mention) -> bool:
    """更换6400户；其中加装阀门的有6100个: behind a semicolon, and counted in another unit."""
    alike = head.quantity.unit.name == first.quantity.unit.name
    return head.quantity.kind is Kind.COUNT and not alike and "；" in text[head.end : first.start]


def _rate_of(text: str, rate: Mention, amount: Mention) -> bool:
    return rate.quantity.kind is Kind.PERCENT and not re.search("[，；：、]", text[rate.end : amount.start])


def _next_alike(mentions: Sequence[Mention], total: int) -> int | None:
    """The next number of the total's sort in its sentence."""
    head = mentions[total]
    for at in range(total + 1, min(total + 1 + _BETWEEN, len(mentions))):
        if mentions[at].sentence != head.sentence:
            return None
        alike = comparable(head.quantity.unit, mentions[at].quantity.unit)
        if alike and not counts_parts(head, mentions[at]):
            return at
    return None


def _has_twin(text: str, mentions: Sequence[Mention], total: int) -> bool:
    return total > 0 and paired(text, mentions[total - 1], mentions[total])


def _in_next_sentence(text: str, mentions: Sequence[Mention], total: int) -> tuple[str, int, int] | None:
    """支出1739.2万元，执行率96%。其中基本支出…: the list is a sentence of its own, and all before it is said of one total."""
    head = mentions[total]
    beyond = (at for at in range(total + 1, len(mentions)) if mentions[at].sentence != head.sentence)
    first = next((at for at in beyond if not counts_parts(head, mentions[at])), None)
    if first is None or mentions[first].sentence > head.sentence + 2:
        return None
    if mentions[first].sentence == head.sentence + 2 and not _AMONG_IT.search(
        text, head.end, mentions[first].start
    ):
        return None
    if not comparable(head.quantity.unit, mentions[first].quantity.unit):
        return None
    if any(comparable(head.quantity.unit, each.quantity.unit) for each in mentions[total + 1 : first]):
        return None
    found = _OPENS.search(text, head.end, mentions[first].start)
    if found is None:
        pointed = _POINTED_AT.search(text, head.end, mentions[first].start)
        return None if pointed is None else (pointed["mark"], pointed.end("mark"), first)
    if found["cue"] is None and _sums_itself(mentions, first):
        return None
    if (found["cue"] or "").startswith("分别") and _one_of_several(mentions, total):
        return None
    return found["cue"] or found["mark"] or found["comma"], found.end(), first


def _one_of_several(mentions: Sequence[Mention], total: int) -> bool:
    """Whether the sentence said another amount before: 预算60万元、支出50万元。分别为… may be of either."""
    head, before = mentions[total], mentions[total - 1] if total else None
    beside = before is not None and before.sentence == head.sentence
    return beside and before is not None and comparable(head.quantity.unit, before.quantity.unit)


def _sums_itself(mentions: Sequence[Mention], first: int) -> bool:
    """分配到各乡镇：城关镇614万元、…，共3613万元: such a list has its own total."""
    sentence = mentions[first].sentence
    here = (each for each in mentions[first : first + _LONGEST_LIST] if each.sentence == sentence)
    return any(load_words().sums.search(each.left) for each in here)


def _never_parts(head: Mention, parts: Sequence[Mention]) -> bool:
    """Counts in a next sentence of which one is not less than the total: other things are listed there."""
    if parts[0].sentence == head.sentence or head.quantity.kind is Kind.MONEY:
        return False
    whole = head.quantity.value or ZERO
    return any((part.quantity.value or ZERO) >= whole for part in parts)


def _real_total(mentions: Sequence[Mention], nearest: int, parts: Sequence[int]) -> int:
    """What the parts make up: never a balance or a change, and of several amounts the one that they do make."""
    head = mentions[nearest]
    if of_balance(mentions, nearest, parts) or all(same_change(head, mentions[at]) for at in parts):
        return nearest
    added = together(mentions, parts)
    eligible: list[int] = []
    for at in range(nearest, max(-1, nearest - _LONGEST_LIST), -1):
        mention = mentions[at]
        if mention.sentence != head.sentence:
            break
        base = mention.left.startswith("占") and mention.right.startswith("的")  # 占总投资6000万元的75%
        if at == nearest and len(parts) > 1 and mention.quantity.value == added:
            return at  # 年末剩余40万元的去向：结转30万元，交回10万元
        if summable(head, mention) and not NO_TOTAL.search(mention.left) and not base:
            if mention.quantity.value == added:
                return at
            eligible.append(at)
    return eligible[0] if eligible else nearest


def _cue(gap: str, span: str, *, bare: bool) -> tuple[str, int] | None:
    """The word in ``gap`` that opens a list of parts, and where it ends. It must begin a clause right behind the total.

    ``bare``: also a colon, a bracket, …中.
    """
    opened = _OPENS_LIST.match(span) if bare else None
    if opened is not None and opened.end() <= len(gap):
        return (opened["mark"] or "中")[-1], opened.end()
    for found in load_words().part_cues.finditer(gap):
        before = re.split("[。]", gap[: found.start()])[-1].strip("，,（(：:；;、 ")
        if found.group() == "由" and not re.search("组成|构成", span.partition("。")[0]):
            continue
        if found.group().startswith("分别") and _PARALLEL.search(gap[: found.start()]):
            continue
        listing = found.group().startswith("分别") and "、" in before and len(before) <= _NAMES
        treated = found.group().startswith("其中") and _TREATED.fullmatch(before) is not None
        if len(before) <= 8 or listing or treated:
            return found.group(), found.end()
    return None
