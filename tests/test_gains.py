"""Two readings of the same files are compared fact by fact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.gains import ROOT, Said, changes, facts_of, read_by, shown

HOMES = Said(
    "样例/甲.md", 3, 0, 0, 6, 11, "1537户", "1537", "户", "actual", "2024", "保障户数", "在保家庭共1537户。"
)


def _sorts(before: list[Said], after: list[Said]) -> list[str]:
    return [change.sort for change in changes(before, after)]


def test_the_same_is_no_change() -> None:
    assert not _sorts([HOMES, HOMES._replace(start=20, end=25)], [HOMES, HOMES._replace(start=20, end=25)])


def test_what_only_one_has_is_gained_or_lost() -> None:
    assert _sorts([], [HOMES]) == ["新读到"]
    assert _sorts([HOMES], []) == ["不再读到"]
    elsewhere = HOMES._replace(file="样例/乙.md")
    assert sorted(_sorts([HOMES], [elsewhere])) == ["不再读到", "新读到"]


@pytest.mark.parametrize(
    ("now", "sorts"),
    [
        (HOMES._replace(value="1536"), ["数值"]),
        (HOMES._replace(unit="个"), ["单位"]),
        (HOMES._replace(role="target", period="2023"), ["角色", "年度"]),
        (HOMES._replace(label=""), ["不再归"]),
        (HOMES._replace(label="补贴户数"), ["改归"]),
    ],
)
def test_what_changed_is_named(now: Said, sorts: list[str]) -> None:
    assert _sorts([HOMES], [now]) == sorts


def test_a_link_that_was_not_there_is_gained() -> None:
    assert _sorts([HOMES._replace(label="")], [HOMES]) == ["归上指标"]


def test_more_of_the_same_words_is_the_same_fact() -> None:
    wider = HOMES._replace(start=5, raw="共1537户")
    assert not _sorts([HOMES], [wider])


def test_other_blocks_with_the_same_sentence_are_the_same() -> None:
    assert not _sorts([HOMES], [HOMES._replace(block=9, start=80, end=85)])


def test_each_fact_has_one_other_self() -> None:
    again = HOMES._replace(start=40, end=45)
    assert _sorts([HOMES], [HOMES, again]) == ["新读到"]
    assert _sorts([HOMES, again], [again]) == ["不再读到"]


def test_counts_and_examples_are_told() -> None:
    later = HOMES._replace(role="target")
    lines = [*shown([HOMES], [later, HOMES._replace(start=40, end=45, raw="9户")], 1)]
    assert lines[2] == "| 样例 | 1 | 2 | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 |"
    assert "角色：样例/甲.md “在保家庭共1537户。” 1537户：actual → target" in lines


@pytest.mark.slow
def test_a_version_reads_in_a_process_of_its_own(tmp_path: Path) -> None:
    report = tmp_path / "甲.md"
    report.write_text("# 公租房项目绩效自评报告\n\n2024年在保家庭1537户。\n", encoding="utf-8")
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps([[(str(report), "样例/甲.md")]]), encoding="utf-8")
    here = [*facts_of([[(str(report), "样例/甲.md")]])]
    assert [(said.value, said.unit, said.period) for said in here] == [("1537", "户", "2024")]
    assert read_by(ROOT, cases) == here


def test_a_tree_that_cannot_be_loaded_is_said_plainly(tmp_path: Path) -> None:
    cases = tmp_path / "cases.json"
    cases.write_text("[[]]", encoding="utf-8")
    (tmp_path / "extractors").mkdir()
    (tmp_path / "extractors" / "__init__.py").write_text("", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"读不了.*extractors\.facts"):
        read_by(tmp_path, cases)
