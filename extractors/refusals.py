"""Terms that have the shape of a quantity and are none: names, dates, codes, idioms, ordinals."""

from __future__ import annotations

import re

from extractors.bounds import loosened_after, loosened_before
from extractors.masks import (
    after_letter,
    heads_section,
    in_name,
    in_title,
    is_label,
    is_part_of_code,
    is_set_phrase,
)
from extractors.signs import currency
from extractors.terms import Term
from schemas.quantity import Kind

_YEARS_FROM, _YEARS_TO = 15, 40  # "24年" is a year as often as a span: without a cue it is left alone
_COUNTED = re.compile("(?:共|共有|[共总合]计|仅|仅有|只有)$")  # 共计一家 counts, 一家 alone is an article
_SPAN_CUE = re.compile(
    "(?:(?:期|期限|年限|时限|时间|周期|寿命|工期|任期)(?:一般|原则上|最长|最短|均|暂定|暂|约|仅)?(?:为|是|定为|延长至|延长到|缩短至|缩短到|达到?|[:：])?"
    "|连续|历时|为期|满|超过?|达|限|[共长间约]|不少于|不低于|至少|用|花|历经|延长|缩短|提前|推迟|延期|持续|坚持|耗时|长达|时隔|服刑|任职|服务|从业|工作|缴费|参保|居住)$"
)
_ROUGH_PERIOD = re.compile("(?:[近前头后下每]|(?<!超)过)$")  # 近三年, 过去…: a period, no span
_SPAN_AFTER = re.compile(
    "的?(?:时间|周期|期限|工期|建设期|实施期|服务期|过渡期|质保|保修|免费|试用期|有效期|经验|工龄|以[上内下]|左右|(?:期)?[届期]?满)"
)
_PLANS = re.compile("行动|规划|计划|方案|制|来|间|期")  # 三到五年规划
_DAY_CUE = re.compile(
    "(?:期|期限|时限|时间|周期|公示|公告|历时|为期|滞留|逾期|提前|推迟|延长|延期|压缩|缩短|共|连续|达|满)(?:一般|约|仅|不少于|为|是|至|到|达到?|[:：])?$"
)
_OF_A_MONTH = re.compile("(?:[月旬]|[日至到~—-])$")
# 分三个阶段: how a text or a course is divided, nothing that was done.
_DIVISIONS = re.compile("阶段|方面|环节|步骤|层面|层次|维度|角度|部分(?!项目|资金)|关口|档次|时段")
_MOST_DIVISIONS = 12
_DEEDS = re.compile(
    "(?:重点|惠民|民生|为民|便民|利民|大|要|办)*实事"
)  # 十件民生实事: the name of a programme
_DECIMALS = re.compile("(?:小数点?|小数位|有效数字)(?:之?后|保留|为|取)?(?:至|到)?$")
_IN_A_NAME = re.compile(
    "(?:以?内|之内|范围内?)?(?:(?:服务|公交|站点|公共交通|绿地|养老|医疗|体育)*(?:半径|覆盖率|覆盖|见[绿园])|[一-鿿]{0,4}(?:圈(?!定|出|占)|走廊)"
    "|(?:现场|及时|首次|上门|快速|电话|初次|限时)?(?:到达|响应|办结|到场|随访|反应|处置|送达|上门|接通|答复|回复|受理|出警|救援|复电|抵达|见面|签收|送检)率)"
)
_ROUND_THE_CLOCK = re.compile(
    "(?:全天候|不间断|值[守班]|在线|不打烊|自助|应急|待命|巡[查逻护]|热线|畅通|轮[值班]|监[控测]|服务|受理|待[岗机])"
)
_COMES_TO_AN_END = re.compile(r"\)(?:期?[届]?满|到期|结束|过后|之?后)")  # 质保期（12个月）满后


_HELD = re.compile("(?:举办|开办|开展|组织|培训班|完成|连办|共|计|办|推出|播出|刊发|出版|编印)(?:了|共)?$")
_DENSITY = re.compile(
    "(?:每[^，。；、]{1,8}|均[^，。；、]{0,6}|密度[为达]?|[约达为到至]|超过?|不低于|不少于)$"
)
_QUOTED_BEFORE = frozenset("》新")
_NAME_REACH = 24
_OPENS = re.compile("[“「『]")
_JOINS_NAMES = frozenset("和与及、")
_LAST_PLACES = frozenset("后末尾")
_CODES_FROM = 200  # 302类, 310类: classes of the budget, which has no more than a dozen of them
_SHEETS = frozenset({"幅", "张", "份", "套", "册"})
_NAMES_COPIES = frozenset("号式")
_OF_ADDRESSES = frozenset("栋幢楼层座间室单元")
_STRONG = frozenset({Kind.MONEY, Kind.PERCENT, Kind.POINTS})
_WATCHED = frozenset("个件项位条类款")  # 三个阶段, 十件实事, 两位小数, 新12条, 302类
_CLOCK_WORDS = frozenset("时点")
_CLAUSE_ENDS = frozenset("，,。；;、）)") | {""}
_NO_NOUN = frozenset("每同统这那任某另第逐哪单唯之首进是有了为在按作如再又年月季周天日中其下上同了的到成")
_OFTEN = re.compile("每|各|逐|[一两三]年|一[一-鿿]|至少")
_AFTER_SMALL_SUM = set("，,。；;、）)的整/每 ") | {""}
_HAN_DIGITS = set("一二三四五六七八九处")


def is_none(text: str, term: Term, floor: int) -> bool:
    """Whether the term, though it has the shape of a quantity, is a name, a date, a code or an idiom."""
    start, end, kind = term.start, term.end, term.unit.kind
    before = text[start - 1 : start]
    if before == "每" or (
        before in _CLOCK_WORDS and kind is Kind.SCORE and text[start - 2 : start - 1].isdigit()
    ):
        return True  # 每100元收入, 10时30分
    if (
        before.isdigit()
        or (is_label(text, start) and not _counts_its_own(text, term))
        or is_part_of_code(text, start, end)
    ):
        return True
    if after_letter(text, start) and not (kind in _STRONG and text[max(0, start - 3) : start].isalpha()):
        return True
    if before == "“" and term.han and _is_quoted(text, _behind(text, term)):
        return True  # “两节”
    if in_title(text, start):
        return True
    quoted = kind is not Kind.MONEY and _OPENS.search(text, max(0, start - _NAME_REACH), start)
    if quoted and in_name(text, start, _behind(text, term)):
        return True
    if text.startswith("半", end):
        return True  # 2年半: not read
    if before in _NAMES_COPIES and _is_of_an_address(before, term.unit.name):
        return True
    if kind is Kind.DURATION or kind is Kind.MEASURE:
        if term.number == 24 and _ROUND_THE_CLOCK.match(text, end):
            return True
        if _IN_A_NAME.match(text, end) or (
            text[start - 1 : start] == "(" and _COMES_TO_AN_END.match(text, end)
        ):
            return True
        if kind is Kind.DURATION:
            return _is_date(text, term, floor)
        if (
            term.unit.base == "千瓦时"
            and term.unit.name == "度"
            and "电" not in text[max(0, start - 4) : start]
        ):
            return True
        if term.unit.name == "方" and term.han:
            return True  # 三方协议
    if term.unit.name in _WATCHED and (_divides(text, term) or _names_article(text, term)):
        return True
    if term.han or text[start] in "几数上":
        return _is_idiom(text, term)
    return _is_stray_decimal(text, term, floor)


def _is_of_an_address(before: str, unit: str) -> bool:
    """人民路66号5栋 is a place, 一式3份 a form in three copies."""
    return unit in _OF_ADDRESSES if before == "号" else unit == "份"


def _is_quoted(text: str, end: int) -> bool:
    return text[end : end + 1] == "”"


def _counts_its_own(text: str, term: Term) -> bool:
    """线上129份，电话61份: the means of a survey, no number to call; 编制区划图24幅: so many maps, not the 24th."""
    if text.endswith("电话", 0, term.start):
        return term.unit.kind is Kind.COUNT
    return text[term.start - 1 : term.start] in {"图", "表"} and term.unit.name in _SHEETS


def _behind(text: str, term: Term) -> int:
    """Where the term ends with the loosening word after it."""
    after = loosened_after(text, term.end, duration=True, measure=True)
    return after.at if after else term.end


def _divides(text: str, term: Term) -> bool:
    """Whether what is counted is how something is divided or written: 三个阶段, 两位小数, 十件实事."""
    name, end = term.unit.name, term.end
    if name == "个":
        return (
            term.number is not None
            and term.number <= _MOST_DIVISIONS
            and _DIVISIONS.match(text, end) is not None
        )
    if name in {"件", "项"}:
        return bool(term.han) and _DEEDS.match(text, end) is not None
    return name == "位" and _DECIMALS.search(text, max(0, term.start - 8), term.start) is not None


def _names_article(text: str, term: Term) -> bool:
    """“过紧日子”20条, 302类商品和服务支出, 身份证号后四位: names, codes, places in a code."""
    name, before = term.unit.name, text[term.start - 1 : term.start]
    if name == "条":
        opened = text.rfind("“", max(0, term.start - _NAME_REACH), term.start) if before == "”" else -1
        return before in _QUOTED_BEFORE or (opened > 0 and text[opened - 1] in _JOINS_NAMES)
    if name == "位":
        return before in _LAST_PLACES
    return (
        name in {"类", "款"}
        and not term.han
        and term.number is not None
        and _CODES_FROM <= term.number < 1000
    )


def _is_date(text: str, term: Term, floor: int) -> bool:
    """Years and the spans that only name a period: 2024年, 近三年, 24年, 五年规划."""
    start = term.start
    number = term.number if term.number is not None else (term.ends.low if term.ends else None)
    if number is None or term.unit.base != "年":
        if term.unit.name == "日" and not _is_days(text, term, floor):
            return True
        return number is None or (bool(term.han) and _is_idiom(text, term))
    if text.startswith("期", term.end) and not text.startswith(("期限", "期间", "期满"), term.end):
        return True  # 1年期LPR
    if number >= 100 or _ROUGH_PERIOD.search(text, max(0, start - 2), start) or is_set_phrase(text, start):
        return True
    after = loosened_after(text, term.end, duration=True, measure=False)
    cued = (
        after is not None
        or (
            (bool(term.odd) or term.ends is not None or term.decimals > 0)
            and not _PLANS.match(text, term.end)
        )
        or _SPAN_CUE.search(text, max(floor, start - 8), start) is not None
        or _SPAN_AFTER.match(text, term.end) is not None
    )
    if term.han or _YEARS_FROM <= number <= _YEARS_TO:
        return not cued
    return False


def _is_days(text: str, term: Term, floor: int) -> bool:
    """Whether 30日 is thirty days rather than the 30th."""
    start = term.start
    if _OF_A_MONTH.search(text, max(floor, start - 1), start):
        return False
    if loosened_after(text, term.end, duration=True, measure=False) or text.startswith("的", term.end):
        return True
    before = loosened_before(text, start)
    return before is not None or _DAY_CUE.search(text, max(floor, start - 8), start) is not None


def _is_idiom(text: str, term: Term) -> bool:
    """一个, 二次, 百万, 人数十人: Chinese numerals that are words."""
    start, han = term.start, term.han
    before = text[start - 1 : start]
    if text[start] in "几数上":
        return before in set("人户个项次件总指分参倍基系以线网会市路马好百千") and before != ""
    if is_set_phrase(text, start):
        return True
    if han[0] in "百千万亿佰仟萬億":
        after = loosened_after(text, term.end, duration=False, measure=False)
        # 单价百万元以上大型设备; 万元以上设备, 亿元以上企业 are names of a class
        least = after is not None and term.unit.kind is Kind.MONEY and han[0] in "百千"
        return loosened_before(text, start) is None and not term.odd and not least
    if term.unit.kind in {Kind.PERCENT, Kind.RATIO} and term.unit.name != "成":
        return False
    if term.unit.name == "次" and text.startswith("会议", term.end) and before and before in "大协会届":
        return True  # 人大三次会议 is the third
    if len(han) == 1 and before == "、" and text[start - 2 : start - 1] in _HAN_DIGITS:
        return True  # 四、五类桥梁, 一处、二处、三处 enumerate
    if len(han) == 1 and term.unit.name in {"处", "科"} and text[term.end : term.end + 1] in {"、", ")"}:
        return True
    if before and before in "统第唯专同单万之初周星礼":
        return True
    loose = loosened_before(text, start) or loosened_after(text, term.end, duration=True, measure=True)
    if han in {"一", "二"}:
        if _closes_clause(text, term) or _COUNTED.search(text, max(0, start - 2), start):
            return False
        if term.unit.name == "成":
            return text.startswith(("不", "熟"), term.end)
        weak = loose is None or loose.word in {"突破", "过", "近", "超"}  # 突破一批 is no number
        return weak and term.unit.kind is not Kind.MULTIPLE
    if term.unit.kind is Kind.SCORE:
        return len(han) < 3
    if term.unit.kind is Kind.MONEY and len(han) == 1 and not term.scaled:
        return loose is None and text[term.end : term.end + 1] not in _AFTER_SMALL_SUM  # 三元里, 二元结构
    # 三期工程 is the third; 两期, and three that are held, are counted
    return (
        term.unit.name in {"期", "届"}
        and loose is None
        and han != "两"
        and not _HELD.search(text, max(0, start - 4), start)
    )


def _closes_clause(text: str, term: Term) -> bool:
    """投诉一件。 counts, 一件投诉 may be an article; 每月一次 is neither."""
    if term.unit.kind is not Kind.COUNT or text[term.end : term.end + 1] not in _CLAUSE_ENDS:
        return False
    start = term.start
    before = re.split("[，,。；;、：:（(]", text[max(0, start - 12) : start])[-1]
    return (
        len(before) >= 2 and before[-1] >= "一" and before[-1] not in _NO_NOUN and not _OFTEN.search(before)
    )


def _is_stray_decimal(text: str, term: Term, floor: int) -> bool:
    """A section number run into the text (2.3本项目): things do not come in decimals, densities (13.79件) do."""
    if term.unit.kind is not Kind.COUNT or term.scaled:
        return term.unit.kind is Kind.BARE and not term.scaled and not currency(text, term.start, floor)
    if not term.decimals or term.unit.per:
        return False
    if term.end < len(text) and heads_section(term.start, f"{term.number}"):
        return True
    if len(term.unit.name) > 1 or _DENSITY.search(text, max(floor, term.start - 12), term.start):
        return False
    return term.unit.name not in {
        "件",
        "人",
        "户",
        "张",
        "名",
        "人次",
        "辆",
        "床",
        "张床位",
        "位",
        "家",
        "个",
        "台",
        "所",
    } or (text[term.start - 1 : term.start] in set("元%个项家") and term.start > 0)
