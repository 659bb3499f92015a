"""EXT008 写着别的部门的名称。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.plain import plain
from extractors.who_and_when import bodies_of
from pipeline.areas import home
from pipeline.rulebook import Case, rule
from schemas.departments import Department, department_at
from schemas.document import Anchor
from schemas.finding import Evidence, Finding, Outcome, Severity

_ENDS = "。；！？\n"
_TIMES = "(?:[^，。；：]{0,8}(?:年度?|年[初末底中]|月|以来|期间)|同时|目前|此外|为此|因此|其中)?"
# What is told of whoever runs the project: how it is led, ruled, staffed and paid; not what a neighbour may do for it.
_RUNS_IT = (
    "(?:[^，。；、]{0,4}年度?|\\d{1,2}月|已|还|也|均|先后|共|自\\d{4}年起|按[^，。；]{1,12}|严格|认真|积极|切实|及时|进一步|不断|扎实|科学|统一|现)*"
    "(?:(?:局?党组|党委|领导班子|主要领导|主要负责人|分管领导)|高度重视|重视|组[成建](?:了|自评|评价|工作|领导|专班)|成立|设立|制定|制订|印发|出台|修订|建立|健全|完善|规范|落实"
    "|加强|强化|狠抓|召开|执行|实施|投入|配备|推进|统筹|按照|根据|依据|结合|围绕|坚持|采取|采用|面向|通过|每[月季周年]|调度|承担|申报|编制|收到|[本机]关?级|内设|下设|职[能责]"
    "|全年|年初|人员[少不紧力]|核定|实有|组织(?:对|各|实施|召开|成立|自评|了?[^，。；]{0,6}(?:问卷|自评|评价|调研))|对[^，。；]{0,40}(?:自评|评价|负总责)|制度|现有|共有|具体|负责(?:项目|组织|具体|实施)"
    "|开展[^，。；]{0,12}(?:问卷|自评|自查|调查)|财务|作为[^，。；]{0,8}(?:主管|实施|责任|预算|牵头))"
)
# Where only the one who reports can stand: what goes before the name, what comes behind it.
_POSITIONS = tuple(
    (re.compile(f"(?:{before})$"), re.compile(behind))
    for before, behind in (
        (f"(?:^|[，：:)）“\\s]){_TIMES}", _RUNS_IT),
        (f"(?:^|[，：:)）“\\s]){_TIMES}", "会同[^，。；、]{0,12}财政[局厅]"),
        ("^", "(?:[（(]?(?:盖章|公章|章)[)）]?)?(?:20\\d\\d年.{0,8})?$"),  # who signed
        (
            "由",
            "(?:局?党组)?(?:具体|统一|直接|全面|牵头|负责|组织|统筹|承担|项目|的)*(?:主管|主办|实施|承办|管理|负责|承担|牵头|执行|申报)(?=[，。；、并和的]|$)",
        ),
        (
            "[是为系]",
            "的?(?:[一-鿿]{0,4}(?:重点|重要|主要|一项|日常|经常性|常年)[^，。；]{0,6}(?:工作|项目|任务|职责)"
            "|[一-鿿]{0,4}(?:下属|所属|直属|二级)[^，。；]{0,8}(?:单位|机构|中心))",
        ),
        ("(?:主管部门|预算单位|预算部门|填报单位|项目单位|单位名称)[：:为是]{1,2}", ""),
        ("财政[局厅]?会同", ""),
        ("财政[局厅]?[^，。；]{0,6}(?:批复|下达)(?:给|至|到)?", "[^，。；、]{0,40}(?:预算|资金|经费|指标)"),
        ("经", "(?:局?党组|党委|局长办公会|主任办公会|领导班子)"),
        (
            "(?:纳入|下达给?|批复给?|编列给|安排给|核定)",
            "(?:财务|账|核算|(?:年初|年度|项目|部门|单位|专项)+(?:预算|资金|经费))",
        ),
        ("建议", "[^，。；]{0,3}(?:按|统一|加[强快大]|进一步|尽[快早]|将|完善|建立|编制)"),
        ("现?将", "[^，。；]{0,40}(?:自评|绩效|支出|使用)[^，。；]{0,10}(?:情况|结果|报告)"),
        ("与", "(?:的)?(?:主要|部门|单位|工作)?职[责能]"),
        ("占", "(?:全部|整体|部门|全年|年度|总)[^，。；]{0,6}支出"),
    )
)
# What is told of nobody but the one who reports: its posts, its offices, its evaluation of itself.
_OF_ITSELF = re.compile(
    "(?:机关|现有?|共有?|实有|核定|[^，。；]{0,6}末)*(?:编制|在职|在编|在岗|内设|下设)|(?:主要)?职[能责](?:依据|为|是|包括)|办公地址|统一社会信用代码|[为是系属][^，。；]{0,20}(?:预算单位|(?:工作|组成|职能)部门|直属(?:机构|单位)|派出机构)"
    "|[^。；]{0,60}(?:开展|组织|进行|组成|成立|完成)[^。；，]{0,24}自(?:评|查自评|我评价)"
)
_US = re.compile("[我本](?:局|委|厅|院|办|中心|单位|部门|馆|社)")  # who reports is spoken of beside it
_ONCE = 1  # texts; what is named again has its part in the project


class _Said(NamedTuple):
    """A body as printed in ``text``, at ``start:end`` of its plain text, and the kind it is of."""

    name: str
    kind: Department
    start: int
    end: int
    text: str
    anchor: Anchor


@rule(
    "EXT008",
    "写着别的部门的名称",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：绩效自评由单位如实开展，对自评结果的真实性和准确性负责",
    covers=("C11",),
)
def other_department(case: Case) -> Iterator[Finding]:
    """正文里做事的应当是填报单位，或者与项目有关的单位。

    同一个地方的另一个部门，全部材料只提到一次，又写在应当是填报单位的位置（机构编制、自评的组织、项目由谁设立和实施），而
    材料通篇没有说到那个部门的业务，多半是照抄别的单位的材料没有改，请核实。“会同”“配合”“联合”的单位、领导小组成员、提供
    数据和出具证明的单位不算；财政、审计、发改、统计等与每个项目都有关系的部门不看。

    为什么：单位名称没有改，数字更可能不是自己的。

    一致    市水利局的报告：“市气象局提供降雨数据”
    请核实  市水利局的报告：“市档案馆核定编制95名，在职91人”
    不适用  不知道填报单位是谁；没有提到别的部门
    """
    named = (body for document in case.documents for body in bodies_of(document, case.forms))
    own = list(dict.fromkeys((case.department, *named)))
    begins = _begins(own)
    if not begins:
        return
    for each in _named(case, own, begins):
        if _stands_for_the_submitter(each, case):
            place = each.anchor.part(*plain(each.text).original(each.start, each.end), each.text)
            yield Finding(
                Outcome.REVIEW,
                each.name,
                f"“{each.name}”（{place}）写在填报单位的位置，本单位是{case.department}，别处没有再提到它",
                (Evidence("text", place),),
                suggestion="请核实是不是照抄别的单位的材料没有改；确有关系的，请写明它与项目的关系",
                cause=f"{place.path} {place.block} {each.name}",
            )
        else:
            yield Finding(
                Outcome.AGREES,
                each.name,
                "不在填报单位的位置，或者与项目有关",
                (Evidence("text", each.anchor),),
            )


def _begins(own: Sequence[str]) -> str:
    """A pattern of how neighbours of ``own`` are called: by the whole name of the place, or 市, 我县 where a word begins."""
    homes = [each for body in own for each in home(body)]
    whole = sorted({each for each in homes if len(each) > 1 and each != "街道"}, key=len, reverse=True)
    levels = sorted(set(homes) - {*whole})
    short = (
        [f"(?:(?<![一-鿿])|(?<=[由经为是系到给入对向建达]))[我本]?(?:{'|'.join(levels)})"] if levels else []
    )
    return "|".join((*map(re.escape, whole), *short))


def _named(case: Case, own: Sequence[str], begins: str) -> Iterator[_Said]:
    """The departments of the same place that the running text names, but those of the submitter's own kind."""
    place = re.compile(begins)
    for document in case.documents:
        for paragraph in document.paragraphs():
            text = plain(paragraph.text).text
            for found in place.finditer(text):
                named = department_at(text, found.end())
                if named is None or any(named.kind.names.search(body) for body in own):
                    continue
                yield _Said(
                    text[found.start() : named.end],
                    named.kind,
                    found.start(),
                    named.end,
                    paragraph.text,
                    paragraph.anchor,
                )


def _stands_for_the_submitter(said: _Said, case: Case) -> bool:
    """Whether it is named once, where only the submitter can stand, and the project has nothing to do with it."""
    texts = [text for document in case.documents for text, _ in document.texts()]
    if sum(said.kind.names.search(text) is not None for text in texts) > _ONCE:
        return False
    uniform = plain(said.text).text
    begin = max(uniform.rfind(mark, 0, said.start) for mark in _ENDS) + 1
    before = uniform[begin : said.start]
    behind = re.split(f"[{_ENDS}]", uniform[said.end :])[0]
    if _POSITIONS[0][0].search(before) and _OF_ITSELF.match(behind):
        return True
    if _US.search(before + behind):
        return False
    placed = any(one.search(before) and other.match(behind) for one, other in _POSITIONS)
    return placed and not any(said.kind.about.search(said.kind.names.sub("", text)) for text in texts)
