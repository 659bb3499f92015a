"""The models that find lines of text in a picture and read them: PP-OCR, from the wheels, on the processor, offline.

Nothing here ever asks a network: models are files of installed packages, or they are missing and said to be.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from extractors.scans.picture import Gray

THREADS = 2  # per process; more processes read more files
DETECT_DPI = 115  # fine enough for type of 8 points
_INK = 0.3  # probability from which a pixel belongs to a line of text
_LINE = 0.5  # mean probability from which a line is one
_GROWN = 1.6  # the model marks the core of a line; this much of area over outline is missing all round
_HEIGHT = 48  # pixels to which a line is brought for reading
_NARROWEST = 48
_WIDEST = 3200

_FIND = ("rapidocr", "models/PP-OCRv6_det_small.onnx")
_READ = ("rapidocr", "models/PP-OCRv6_rec_small.onnx")
_READ_AGAIN = ("rapidocr_onnxruntime", "models/ch_PP-OCRv4_rec_infer.onnx")


cv2.setNumThreads(THREADS)


class Box(NamedTuple):
    """Pixels of a picture, half-open."""

    x0: int
    top: int
    x1: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model read in the picture of a line: ``at[i]`` is the middle of ``text[i]`` as a share of the width.

    ``sure[i]`` is the model's own probability; it is no chance of being right.
    """

    text: str
    at: tuple[float, ...]
    sure: tuple[float, ...]


def find_lines(gray: Gray, scale: float) -> list[Box]:
    """Where lines of text stand in a level picture of ``scale`` pixels to the point."""
    shrink = min(1.0, DETECT_DPI / 72 / scale)
    height, width = (max(32, round(side * shrink / 32) * 32) for side in gray.shape)
    small = cv2.resize(gray, (width, height), interpolation=cv2.INTER_AREA)
    [marked] = _run(_FIND, _three(small))
    sides = gray.shape[1] / width, gray.shape[0] / height
    return [_scaled(box, sides, gray) for box in _cores(marked[0])]


def _cores(marked: NDArray[np.float32]) -> Iterator[tuple[float, float, float, float]]:
    """The lines in a map of probabilities, grown to what their cores stand for."""
    mask = (marked > _INK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        if min(width, height) < 2 or area < 8:
            continue
        here = slice(y, y + height), slice(x, x + width)
        if float(marked[here][labels[here] == number].mean()) < _LINE:
            continue
        by = _GROWN * width * height / (2 * (width + height))
        yield x - by, y - by, x + width + by, y + height + by


def _scaled(box: tuple[float, float, float, float], sides: tuple[float, float], gray: Gray) -> Box:
    x0, top, x1, bottom = box
    height, width = gray.shape
    return Box(
        max(0, int(x0 * sides[0])),
        max(0, int(top * sides[1])),
        min(width, int(x1 * sides[0]) + 1),
        min(height, int(bottom * sides[1]) + 1),
    )


def read_lines(lines: Sequence[Gray], *, again: bool = False) -> list[Reading]:
    """What stands in the pictures of ``lines``, a thread for each at a time; ``again`` asks the other model."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(partial(read_line, again=again), lines))


def read_line(gray: Gray, *, again: bool = False) -> Reading:
    """What stands in the picture of one line; ``again`` asks the other model."""
    model = _READ_AGAIN if again else _READ
    width = min(max(_NARROWEST, round(gray.shape[1] * _HEIGHT / gray.shape[0])), _WIDEST)
    shrinks = gray.shape[0] > _HEIGHT
    line = cv2.resize(gray, (width, _HEIGHT), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)
    [steps] = _run(model, _three(line))
    best = steps.argmax(axis=1)
    new = np.ones(len(best), bool)
    new[1:] = best[1:] != best[:-1]
    (kept,) = np.nonzero(new & (best > 0))
    letters = _letters(model)
    ends = [int(np.argmax(np.append(best[at:] != best[at], True))) + at for at in kept]
    return Reading(
        "".join(letters[best[at]] for at in kept),
        tuple((at + end) / 2 / len(best) for at, end in zip(kept.tolist(), ends, strict=True)),
        tuple(float(steps[at:end, best[at]].max()) for at, end in zip(kept, ends, strict=True)),
    )


def _three(gray: Gray) -> NDArray[np.float32]:
    """As the models want it: one picture of three equal channels from -1 to 1."""
    channel = gray.astype(np.float32) / 127.5 - 1
    return np.ascontiguousarray(np.broadcast_to(channel, (1, 3, *gray.shape)))


# --- models


def can_read() -> bool:
    """Whether the extra is installed: the runtime and the models that find and read."""
    return find_spec("onnxruntime") is not None and has_model(_FIND) and has_model(_READ)


def can_read_again() -> bool:
    """Whether the other model is there too."""
    return has_model(_READ_AGAIN)


def has_model(model: tuple[str, str]) -> bool:
    """Whether the file of a model is among the installed packages."""
    package, name = model
    return find_spec(package) is not None and (_folder(package) / name).is_file()


def _folder(package: str) -> Any:  # noqa: ANN401
    return files(package)


def _run(model: tuple[str, str], picture: NDArray[np.float32]) -> NDArray[np.float32]:
    session = _session(model)
    found: NDArray[np.float32] = session.run(None, {session.get_inputs()[0].name: picture})[0]
    return found


@cache
def _session(model: tuple[str, str]) -> Any:  # noqa: ANN401
    """The model, loaded once in a process."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False  # an arena grows with the largest page and stays
    # Lines are small and many: a thread a line beats threads within one.
    options.intra_op_num_threads = min(THREADS, os.cpu_count() or 1) if model == _FIND else 1
    options.inter_op_num_threads = 1
    # Idle threads sleep: beside other workers, spinning ones take the cores from each other.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    package, name = model
    return onnxruntime.InferenceSession(
        str(_folder(package) / name), options, providers=["CPUExecutionProvider"]
    )


@cache
def _letters(model: tuple[str, str]) -> tuple[str, ...]:
    """What the classes of a reading model mean; 0 means nothing."""
    told = _session(model).get_modelmeta().custom_metadata_map["character"]
    return ("", *told.split("\n"), " ")
