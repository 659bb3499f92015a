"""Files that end too early, because a download or an upload broke off: told by their last bytes or by their name."""

from __future__ import annotations

import zipfile
from pathlib import Path

WHY = "文件不完整，可能没有下载完或没有上传完"
REMEDY = "请重新下载或重新上传"
# What browsers and download tools call a file until it is whole.
UNFINISHED = (
    "crdownload", "part", "partial", "download", "downloading", "opdownload", "xltd", "td", "baiduyun", "filepart",
)  # fmt: skip

_TAIL_BYTES = 1 << 20  # some tools make room for the whole at once: what has not come is zeros
_END_BYTES = 4096  # in which a PDF ends; its standard asks for 1024, what sends it may add a line
_PDF_ENDS = (b"%%EOF", b"startxref")


def unfinished(name: str) -> bool:
    """Whether ``name`` is that of a download under way.

    >>> unfinished("报告.docx.crdownload"), unfinished("报告.docx")
    (True, False)
    """
    return Path(name).suffix.lower().lstrip(".") in UNFINISHED


def is_cut_short(path: Path) -> bool:
    """Whether the PDF or zip at ``path`` (a docx, xlsx, ofd is one) has its beginning and lacks its end."""
    try:
        with path.open("rb") as opened:
            head = opened.read(1024)
            if head.startswith(b"PK\x03\x04"):
                return not zipfile.is_zipfile(path)
            if b"%PDF-" not in head:
                return False
            opened.seek(max(0, opened.seek(0, 2) - _TAIL_BYTES))
            end = opened.read().rstrip(b"\x00\t\r\n ")[-_END_BYTES:]
    except OSError:
        return False  # what is wrong with it is another matter
    return not any(mark in end for mark in _PDF_ENDS)
