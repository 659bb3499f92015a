"""A number format code cut into its tokens: placeholders, literals, what stands in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Token:
    """``kind``: digit point comma percent exponent slash number literal general at dropped condition numerals end, or a date's.

    ``text`` is what is printed for a literal, the placeholder itself otherwise.
    """

    kind: str
    text: str


_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | !(?P<banged>[^\d#?]) | (?P<dropped>[_*].)
  | \[(?P<bracket>[^\]]*)\]
  | (?P<general>G/通用格式|General|通用格式)
  | (?P<ampm>AM/PM|A/P|上午/下午)
  | (?P<end>;) | (?P<at>@) | (?P<percent>%) | (?P<exponent>E[+-](?=[0\#?,])) | (?P<slash>/)
  | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,)
  | (?P<y>y+|e+) | (?P<m>m+) | (?P<d>d+) | (?P<h>h+) | (?P<s>s+) | (?P<a>aaaa?)
  | (?P<number>[1-9]\d*) | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_DATE_LETTERS = {"y", "m", "d", "h", "s", "a"}
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f,]*)?")
_LONG_DATE, _LONG_TIME = "-F800", "-F400"  # the system's own, in China as below


@lru_cache(maxsize=1024)
def tokens_of(code: str) -> tuple[Token, ...]:
    """The tokens of ``code``, sections parted by tokens of kind "end"."""
    tokens: list[Token] = []
    if f"[${_LONG_DATE}]" in code.upper():
        code = 'yyyy"年"m"月"d"日"'
    elif f"[${_LONG_TIME}]" in code.upper():
        code = "h:mm:ss"
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or "literal"
        text = found[kind]
        if kind == "bracket":
            tokens.append(_bracketed(text))
        elif kind in {"quoted", "escaped", "banged"}:
            tokens.append(Token("literal", text))
        elif kind in _DATE_LETTERS or kind == "ampm":
            tokens.append(Token(kind, text.lower() if kind != "ampm" else text))
        else:
            tokens.append(Token(kind, text))
    return tuple(_mended(tokens))


def _bracketed(inside: str) -> Token:
    lower = inside.lower()
    if re.fullmatch(r"h+|m+|s+", lower):
        return Token("elapsed", lower)
    if inside[:1] in "<>=" and inside:
        return Token("condition", inside)
    if lower.startswith("dbnum"):
        return Token("numerals", f"DBNum{lower[5:]}" if lower[5:] in "123" else "")
    currency = _CURRENCY.fullmatch(inside)
    if currency:
        return Token("literal", currency[1])
    return Token("dropped", "")  # colours


def _mended(tokens: list[Token]) -> list[Token]:
    """What a letter or a sign is depends on its section: points, slashes and numbers may be printed as they are."""
    dates = _DATE_LETTERS | {"elapsed", "ampm"}
    at = 0
    out: list[Token] = []
    while at < len(tokens):
        end = next((i for i in range(at, len(tokens)) if tokens[i].kind == "end"), len(tokens))
        section = tokens[at:end]
        if any(token.kind in dates for token in section):
            section = _dated(section)
        elif not any(token.kind == "slash" for token in section):
            section = [Token("literal", t.text) if t.kind == "number" else t for t in section]
        if not any(token.kind == "digit" for token in section):
            section = [Token("literal", t.text) if t.kind in _PARTS else t for t in section]
        out += section + tokens[end : end + 1]
        at = end + 1
    return out


_PARTS = {"point", "comma", "slash", "number"}


def _dated(section: list[Token]) -> list[Token]:
    """A date's tokens: "m" is a minute after hours and before seconds; digits stay only after the point of a second."""
    letters = [token.text[0] if token.kind == "elapsed" else token.kind for token in section]
    out: list[Token] = []
    for at, token in enumerate(section):
        before = next((letter for letter in reversed(letters[:at]) if letter in _DATE_LETTERS), "")
        after = next((letter for letter in letters[at + 1 :] if letter in _DATE_LETTERS), "")
        if token.kind == "m" and len(token.text) < 3 and (before == "h" or after == "s"):
            out.append(Token("minute", token.text))
        elif token.kind in _PARTS and not _of_second(section, at):
            out.append(Token("literal", token.text))
        else:
            out.append(token)
    return out


def _of_second(section: list[Token], at: int) -> bool:
    """Whether the point at ``at`` begins the decimals of a second."""
    after = section[at + 1].kind == "digit" if at + 1 < len(section) else False
    return section[at].kind == "point" and after
