"""Text from strangers, made harmless for the spreadsheet or the line that shows it."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
_STARTS_FORMULA = re.compile(rf"[\s{_INVISIBLE}]*[=+\-@\t\r\n\x00]")
_NUMBER = re.compile(r"-?\d{1,40}(\.\d{1,20})?")
_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


def visible(text: str) -> str:
    """``text`` on one line, control characters shown as pictures, what turns the reading direction as its code.

    >>> visible("a" + chr(0) + "b" + chr(10) + "c" + chr(0x202E) + "d")
    'a␀b⏎c‹U+202E›d'
    """
    return "".join(_shown(character) for character in text.replace("\r\n", "\n"))


def _shown(character: str) -> str:
    code = ord(character)
    if character == "\n":
        return "⏎"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if (
        character in _BIDI
        or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        or code & 0xFFFE == 0xFFFE
    ):
        return f"‹U+{code:04X}›"
    return character


def cell(text: str) -> str:
    """``text`` for a spreadsheet: what would start a formula gets an apostrophe in front.

    >>> cell("=1+1"), cell("＝1+1"), cell(" @SUM(A1)"), cell("240+300=540")
    ("'=1+1", "'＝1+1", "' @SUM(A1)", '240+300=540')
    """
    guarded = _STARTS_FORMULA.match(unicodedata.normalize("NFKC", text[:64]))
    return ("'" if guarded else "") + visible(text)


def number(text: str) -> str:
    """A cell of a numeric column: a genuine number stays one, anything else is text.

    >>> number("-50.00"), number("-5+cmd")
    ('-50.00', "'-5+cmd")
    """
    return text if _NUMBER.fullmatch(text) else cell(text)
