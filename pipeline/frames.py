"""Facts and findings as pandas tables. Every column holds strings; money never becomes a float."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def frame(rows: Iterable[Mapping[str, object]], columns: Iterable[str] | None = None) -> pd.DataFrame:
    """``rows`` as a table of objects, in the order of ``columns``; what is missing is an empty string."""
    import pandas as pd

    table = pd.DataFrame(
        list(rows), columns=None if columns is None else pd.Index(list(columns)), dtype=object
    )
    return table.where(table.notna(), "")


def csv(table: pd.DataFrame) -> bytes:
    """RFC 4180 as Excel on a Chinese Windows opens it: UTF-8 with BOM, CRLF."""
    text = table.to_csv(index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8", "backslashreplace")
