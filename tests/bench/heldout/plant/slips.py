"""How a figure goes wrong under somebody's hands: digits as printed in, digits out, or None where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

Slip = Callable[[str, Random], str | None]


def _grouped(before: str, digits: str) -> str:
    """``digits`` with thousands commas where ``before`` has them."""
    return f"{Decimal(digits):,f}" if "," in before else digits


def _sound(before: str, after: str) -> str | None:
    whole = after.partition(".")[0]
    odd = len(whole) > 1 and whole[0] == "0"
    return None if odd or not whole or Decimal(after) == Decimal(before.replace(",", "")) else after


def _done(before: str, after: str) -> str | None:
    sound = _sound(before, after)
    return None if sound is None or not Decimal(sound) else _grouped(before, sound)


def digit(printed: str, random: Random) -> str | None:
    """One digit mistyped: 512.36 → 572.36."""
    bare = printed.replace(",", "")
    at = random.choice([i for i, c in enumerate(bare) if c.isdigit()])
    new = random.choice([d for d in "123456789" if d != bare[at]])
    return _done(printed, bare[:at] + new + bare[at + 1 :])


def swapped(printed: str, random: Random) -> str | None:
    """Two neighbours changed places: 612.5 → 621.5."""
    bare = printed.replace(",", "")
    places = [i for i in range(len(bare) - 1) if bare[i : i + 2].isdigit() and bare[i] != bare[i + 1]]
    if not places:
        return None
    at = random.choice(places)
    return _done(printed, bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :])


def longer(printed: str, random: Random) -> str | None:
    """One digit typed twice: 128 → 1128."""
    bare = printed.replace(",", "")
    at = random.choice([i for i, c in enumerate(bare.partition(".")[0])])
    return _done(printed, bare[: at + 1] + bare[at] + bare[at + 1 :])


def shorter(printed: str, random: Random) -> str | None:
    """One digit left out: 1864.05 → 186.05."""
    bare = printed.replace(",", "")
    whole = bare.partition(".")[0]
    if len(whole) < 2:
        return None
    at = random.randrange(len(whole))
    return _done(printed, bare[:at] + bare[at + 1 :])


def point(printed: str, random: Random) -> str | None:
    """The point one place off: 115.49 → 11.549 or 1154.9."""
    bare = printed.replace(",", "")
    whole, dot, fraction = bare.partition(".")
    if not dot or "," in printed:
        return None
    if len(whole) > 1 and (len(fraction) == 1 or random.random() < 0.5):
        return _done(printed, f"{whole[:-1]}.{whole[-1]}{fraction}")
    return _done(printed, f"{whole}{fraction[0]}.{fraction[1:]}".rstrip("."))
