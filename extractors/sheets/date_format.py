"""What a spreadsheet shows for a day or a time: a serial number in a date format."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from extractors.sheets.format_tokens import Token
from extractors.word.numbering import han

DATE_TOKENS = {"y", "m", "d", "h", "minute", "s", "a", "ampm", "elapsed"}
_DAY = 86400
_LAST = 2958465  # 9999-12-31
_WEEKDAYS = "一二三四五六日"


class Epoch(Enum):
    """Which day a workbook counts from: Excel on Windows with its 29 February 1900, or the old one of the Mac."""

    WINDOWS = 1900
    MAC = 1904


EPOCH_1900 = Epoch.WINDOWS


def moment(serial: Decimal, epoch: Epoch, places: int = 0) -> datetime | None:
    """The day and time of ``serial``, seconds rounded to ``places``; None outside the calendar.

    >>> moment(Decimal("45657.5"), Epoch.WINDOWS).isoformat()
    '2024-12-31T12:00:00+00:00'
    """
    if not 0 <= serial <= _LAST:
        return None
    seconds = (serial * _DAY).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    days, rest = divmod(seconds, _DAY)
    if epoch is Epoch.MAC:
        start = datetime(1904, 1, 1, tzinfo=UTC)
    else:
        start = datetime(1899, 12, 31 if days < 60 else 30, tzinfo=UTC)  # serial 60 is a day that never was
    microseconds = int(rest * 1_000_000)
    return start + timedelta(days=int(days), microseconds=microseconds)


def show_moment(
    serial: Decimal, tokens: tuple[Token, ...], epoch: Epoch, numerals: tuple[str, str] | None = None
) -> str:
    """``serial`` in the date format ``tokens``; "" where no such day exists. ``numerals``: digits and units of [DBNum1]."""
    places = sum(token.kind == "digit" for token in tokens)
    at = moment(serial, epoch, places)
    if at is None:
        return ""
    half_day = any(token.kind == "ampm" for token in tokens)
    out: list[str] = []
    decimals = f"{at.microsecond:06d}"
    for token in tokens:
        if token.kind == "digit":
            out.append(decimals[:1])
            decimals = decimals[1:] or "0"
        elif token.kind == "elapsed":
            out.append(_elapsed(serial, token.text, places))
        elif token.kind in DATE_TOKENS:
            printed = _part(at, token, half_day=half_day)
            out.append(_spelled(printed, token.kind, numerals) if numerals else printed)
        else:
            out.append(token.text)
    return "".join(out).strip()


def _part(at: datetime, token: Token, *, half_day: bool) -> str:
    kind, text = token.kind, token.text
    wide = len(text)
    if kind == "y":
        return f"{at.year % 100:02d}" if text in {"y", "yy"} else f"{at.year:04d}"
    if kind == "m" and wide > 2:
        return at.strftime("%b" if wide == 3 else "%B")[: 1 if wide == 5 else None]
    if kind == "d" and wide > 2:
        return at.strftime("%a" if wide == 3 else "%A")
    if kind == "a":
        return ("星期" if wide == 4 else "") + _WEEKDAYS[at.weekday()]
    if kind == "ampm":
        names = text.split("/")
        return names[0] if at.hour < 12 else names[1]
    hour = at.hour % 12 or 12 if half_day else at.hour
    number = {"m": at.month, "d": at.day, "h": hour, "minute": at.minute, "s": at.second}[kind]
    return f"{number:02d}" if wide > 1 else str(number)


def _elapsed(serial: Decimal, text: str, places: int) -> str:
    seconds = int((serial * _DAY).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    per = {"h": 3600, "m": 60, "s": 1}[text[0]]
    return str(seconds // per).zfill(len(text))


def _spelled(printed: str, kind: str, numerals: tuple[str, str]) -> str:
    """二〇二四 for years, 十二 for the rest."""
    digits, units = numerals
    if not printed.isdigit():
        return printed
    if kind == "y" or not int(printed):
        return "".join(digits[int(digit)] for digit in printed)
    return han(int(printed), digits, units)
