"""The bench of numbers and names: labels of real budgets find their places, and the README's table is written whole."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from schemas.document import Anchor, Document, Paragraph, Spot
from schemas.fact import Role
from schemas.indicator import load_schema
from tests.bench.accuracy import Tally
from tests.bench.accuracy import part as planted_part
from tests.bench.extraction.readme import part
from tests.bench.extraction.real import ABSENT, REAL, labels_in
from tests.bench.extraction.scoring import compare
from tests.bench.extraction.table import MISREAD, Score, Table, shown
from tests.bench.marked import LINKING, PLANTED, README, marks, written
from tests.bench.real_facts import NONE, QUANTITY, RealFact, load

BEGIN, END = marks("某")


def _paper(*texts: tuple[int, str]) -> Document:
    blocks = tuple(
        Paragraph(text, Anchor("甲.pdf", number, end=len(text), spots=(Spot(page, (0, 0, 1, 1)),)))
        for number, (page, text) in enumerate(texts)
    )
    return Document("甲.pdf", "0" * 64, "pdf", blocks)


def _fact(row: int, page: int, before: str, printed: str, value: str = "", **more: object) -> RealFact:
    kind = QUANTITY if value else NONE
    given = {"unit": "", "role": None, "period": "", "subject": "某项", "total": None, **more}
    return RealFact("甲.pdf", page, printed, before, Decimal(value or 0), kind=kind, row=row, **given)  # type: ignore[arg-type]


def test_a_label_finds_its_place_though_blanks_stand_between() -> None:
    document = _paper((1, "收入 80 万元，支出 8 0万元。"))
    first, second = labels_in(
        document, [_fact(1, 1, "收入", "80万元", "800000"), _fact(2, 1, "支出", "80万元", "800000")]
    )
    assert (first["at"], first["end"]) == (3, 8)
    assert second["paragraph"][second["at"] : second["end"]] == "8 0万元"


def test_a_page_number_is_not_the_front_of_the_next_figure() -> None:
    document = _paper((1, "比上年减少"), (2, "30.8万元。"))
    number, figure = labels_in(
        document, [_fact(1, 1, "比上年减少", "30"), _fact(2, 2, "", "30.8万元", "308000")]
    )
    assert (number["kind"], number["paragraph"]) == ("none", "")
    assert figure["paragraph"] == "30.8万元。"


def test_words_of_another_line_may_stand_before() -> None:
    document = _paper((1, "图一 全年安排支出 90万元。"))
    [label] = labels_in(document, [_fact(1, 1, "图二年安排支出", "90万元", "900000")])
    assert label["end"] == len("图一 全年安排支出 90万元")


def test_budgets_are_scored_like_other_reports() -> None:
    document = _paper((1, "2024年收入预算80万元，其中：财政拨款50万元，事业收入30万元，见第3号文件。"))
    money = {"unit": "元", "role": Role.BUDGET, "period": "2024"}
    facts = [
        _fact(1, 1, "", "2024年"),
        _fact(2, 1, "收入预算", "80万元", "800000", **money),
        _fact(3, 1, "财政拨款", "50万元", "500000", total=2, **money),
        _fact(4, 1, "事业收入", "31万元", "310000", total=2, **money),
        _fact(5, 1, "见第", "3"),
    ]
    table = Table()
    compare([*labels_in(document, facts)], [document], load_schema(), table, [REAL])
    assert table.scores[REAL, "数值"] == Score(hits=2, claimed=2, there=3)
    assert table.scores[REAL, "单位"].f1 == 1
    assert table.scores[REAL, "总分"] == Score(hits=1, claimed=1, there=2)
    assert table.cell(REAL, MISREAD) == "0/2"
    assert table.cell(REAL, "表栏") == "—"
    assert any(line.startswith(f"| {REAL} | 0.800") for line in shown(table))


def test_the_row_says_how_many_budgets_there_are() -> None:
    assert f"（{len({fact.document for fact in load()})}份）" in REAL


def test_what_is_misread_counts_against_the_values() -> None:
    document = _paper((1, "完成3次检查。"))
    table = Table()
    compare([*labels_in(document, [_fact(1, 1, "完成", "3次")])], [document], load_schema(), table, ["a"])
    assert table.cell("a", MISREAD) == "1/1"
    assert table.scores["a", "数值"] == Score(hits=0, claimed=1, there=0)
    assert table.misses[0].startswith("a 误读")


def test_only_the_marked_part_is_written() -> None:
    text = f"前\n{BEGIN}\n旧\n\n{END}\n后\n"
    assert written(text, "某", "新") == f"前\n{BEGIN}\n新\n\n{END}\n后\n"
    assert written(written(text, "某", "新"), "某", "旧") == text


@pytest.mark.parametrize("text", ["", f"{BEGIN}\n", f"{END}\n{BEGIN}\n", f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n"])
def test_a_readme_without_its_marks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"README\.md"):
        written(text, "某", "新")


@pytest.mark.parametrize("name", [LINKING, PLANTED])
def test_the_readme_has_its_marks(name: str) -> None:
    assert "新" in written(README.read_text(encoding="utf-8"), name, "新")


def test_planted_defects_are_told_in_one_row() -> None:
    tally = Tally(Counter(period=3), Counter(period=2), Counter(period=1), [], [{}])
    assert planted_part(tally, 0, 60).splitlines()[-1] == "| 3 | 2 | 1 | 1 | 0 |"


def test_the_part_says_what_was_left_out() -> None:
    table, without = Table(), Table()
    for group in ("a", "a：科技", "合计", "合计：科技"):
        table.reports[group] = 1
        table.add([group], "指标", claimed=True, there=True, right=True)
    without.add(["a"], "指标", claimed=False, there=True, right=False)
    said = part(table, {"科技": without}, 2, 7)
    assert ABSENT in said
    assert "| 1.000 | — | 0.000 | — | 1，0，1 |" in said
    table.reports[REAL] = 15
    assert ABSENT not in part(table, {"科技": without}, 2, 7)
