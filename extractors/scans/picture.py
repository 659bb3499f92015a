"""A page as a picture, made fit for reading: even light, seals out, level.

Pictures are uint8 arrays of shape (height, width), 0 black to 255 white; masks are 0 or 255.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]

STEEPEST_DEGREES = 5.0  # a page fed askew leans less; more is meant
LEVEL_DEGREES = 0.03  # over a page this is half a point
SEAL_POINTS = (70.0, 190.0)  # round seals measure 38 to 58 mm (108 to 164 points), partly printed ones less
GRAIN = 9.0  # gray levels of deviation that disturb reading
BLANK = 215  # where the darker part of a picture is paler, nothing is printed
_SMALL = 700  # pixels of the longer side in which lighting is measured


@dataclass(frozen=True, slots=True)
class Picture:
    """``gray``: ink on white; ``sealed``: where ink of a seal was taken away; ``scale``: pixels to the point.

    ``degrees``: by how much the page was turned about its middle to be level, ``quarters``: then to be upright, both
    counter-clockwise.
    """

    gray: Gray
    sealed: Gray | None
    scale: float
    degrees: float = 0.0
    quarters: int = 0


def clean(colours: NDArray[np.uint8], scale: float) -> Picture:
    """The picture of a page, shape (height, width, 3) in RGB or (height, width), level and evenly lit."""
    gray, sealed = _without_seals(colours, scale)
    gray = _even(_quiet(gray))
    degrees = _lean(gray, scale)
    if abs(degrees) <= LEVEL_DEGREES:
        degrees = 0.0
    else:
        gray = _turned(gray, degrees, 255)
        sealed = None if sealed is None else _turned(sealed, degrees, 0)
    return Picture(gray, sealed, scale, degrees)


def quarter_turned(picture: Picture, quarters: int) -> Picture:
    """``picture`` turned counter-clockwise by quarters of a full turn."""
    sealed = None if picture.sealed is None else np.ascontiguousarray(np.rot90(picture.sealed, quarters))
    return Picture(
        np.ascontiguousarray(np.rot90(picture.gray, quarters)),
        sealed,
        picture.scale,
        picture.degrees,
        quarters,
    )


# --- seals


def _without_seals(colours: NDArray[np.uint8], scale: float) -> tuple[Gray, Gray | None]:
    """Gray values, red ones as they look through a red filter where they are part of a seal; and where that is.

    Red headings stay: only what is about as wide as high, and of the size of a seal, is one.
    """
    if colours.ndim == 2:
        return colours, None
    red, green, blue = (colours[..., at].astype(np.int16) for at in range(3))
    gray = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    reddish = ((red - np.maximum(green, blue) > 40) & (red > 90)).astype(np.uint8) * 255
    if not reddish.any():
        return gray, None
    near = cv2.morphologyEx(reddish, cv2.MORPH_CLOSE, _box(round(6 * scale), round(6 * scale)))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near)
    smallest, largest = (points * scale for points in SEAL_POINTS)
    sealed = np.zeros_like(reddish)
    for x, y, width, height, _ in stats[1:]:
        if smallest <= max(width, height) <= largest and min(width, height) >= 0.6 * max(width, height):
            sealed[y : y + height, x : x + width] = reddish[y : y + height, x : x + width]
    if not sealed.any():
        return gray, None
    sealed = cv2.dilate(sealed, _box(3, 3))
    return np.where(sealed > 0, np.maximum(gray, colours[..., 0]), gray).astype(np.uint8), sealed


# --- noise and light


def _quiet(gray: Gray) -> Gray:
    """``gray`` without the grain of a poor scan; as it is where there is hardly any."""
    rough = np.sort(cv2.absdiff(gray, cv2.blur(gray, (3, 3)))[::7, ::7], axis=None)
    grain = 3.3 * float(
        np.mean(rough[: rough.size // 2])
    )  # its deviation, from the half where there is only paper
    if grain < GRAIN:
        return gray
    quiet: Gray = cv2.fastNlMeansDenoising(
        gray, None, h=0.75 * grain, templateWindowSize=5, searchWindowSize=11
    )
    return quiet


def _even(gray: Gray) -> Gray:
    """``gray`` with the paper white everywhere and the darkest ink black: shadows and gray paper go."""
    shrink = _SMALL / max(gray.shape)
    small = cv2.resize(gray, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, _box(9, 9)), 21)
    paper = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(gray, np.maximum(paper, 1), scale=255)
    split, _ = cv2.threshold(even[::2, ::2], 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    inked = even[::2, ::2][even[::2, ::2] < split]
    ink = float(np.median(inked)) if inked.size else 255.0
    if ink > BLANK:
        return np.asarray(even, np.uint8)
    dark = max(ink - 25, 0)
    stretched = (even.astype(np.float32) - dark) * (255 / (255 - dark))
    whole: Gray = np.clip(stretched, 0, 255).astype(np.uint8)
    return whole


# --- lean


def _lean(gray: Gray, scale: float) -> float:
    """By how many degrees the page must be turned counter-clockwise for its lines to be level."""
    shrink = min(1.0, 1.4 / scale)
    small = cv2.resize(gray, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    ink = (255 - small).astype(np.float32)
    edge = [round(0.04 * side) for side in ink.shape]  # shadows of the paper's edge lean as they like
    ink = ink[edge[0] : -edge[0], edge[1] : -edge[1]]
    best = 0.0
    if not ink.any():
        return best
    for reach, step in ((STEEPEST_DEGREES, 0.5), (0.5, 0.1), (0.1, 0.02)):
        tried = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(tried, key=lambda degrees: _levelness(ink, float(degrees))))
    return best


def _levelness(ink: NDArray[np.float32], degrees: float) -> float:
    """How sharply rows of ink and rows of paper alternate after turning."""
    rows = _turned(ink, degrees, 0).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def _turned(picture: NDArray[Any], degrees: float, beyond: int) -> NDArray[Any]:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    turned: NDArray[Any] = cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=beyond
    )  # fmt: skip
    return turned


def _box(width: int, height: int) -> NDArray[np.uint8]:
    return np.ones((max(1, height), max(1, width)), np.uint8)
