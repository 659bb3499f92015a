"""What a tie between mentions is, what can be summed, and where a list of parts ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extractors.mentions import Mention
from extractors.numerals import read_numeral
from extractors.sums.points import POINT
from schemas.quantity import ZERO, Bound, Kind
from schemas.words import comparable, load_words

SUMMED = (Kind.MONEY, Kind.COUNT, Kind.MEASURE, Kind.SCORE)
# Never what parts make up: what was left over, what was changed.
NO_TOTAL = re.compile(
    "结余|结转|剩余|审[减定]|尚有|增加|减少|增长|下降|节约|追加|调减|压减|调增|核减|执行率|[较比][^，]*$"
)
OTHER_STAGE = re.compile(
    "全年预算|调整后|调减|压减|追加|核减|实际(?:支出|执行|到位|完成|使用|发放|拨付|支付)|全年支出|年初预算|支出合计|执行数|预算(?:数|批复)|批复|决算"
)
_ADDS = re.compile("[；;，,](?:再)?(?:加上?|连同|外加)")
_BY_STAGES = re.compile("年初|上年结转|提前下达|第一批|首批")
_ADDED_LATER = re.compile("追加|调增|结转|年初")
_SCORED = re.compile("[，,(]?(?:实际)?[得扣]分?")
# They open lists of parts and of other things.
OPENERS = frozenset(":：中里(，,至到给于—是为")
_BALANCE = re.compile("结余|结转|剩余|未使用|未支出")
_KEPT = re.compile("(?:由财政)?(?:结转|收回|缴回|上缴|交回|注销|统筹)")
_SPLITS = re.compile("[，,]?(?:其中|包括|依次[为是]|分别[为是])")
_BY_NAME = re.compile("(?:改造|品质|质量|能力|素质|整治|治理|环境)提升$")
_FOLLOWS = re.compile("^(?:因此|所以|故|为此|从而|控制在|不另计)")
# 拖拉机402台、其他100台，完成年度目标1619台的103%; 产出50分、效益30分，自评得分98分: the list is over.
_OF_THE_WHOLE = re.compile(
    "(?:超额)?(?:完成|达到|超过)了?(?:年度|全年|年初|本年|当年|原定?|既定|预期)?(?:目标|任务|计划)(?:任务)?[值数量]?的?"
    "|(?:项目|综合|最终|评价)?(?:自评|评价)(?:总)?得分(?:为|是)?"
)
_CHANGE = re.compile("压减|调减|核减|追加|调增|收回")
_OTHER_PART = re.compile("^另(?:外)?一部分")
_FROM = re.compile("[由从]$")
SO_FAR = re.compile("截至|截止|累计")  # 截至6月底300万元，截至9月底500万元: the second holds the first
_UNTIL = re.compile("^截[至止]")
_TARGET = re.compile("(?:目标|指标|任务|计划)[值数](?:为|是)?$")
CLASS = re.compile("[一二三四五六七八九十]+[类级等期批]")
_SPLITS_ON = re.compile("^；(?:其他|其余|另)")
_LEFT_OVER = re.compile("^(?:剩余|剩下|余下|结余|其余)")
_WHAT_FOR = re.compile("^(?:为|是|系|由|用于|用作|安排|主要|作为)")
_LONGEST = 40  # characters of a clause within a list
_CLAUSES = 3  # between two numbers of a list, on either side of a semicolon
_LONGEST_LIST = 80  # numbers of a list, shares and parts of parts among them
_PAIR = re.compile("[、(]?[^，。；：、()]{0,4}")
_NUMBERED = re.compile(
    r"(?P<han>[两二三四五六七八九十]{1,2})?(?P<digits>(?<![\d.])\d{1,2})?大?(?:项|者|类|块|笔|种|部分|个|地|路|方|县|镇|乡)[^，。；：\d]{0,10}?"
    r"(?:合计|共计|总计|总共|小计|累计|加总|相加|加起来|加在一[起块]|合起来|合在一[起块]|之和|共)"
)
_IN_WORDS = re.compile("[两二三四五六七八九十]")
_BRACKETS = re.compile(r"\([^()]*\)")
_NEXT_IN_ROW = re.compile("[^，。；：\\d]*[、和及与][^，。；：\\d]*")
_STAGE = re.compile("支出|支付|执行|到位|使用|拨付|下达|完成")
_RATE = re.compile("[，,(][^，,；;。]{0,8}(?:执行|支付|支出|完成|到位|拨付)率(?:为|达到?|是)?")
_TITLES = re.compile("《[^《》]*》|“[^“”]*”")


@dataclass(frozen=True, slots=True)
class Tied:
    """Indices of mentions. ``exhaustive``: True must add up, False need not, None the words do not tell."""

    total: int
    parts: tuple[int, ...]
    exhaustive: bool | None
    cue: str


def summable(head: Mention, mention: Mention) -> bool:
    """Whether ``mention`` is a plain number of the sort of ``head``, neither a price nor a change."""
    quantity = mention.quantity
    if quantity.unit.per or quantity.number is None or not comparable(head.quantity.unit, quantity.unit):
        return False
    if quantity.bound in (Bound.RANGE, Bound.SEVERAL):
        return False
    if load_words().roles["standard"].search(mention.left):
        return False
    if _BY_NAME.search(mention.left):
        return True  # 改造提升1.0万亩
    return not (quantity.trend or load_words().roles["growth"].search(mention.left))


def same_change(head: Mention, part: Mention) -> bool:
    """共压减33万元，其中6月压减14万元，11月压减19万元: right before both stands by what way the money changed."""
    found = _CHANGE.search(head.left)
    return found is not None and head.left.endswith(found.group()) and part.left.endswith(found.group())


def together(mentions: Sequence[Mention], parts: Sequence[int]) -> Decimal:
    """The sum of ``parts`` in base units."""
    return sum((mentions[at].quantity.value or ZERO for at in parts), ZERO)


def paired(text: str, one: Mention, other: Mention) -> bool:
    """Two numbers of one thing: 50笔2.5亿元, 3200人、资金320万元."""
    alike = comparable(one.quantity.unit, other.quantity.unit)
    return not alike and _PAIR.fullmatch(text, one.end, other.start) is not None


def of_a_row(text: str, mentions: Sequence[Mention], total: int, parts: Sequence[int]) -> bool:
    """道路、桥梁预算依次为90万元、60万元，执行依次为80万元、50万元: one for each of a row, not what the last is made of."""
    first = total - len(parts) + 1
    made = sum((mentions[at].quantity.value or ZERO for at in parts), ZERO)
    if len(parts) < 2 or first < 0 or made == mentions[total].quantity.value:
        return False
    row = mentions[first : total + 1]
    return all(_NEXT_IN_ROW.fullmatch(text, one.end, other.start) for one, other in pairwise(row))


def counts_parts(head: Mention, mention: Mention) -> bool:
    """Whether ``mention`` counts in words what the parts are of: the 三个 of 三个片区各办8场、10场、7场."""
    return mention.quantity.unit != head.quantity.unit and bool(_IN_WORDS.match(mention.quantity.raw))


def goes_on(last: Mention) -> bool:
    """Whether 等 behind the last part says that there are more: 51家企业技术中心等, 385万元等."""
    return bool(load_words().partial.match(last.right)) or last.right.endswith(("等", "等等"))


def how_many(clause: str) -> int:
    """How many parts the words before a total count, 0 where they do not.

    >>> how_many("以上三项费用合计支出"), how_many("两者共"), how_many("3类资金总计"), how_many("全年共支出")
    (3, 2, 3, 0)
    """
    found = _NUMBERED.search(clause)
    if found is None or not (found["han"] or found["digits"]):
        return 0
    number = read_numeral(found["han"]) if found["han"] else None
    return int(found["digits"] or number or 0)


def without_brackets(text: str) -> str:
    """``text`` without what stands in brackets, of brackets that open or close elsewhere what is left of them."""
    return re.sub(r"^[^()]*\)|\([^()]*$", "", _BRACKETS.sub("", text))


def items(
    text: str, mentions: Sequence[Mention], head: Mention, first: int, begin: int, word: str
) -> list[int]:
    """The amounts of the sort of ``head`` in the list that ``word`` opens at ``begin``, up to where it ends."""
    inside = _bracketed(text, begin, mentions[first])
    parts: list[int] = []
    left = head.quantity.value or ZERO
    below = False  # the numbers split the part before them
    for at in range(first, min(first + _LONGEST_LIST, len(mentions))):
        mention = mentions[at]
        if mention.sentence != mentions[first].sentence or (inside is not None and mention.start > inside):
            break
        lead = text[(mentions[at - 1].end if parts else begin) : mention.start]
        below = below and "；" not in lead
        if below or (parts and _a_share(mention, lead)):
            continue
        if parts and _rate_of_a_part(text, mention, lead):
            continue
        if parts and head.quantity.kind is Kind.SCORE and _SCORED.fullmatch(lead):
            continue  # 预算执行10分，得9.6分
        ends = word in OPENERS or "；" in lead or ("，" in lead and _close_together(text, mentions, parts))
        if len(parts) > 1 and left == 0 and mention.quantity.value and ends:
            break  # 抽检600批次：生产200批次、流通400批次，不合格8批次: the list was whole before
        if parts and _ADDS.match(lead):
            break  # 前九个月1312万元，其中上半年…、三季度…；加上四季度536万元: of a greater total
        if parts and _ended(lead, word, mentions[parts[0]], head) and not _rest(mention, lead):
            break
        if len(parts) == 1 and "；" in lead and _rated_alone(mentions, parts[0], at):
            break
        if not parts and ("；" in lead or POINT.search(lead)):
            break
        if _FROM.search(mention.left):
            return []  # 基本支出由1160万元调整为1194万元: what changed, no list
        if not parts and _TARGET.search(mention.left) and not _TARGET.search(head.left):
            return []  # 保护1367人，其中保护人数的目标值为1317人
        if CLASS.fullmatch(mention.quantity.raw):
            continue  # 二类村10个
        if parts and _another_thing(head, mentions[parts[0]], mention, lead, text[begin : begin + 1]):
            break
        if parts and _of_a_part(lead, [mentions[part] for part in parts]):
            break
        if (
            mention.right.startswith("为其中")
            or not (summable(head, mention) or same_change(head, mention))
            or not _as_deep(text, head, mention, inside)
        ):
            continue
        if parts and _is_subtotal(text, mentions, at):
            continue
        left -= mention.quantity.value or ZERO
        below = _SPLITS.match(text, mention.end) is not None
        if below and parts and left < 0:
            break  # 收入1250万元，其中…；支出1230万元，其中…: the next total
        parts.append(at)
    return parts


def _close_together(text: str, mentions: Sequence[Mention], parts: Sequence[int]) -> bool:
    """Whether 、 or 和 parts the list: 项目12个，其中道路5个、桥梁7个，实际实施10个."""
    row = text[mentions[parts[0]].end : mentions[parts[-1]].start] if parts else ""
    return bool(re.search("[、和及与]", row)) and not re.search("[，；]", row)


def _as_deep(text: str, head: Mention, mention: Mention, inside: int | None) -> bool:
    """Not in brackets, unless the list is, or the brackets hold the amount alone: 设备（60万元）、维修（25万元）."""
    if inside is not None or mention.depth <= head.depth:
        return True
    return text[mention.start - 1 : mention.start] == "(" and text[mention.end : mention.end + 1] == ")"


def _bracketed(text: str, begin: int, first: Mention) -> int | None:
    """If ``begin``, somewhere before ``first``, stands inside brackets, where they close."""
    opened = text.count("(", begin, first.start) - text.count(")", begin, first.start)
    if first.depth <= opened:
        return None
    close = text.find(")", begin)
    return close if close >= 0 else None


def _ended(lead: str, word: str, part: Mention, head: Mention) -> bool:
    """Whether the words between two numbers say that the list is over; titles of documents say nothing of it."""
    outside = load_words().outside
    words = _TITLES.sub("", without_brackets(lead))
    clauses = re.split("[，,；;]", words)
    if POINT.search(lead):
        return True
    if _BY_STAGES.search(part.left) and _ADDED_LATER.search(lead):
        return False  # 其中：年初预算600万元，年中追加200万元
    if _BALANCE.search(head.left) and all(_KEPT.match(clause) for clause in clauses[1:] or clauses):
        return False  # 结余资金735万元，其中由财政收回301万元，结转下年使用434万元
    if same_change(head, part) and part.left[-2:] == clauses[-1][-2:]:
        return False
    if _OTHER_PART.match(clauses[-1]) and "一部分" in part.left:
        return False  # 一部分为2023年结转资金60万元，另一部分为当年预算540万元
    if any(clause and outside.match(clause.lstrip("并和及且 ")) for clause in clauses[1:] or clauses):
        return True
    if any(OTHER_STAGE.search(clause) or _FOLLOWS.match(clause) for clause in clauses[1:] or clauses):
        return True
    if len(clauses) > 1 and _OF_THE_WHOLE.fullmatch(clauses[-1]):
        return True
    if any(_UNTIL.match(clause) for clause in clauses[1:]) and not SO_FAR.search(part.left):
        return True  # 资金645万元，含结转58万元和当年587万元，截至年底执行599万元
    most = max(len(re.split("[，,]", item)) for item in re.split("[；;]", words))
    if most > _CLAUSES or any(len(clause) > _LONGEST for clause in clauses):
        return True
    later = load_words().part_cues.search(lead)
    return (
        later is not None
        and later.group() != word
        and later.group() in {"其中", "分别为"}
        and len(clauses) > 1
    )


def _another_thing(head: Mention, part: Mention, mention: Mention, lead: str, opening: str) -> bool:
    """会议9次，其中主持2次，编发简报12期: other units than the list's; counts behind a semicolon that no colon announced."""
    if head.quantity.kind is not Kind.COUNT or mention.quantity.kind is not Kind.COUNT:
        return False
    alike = head.quantity.unit.base == part.quantity.unit.base
    if alike and mention.quantity.unit.base != head.quantity.unit.base:
        return comparable(head.quantity.unit, mention.quantity.unit)
    return "；" in lead and opening not in (":", "：") and not _SPLITS_ON.search(lead)


def _of_a_part(lead: str, parts: Sequence[Mention]) -> bool:
    """低保900人、特困600人，特困中集中供养200人: what follows splits a part by its name."""
    name, among, _ = re.split("[，,；;]", lead)[-1].partition("中")
    return bool(among) and len(name) > 1 and any(part.left.endswith(name) for part in parts)


def _a_share(mention: Mention, lead: str) -> bool:
    """货物类259.32万元，占20.40%；服务类…: of what stands right before it."""
    return mention.quantity.kind is Kind.PERCENT and bool(re.fullmatch("[，,(]?占[^，,；;]*(?:的|为)?", lead))


def _rate_of_a_part(text: str, mention: Mention, lead: str) -> bool:
    """其中：中央200万元，执行率90%；省级300万元，执行率80%: the list goes on behind the semicolon."""
    percent = mention.quantity.kind is Kind.PERCENT and text[mention.end : mention.end + 1] == "；"
    return percent and _RATE.fullmatch(lead) is not None


def _rated_alone(mentions: Sequence[Mention], part: int, at: int) -> bool:
    """资产1132万元，其中设备391万元，利用率100%；处置报废41万元: the rate closes the part, and what follows has none."""
    rate, behind = mentions[at - 1], mentions[at + 1] if at + 1 < len(mentions) else None
    if rate.quantity.kind is not Kind.PERCENT or "占" in rate.left:
        return False
    if _STAGE.search(mentions[at].left) and not _STAGE.search(mentions[part].left):
        return True  # 预算500万元，其中中央200万元，到位率100%；支出480万元，支出率96%
    return behind is None or behind.sentence != rate.sentence or behind.quantity.kind is not Kind.PERCENT


def _rest(mention: Mention, lead: str) -> bool:
    """剩余328万元为维修费: what is left of a list is one of its parts, where the words say what it was for."""
    return bool(_LEFT_OVER.match(re.split("[，,；;]", lead)[-1])) and bool(_WHAT_FOR.match(mention.right))


def _is_subtotal(text: str, mentions: Sequence[Mention], at: int) -> bool:
    """计64万元 behind “32个、每个奖补2万元”, or 共计 behind its own parts: the product or sum is what counts, once."""
    return bool(load_words().sums.search(mentions[at].left)) and text[mentions[at - 1].end] in "，,"
