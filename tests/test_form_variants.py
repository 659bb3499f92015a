"""Every field of every known form: the table as such, as a Word file, as a workbook; and what an audit says of it.

Each file in tests/forms is one form of a place and a year, with the peculiarities that its first lines name.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.forms.form import find_forms
from extractors.reader import read, readers
from pipeline.audit import case_of
from pipeline.rulebook import confront
from pipeline.run import PROBLEMS
from pipeline.submission import Submission
from schemas.document import Document
from schemas.finding import Severity
from tests import printed
from tests.form_fields import compare, expected_fields, read_fields

FORMS = Path(__file__).parent / "forms"
NAMES = sorted(path.stem for path in FORMS.glob("*.yaml"))


def fixture(name: str) -> dict[str, Any]:
    content = yaml.load((FORMS / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  (strings only)
    unknown = set(content) - {"document", "forms", "findings", "defect"}
    assert not unknown, f"{name}: {unknown}"
    return dict(content)


def assert_read(document: Document, expected: list[dict[str, Any]]) -> None:
    right, total, wrong = compare(expected_fields(expected), read_fields(find_forms(document)))
    assert not wrong, f"{right}/{total}\n" + "\n".join(wrong)


def said(text: str, folder: Path) -> list[str]:
    """What the rules say of a Word file at warning or error: rule, severity, message."""
    path = printed.write_docx(text, folder / "自评表.docx")
    findings = confront(case_of(Submission("市某局", "", (read(path, path.name),))))
    return [
        f"{each.rule} {each.severity.words} {each.message}"
        for each in findings
        if each.outcome in PROBLEMS and each.severity not in {None, Severity.INFO}
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_the_table(name: str) -> None:
    content = fixture(name)
    assert_read(printed.document(content["document"]), content["forms"])


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_the_word_file(name: str, tmp_path: Path) -> None:
    content = fixture(name)
    path = printed.write_docx(content["document"], tmp_path / "自评表.docx")
    assert_read(read(path, path.name), content["forms"])


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_the_workbook(name: str, tmp_path: Path) -> None:
    if "xlsx" not in readers():
        pytest.skip("没有读取工作簿的读取器")
    content = fixture(name)
    path = printed.write_xlsx(content["document"], tmp_path / "自评表.xlsx")
    assert_read(read(path, path.name), content["forms"])


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_the_page(name: str, tmp_path: Path) -> None:
    content = fixture(name)
    path = printed.write_pdf(content["document"], tmp_path / "自评表.pdf")
    assert_read(read(path, path.name), content["forms"])


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_said_but_what_is_wrong(name: str, tmp_path: Path) -> None:
    content = fixture(name)
    heard = said(content["document"], tmp_path)
    for pattern in content.get("findings", []):
        match = next((each for each in heard if _says(each, pattern)), None)
        assert match is not None, f"没有说 {pattern}：\n" + "\n".join(heard)
        heard.remove(match)
    assert not heard, "\n".join(heard)


@pytest.mark.parametrize("name", [name for name in NAMES if "defect" in fixture(name)])
def test_a_planted_defect_is_found(name: str, tmp_path: Path) -> None:
    content = fixture(name)
    defect = content["defect"]
    assert content["document"].count(defect["change"]) == 1
    heard = said(content["document"].replace(defect["change"], defect["to"]), tmp_path)
    assert any(_says(each, f"{defect['rule']} 错误 {defect['says']}") for each in heard), "\n".join(heard)


def _says(told: str, pattern: str) -> bool:
    """Whether a finding is of this rule and severity and its message has these words."""
    rule, severity, words = pattern.split(" ", 2)
    return re.search(f"^{rule} {severity} .*{words}", told) is not None
