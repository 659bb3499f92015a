"""Money and its stage: whether an amount is the whole project's own, and whether it was budgeted, received or spent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.passages import Context
from extractors.periods import find_periods
from schemas.fact import Role
from schemas.words import load_words

_OTHER_MONEY = re.compile("三公|公务接待|公务用车|因公出国|政府采购|基本支出|人员经费|公用经费|机关运行")
# 临时救助1400人次，支出262.7万元: what was spent on those, not the project's money.
_SPENT_ON_THOSE = re.compile(
    r"\d(?:余|多|万)?(?![余多万亿]?(?:[年月日时元]|万元|亿元))[一-鿿]{1,4}[，,](?:共|已|累计|共计)?(?:支出|支付|发放|使用|补助|兑付|拨付)(?:资金|经费|补助|补贴)?(?:共|共计|了|为)?$"
)
# 对85个站点给予补助，共支出120万元
_SPENT_ON_SOME = re.compile(
    r"(?:对|为|给|向)[^，。；\d]{0,6}\d+[^，。；\d]{2,20}[，,](?:共|已|累计|共计)?(?:支出|支付|发放|使用|补助|兑付|拨付)(?:资金|经费|补助|补贴)?(?:共|共计|了|为)?$"
)
# 归集维修资金7000万元，使用500万元: what people paid in.
_PAID_IN = re.compile(
    r"(?:归集|征收|收取|代收|募集)[^，。；、\d]{2,16}[\d.,]+(?:亿|万)?元[、，,](?:共|已|累计|实际)?(?:使用|支出|支用|支付)(?:了|共|为)?$"
)
# 全年基金收入3.09亿元、支出2.72亿元: the money of a fund, which the project only pays into.
_OF_A_FUND = re.compile(
    r"基金(?:总|当期|当年)?收入[^，,、；。\d]{0,4}[\d.,]+(?:亿|万)?元[、，,](?:基金)?(?:当期|当年)?(?:总)?支出(?:为|共|共计)?$"
)
# 12月受理、次年拨付的60.82万元: not of the report year.
_NEXT_YEAR = re.compile("次年|翌年|明年|来年|下一?年度?|(?:以后|后续)年度")
# 1.康复救助，支出256万元: an item of a list.
_ITEM = re.compile(
    r"^\s*(?:\d{1,2}[.、．)]|[(（][一二三四五六七八九十\d]{1,2}[)）]|[①-⑳]|[一二三四五六七八九十]是)(?P<name>[^，,。；:：]{2,24})[，,:：]$"
)
_WHOLE = re.compile("全年|实际|年末|年初|预算|执行|总")
_PLACES = tuple("省市州盟县区旗")
_PLACE = re.compile("(?<![一-鿿])(?P<stem>[一-鿿]{2,4}?)[省市州盟县区旗]")
_PARTS_OF_A_YEAR = ("初", "中", "末", "底")
_MARKS = re.compile('[“”"《》<>‘’]')
_NOTHING_DUE = re.compile(r"[\d.,，、的地得了]")
_MOST_OF_A_NAME = (
    0.6  # 科技发展 of 科技发展专项资金 is the project, 设备更新 of 食堂建设与设备更新 one half of it
)
_OF_THE_DEPARTMENT = 4  # characters that name the department: 街道 alone is a level of government
_ORDER = (
    Role.CARRY_OVER,
    Role.BALANCE,
    Role.BUDGET_ADJUST,
    Role.BUDGET_FULL,
    Role.BUDGET_INITIAL,
    Role.ARRIVED,
    Role.EXECUTED,
    Role.BUDGET,
)

# Money that is earned, owed, borrowed or priced has no stage of the budget, whatever was said before it.
_NO_STAGE = re.compile(
    "资产|负债|合同价|产值|收入|增收|利润|交易额|成交额|销售|贷款|利息|罚|损失|税|债|融资|存款|投融|造价|零售|进出口|外资|出让金|追缴|募集|引进|(?:带动|拉动|促进)[^，。；、]{0,6}消费|消费额|单价|均价|价值|成本|保费|基金|GDP|增加值"
    "|合同|中标|招标|控制价|成交价|节约|节支|节资|缺口|人均|户均|亩均|生均|[次件例案床村台套篇份册]均|单位面积|社会(?:资本|投资|力量|资金|捐)|(?:企业|居民|群众|个人)(?:出资|自筹|投入|投资|缴)|民间|研发|审减|核减|欠|封顶|最高|助学金|救助金|保证金|赔|捐"
)
_STAGES = (
    (
        Role.CARRY_OVER,
        "(?:上年|以前年度|往年|上一年度?)(?:度)?(?:结转|结余)|(?:年初|期初)的?(?:结转|结余)|(?:内含|含|结余|按规定|上年)结转(?:过来)?的?$|结转(?:过来)?的$|[上去]年[^，。；、]{0,2}[带转余](?:过)?来的$",
    ),
    (
        Role.BALANCE,
        "未(?:能|完成|及时|实现|形成)?(?:支出|使用|拨付|支付|执行|兑付|列支|支$|付(?!费))|待(?:支付|拨付|付)|结余|剩余|还剩|尚余|(?:缴回|退回|上缴|交回|收回)(?:国库|财政)|结转(?:至|到)?下年(?:度)?(?:继续)?(?:使用|支出|支付)?",
    ),
    (
        Role.BUDGET_ADJUST,
        "(?:收回|压减|调减|核减|追加|调增)的?(?:预算|资金|指标)$|增拨|再拨|调入$|(?:年中|执行中|中途)(?:追加|收回|交回|调整$)",
    ),
    (
        Role.BUDGET_INITIAL,
        "年初(?:部门|批复)?预算(?:批复|(?:安排|核定)(?:[^，。；、\\d]{0,8}支出$)?)?|预算中(?:批复|安排|下达|编列)|批复(?:的)?预算|年初(?:批复|核定|安排|下达)(?:[^，。；、\\d]{0,30}预算$)?|年初(?:数|的)?$|原批|调整前",
    ),
    (
        Role.BUDGET_FULL,
        "全年预算|调整(?:后)?(?:的)?预算|调整后|应到位?$|(?:盘子|总盘|预算规模|资金规模|资金总量)[^，。；、\\d]{0,6}[到至为]$",
    ),
    (
        Role.BUDGET,
        "采购预算|[下明]一?年度?(?:的)?(?:部门|项目)?预算[^，。；]{0,8}$|预算(?:项目)?支出|总投资|概算|估算|计划投资|预算(?:支出|收入)?(?:总计|合计|总额|安排|金额)?数?(?:[还仍]?(?:分别|依次)?[为是]|共)?$|(?:支出|收入|收支)预算",
    ),
    (Role.ARRIVED, "(?<!应)(?<!(?<!预算)(?<!资金)执行)到位(?!率)|实到|到账|拨来"),
    (
        Role.BUDGET_FULL,
        "下[达拨]|批复(?!的|前)|分配|预拨|清算(?:资金|下达)|新拨的?$|安排(?!支出)|落实(?![^，。；]{0,10}(?:要求|政策|措施|精神|责任|规定|制度))|拨款|专款|配套|(?:上级|中央|省级?|市级?|县级?|区级?|本级)(?:财政)?(?:补助|资金|专项)|补助资金|可用(?:资金|财力|额度|指标|的$)|(?:预算|资金)指标(?:为|是)?$|可动用|(?<!现场)(?:自评|评价)(?:涉及)?(?:财政|项目|专项)?资金(?:总额|规模)?(?:为|共)?$|资金投入(?:总额)?(?:为|共)?$|来源|总投入|筹措|争取",
    ),
    (
        Role.EXECUTED,
        "(?<!预算)(?<!预算项目)支出(?!预算)|(?<!直接)(?<!转移)支付(?!率)|执行(?!率|进度|标准|(?<!预算执行)(?<!资金执行)到位)|(?<![财务工])(?<!竣工)决算(?:数|支出|总?额)?(?:为|是|共)?$|兑付|兑现|列支|用款|使用资金|开支|报账|入账|核销|划拨|付出|支用|使用了?$|花了|花费|花[掉去出]|[用支]掉|用去|支了|[已实]支|[已实]付|付(?:预付|进度|结算|尾)款|决算(?:数|总?支出|总?额)$"
        "|预付|(?:签约|交货|到货|验收|完工|竣工|期满)(?:后|时)?再?付$|完成投资|实际(?:完成)?采购|投入(?:财政|项目|专项)?资金|累计投入|拨付|用于|用在|(?<=[，,])投资$",
    ),
)
_STAGE = re.compile("|".join(f"({pattern})" for _, pattern in _STAGES))
_BRACKETED = re.compile(r"\([^()]*\)")
_BESIDE = 6  # characters: 兑付资金共385万元
_OUTSIDE = re.compile("超范围|违规|挪用|虚列|套取|未按|自筹|上限|下限|限额|封顶|标准|基金")
_SPENT_BEHIND = re.compile(
    "^(?:均|已|已经|全部|都)+.{0,8}(?:支付|支出|拨付|使用|执行|花|用)|^的?(?:全年|年度|本年)?支出"
)  # 全部资金320万元均通过国库支付
_CAME_BEHIND = re.compile("^(?:已|均|全部|也|才|直到|于|在|[^，。；、]{1,8}[月底末日])*(?:到账|到位)(?!率)")
_LEFT_BEHIND = re.compile(
    "^(?:尚|还|仍|均)*(?:未(?:能|实际|及时|形成|完成|实现)?(?:(?:在|于)?[^，。；]{0,6}前)?(?:[用支付兑花]|使用|拨付|执行|动用)|没有?(?:[用支付花]|使用|拨付)"
    "|结余|结转|趴在|留在|沉淀|(?:已|由财政)?(?:缴回|交回|上缴|收回|退回))"
)  # 年末尚有145万元未用, 51.13万元还趴在账上
_BUDGET_BEHIND = re.compile(
    "^的(?:全年|年度|本年)?(?:总?预算(?![^，。；]*(?:内|中))|(?:财政|专项|项目)(?:资金|经费))"
)
_MOVED_BEHIND = re.compile("^[是系][^，。；]{0,10}(?:压减|核减|调减|追加|调增|收回)")
_STILL = re.compile("(?:尚|还|仍|剩|余|剩下)有?的?$")
_FOR_EACH = re.compile("[人户亩生校村站台套次件床]均(?!基本|公共)[^，。；]{0,8}$")
_PAID_OUT = re.compile(
    "(?:已|实际|全年|共|累计|完成)(?:支付|拨付|使用|支出|兑付|发放|列支)了?(?:中央|省级?|市级?|县级?|区级?|上级|本级|各级|财政|专项|项目|补助|补贴|奖补|配套|[和与及、])*(?:资金|补助|补贴|经费|专款)(?:共计?|合计|总计|为|达)?$"
)
_THE_REST = re.compile("(?:剩余|其余)的?$")
_FOR = re.compile("^[为是用]")
_PLANS = re.compile("预算(?:安排|总表|编制|收支|情况说明|数据|表|公开)|(?:收支|支出|收入)预算")
_DONE = re.compile("已|实际|足额|决算")
_FINAL = re.compile("决算(?![^。；]*预算)")  # 项目支出决算600万元，其中：道路200万元
_NOT_YET = re.compile("预计|测算|标准|应|需|拟|将|建议|力争")
_TITLE_STAGES = (
    (
        Role.EXECUTED,
        re.compile(
            "(?:资金|经费|项目|预算|专项|实际)(?:实际)?(?:使用|支出|执行)|支出(?:情况|结构|明细|构成)|执行率"
        ),
    ),
    (
        Role.BUDGET_FULL,
        re.compile(
            "(?:资金|经费|预算)(?:安排|投入(?!情况分析|[和及与、]?使用)|来源|到位|下达|分配|筹措|落实)|下达"
        ),
    ),
)


def own_role(
    left: str, right: str, said: str, before: str, titles: Sequence[str], context: Context
) -> Role | None:
    """The stage of money that is the project's own: nothing but budget words and the project's name before it.

    ``left`` is its clause up to it, ``right`` what follows, ``said`` the same or its subject where the clause is empty, ``before`` its sentence.
    """
    if "其中" in before and not _WHOLE.search(left):
        return None
    if _is_rest_of_a_list(left, right):
        return None
    item = _ITEM.search(before.removesuffix(left))
    if item is not None and not _only_budget_words(item["name"], context):
        return None  # but 3.调整后预算：328万元 is of the whole
    if any(
        each.search(before) for each in (_SPENT_ON_THOSE, _SPENT_ON_SOME, _OF_A_FUND, _PAID_IN, _OTHER_MONEY)
    ):
        return None
    if any(_OTHER_MONEY.search(title) for title in titles):
        return None
    words = load_words()
    for role in _ORDER:
        if words.budget[role].search(said):
            if role is Role.EXECUTED and _NEXT_YEAR.search(left):
                return None
            return role if _only_budget_words(said, context) else None
    return None


def stage_of(left: str, right: str, before: str, titles: Sequence[str]) -> Role | None:
    """The stage of an amount that is part of the money: as its clause says, else its sentence, else the headings.

    Under 部门预算情况说明 what is called 支出 is planned.
    """
    stage = _stage(left, right, before, titles)
    # 已足额拨付至中心账户, whatever the heading
    told = stage is Role.EXECUTED and (_DONE.search(left) or _FINAL.search(before))
    if (
        stage in (Role.EXECUTED, Role.BUDGET_FULL, None)
        and not told
        and any(_PLANS.search(title) for title in titles)
    ):
        return Role.BUDGET
    return stage


def _stage(left: str, right: str, before: str, titles: Sequence[str]) -> Role | None:
    if _SPENT_BEHIND.match(right):
        return Role.EXECUTED
    if _CAME_BEHIND.match(right):
        return Role.ARRIVED  # 第三批资金58万元于11月到账
    if _FOR_EACH.search(left):
        return None  # 亩均投入财政资金1500元
    if _MOVED_BEHIND.match(right):
        return Role.BUDGET_ADJUST  # 差额37万元系财政部门统一压减
    earned = left.endswith("收入")  # 罚没收入184万元上缴国库
    if _LEFT_BEHIND.match(right) and not earned and (_STILL.search(left) or not _last_stage(left)):
        return Role.BALANCE
    found = _last_stage(left)
    if found is None and _BUDGET_BEHIND.match(right) and not _NO_STAGE.search(left):
        return Role.BUDGET_FULL  # 1030万元的预算
    if (found is None or found[0] is Role.BUDGET_FULL) and _PAID_OUT.search(left):
        return Role.EXECUTED  # 已拨付中央资金680万元, 全年发放补助731万元
    if found is not None and found[0] is Role.BALANCE and _is_rest_of_a_list(left, right):
        found = None
    if found is not None and (len(left) - found[1] <= _BESIDE or not _NO_STAGE.search(left)):
        return None if _OUTSIDE.search(left) else found[0]
    if _NO_STAGE.search(left):
        return None
    if _NOT_YET.search(before):
        return None
    found = _last_stage(_BRACKETED.sub("", before))
    if found is not None and found[0] in (Role.EXECUTED, Role.BUDGET_FULL) and not _NO_STAGE.search(before):
        return found[0]
    if "预算" in before or _NO_STAGE.search(before):
        return None
    for title in reversed(titles):
        said = [role for role, pattern in _TITLE_STAGES if pattern.search(title)]
        if said:
            return said[0] if len(said) == 1 else None
    return None


def _is_rest_of_a_list(left: str, right: str) -> bool:
    """剩余62万元为设备购置: the rest of a list, not a balance."""
    return bool(_THE_REST.search(left) and _FOR.match(right))


def _last_stage(text: str) -> tuple[Role, int] | None:
    """The stage that ``text`` names last, and where that word ends."""
    found = list(_STAGE.finditer(text))
    return (_STAGES[(found[-1].lastindex or 0) - 1][0], found[-1].end()) if found else None


def _only_budget_words(left: str, context: Context) -> bool:
    rest = left = _MARKS.sub("", left)
    for start, end, _, _ in reversed(list(find_periods(left, year=2000))):
        when = " 年" if rest[end : end + 1] in _PARTS_OF_A_YEAR else " "  # 2024年初预算
        rest = rest[:start] + when + rest[end:]
    if any(place not in context.department for place in _namesakes(left, context.department)):
        return False
    core = _core(context.project)
    short = {_core(name) for name in context.short_names}
    pieces = _NOTHING_DUE.sub("", _beside_budget_words(rest)).split()
    named = [
        piece
        for piece in pieces
        if piece not in short
        and not (len(piece) > 1 and context.department.startswith(piece))  # 河西市…专项 of 河西市科技局
        and (len(piece) < _OF_THE_DEPARTMENT or piece not in context.department)
    ]
    return all(piece in core and len(piece) >= _MOST_OF_A_NAME * len(core) for piece in named)


def _namesakes(left: str, department: str) -> list[str]:
    """临江市 in a report of 临江州财政局: the department's own place, or another one called like it."""
    return [
        found.group()
        for found in _PLACE.finditer(left)
        if department.startswith(found["stem"]) and department[len(found["stem"]) :][:1] in _PLACES
    ]


def _core(name: str) -> str:
    """A project's name without years and budget words."""
    return "".join(_beside_budget_words(re.sub(r"\d{4}年度?", "", name)).split())


def _beside_budget_words(text: str) -> str:
    """What is left of ``text`` when budget words are taken out, blanks in their places."""
    for pattern in load_words().budget.values():
        text = pattern.sub(" ", text)
    for word in load_words().budget_fill:
        text = text.replace(word, " ")
    return text
