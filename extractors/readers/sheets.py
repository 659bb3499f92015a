"""Workbooks: what each visible sheet shows, titles and notes as paragraphs, tables with their merges and addresses.

The figures are the displayed ones. What is hidden is not part of what was submitted, but it is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.blocks import make_document
from extractors.reader import reader
from extractors.sheets.biff import read_xls
from extractors.sheets.opendocument import read_ods
from extractors.sheets.regions import drafts_of
from extractors.sheets.workbook import REPAIR, Sheet, remarks, visible
from extractors.sheets.xlsx import read_xlsx
from extractors.sheets.xml_2003 import read_xml_2003
from extractors.tables import Draft, Grid
from schemas.document import Document
from schemas.errors import DamagedFile, EmptyFile, ReadError

Sheets = tuple[list[Sheet], list[str]]


@reader("xlsx")
def xlsx(path: Path, name: str) -> Document:
    """Read the .xlsx, .xlsm or .et at ``path``; anchors call it ``name`` and carry sheet and address.

    Raises:
        DamagedFile: the package or one of its parts cannot be read.
        EmptyFile: no sheet shows anything.
        TooLarge: more cells than any report has.
    """
    return _document(path, name, "xlsx", read_xlsx)


@reader("xls")
def xls(path: Path, name: str) -> Document:
    """Read the .xls or old .et at ``path`` likewise.

    Raises:
        DamagedFile: the container or a record in it is broken.
        Encrypted: a password is needed to open it.
        EmptyFile: no sheet shows anything.
        TooLarge: more cells than any report has.
    """
    return _document(path, name, "xls", read_xls)


@reader("ods")
def ods(path: Path, name: str) -> Document:
    """Read the .ods at ``path`` likewise.

    Raises:
        DamagedFile: the package or its content cannot be read.
        Encrypted: a password is needed to open it.
        EmptyFile: no sheet shows anything.
        TooLarge: more cells than any report has.
    """
    return _document(path, name, "ods", read_ods)


@reader("xml2003")
def xml_2003(path: Path, name: str) -> Document:
    """Read the “XML 表格 2003” at ``path`` likewise; systems call it .xls.

    Raises:
        DamagedFile: it is not well formed.
        EmptyFile: no sheet shows anything.
        TooLarge: more cells than any report has.
    """
    return _document(path, name, "xml2003", read_xml_2003)


def _document(path: Path, name: str, kind: str, sheets_of: Callable[[Path, str], Sheets]) -> Document:
    with _repairable(name):
        sheets, lost = sheets_of(path, name)
        told = [*lost, *(remark for sheet in sheets for remark in remarks(sheet))]
        shown = [drafts for sheet in sheets if not sheet.hidden and (drafts := _drafts(sheet, name))]
    if not shown:
        why = "各工作表都没有可见的内容" + (f"（{told[0]}）" if told else "")
        raise EmptyFile(name, why, "请检查是否存错了文件，或取消隐藏后重新提交")
    drafts = [draft for of_sheet in shown for draft in (_headed(of_sheet) if len(shown) > 1 else of_sheet)]
    unsaved = any(sheet.unsaved for sheet in sheets if not sheet.hidden)
    return make_document(path, name, kind, drafts, warnings=told, partial=unsaved or bool(lost))


def _drafts(sheet: Sheet, name: str) -> list[Draft | Grid]:
    """What the sheet shows, text boxes last."""
    boxes = [Draft(text, sheet=sheet.name) for text in sheet.shapes]
    return [*drafts_of(visible(sheet), name), *boxes]


def _headed(drafts: list[Draft | Grid]) -> list[Draft | Grid]:
    """The name on the tab as a heading, unless the sheet begins with a title that says it already."""
    first, tab = drafts[0], drafts[0].sheet
    if isinstance(first, Draft) and "".join(tab.split()) in "".join(first.text.split()):
        return drafts
    return [Draft(tab, styled=1, sheet=tab), *drafts]


@contextmanager
def _repairable(name: str) -> Iterator[None]:
    """Whatever a parser raises on broken bytes becomes an error with a remedy for workbooks."""
    try:
        yield
    except DamagedFile as trouble:
        raise DamagedFile(name, trouble.why, REPAIR) from trouble
    except (ReadError, MemoryError):
        raise
    except Exception as trouble:
        raise DamagedFile(name, "内部结构已损坏，读不出内容", REPAIR) from trouble
