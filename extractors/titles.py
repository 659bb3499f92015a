"""Title lines of reports, taken apart: whose report, on which project, of which years.

They come in every order (X局关于2024年度…项目支出绩效自评的报告, …补贴2024年度绩效自评报告（省级资金）), but what ends them is always said
with the same few words, and years and bodies are known by how they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractors.labels import find_label
from extractors.plain import plain
from schemas.document import Document, Table

_LONGEST = 70  # characters; a longer line is a sentence
_LINES = 12  # a cover and a heading; further down a line like a title is a reference
_ENDING = re.compile(
    r"(?:使用|管理|实施|执行)*(?:情况)?的?(?:项目)?(?:预算|财政)?(?:支出)?(?:使用)?(?:情况[及和与]?)?(?:财政|预算|整体)*"
    r"(?:绩效的?(?:情况|报告|总结|说明)+|(?:绩效)?(?:目标|台账式|的)*(?:评价)?(?:单位|部门)?(?:自我评价|自评价?|评价)"
    r"(?:工作|情况|综述|总结|结果)*的?(?:报告书?|函|说明|材料|总结|表)?)$"
)
_PAPER = re.compile("(?:报告书?|函|说明|材料|总结|结果|表|情况)$")
_VERDICT = re.compile("(?:绩效|自评|评价).*$")
_TRAILING = re.compile(r"\((?P<inside>[^()]+)\)$")
_ANNEX = re.compile(r"^附[件表录]?[\d一二三四五六七八九十]{0,2}[:：.、]?")
_YEARS = re.compile(r"(?P<one>20\d\d)(?:年度?)?(?:[-—–~至到、和](?P<last>20\d\d))?(?<=\d)年度?")
_ABOUT = re.compile("^(?P<who>[^《》“”]{0,40}?)关于(?:报送|上报|呈报|开展|印发)?")
# A body before the project: 交通运输局农村公路养护; 布局, 大厅, 居民委员会 are what projects are about.
_BODY_FIRST = re.compile(
    "^(?P<who>[一-鿿]{1,24}?(?:(?<![布格结全大当])局|(?<![大客餐展])厅|(?<![居村]民)委员会|管委会|办事处|残联|妇联|联合会|人民政府|法院|检察院"
    "|(?<=[市县区州省旗团])[一-鿿]{2,12}(?:办公室|中心|支队|大队|总队)))(?P<rest>.*)$"
)
_BODY = re.compile("[一-鿿]{2,30}(?:局|委员?会?|办公?室?|厅|中心|院|处|所|站|队|学校|馆|社|联|政府|会)")
# What is left of the title of a report on no project: 部门整体, 项目支出, 稷山县.
_NOTHING = re.compile(
    "(?:[县市区省州]?本?级|部门|单位|机关|年度|整体|项目|专项|财政|预算|决算|支出|资金|绩效|公开|[的中度])*"
    "|[一-鿿]{1,12}(?:省|市|县|自治州|旗|(?<![小园社校灾库林矿])区)"
)
_UNTOLD = re.compile("(?:项目|支出|资金|专项|预算|财政)*")
_VAGUE = re.compile("(?:中央|省级?|上级|对地方|财政|专项|转移支付|补助|资金|项目)*")


@dataclass(frozen=True, slots=True)
class Title:
    """What a title line says; empty where it does not. ``called`` has place and body too: all but years and 绩效自评报告."""

    project: str
    department: str
    years: tuple[int, ...]
    called: str


def read_title(line: str) -> Title | None:
    """The title that ``line`` is; None where it is none.

    >>> read_title("清河县水利局关于2024年度小型水库管护项目支出绩效自评的报告")
    Title(project='小型水库管护', department='清河县水利局', years=(2024,), called='清河县水利局小型水库管护')
    >>> read_title("2019-2021年度道路保洁项目绩效评价报告").years, read_title("一、绩效自评情况")
    ((2019, 2021), None)
    """
    if len(line) > 2 * _LONGEST:  # blanks included
        return None
    text = _ANNEX.sub("", "".join(plain(line).text.split()).lstrip("#"))
    label = find_label(text)
    if len(text) > _LONGEST or (label is not None and label.kind != "annex"):
        return None
    years = _years(text)
    brackets: list[str] = []
    while (found := _TRAILING.search(text)) is not None:
        brackets.insert(0, _YEARS.sub("", found["inside"]))
        text = text[: found.start()]
    ending = _ENDING.search(text)
    if ending is None or re.search(r"[，。；：,;:？！]", text) or not (years or _PAPER.search(text)):
        return None
    head = text[: ending.start()]
    department, project = _parts(head)
    narrower = next((each for each in brackets if not _NOTHING.fullmatch(each)), "")
    if _NOTHING.fullmatch(project) or (narrower and _VAGUE.fullmatch(project)):
        project = narrower
    called = _YEARS.sub("", _ABOUT.sub(r"\g<who>", head if project else _VERDICT.sub("", text)))
    called = "" if _UNTOLD.fullmatch(called) else _without_quotes(called)
    return Title(_without_quotes(project.removesuffix("项目")), department, years, called or project)


def titles_of(document: Document) -> Iterator[Title]:
    """The titles among the first lines of ``document``, captions of tables included; a title may be set on two lines."""
    lines: list[str] = []
    for block in document.blocks[:_LINES]:
        lines += (block.caption if isinstance(block, Table) else block.text).splitlines()
    for line in (*lines, *(before + after for before, after in pairwise(lines))):
        title = read_title(line)
        if title is not None:
            yield title


def title_of(document: Document) -> Title | None:
    """The first of them that tells the report from others."""
    return next((title for title in titles_of(document) if title.called), None)


def is_body(line: str) -> bool:
    """Whether ``line`` is the name of a body and nothing else, as on covers."""
    return _BODY.fullmatch(plain(line).text) is not None


def _parts(head: str) -> tuple[str, str]:
    """Department and project as the words before 绩效自评 name them."""
    department, project = "", head
    about = _ABOUT.match(head)
    if about is not None:
        department, project = about["who"], head[about.end() :]
    dated = _YEARS.search(project)
    if dated is not None:
        before, after = project[: dated.start()], project[dated.end() :]
        if _BODY.fullmatch(before):
            department, project = before, after
        else:
            project = before if _NOTHING.fullmatch(after) else after
    first = _BODY_FIRST.match(project)
    if first is not None:
        department, project = department or first["who"], first["rest"]
    return department if _BODY.fullmatch(department) else "", project


def _years(text: str) -> tuple[int, ...]:
    return tuple(int(each) for found in _YEARS.finditer(text) for each in found.groups() if each)


def _without_quotes(name: str) -> str:
    quoted = re.fullmatch('[“"](?P<name>[^“”"]+)[”"]', name)
    return quoted["name"] if quoted else name
