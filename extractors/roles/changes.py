"""By how much something changed, and what it was before."""

from __future__ import annotations

import re

from extractors.roles.said import Said
from schemas.fact import Role
from schemas.quantity import Kind
from schemas.words import load_words

_COMPARED = re.compile(
    r"(?:比|较|相比|由|从)(?:上年|去年|同期|20\d\d年)(?!度?[结滚带]转?)[^，。；增减升降多少高低涨]{0,6}$"
)
_BEFORE = re.compile(
    r"(?:上年|去年|上年同期|同期)[末底]?(?:实际|完成)?(?:数|值)?(?:分别|依次)?(?:为|是|只有|仅有?|的)?\(?$"
)
_LAST_YEARS = re.compile(
    "^(?:【[^】]*】)?(?:而|但|且)?(?:上年度?|去年|上年同期|去年同期|上一年度?|前年)(?!度?(?:结转|结余|续签|签订|遗留|延续|跨年|计划|目标|末?结|底?以来|安排|下达)|[^，。；]*(?:计划|目标|预算|批复|核定|下达|[比较]))"
)  # 今年计划23140件，上年代办20055件
_BEFORE_NOW = re.compile(
    "^(?:而|但)?(?:过去|从前|以前|之前|原来|原先|此前|改造前|整治前|实施前|项目前|建设前)(?:[是为要需约有]|只有|仅有?|平均)?$"
)
_BUILT_ON = re.compile("在(?:上年|去年|20\\d\\d年)")
_COMPARED_BEHIND = re.compile("^(?:相比|比较|相较)")
_OF_LAST_YEAR = re.compile("^[是为](?:上年度?|去年|前年|上一年度?)的?数?$")
_MOVED_BY_POINTS = re.compile("^(?:提高|提升|上升|增加|下降|降低|减少|回落|增长)了?$")
_SHARE_OF_IT = re.compile(
    "(?:为|是|占|相当于|恢复[至到])(?:上年|去年|同期|20\\d\\d年)[^，。；]{0,6}的$"
)  # 仅为上年实际的91%
_TIMES = re.compile("上年|去年|同期|年初|20\\d\\d年")
_ADDED = re.compile(
    "(?:增加|减少|增长|下降|多支出?|少支出?|增支|减支|多花|少花|净增|净减|多出|少了|多了)了?$"
)
_MORE = re.compile(
    "(?:[^，。；]{0,6}[比较](?:上年|去年|20\\d\\d年)度?(?:同期|实际)?)?(?:多出?|少了?|高出?|低|超出|多了)"
)
_OFF_THE_AIM = re.compile("(?:偏差|相差|差额|超额|超任务|超出(?:目标|任务|计划)值?)(?:为|是|了)?$|^缩短了?$")
_APART = re.compile("(?:相差|差距)(?:为|了)?$")
_RATE_OF_CHANGE = re.compile(
    "(?:增速|增幅|降幅|涨幅|增长率|增长速度|(?:[增减降]|增长|下降|核减|压减|调减|增加|减少|变动)(?:幅度|比例))[^，。；]{0,6}$"
)
_UP_OR_DOWN = re.compile("(?:^|[^新净超])[增降升涨减跌]了?约?$|降价了?$")  # 客运量3300万人次，增6.4%
_FOR_EACH = re.compile("每(?:增加|减少|提高|降低|投入)$")
_BUDGET_MOVES = re.compile("(?:预算|(?<!最高)(?<!贷款)额度)[^，。；]{0,16}$|由年初的?(?:数)?$")


def base(said: Said) -> Role | None:
    """The value compared with."""
    times = said.kind is Kind.MULTIPLE and _TIMES.search(said.left)
    compared = _COMPARED.search(said.mention.left) or _BEFORE.search(said.before) or _is_of_before(said)
    if compared and not times and said.kind is not Kind.POINTS and not _SHARE_OF_IT.search(said.left):
        return Role.BASE
    moved = said.moves
    if moved and said.kind is Kind.MONEY and _BUDGET_MOVES.search(said.before):
        return None  # 预算由年初的3692万元调整为4171.96万元
    return Role.BASE if moved else None


def _is_of_before(said: Said) -> bool:
    """Whether the words about it say that it is last year's, or from before the project."""
    if _LAST_YEARS.match(said.left) or _BEFORE_NOW.match(said.left) or _OF_LAST_YEAR.match(said.right):
        return not said.mention.quantity.trend
    if said.right.startswith("的基础上") and _BUILT_ON.search(said.left):
        return True  # 在上年443万人次的基础上提高到496万人次
    if _COMPARED_BEHIND.match(said.right):
        return bool(re.match("[与和同](?:上年|去年)", said.left))  # 与上年决算数1120万元相比
    return said.kind is Kind.PERCENT and bool(
        load_words().roles["base"].search(said.left) and _MOVED_BY_POINTS.match(said.right)
    )


def change(said: Said) -> Role | None:
    """By how much something grew or fell."""
    kind, left = said.kind, said.left
    if kind is Kind.POINTS:
        return Role.GROWTH
    if _APART.search(left):
        return Role.GROWTH  # 与全年预算相差3万元
    if _MORE.fullmatch(left) or (kind is not Kind.MONEY and _OFF_THE_AIM.search(left)):
        return Role.GROWTH  # 一共6544户，比原定6344户多200户; 目标值1798辆，完成值1892辆，偏差94辆
    if kind is Kind.MULTIPLE and _TIMES.search(left):
        return Role.GROWTH
    if kind is Kind.PERCENT and (_RATE_OF_CHANGE.search(left) or _UP_OR_DOWN.search(left)):
        return Role.GROWTH
    if _FOR_EACH.search(left):
        return Role.STANDARD  # 每减少1起事故
    if load_words().roles["growth"].search(left) or said.mention.quantity.trend:
        changes = kind in (Kind.PERCENT, Kind.POINTS, Kind.MULTIPLE) or "比" in left or "较" in left
        if changes or _ADDED.search(left):
            return Role.GROWTH
    return None
