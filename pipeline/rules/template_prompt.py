"""EXT003 模板提示未删除。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.units import unit_pattern

_PROMPTS = (
    re.compile(
        r"[（(][^（()）]{0,40}(?:\d{2,4}字(?:以内|左右|以下)|(?:不超过|不得超过|不多于|限|控制在)\d{2,4}字"
        r"|请(?:结合|根据|按照?|如实|据实|逐[项条]|在此|简要|认真)[^（()）]{0,20}(?:填写|填报|说明|描述|列明))[^（()）]{0,20}[)）]"
    ),
    # XX份, 待补充家, __场次: a mark where a figure belongs. A line to sign on is no mark: ____年__月__日.
    re.compile(
        rf"(?:[XxＸｘ×]{{2,}}|[*＊]{{2,}}|[_＿]{{2,}}|[○〇□]{{2,}}|待(?:补充?|填[写报]?|定|核实))(?!(?<=[_＿])[年月日])[万亿]?(?:{unit_pattern()})"
    ),
    # 系数××，: the same where the figure has no unit
    re.compile(
        r"(?:系数|[率比度值额量为达到])(?:[XxＸｘ×]{2,}|[○〇□]{2,}|待(?:补充?|填[写报]?|定|核实))(?=[，。；、,;]|$)"
    ),
    # （填写说明：没有的填“无”）
    re.compile(r"[（(【\[](?:填[写报表]|填列)(?:说明|要求|提示)[:：][^（()）【】\[\]]{2,80}[)）】\]]"),
    # （此处简要说明立项依据）, （简要概述组织管理等）, but not （简要说明见附件3）
    re.compile(
        r"[（(【](?:(?:此处|此栏|在此)(?:应|需|可|请)?(?:简要|简单|扼要|重点|详细|逐项)?|(?:请)?(?:简要|简单|扼要)地?)"
        r"(?:说明|概述|描述|介绍|阐述|叙述|分析|填[写报列]|列[明出示])(?!了|[^（()）【】]*(?:[详另参]?见|附件|附后|如下|如上|从略))[^（()）【】]{2,80}[)）】]"
    ),
    # （主要从数量、质量等方面进行分析）, alone or behind a heading; of what was done it is 进行了分析
    re.compile(
        r"^[^，。；：（()）]{0,20}[:：]?[（(【](?:请|应|需|可|主要|重点|分别|一般)*从[^（()）【】]{2,60}(?:方面|角度|维度|层面)(?:进行|加以|展开|予以|逐一|分别|来)?"
        r"(?:分析|说明|阐述|评价|描述|总结|填写|论述|概述)[^了（()）【】]{0,20}[)）】]\s*$"
    ),
    re.compile(r"^(?:[XxＸｘ×]{2,}|[*＊]{2,}|待(?:补充?|填[写报]?|定|核实)|TBD)$"),
    re.compile(
        r"结合自评情况[，,].{0,20}说明|请(?:在此)?填写|此处填写|(?:XX|××|ＸＸ|xx)+(?:单位|部门|项目|局|市|县|年|万元|个|%)"
    ),
    re.compile(r"^指标\s?\d[：:]?\s*$|^……$"),
)
# The form's own printed note: several numbered rules on how to fill it in, which nobody is meant to replace.
_NUMBERED = re.compile(r"(?:^|[；;。\n])\s*(?:注\s*[：:]?\s*)?[（(]?\d{1,2}[.．、）)](?!\d)")
_INSTRUCTS = re.compile("[须需应请]|包括|是指|填[写报列]|=|＝")


@rule(
    "EXT003",
    "模板提示未删除",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件填报说明：应当据实填写",
    covers=("I26",),
)
def template_prompt(case: Case) -> Iterator[Finding]:
    """模板里的填写提示（“200字以内”“指标1”“XX项目”）和占位的符号（“XX份”“待补充家”）应当换成实际内容。

    签名、日期处留的空格不算。

    表内自带的分条填报说明（“1.……需说明原因（100字以内）；2.……应单独说明理由”）不是提示，不算。

    为什么：留着提示，说明这一项没有填。

    一致    已按要求填写
    不一致  （结合自评情况，说明其他需要说明的问题，200字以内）
    不适用  没有文字
    """
    read = 0
    for document in case.documents:
        for text, anchor in document.texts():
            read += 1
            found = next((match for pattern in _PROMPTS if (match := pattern.search(text))), None)
            if found is None or _is_note(text):
                continue
            place = anchor.part(*found.span(), text)
            yield Finding(
                Outcome.DIFFERS,
                "模板提示",
                f"“{found.group().strip()}”（{place}）是模板里的填写提示，没有换成实际内容",
                (Evidence("text", place),),
                suggestion="请按提示填写，并删除提示文字",
            )
    if read:
        yield Finding(Outcome.AGREES, "模板提示", f"查看了{read}段文字和单元格")


def _is_note(text: str) -> bool:
    """Whether every numbered piece of ``text``, two or more, tells how to fill in the form."""
    starts = [match.start() for match in _NUMBERED.finditer(text)]
    if len(starts) < 2 or text[: starts[0]].strip():
        return False
    return all(_INSTRUCTS.search(text[start:end]) for start, end in pairwise([*starts, len(text)]))
