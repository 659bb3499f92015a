"""What a number is about: the name beside it, cut to whole words, with the ellipses of officialese filled in.

Words come from jieba, names of indicators from a blank spaCy pipeline with a phrase matcher; their Doc never leaves this file.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol, cast

import jieba
import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from extractors.mentions import Mention
from extractors.names import strip_fillers
from extractors.periods import find_periods
from schemas.quantity import Kind
from schemas.words import load_words

_RELATIVE = re.compile(r"^(?:占|同比|环比|比|较|其|人均|户均|亩均|日均|平均)")
_VERBAL_RIGHT = re.compile(
    r"^(?:以上|以下|左右|的目标|目标|获|被|在|列|居|通过|实现|完成|用于|达到|获得|由|均|已|转|未|按|因|需|可|能|是|后|前|内|有|高于|低于|无异议|以内"
    "|的?基础上|(?:提高|提升|增加|增长|上升|扩大|扩面|下降|降低|减少|缩短|压缩|压减|回落)(?:到|至|为))"
)
_RIGHT_NOUN = re.compile(r"^(?:为|系|用于|的)?([一-鿿A-Za-z0-9“”·\-]+)")
_RATE_BEHIND = re.compile(r"^的([一-鿿]{1,8}[率度])(?![一-鿿])")  # 93.93%的执行率
_PLACE = re.compile(
    "(?:[一-鿿](?:省|市|县|区|镇|乡|街道|村|社区|学校|中学|小学|医院|公司|中心|集团|大学|单位|站)|的|其他|部分)$"
)
# 年初目标值为, 实际完成, 增加到, 未突破: said of the number's role, of what it is about nothing.
_ONLY_ROLE = re.compile(
    "(?:年[初末底]|年度|全年|本年|当年|原|设定|确定|核定|下达|既定|绩效|预期|计划|实际|目标|任务|指标|完成|要求|控制|产出|测评|调查|测算"
    "|评价|结果|情况|应|须|该|数|值|量|为|是|达到?|到|在|的|均|已|约|则|仅|均|也|优于|好于|高于|低于|等于|突破|超过|超出|超|未|不|上限|下限|限额"
    "|批复|批准|核定|核准|审定|省定|市定|国定|上级|部门|原定|定下|既定|承诺|许下|规定|限定|限期|限价|限额|时限|期限|容许|允许|容忍度?|封顶|顶格|红线"
    "|底线|警戒线|警戒值|控制线|控制数|目标线|及格线|门槛|不得|不足|不到|不及|不如|未及|未到|没到|没超|没够上|没有|够上|高出|达标值|实测|实做|实为|应做|应为"
    "|应该|需要|必须|要求|只要|只需|做到|干成|办成|平均|现在|目前|现为|分别|依次|下达|改报|改为|调为|调整|变更|修订|修改|给|所|要|→|对|[的]?(?:标准|水平|口径)"
    "|与|比|较|和|同|增长|提高|提升|增加|下降|降低|减少|变化|扩大|缩短|压缩|上升|保持|稳定|维持|[升降增减]|至|由|从|略|稍|最终|保持在|以内|于|基础上)+"
)
_UPON = re.compile("(?:分别|已|并|共|实际)*[对为给向将把]")
_SUMMED_UP = re.compile(
    "(?:大|重点|主要|具体)?(?:内容|工作|任务|工程|方面|措施|项目|活动|业务|子项|环节|建设|行动)"
)
_RATES_IN_TURN = re.compile(
    "完成(?:率|比例)(?:均)?(?:分别|依次)(?:为|是|达到?)?$"
)  # one for each of those named before
_AGAIN = re.compile("^(?:实际|最终|年终|全年实际)")
_SHARE_OF = re.compile("(?:为|达|占|完成)[^到至]*的$")
_MOVED = re.compile("(?:追加|调增|调减|核减|追减|核增|收回|调剂)$")  # said of money, no name of any
_ANEW = re.compile("[；;](?P<topic>[一-鿿“”]{4,24})")  # …0.6公里；新建护岸工程四段，长3.5公里
_ASIDE = re.compile(r"\([^()]{0,40}\)")  # 调减40万元（清财〔2024〕9号），全年下达71万元
_CLAUSES = re.compile("[，,；;：:。()\n]")
_TOPIC = re.compile("(?:方面|上|指标)?$")
# 经财政局审核，批复为34万亩: of what was spoken of before.
_BY_THE_WAY = re.compile("(?:经|按|依|根据|因|由于|受|为此|截至|对照|相比|较|比|与|前者|后者|其中)")
_TITLE = re.compile("^【[^【】]*】")
_ENUMERATOR = re.compile(r"^(?:\d{1,2}[.、)]|[.·]|[①-⑳]|[一二三四五六七八九十]+是)")
_ORDERED_BY = re.compile("^.*》(?![等的和及与中])(?=[一-鿿]{2})")  # 根据《关于…的通知》下达补助资金
_SIGNS = "=≥≤<>"
_HEADED = re.compile(r"(?:^|[，,；;：:。、\n)])(?P<name>[^，,；;：:。、()\n]{2,24})\($")  # 验收合格率（100%）
_OF_THE_FORM = re.compile("(?:[一二三]级|绩效|具体|考核)?指标")
_ITEM_HEAD = re.compile(r"(?:^|[，,；;。\n)])\s*(?:\d{1,2}[.、．]|[①-⑳])?(?P<name>[一-鿿“”]{2,16})[：:]$")
_LISTING = re.compile(
    "其中|包括|如下|具体|分别|明细|构成|方面|目标|计划|实际|完成|指标|情况|结果|为$|分$|按|以下|合计|共计|总计|小计"
)
_TASK_UNITS = frozenset("项个类条")
_JOINING = frozenset({"和", "及", "与", "以及", "、"})  # 孤儿和困境儿童 is no 困境儿童
_ELLIPTIC = 2  # characters: 举办培训19期、参训2317人次
_LONGEST = 24  # characters; a longer phrase is a clause, not a name


class _Cutter(Protocol):
    tmp_dir: str | None

    def initialize(self) -> None: ...


@cache
def _language() -> Language:
    """The blank Chinese pipeline over jieba. jieba's cache is kept private: a shared one could be poisoned."""
    tokenizer = cast("_Cutter", jieba.dt)
    jieba.setLogLevel(60)
    with tempfile.TemporaryDirectory() as private:
        tokenizer.tmp_dir = private
        tokenizer.initialize()
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})


@dataclass(frozen=True, slots=True)
class Subject:
    """``text`` is the name to show; ``candidates`` what the number may be called, best first.

    ``inherited``: the number has no name of its own, only that of the number before it.
    """

    text: str
    candidates: tuple[str, ...]
    inherited: bool = False
    elliptic: bool = False  # its name was completed with the one before: 举办培训19期、参训2317人次


class Subjects:
    """Finds subjects in the words of one submission: its own indicator names count beside those of the dictionaries."""

    def __init__(self, rows: Iterable[str], dictionary: Iterable[str] = ()) -> None:
        self._nlp = _language()
        own, known = _telling(rows), _telling(dictionary)
        self._matchers = (_matcher(own), _matcher(known))
        self._names = _set_of(own), _set_of(known)

    def words(self, text: str) -> tuple[str, ...]:
        """``text`` cut to words."""
        return _cut(text)

    def named(self, text: str) -> list[str]:
        """Known indicator names that ``text`` ends with but for fillers, the longest first.

        A name in the middle of the clause is not what the number counts; one that a place or a contrast word
        narrows (东溪区新增…, 小学教师…) is not that indicator.
        """
        if not self._holds_a_name("".join(text.split())):
            return []  # cutting it to words would take longer than anything else here
        doc = self._nlp.make_doc(text)
        found = []
        spans = {(start, end) for matcher in self._matchers for _, start, end in matcher(doc)}
        for start, end in sorted(spans):
            if not strip_fillers(doc[end:].text) and not _narrows([token.text for token in doc[:start]]):
                found.append((end - start, doc[start:end].text))
        return [name for _, name in sorted(found, reverse=True)]

    def _holds_a_name(self, text: str) -> bool:
        """Whether the characters of a known name stand anywhere in ``text``."""
        own, known = self._names
        for start in range(len(text) - 1):
            for end in range(start + 2, min(start + _LONGEST, len(text)) + 1):
                if text[start:end] in own or text[start:end] in known:
                    return True
        return False

    def subject(
        self, mention: Mention, previous: Subject | None, lead: str = "", beside: Subject | None = None
    ) -> Subject:
        """What ``mention`` is about.

        ``previous`` is the subject of the number before it in the same sentence, ``lead`` the words between the two (or
        from the sentence's beginning) before its own clause: in 满意度方面，目标90% the name stands there. ``beside`` is
        the subject of the nearest number before it in the same unit.
        """
        if mention.quantity.kind is Kind.COUNT and _OF_THE_FORM.match(mention.right):
            return Subject("指标", ())  # 就诊人次、转诊率两项指标的目标值分别为…
        left = _without_periods(mention.left)
        if mention.quantity.kind is Kind.PERCENT and _RATES_IN_TURN.search(left):
            return Subject("完成率", ())
        if not left and (headed := _HEADED.search(lead)):
            left = "" if _ONLY_ROLE.fullmatch(headed["name"]) else _without_periods(headed["name"])
        elif not left and (item := _ITEM_HEAD.search(lead)) and not _LISTING.search(item["name"]):
            return self.called(item["name"])  # 1、收入：792万元
        counted = _right_noun(mention) if mention.quantity.kind is Kind.COUNT else ""
        if counted and _UPON.fullmatch(left):
            left = ""  # 对48座桥梁进行检查
        if counted and _listed_up(mention, lead, counted):
            return Subject(_shown(counted), (counted,))
        share = mention.quantity.kind is Kind.PERCENT and _SHARE_OF.search(left)  # 仅为上年实际的91%
        if left and _ONLY_ROLE.fullmatch(left) and not share:
            of_it = left == "的" and mention.quantity.kind is Kind.PERCENT  # 完成计划60公里的96.7%
            return self._named_before(previous if of_it else beside or previous, lead)
        name = strip_fillers(left) if left else ""
        verb = _AGAIN.sub("", name)
        if beside is not None and verb != name and len(verb) >= _ELLIPTIC and verb in beside.text:
            return Subject(beside.text, beside.candidates, elliptic=True)  # 计划输送运动员10人，实际输送9人
        right = _right_noun(mention)
        if mention.quantity.kind is Kind.COUNT and right:
            verb = name if len(name) <= 4 else ""
            shorter = self._beginnings(right)
            return Subject(
                _shown(verb + right),
                _unique(verb + right, right, name + right, name, *shorter, *self.named(left)),
            )
        if not name and right:
            return Subject(_shown(right), _unique(right, *self.named(right)))
        candidates = [*_with_trend(name, mention), name, *self._suffixes(name), *self.named(left)]
        if previous is not None and (anew := _ANEW.search(lead)) and not _LISTING.search(anew["topic"]):
            previous = self.called(anew["topic"])
        if previous is not None and (not name or _RELATIVE.match(name) or len(name) <= 4):
            if not name:
                return Subject(previous.text, previous.candidates, inherited=True)
            joined = [head + name for head in self._heads(previous)]
            shown = previous.text + name if _RELATIVE.match(name) or len(name) <= _ELLIPTIC else name
            own = [] if _RELATIVE.match(name) else [name]
            return Subject(_shown(shown), _unique(*own, *joined, *candidates), elliptic=True)
        return Subject(_shown(name), _unique(*candidates))

    def _named_before(self, previous: Subject | None, lead: str) -> Subject:
        """The subject of 目标95%, 实际97.5%: the clause before, where it is no number's, else the number before."""
        lead = _ASIDE.sub("", _without_periods(lead))
        clauses = [each for each in _CLAUSES.split(lead) if len(each) >= _ELLIPTIC]
        own = [
            _TOPIC.sub("", each)
            for each in clauses
            if not _ONLY_ROLE.fullmatch(each) and not (previous and _BY_THE_WAY.match(each))
        ]
        if own and own[-1]:
            name = strip_fillers(own[-1])
            return Subject(_shown(name), _unique(name, *self._suffixes(name), *self.named(name)))
        if previous is None or _MOVED.search(previous.text):
            return Subject("", ())
        return Subject(previous.text, previous.candidates, elliptic=True)

    def _beginnings(self, right: str) -> list[str]:
        """What is counted without the verbs behind it: 小型水库实行物业化管护 → 小型水库."""
        words = self.words(right)
        return [
            each for end in range(len(words) - 1, 0, -1) if len(each := "".join(words[:end])) >= _ELLIPTIC
        ]

    def called(self, name: str) -> Subject:
        """The subject of a number that is told its name elsewhere in the sentence."""
        name = strip_fillers(_without_periods(name))
        return Subject(_shown(name), _unique(name, *self._suffixes(name), *self.named(name)))

    def _suffixes(self, name: str) -> list[str]:
        """The name without its first words, one at a time: 大力推动研发投入 → 推动研发投入, 研发投入."""
        words = self.words(name)
        starts = [at for at in range(1, len(words)) if words[at] not in _JOINING]
        ends = [(words[:at], "".join(words[at:])) for at in starts]
        contrasts = load_words().contrasting.findall(name)  # 经费控制率 is not all of 公用经费控制率
        return [
            end
            for before, end in ends
            if len(end) >= 4 and not _narrows(before) and all(word in end for word in contrasts)
        ]

    def _heads(self, previous: Subject) -> list[str]:
        """Beginnings of the previous name to put before an elliptic one: 技术合同登记…，成交额 → 技术合同 + 成交额."""
        heads: list[str] = []
        for candidate in previous.candidates[:2]:
            words = self.words(candidate)
            heads += ["".join(words[:at]) for at in range(len(words), 0, -1)]
        return heads


def _with_trend(name: str, mention: Mention) -> list[str]:
    """人均能耗下降2.2% may be the row 人均能耗下降率."""
    trend = mention.quantity.trend
    if not trend or mention.quantity.kind is not Kind.PERCENT or not name:
        return []
    return [
        name + word
        for word in (("下降率", "降低率", "减少率", "降幅") if trend < 0 else ("增长率", "提高率", "增幅"))
    ]


@lru_cache(maxsize=20_000)  # names come again and again, in one report and in the next
def _cut(text: str) -> tuple[str, ...]:
    return tuple(token.text for token in _language().make_doc(text))


def _narrows(before: Sequence[str]) -> bool:
    """Whether words left out in front of a name would change it: a place, a unit, a level, somebody's, one thing more."""
    text = "".join(before)
    return bool(text) and bool(
        not _JOINING.isdisjoint(before) or _PLACE.search(text) or load_words().contrasting.search(text)
    )


def _listed_up(mention: Mention, lead: str, counted: str) -> bool:
    """购置装备、建设应急站和安装广播终端4项内容: the number says how many were listed, not of the last."""
    listed = lead.endswith("、") or re.search("[和及与等]", mention.left)
    return bool(listed) and mention.quantity.unit.base in _TASK_UNITS and bool(_SUMMED_UP.match(counted))


def _without_periods(left: str) -> str:
    """The words before the number without dates and quotations that are not the name itself."""
    for start, end, _, _ in reversed(list(find_periods(left, year=2000))):
        left = left[:start] + left[end:]
    left = _ORDERED_BY.sub("", _TITLE.sub("", left))
    return _ENUMERATOR.sub("", left).rstrip(_SIGNS)


def _right_noun(mention: Mention) -> str:
    """What is counted, where it stands behind the number: 16所学校, 150万元为应拨未拨资金."""
    right = mention.right
    if mention.quantity.kind is Kind.PERCENT:
        rate = _RATE_BEHIND.match(right)
        return rate.group(1) if rate else ""
    if mention.quantity.kind not in (Kind.COUNT, Kind.MONEY) or not right or _VERBAL_RIGHT.match(right):
        return ""
    if mention.quantity.kind is Kind.MONEY and not right.startswith(("为", "系", "用于", "的")):
        return ""
    found = _RIGHT_NOUN.match(right)
    return found.group(1)[:_LONGEST] if found else ""


def _shown(name: str) -> str:
    return name[-_LONGEST * 2 :]


def _unique(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _telling(names: Iterable[str]) -> tuple[str, ...]:
    """The names that are worth looking for: neither bare heads nor whole sentences."""
    generic = load_words().generic
    return tuple(sorted({name for name in names if 2 <= len(name) <= _LONGEST and name not in generic}))


@lru_cache(maxsize=8)
def _set_of(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset("".join(name.split()) for name in names)


@lru_cache(maxsize=8)
def _matcher(names: tuple[str, ...]) -> PhraseMatcher:
    """Cutting the dictionaries' names to words costs more than a report does; they are the same for every report."""
    nlp = _language()
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("INDICATOR", [nlp.make_doc(name) for name in names])
    return matcher
