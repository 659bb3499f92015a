"""Parts that stand before their total: A a，B b，…共计 T."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.mentions import Mention
from extractors.sums.closing import closed, ends_with_the_rest, points_added_up
from extractors.sums.settled import left_over
from extractors.sums.stretches import one_thing
from extractors.sums.ties import (
    NO_TOTAL,
    OTHER_STAGE,
    SO_FAR,
    Tied,
    counts_parts,
    goes_on,
    how_many,
    paired,
    summable,
    together,
    without_brackets,
)
from schemas.quantity import Kind
from schemas.words import comparable, load_words

_LONGEST = 40  # characters of a clause between two parts
_LONGEST_LIST = 80  # numbers of a list, shares and parts of parts among them
_CLAUSES = 5  # between two parts
_NEAR = 12  # characters between the last of several scores and their sum
_SUBTOTAL = re.compile("(?:合计|总计|小计|(?<![设审统预会估核算合总小])计|(?<![公一])共|(?<![汇])总)$")
# 当年拨款A，加上年结转B，全年预算数X: added up in words.
_ADDED = re.compile("(?:^|[，；])(?:再)?(?:加(?:上|之)?(?=[^强快大])|外加|并入)")
_WHOLE = re.compile(
    "(?:全年|总|可用|可动用|可支配|合计|年度|全部|先后|陆续|[一二两三四五六七八九十]项)[^，。；]{0,10}$"
)
_ALL_YEAR = re.compile("全年[^，。；、]{0,6}$|^年(?![度初中末底内均])[^，。；、]{0,6}$")
_AIMED = re.compile("(?:目标|指标|计划|预期|任务)[值数量]?(?:为|是)?$")
_FOR_AN_AIM = re.compile("^的?(?:总|年度)?(?:目标|任务|计划|指标)")
_WEIGHT = re.compile("(?:权重|分值|标准分)(?:为|是)?$")
# A：60万元；B：40万元。合计：100万元
_BEHIND_A_COLON = re.compile(
    "(?:^|[。；，\n])(?P<sums>(?:支出|资金|费用|金额)?(?:合计|共计|总计|小计|总额))[:：]$"
)
# 由决策(15分)、过程(25分)、…四部分构成，满分100分
_MADE_OF = re.compile("(?:构成|组成)[，,](?:指标|体系|评价)?[满总]分(?:值)?(?:为|共|计)?$")
_USABLE = re.compile("可用|可动用|可支配|可使用")
# 累计建成31个, not 累计共31个
_SO_FAR_ONLY = re.compile("^(?!.*(?:共|合计|总计|相加)).*累计")
_OF_THE_REST = re.compile("^(?:其余|其他|其它|剩余|余下|剩下|另)")
# 上级的500万元和自己的200万元加在一起，是700万元
_STOPPED = re.compile(
    "(?:加起来|[加合拢归凑放算][在到]一[起块]|合起来|相加|之和|加总|叠加|汇总)(?:后|计算)?[，,](?:就|正好|恰好|刚好|正|总)?[是为即得共计有][^，。；：、()\\d]{0,12}$"
)
_NOT_ADDED = re.compile(
    "压减|调减|核减|追减|收回|削减|扣除|减去|扣减|满分|[得扣]$|^(?!.*上年).*(?:结余|剩余|未支出|未使用)"
)
_MOVES = re.compile(
    "(?:由|从)[^，。；]{0,12}$|(?:增加|提高|上升|增长|下降|减少|降低|调整|[增升降减])(?:到|至|为)[^，。；]{0,8}$"
)
_PLANNED = re.compile("预算[^，。；]{0,6}$")
_SPENT = re.compile("(?:支出|执行|支付|使用)[^，。；]{0,4}$")
_ON_TOP = re.compile("再|又|后期|后续|另")
# 丙县共补助400万元, but not 全县, 两县, 各县区, 以上县市: those are several
_PLACE = re.compile(
    "[^全我本各该两一二三四五六七八九十以上述这年度]{1,5}?(?P<level>[县区市镇乡村旗])(?=[一-鿿]{0,6}(?:共|合计|累计|总))"
)
_NAMED_PLACE = re.compile("(?:其中|分配|补助|安排)?[^全我本各该]{1,5}?(?P<level>[县区市镇乡村旗])")
_BACK = re.compile(
    "^(?:以上|上述|前述|全年|本年|年度|支出|项目|资金|费用)?[^，。；：]{0,8}(?:合计|共计|总计|总共|共|合起来|加起来|[加合拢归]在一[起块]|相加|加总)"
)
_SHARE = re.compile("[占比率]|(?:任务|目标|计划|预算|总[额量数])的$")
_DONE_FOR_IT = re.compile("，[^，；。、]{0,6}")  # …；改造渠道5公里，投资200万元；…
_THIS_YEAR = re.compile("当年|本年")
_LAST_YEAR = re.compile("上年|结转")
_ENDS = re.compile("其中|分别为|[：:](?!$)")  # 省级资金：100万元 is one part
# 提前下达5488万元，第二批646万元，累计下达6134万元: told one after the other to the last
_LAST_OF = re.compile("第[二三四五六](?:批|次|期|笔|轮)")
# Of nothing but what was listed: 合计, not 总支出.
_SUMMED_UP = re.compile("(?:共计|合计|总计|小计|相加|加总|之和|[∑Σ])[^，。；：、()\\d]{0,6}$")
_THE_FIRST = re.compile("前[两二三四五六七八九十\\d]+[项类者种个档等]")  # 前两项合计
_REST = re.compile("(?:其余|其他|剩余)[^，。；]*等")


def summed_up(text: str, mentions: Sequence[Mention], total: int) -> Tied | None:
    """The parts before ``mentions[total]``, if the words before it say that it sums them up."""
    head = mentions[total]
    named = _BEHIND_A_COLON.search(text, max(0, head.start - _LONGEST), head.start) if not head.left else None
    made_of = _MADE_OF.search(text, max(0, head.start - _LONGEST), head.start)
    sums = named is not None or made_of is not None or _sums(text, mentions, total)
    said_so = (
        sums or _counted_off(text, mentions, total) or _WHOLE.search(head.left) or _ALL_YEAR.search(head.left)
    )
    if not said_so or _aim(head):
        return None
    if head.left.startswith("占") and head.right.startswith("的"):
        return None  # 合计基本支出30万元，占总支出50万元的60%
    clause = re.split("[，。；：:\n]", text[max(0, head.start - _LONGEST) : head.start])[-1]
    clause = named["sums"] if named else clause
    if _OF_THE_REST.match(clause):
        return None  # 甲乡、乙乡各修5公里和8公里，其余乡镇共修20公里
    number, counted = how_many(clause), _counted_off(text, mentions, total)
    parts, between = _before(text, mentions, total, head.sentence)
    if not parts and sums and _BACK.match(clause):
        parts, between = _before(text, mentions, total, head.sentence - 1)
        if parts and not _whole_sentence(mentions, parts[0]):
            return None
    parts = _with_what_leads(mentions, parts, head)
    row = [mentions[at] for at in parts]
    halves = len(parts) == 2 and _ALL_YEAR.search(head.left) and closed(row) and one_thing(row)
    counted = counted > 0 and counted == len(parts)
    if (
        not sums
        and not halves
        and not counted
        and not (parts and _ADDED.search(text[mentions[parts[0]].end : head.start]))
    ):
        parts = _exactly(mentions, parts, head)
    parts = _achieved(mentions, parts, head)
    if number and len(parts) >= 2 and together(mentions, parts) == head.quantity.value:
        number = len(parts)  # 三项合计 of two that make it: the count is wrong, not the sum
    if number and _THE_FIRST.search(clause):
        parts = parts[:number]
    parts = parts[-number:] if number else _of_two_splits(mentions, parts, head)
    if len(parts) < number:
        made = _so_many(mentions, number, total)
        if made:
            parts = made
        elif number == len(parts) + 1 and len(parts) > 1 and _whole_sentence(mentions, parts[0]):
            number = len(parts)  # 三项合计 of two that do not make it: one was left out
    if len(parts) < max(2, number) or not _may_be_added(mentions, parts):
        return None
    if _SO_FAR_ONLY.search(head.left) and any(
        mentions[at].quantity.unit != head.quantity.unit for at in parts
    ):
        return None  # 改造空间14处，新建服务点6个，累计建成31个: what there is of one thing by now
    parts = _in_its_stage(head.left, mentions, parts)
    if _of_what_leads(mentions, parts, head) or _beside_its_like(mentions, parts, head):
        return None
    if len(parts) < max(2, number):
        return None
    if head.quantity.kind is Kind.SCORE and "，" in between and not _exactly(mentions, parts, head):
        lead = text[max(0, mentions[parts[0]].start - _LONGEST) : mentions[parts[0]].start]
        row = [mentions[at] for at in parts]
        if len(between) > _NEAR or not points_added_up(head, row, lead):
            return None  # 效益得20分；未完成的按比例扣分，自评总得分99分: of more than what is named here
    if not _of_one_sort(head.left, [mentions[at].left for at in parts]):
        return None
    if goes_on(mentions[parts[-1]]) or _REST.search(between):
        return Tied(total, tuple(parts), False, "合计")
    row = [mentions[at] for at in parts]
    to_the_last = ends_with_the_rest(row) or bool(_LAST_OF.search(row[-1].left))
    sure = number > 0 or len(parts) > 2 or to_the_last or _SUMMED_UP.search(clause) is not None
    return Tied(total, tuple(parts), True if halves or (sums and sure) else None, "合计")


def _so_many(mentions: Sequence[Mention], number: int, total: int) -> list[int]:
    """接待费3万元，接待9批；运行费9万元，两项共12万元: the amounts of the sentence that make it, whatever stands between."""
    head = mentions[total]
    alike = [
        at
        for at in range(max(0, total - _LONGEST_LIST), total)
        if mentions[at].sentence == head.sentence and summable(head, mentions[at])
    ]
    return _exactly(mentions, alike[-number:], head)


def _counted_off(text: str, mentions: Sequence[Mention], total: int) -> int:
    """The three of 化工29家、涂装15家、印刷19家，三个行业63家企业; 0 of two, which may be others."""
    before = mentions[total - 1] if total else None
    if before is None or not counts_parts(mentions[total], before):
        return 0
    if f"一{before.quantity.raw[-1:]}" in text[: before.start]:
        return 0  # 一类档案20份、二类档案36份、三类档案40份: a class, and no number of them
    beside = re.fullmatch("[一-鿿]{0,4}", text[before.end : mentions[total].start])
    number = before.quantity.number if beside and before.left == "" else None
    return int(number) if number is not None and number > 2 else 0


def _sums(text: str, mentions: Sequence[Mention], total: int) -> bool:
    """Whether words of summing stand before the number, or before the other half of its pair: 共计200户、100万元."""
    here = [mentions[total].left]
    if total and paired(text, mentions[total - 1], mentions[total]):
        here.append(mentions[total - 1].left)
    if any(load_words().sums.search(left) for left in here):
        return not here[0].endswith(("=", "等于")) or _only_added(text, mentions, total)
    return _STOPPED.search(text, max(0, mentions[total].start - _LONGEST), mentions[total].start) is not None


def _only_added(text: str, mentions: Sequence[Mention], total: int) -> bool:
    """Whether what stands before a sign of equality is a sum: 50+30=80, not 50×2=100."""
    return total > 1 and not re.search(
        r"[-−×xX*÷/减乘除]", text[mentions[total - 2].end : mentions[total - 1].start]
    )


def _exactly(mentions: Sequence[Mention], parts: Sequence[int], head: Mention) -> list[int]:
    """5月支付60万元，8月支付90万元，全年支付150万元: the words leave it open, so they must make it to the last digit."""
    added = together(mentions, parts)
    odd = any(NO_TOTAL.search(mentions[at].left) or OTHER_STAGE.search(mentions[at].left) for at in parts)
    return [*parts] if added == head.quantity.value and not odd else []


def _of_two_splits(mentions: Sequence[Mention], parts: Sequence[int], head: Mention) -> list[int]:
    """省级800万元、市级400万元，第一批700万元，第二批500万元，合计1200万元: one amount split twice, each split holds it.

    Where one of the splits makes the total, the later one is judged.
    """
    if together(mentions, parts) != head.quantity.value:
        for cut in range(2, len(parts) - 1):
            if any(_exactly(mentions, each, head) for each in (parts[:cut], parts[cut:])):
                return [*parts[cut:]]
    return [*parts]


def _with_what_leads(mentions: Sequence[Mention], parts: Sequence[int], head: Mention) -> list[int]:
    """中央下达合计500万元，省级安排300万元，年初预算合计800万元: 合计 of the first sums nothing that stands here.

    Where it may be said of the list behind it as well (共800万元，中央500万元、省级300万元), it must make the total.
    """
    first = parts[0] - 1 if parts else -1
    if first < 0 or mentions[first].sentence != head.sentence or not summable(head, mentions[first]):
        return [*parts]
    leads = first == 0 or mentions[first - 1].sentence != head.sentence
    alike = leads and mentions[first].depth == head.depth and _SUBTOTAL.search(mentions[first].left[-3:])
    added = _exactly(mentions, [first, *parts], head) if alike else []
    return added or [*parts]


def _of_what_leads(mentions: Sequence[Mention], parts: Sequence[int], head: Mention) -> bool:
    """下达500万元，东镇200万元、西镇300万元，全年共支出480万元: the list makes what it begins with, not what was spent."""
    if not parts or _exactly(mentions, parts, head):
        return False
    if len(parts) > 2 and mentions[parts[0]].quantity.value == together(mentions, parts[1:]):
        return True
    first = parts[0] - 1
    if first < 0 or mentions[first].sentence != mentions[parts[0]].sentence:
        return False
    return summable(head, mentions[first]) and mentions[first].quantity.value == together(mentions, parts)


def _beside_its_like(mentions: Sequence[Mention], parts: Sequence[int], head: Mention) -> bool:
    """甲县补助200万元，乙县补助300万元，丙县共补助400万元: what one place got is no sum of what others got."""
    own = _PLACE.match(head.left)
    if own is None or _exactly(mentions, parts, head):
        return False
    named = (_NAMED_PLACE.match(mentions[at].left) for at in parts)
    return any(found is not None and found["level"] == own["level"] for found in named)


def _of_one_sort(total: str, parts: Sequence[str]) -> bool:
    """累计追加470万元 sums 追加, nothing else; 当年资金合计 does not sum what came from the year before."""
    changed = NO_TOTAL.search(total)
    if changed is not None:
        return all(changed.group() in part for part in parts)
    if _USABLE.search(total):
        return True
    return not (_THIS_YEAR.search(total) and any(_LAST_YEAR.search(part) for part in parts))


def _in_its_stage(total: str, mentions: Sequence[Mention], parts: Sequence[int]) -> list[int]:
    """基本支出预算50万元，实际支出48万元；项目支出预算30万元，实际支出29万元；总支出77万元: what was spent adds up to spending."""
    planned = [at for at in parts if _PLANNED.search(mentions[at].left)]
    spent = [at for at in parts if at not in planned and _SPENT.search(mentions[at].left)]
    if not planned or not spent:
        return [*parts]
    return planned if _PLANNED.search(total) else [at for at in parts if at not in planned]


def _achieved(mentions: Sequence[Mention], parts: Sequence[int], head: Mention) -> list[int]:
    """产出权重40分，得分39分；…合计得分97分; 年初定下90户的任务，上半年40户，下半年55户，合计95户: what was to be is no part."""
    if together(mentions, parts) == head.quantity.value or _WEIGHT.search(head.left):
        return [*parts]
    scores = head.quantity.kind is Kind.SCORE  # 产出指标49分 is no aim
    meant = [at for at in parts if _WEIGHT.search(mentions[at].left) or (not scores and _aim(mentions[at]))]
    return [*parts] if len(meant) == len(parts) else [at for at in parts if at not in meant]


def _aim(mention: Mention) -> bool:
    return bool(_AIMED.search(mention.left) or _FOR_AN_AIM.match(mention.right))


def _may_be_added(mentions: Sequence[Mention], parts: Sequence[int]) -> bool:
    """Neither taken away, nor counted from the beginning (截至9月底完成…) unless the next says that it comes on top (再完成)."""
    if left_over(mentions, parts):
        return True
    scored = [mentions[at].left[-1:] for at in parts]
    alike = len({*scored}) == 1 and scored[0] in "得扣"  # 产出得48分，效益得29分
    for here, behind in zip(parts, [*parts[1:], None], strict=True):
        left = mentions[here].left.rstrip("得扣") if alike else mentions[here].left
        on_top = behind is not None and bool(_ON_TOP.search(mentions[behind].left))
        if _NOT_ADDED.search(left) or _MOVES.search(left) or (SO_FAR.search(left) and not on_top):
            return False
    return True


def _whole_sentence(mentions: Sequence[Mention], first: int) -> bool:
    """Whether the run reaches back to the first number of its sentence: else the list is another's."""
    return first == 0 or mentions[first - 1].sentence != mentions[first].sentence


def _before(text: str, mentions: Sequence[Mention], total: int, sentence: int) -> tuple[list[int], str]:
    """The run of amounts before the total in ``sentence``, and the words between the last of them and it."""
    head = mentions[total]
    parts: list[int] = []
    until, last = head.start, ""
    for at in range(total - 1, max(-1, total - 1 - _LONGEST_LIST), -1):
        mention = mentions[at]
        if mention.sentence < sentence:
            break
        bracketed = _in_brackets_alone(text, mentions, at, head)
        if not bracketed and (mention.depth > head.depth or _passed_over(text, mentions, at, head, until)):
            continue
        between = without_brackets(text[mention.end : until])
        clauses = re.split("[，,；;。]", between)
        if (
            not summable(head, mention)
            or (mention.depth != head.depth and not bracketed)
            or len(clauses) > _CLAUSES
            or any(len(clause) > _LONGEST for clause in clauses)
            or _ENDS.search(between)
            or _SUBTOTAL.search(mention.left[-3:])
        ):
            break
        last = last or between
        parts.insert(0, at)
        until = mention.start
    return parts, last


def _in_brackets_alone(text: str, mentions: Sequence[Mention], at: int, head: Mention) -> bool:
    """上级给的(500万元，占72%)和自己配的(200万元): in brackets behind a name, not behind another amount."""
    mention = mentions[at]
    if mention.depth != head.depth + 1 or text[mention.start - 1 : mention.start] != "(":
        return False
    before = mentions[at - 1] if at else None
    return before is None or before.end < mention.start - 1


def _passed_over(text: str, mentions: Sequence[Mention], at: int, head: Mention, until: int) -> bool:
    """Shares between the parts, the 三项 of 三项合计, the 80岁 of 80岁以上1300人, the other half of pairs."""
    mention = mentions[at]
    if counts_parts(head, mention):
        return True
    if mention.quantity.kind is Kind.PERCENT:
        return bool(_SHARE.search(mention.left)) or not re.search("[，、；。]", text[mention.end : until])
    if comparable(head.quantity.unit, mention.quantity.unit):
        return False
    if not re.search("[，、；。]", text[mention.end : until]):
        return True
    before = text[mentions[at - 1].end if at else 0 : mention.start]
    if _DONE_FOR_IT.fullmatch(text, mention.end, until) and re.search("[；：]", before):
        return True
    return at > 0 and paired(text, mentions[at - 1], mention) and summable(head, mentions[at - 1])
