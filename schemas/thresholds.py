"""The limits of thresholds.yaml, and those that a bureau puts in their place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from schemas.errors import SchemaError

FILE = "schemas/thresholds.yaml"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Ratios (1.3 is 130 %), counts, points of score, percentage points; what each means stands in thresholds.yaml.

    ``score_caps`` are (execution rate, highest total score), the lowest rate first; ``grades`` (word, lowest score),
    the best first; ``weight_schemes`` (word of a first-level indicator, its points); ``qualitative`` the lower ends of the bands as shares of the weight, the best first.
    """

    over_target: Decimal
    far_over_target: Decimal
    few_over: Decimal
    points_over: Decimal
    budget_moved: Decimal
    overspent: Decimal
    score_equal: Decimal
    score_rounding: Decimal
    total_score_equal: Decimal
    growth_rounding: Decimal
    full_score: Decimal
    execution_points: Decimal
    reason_below: Decimal
    far_below: Decimal
    score_caps: tuple[tuple[Decimal, Decimal], ...]
    weight_schemes: tuple[tuple[tuple[str, Decimal], ...], ...]
    grades: tuple[tuple[str, Decimal], ...]
    qualitative: tuple[Decimal, ...]
    copied_length: Decimal
    copied_text: Decimal
    copied_without_figures: Decimal
    target_below_last: Decimal
    unchanged_text: Decimal

    def written(self) -> dict[str, object]:
        """Every limit as JSON holds it: decimals as text, ratios as 1.3."""
        return {key: _plain(value) for key, value in asdict(self).items()}


def _plain(value: object) -> object:
    return [_plain(each) for each in value] if isinstance(value, (tuple, list)) else str(value)


@cache
def load_thresholds() -> Thresholds:
    """Read schemas/thresholds.yaml.

    Raises:
        SchemaError: names the key that is missing or wrong.
    """
    limits = _limits(FILE, default_text())
    missing = [key for key in _ALLOWED if key not in limits]
    if missing:
        raise SchemaError(FILE, f"缺少 {'、'.join(missing)}")
    return Thresholds(**limits)


def bureau_thresholds(path: Path) -> Thresholds:
    """The limits of schemas/thresholds.yaml, but those of the bureau's file ``path`` where it has any.

    Raises:
        SchemaError: names the file and every wrong key, says what is allowed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SchemaError(path, f"无法读取（{error.strerror or error}）", "请检查路径和权限") from None
    except UnicodeDecodeError:
        raise SchemaError(path, "不是 UTF-8 编码的文本", "请用记事本打开，另存时编码选 UTF-8") from None
    limits = replace(load_thresholds(), **_limits(str(path), text))
    for low, high in _ORDER:
        if getattr(limits, low) > getattr(limits, high):
            raise SchemaError(path, f"{low} 不能大于 {high}", _REMEDY)
    return limits


def default_text() -> str:
    """What schemas/thresholds.yaml says, comments included."""
    return (files("schemas") / "thresholds.yaml").read_text(encoding="utf-8")


def told(key: str) -> str:
    """What a limit is and what it means, as schemas/thresholds.yaml says it.

    >>> told("few_over").partition("：")[0]
    '2，计数多出不超过这么多（6场变8场）的不看比例'
    """
    line = re.search(rf"^{key}: *(.+?) *# *(.+)$", default_text(), re.MULTILINE)
    return f"{line[1]}，{line[2]}" if line else ""


_ORDER = (
    ("over_target", "far_over_target"),
    ("score_equal", "score_rounding"),
    ("far_below", "reason_below"),
)
_REMEDY = "`gouji thresholds` 列出全部界限和含义；文件里只写要改的几项"


def _limits(name: str, text: str) -> dict[str, Any]:
    """The limits that a file names."""
    limits, troubles = {}, []
    for key, value in _content(name, text).items():
        if key not in _ALLOWED:
            close = get_close_matches(key, _ALLOWED, n=1, cutoff=0.6)
            troubles.append(f"{key}：没有这一项界限" + (f"，是不是 {close[0]}" if close else ""))
            continue
        try:
            limits[key] = _ALLOWED[key].read(value)
        except ValueError:
            troubles.append(f"{key}：写的是“{value}”，应当是{_ALLOWED[key].words}")
    if troubles:
        raise SchemaError(name, "；".join(troubles), _REMEDY)
    return limits


def _content(name: str, text: str) -> dict[str, object]:
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = (f"第{mark.line + 1}行" if mark else "") + "不合 YAML 的写法"
        raise SchemaError(name, why, "每行写成“键: 值”，冒号用半角，后面空一格") from None
    if not isinstance(content, dict):
        raise SchemaError(name, "应当一行一个“键: 值”", _REMEDY)
    return {str(key): value for key, value in content.items()}


class _Allowed(NamedTuple):
    """What may be written for a key: ``words`` for people, ``read`` raises ValueError at anything else."""

    words: str
    read: Callable[[object], object]


_NUMBER = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*([%％]?)")


def _number(given: object, low: int, high: int) -> Decimal:
    found = None if isinstance(given, bool) else _NUMBER.fullmatch(str(given).strip())
    if found is None or found[2] or not low <= Decimal(found[1]) <= high:
        raise ValueError
    return Decimal(found[1])


def _ratio(given: object, low: int, high: int) -> Decimal:
    """130% and 1.3 alike; ``low`` and ``high`` are percent."""
    found = None if isinstance(given, bool) else _NUMBER.fullmatch(str(given).strip())
    value = None if found is None else Decimal(found[1]) / (100 if found[2] else 1)
    if value is None or not low <= value * 100 <= high:
        raise ValueError
    return value


def _caps(given: object) -> tuple[tuple[Decimal, Decimal], ...]:
    pairs = sorted((_ratio(rate, 0, 100), _number(most, 0, 1000)) for rate, most in _mapping(given))
    if any(below[1] > above[1] for below, above in pairwise(pairs)):
        raise ValueError
    return tuple(pairs)


def _grades(given: object) -> tuple[tuple[str, Decimal], ...]:
    pairs = [(str(word), _number(least, 0, 1000)) for word, least in _mapping(given)]
    if not pairs or any(better[1] <= worse[1] for better, worse in pairwise(pairs)):
        raise ValueError
    return tuple(pairs)


def _schemes(given: object) -> tuple[tuple[tuple[str, Decimal], ...], ...]:
    if not isinstance(given, list):
        raise ValueError  # noqa: TRY004  (told by whoever knows the key)
    return tuple(
        tuple((str(word), _number(points, 0, 1000)) for word, points in _mapping(each)) for each in given
    )


def _bands(given: object) -> tuple[Decimal, ...]:
    ends = [_ratio(each, 0, 100) for each in given] if isinstance(given, list) else []
    if not ends or any(better <= worse for better, worse in pairwise(ends)):
        raise ValueError
    return tuple(ends)


def _mapping(given: object) -> list[tuple[object, object]]:
    if isinstance(given, dict):
        return list(given.items())
    raise ValueError


def _percent(low: int, high: int) -> _Allowed:
    return _Allowed(f" {low}% 到 {high}% 的百分数", lambda given: _ratio(given, low, high))


def _points(low: int, high: int) -> _Allowed:
    return _Allowed(f" {low} 到 {high} 的数", lambda given: _number(given, low, high))


_ALLOWED: dict[str, _Allowed] = {
    "over_target": _percent(100, 10_000),
    "far_over_target": _percent(100, 10_000),
    "few_over": _points(0, 1000),
    "points_over": _points(0, 100),
    "budget_moved": _percent(0, 1000),
    "overspent": _percent(0, 100),
    "score_equal": _points(0, 10),
    "score_rounding": _points(0, 10),
    "total_score_equal": _points(0, 10),
    "growth_rounding": _points(0, 10),
    "full_score": _points(1, 1000),
    "execution_points": _points(0, 100),
    "reason_below": _percent(0, 100),
    "score_caps": _Allowed("“{80%: 89, 70%: 79}”这样的对照：执行率越低，最高分越低", _caps),
    "far_below": _percent(0, 100),
    "weight_schemes": _Allowed("“[{预算执行: 10, 产出: 50, 效益: 40}]”这样的几套对照", _schemes),
    "grades": _Allowed("“{优: 90, 良: 80}”这样的对照：最低分从高到低", _grades),
    "copied_length": _points(20, 1000),
    "copied_text": _points(20, 100_000),
    "copied_without_figures": _points(20, 100_000),
    "target_below_last": _percent(0, 100),
    "unchanged_text": _percent(50, 100),
    "qualitative": _Allowed("“[80%, 60%]”这样从高到低的百分数", _bands),
}
