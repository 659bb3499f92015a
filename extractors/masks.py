"""What looks like a quantity and is none: names, slogans, ordinals, dates, models, section numbers (quantities.md §8)."""

from __future__ import annotations

import re

# Set phrases that begin with a Chinese numeral and a counter. They are names, not counts.
_SET_PHRASE = re.compile(
    "(?<=三番)五次|[一两三四]班(?:倒|制|运转)|[一两](?:府|院)|两个(?:维护|确立|结合|一百年|毫不动摇|责任|健康)|四个(?:意识|自信|全面|伟大|服务|不摘|最严|革命)|三个(?:代表|面向|区分|清单)|五个(?:一|统筹|必由)"
    "|八项规定|四项(?:基本)?原则|[二三四五六七八九]位一体|[三四]次产业|三次分配|两项改革|五项机制|两[免票江岸手会山型]|三[农资保会]|三重(?!点)|三公(?![里斤顷分])|三支(?!队|专|医|服|施|志)"
    "|十年(?:禁渔|树木)"
    "|[三四五六七八九十]年(?:行动|规划|计划|制|一贯|级)|[三四五六七八九十]项(?:措施|机制|工程)?(?:条例)"
)
_ORDINAL = re.compile(
    "(?:第|附件|附表|附录|图表|(?<!代)表|图|注|No\\.?|№|编号|电话|邮编|账号|代码|型号|步骤|版本)$"
)
_ORDINAL_ENDS = frozenset("第件表录图注.oº№号话编码型骤本")
_CLOSERS = {"“": "”", "《": "》", "「": "」", "『": "』", "<": ">", "〈": "〉"}
_NAME_LENGTH = 20  # a quotation longer than this quotes a sentence, with figures that count


def is_set_phrase(text: str, start: int) -> bool:
    """Whether a slogan or fixed name begins at ``start``.

    >>> is_set_phrase("八项规定精神", 0), is_set_phrase("两家企业", 0)
    (True, False)
    """
    return _SET_PHRASE.match(text, start) is not None


def is_label(text: str, start: int) -> bool:
    """Whether the number at ``start`` counts off rather than counts: 第3款, 附件3, 表1."""
    if text[start - 1 : start] not in _ORDINAL_ENDS:
        return False
    return _ORDINAL.search(text, max(0, start - 3), start) is not None


def is_part_of_code(text: str, start: int, end: int) -> bool:
    """Whether ``start:end`` is a piece of something longer: SA750U, 7×24小时, 80/100分, 4+4."""
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if before == "×":
        return True  # 支出/预算×100%
    if before and before in "xX*/\\_":
        return start >= 2 and (text[start - 2].isdigit() or before == "_")
    if before == "+" and start >= 2 and text[start - 2].isdigit():
        return "=" not in text[end : end + 30] and "=" not in text[max(0, start - 30) : start]
    return bool(after) and after in "×*" and text[end + 1 : end + 2].isdigit()


def after_letter(text: str, start: int) -> bool:
    """Whether a Latin letter stands right before ``start`` (F5, PM2.5, GDP120亿元)."""
    return start > 0 and text[start - 1].isascii() and text[start - 1].isalpha()


def in_title(text: str, start: int) -> bool:
    """Whether ``start`` lies inside 《…》, the title of a document."""
    opened = text.rfind("《", max(0, start - 80), start)
    return opened >= 0 and text.rfind("》", opened, start) < 0


def in_name(text: str, start: int, end: int) -> bool:
    """Whether ``start:end`` stands inside a short quotation that is a name: “七个有新作为”, “4+4 科创工程”.

    A quotation that ends with the quantity (“新增就业5万人以上”) states it.
    """
    low = max(0, start - _NAME_LENGTH)
    opened = max(text.rfind("“", low, start), text.rfind("「", low, start), text.rfind("『", low, start))
    if opened < 0:
        return False
    closer = _CLOSERS[text[opened]]
    if text.find(closer, opened, start) >= 0:
        return False
    closed = text.find(closer, end, opened + _NAME_LENGTH + 2)
    return closed > end


def heads_section(start: int, number: str) -> bool:
    """Whether ``number`` at the head of the text may be a section number (1.1项目概况, 2.3 本项目)."""
    return start == 0 and re.fullmatch(r"\d{1,2}\.\d{1,2}", number) is not None
