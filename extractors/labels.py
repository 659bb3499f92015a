"""The numbering in front of a heading: 第一部分, 一、, （一）, 1., （1）, ①, 附件1.

Numbering is what authors keep right when styles are wrong, so headings are known by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ENDS_SENTENCE = "。；：！？;:!?"
LONGEST_HEADING = 40  # characters; the longest real one seen ("（一）预算资金安排落实及…情况") has 30
_SHORT_STOPPED = 24  # a heading that ends with 。 ("（一）预算支出决策情况。") is shorter still
_YEAR = re.compile(r"20\d\d\s{0,2}年度?")  # the one number that a heading may hold
_NOUN = re.compile(
    "(?:情况|概况|概述|依据|背景|结论|分析)。$"
)  # "2.项目资金情况。" heads, "2.规范资金使用。" is told


@dataclass(frozen=True, slots=True)
class Label:
    """``kind`` names the style of numbering, ``rank`` its usual depth (0 outermost), ``printed`` the characters."""

    kind: str
    rank: int
    printed: str
    short: str  # as it is said in a path: "四", "（三）", "2"
    title: str  # what follows it


# Order matters: "1.2.3 " must be tried before "1.", "（一）" before "（1）".
_KINDS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    (
        "annex",
        0,
        re.compile(
            r"附\s{0,2}[件表录](?:\s{0,2}(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[-－—]\d{1,2})?\s{0,2}[:：.．、]?(?=\s|$|[^\d，。；、])|\s{0,2}[:：]|(?=\s{0,4}$))"
        ),
    ),
    (
        "part",
        1,
        re.compile(
            r"第\s{0,2}(?:[一二三四五六七八九十百零〇○两]{1,4}|\d{1,2})\s{0,2}(?:部分|[编篇章])\s{0,2}[:：、]?"
        ),
    ),
    (
        "han",
        2,
        re.compile(
            r"[一二三四五六七八九十百零〇○两]{1,4}\s{0,2}(?:、(?![一二三四五六七八九十]{1,2}[季月类级、])|[.．](?!\d))"
        ),
    ),
    ("section", 2, re.compile(r"第\s{0,2}[一二三四五六七八九十百零〇○两]{1,4}\s{0,2}节\s{0,2}[:：、]?")),
    (
        "han_brackets",
        3,
        re.compile(r"[（(]\s{0,2}[一二三四五六七八九十百零〇○两]{1,4}\s{0,2}[）)]\s{0,2}[、.．]?"),
    ),
    ("digits_4", 7, re.compile(r"[1-9１-９]\d?(?:[.．]\d{1,2}){3}(?![\d.．%])[.．、]?")),
    ("digits_3", 6, re.compile(r"[1-9１-９]\d?(?:[.．]\d{1,2}){2}(?![\d.．%])[.．、]?")),
    ("digits_2", 5, re.compile(r"[1-9１-９]\d?[.．]\d{1,2}(?:\s{1,3}|[、]|(?=《))(?![\d.．%万亿])")),
    (
        "digits",
        4,
        re.compile(
            r"[0-9０-９]{1,2}\s{0,2}(?:、(?!\d{1,3}[、，号])|[.．](?:(?![0-9０-９.．%])|(?=20\d\d(?:\s{0,2}年|[-－—~～至、]20\d\d))))"
        ),
    ),
    ("digits_brackets", 8, re.compile(r"[（(]\s{0,2}[0-9０-９]{1,2}\s{0,2}[）)]\s{0,2}[、.．]?")),
    ("digits_closing", 8, re.compile(r"[0-9０-９]{1,2}\s{0,2}[）)]\s{0,2}")),
    ("circled", 9, re.compile(r"[①-⑳㉑-㉟]")),
)


# A line of a table of contents: leaders or a tab, and the page.
_CONTENTS = re.compile(r"(?:[.．·…]{2,}|\t|\s{3,})\s{0,20}[-—]?\s{0,2}\d{1,4}\s{0,2}[-—]?$")


def find_label(text: str) -> Label | None:
    """The numbering ``text`` begins with, if any.

    >>> find_label("（三）预算支出产出和效益情况").short
    '（三）'
    >>> find_label("2.十大技术攻关项目").short, find_label("四、绩效").short
    ('2', '四')
    >>> find_label("1.81亿元"), find_label("一是完善政策"), find_label("2024年")
    (None, None, None)
    """
    stripped = text.strip()
    for kind, rank, pattern in _KINDS:
        found = pattern.match(stripped)
        if found:
            printed = found.group().strip()
            closing = ")" if kind == "digits_closing" else ""  # "(三)" keeps both its brackets
            short = re.sub(r"\s", "", printed).rstrip("、.．:：" + closing)
            return Label(kind, rank, printed, short, stripped[found.end() :].strip())
    return None


def reads_as_heading(text: str, *, styled: bool = False) -> bool:
    """True when ``text`` is numbered and short enough to be a heading of its own.

    ``styled`` means that the author marked it as one (heading style, bold, ``#``): then a stop
    at its end is forgiven whatever the kind.

    >>> reads_as_heading("（一）预算支出决策情况。"), reads_as_heading("1.完成30个项目。")
    (True, False)
    """
    label = find_label(text)
    if label is None or len(text.strip()) > LONGEST_HEADING or _CONTENTS.search(text.strip()):
        return False
    title = label.title
    if label.kind == "annex":
        return not any(stop in title for stop in "。；，") and find_label(title) is None
    if not title:
        return True
    if any(stop in title[:-1] for stop in "。；！？;"):
        return False
    if title[-1] in "，,、" or (title[-1] in "：:" and re.search(r"[，\d]", title)):
        return False  # "2.公务用车支出156.6万元，其中：" opens a list
    if title[-1] not in "。；;！？!?":
        return True
    if title[-1] != "。" or any(mark in title for mark in "，：") or len(title) > _SHORT_STOPPED:
        return False
    if any(char.isdigit() for char in _YEAR.sub("", title, count=1)):
        return styled
    return styled or label.rank <= 3 or bool(_NOUN.search(title))


def run_in_heading(text: str) -> str:
    """The heading a numbered paragraph begins with: "（二）决策情况。2023年…" gives "（二）决策情况"; else "".

    >>> run_in_heading("（二）决策情况。2023年10月，市科技局制定了申报表。")
    '（二）决策情况'
    """
    label = find_label(text)
    if label is None or label.kind in ("annex", "circled", "digits_closing"):
        return ""
    head, stop, rest = label.title.partition("。")
    long = len(head) > _SHORT_STOPPED or not rest.strip()
    if not stop or long or re.search(r"[，；：、\d]", _YEAR.sub("", head, count=1)) or not head:
        return ""
    return label.printed + head
