"""Pages made as scanners make them: drawn, then moved, turned, stamped, darkened and compressed."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any

import numpy as np
from numpy.typing import NDArray

POINTS = (595, 842)
Picture = NDArray[np.uint8]


@cache
def font_file() -> str | None:
    """A Chinese font of this machine."""
    lister = which("fc-list")
    if lister is None:
        return None
    listed = subprocess.run([lister, ":lang=zh", "file"], capture_output=True, text=True, check=False).stdout
    files = sorted(line.rstrip(": ") for line in listed.splitlines())
    serif = [file for file in files if "Serif" in file and "Regular" in file]
    return next(iter(serif or files), None)


class Sheet:
    """A page of A4 drawn at ``dpi``; places are points from the top left."""

    def __init__(self, dpi: int = 200) -> None:
        from PIL import Image, ImageDraw

        self.scale = dpi / 72
        self.picture = Image.new(
            "RGB", (round(POINTS[0] * self.scale), round(POINTS[1] * self.scale)), "white"
        )
        self.draw = ImageDraw.Draw(self.picture)

    def text(self, x: float, top: float, words: str, size: float = 10.5) -> None:
        """One line."""
        from PIL import ImageFont

        font = ImageFont.truetype(font_file() or "", round(size * self.scale))
        self.draw.text((x * self.scale, (top - 0.2 * size) * self.scale), words, "black", font)

    def rule(
        self, x0: float, top: float, x1: float, bottom: float, width: float = 0.6, gray: int = 0
    ) -> None:
        """A level or an upright rule."""
        half = width / 2
        box = (x0 - half, top - half, x1 + half, bottom + half)
        self.draw.rectangle([at * self.scale for at in box], (gray, gray, gray))

    def table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        top: float,
        x: float = 70,
        widths: Sequence[float] = (),
        height: float = 24,
        size: float = 10.5,
        width: float = 0.6,
        gray: int = 0,
    ) -> None:
        """A ruled table; an empty text under a filled one in the first column continues it (merged downwards)."""
        widths = widths or [450 / len(rows[0])] * len(rows[0])
        edges = [x + sum(widths[:at]) for at in range(len(widths) + 1)]
        bottom = top + height * len(rows)
        for at in range(len(rows) + 1):
            merged = 0 < at < len(rows) and not rows[at][0]
            self.rule(
                edges[1] if merged else edges[0], top + at * height, edges[-1], top + at * height, width, gray
            )
        for edge in edges:
            self.rule(edge, top, edge, bottom, width, gray)
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                self.text(edges[c] + 5, top + r * height + (height - size) / 2, words, size)

    def done(self) -> Picture:
        """The picture, shape (height, width, 3)."""
        return np.asarray(self.picture).copy()


def stamped(picture: Picture, x: float, y: float, dpi: int = 200) -> Picture:
    """A round red seal with its middle at (x, y), pressed over what is printed."""
    import cv2

    scale = dpi / 72
    ink = np.zeros(picture.shape[:2], np.uint8)
    middle = (round(x * scale), round(y * scale))
    cv2.circle(ink, middle, round(56 * scale), 255, round(3 * scale))
    cv2.circle(ink, middle, round(12 * scale), 255, -1)
    for turn in range(0, 360, 30):
        at = np.deg2rad(turn)
        spot = (middle[0] + round(40 * scale * np.cos(at)), middle[1] + round(40 * scale * np.sin(at)))
        cv2.rectangle(ink, (spot[0] - 14, spot[1] - 14), (spot[0] + 14, spot[1] + 14), 255, 5)
    red = np.array([220, 40, 50], np.float32) / 255
    share = (ink / 255 * 0.85)[..., None]
    return np.clip(picture * (1 - share) + picture * red * share, 0, 255).astype(np.uint8)


def fed(
    picture: Picture,
    *,
    askew: float = 0,
    grain: float = 0,
    contrast: float = 1,
    shadow: bool = False,
    quality: int = 0,
    dpi: int = 200,
    seed: int = 7,
) -> Picture:
    """``picture`` as a scanner gives it: turned by ``askew`` degrees, pale, grainy, shaded at an edge, in lossy JPEG."""
    import cv2
    from PIL import Image

    height, width = picture.shape[:2]
    moved: NDArray[Any] = picture
    if askew:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), askew, 1.0)
        moved = cv2.warpAffine(moved, matrix, (width, height), borderValue=(255, 255, 255))
    if dpi != 200:
        moved = cv2.resize(moved, None, fx=dpi / 200, fy=dpi / 200, interpolation=cv2.INTER_AREA)
    light = 255 - (255 - moved.astype(np.float32)) * contrast - (1 - contrast) * 60
    if shadow:
        light *= np.linspace(0.55, 1, moved.shape[1])[None, :, None] ** 0.7
        light[:, : round(0.012 * moved.shape[1])] = 30
    if grain:
        light += np.random.default_rng(seed).normal(0, grain, light.shape[:2])[..., None]
    spoiled: Picture = np.clip(light, 0, 255).astype(np.uint8)
    if quality:
        held = io.BytesIO()
        Image.fromarray(spoiled).save(held, "JPEG", quality=quality)
        spoiled = np.asarray(Image.open(held).convert("RGB")).copy()
    return spoiled


def as_pdf(
    path: Path, *pictures: Picture, unseen: Sequence[str] = (), under: Sequence[str] = (), typed: str = ""
) -> Path:
    """A PDF of full-page pictures. Scanning programs lay text ``unseen`` over each, or ``under`` it; ``typed`` is seen."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    for picture in pictures:
        scale = POINTS[1] / max(picture.shape)
        width, height = picture.shape[1] * scale, picture.shape[0] * scale
        canvas.setPageSize((width, height))
        for at, line in enumerate(under):
            canvas.setFont("Helvetica", 10)
            canvas.drawString(70, 700 - 20 * at, line)
        held = io.BytesIO()
        Image.fromarray(picture).save(held, "PNG")
        canvas.drawImage(ImageReader(held), 0, 0, width, height)
        for at, line in enumerate(unseen):
            words = canvas.beginText(70, 700 - 20 * at)
            words.setTextRenderMode(3)
            words.setFont("Helvetica", 10)
            words.textOut(line)
            canvas.drawText(words)
        if typed:
            canvas.setFont("Helvetica", 9)
            canvas.drawString(280, 20, typed)
        canvas.showPage()
    canvas.save()
    return path
