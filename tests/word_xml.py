"""Word files written by hand, tag by tag, so that a test can hold what no library would write."""

from __future__ import annotations

import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def types(kind: str) -> str:
    """The content types of a package whose main part is a ``kind`` of Word file."""
    main = kind if "/" in kind else _MAIN.format(kind)
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def rels(*relations: tuple[str, str, bool]) -> str:
    """A part of relationships: type, target, whether it lies outside."""
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if outside else ""}/>'
        for n, (kind, target, outside) in enumerate(relations)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def package(
    path: Path,
    body: str,
    *,
    kind: str = "document",
    namespace: str = W,
    files: dict[str, str | bytes] | None = None,
    **parts: str,
) -> Path:
    """A Word file at ``path``: ``parts`` are insides of word/NAME.xml, ``files`` whole files by their place."""
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("[Content_Types].xml", types(kind))
        opened.writestr("_rels/.rels", rels(("officeDocument", "word/document.xml", False)))
        for part, xml in {"document": f"<w:body>{body}</w:body>", **parts}.items():
            opened.writestr(f"word/{part}.xml", f'<w:{part} xmlns:w="{namespace}" {_SPACES}>{xml}</w:{part}>')
        for name, content in (files or {}).items():
            opened.writestr(name, content)
    return path


def p(*runs: str, properties: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def tc(text: str, properties: str = "") -> str:
    """A cell with one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"
