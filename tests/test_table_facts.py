"""Numbers of tables that are no forms."""

from __future__ import annotations

import pytest

from extractors.table_facts import table_facts
from tests import printed

HEADS = "| 单位 | 编制数 | 在职人数 | 控制率 |\n"


def figures(rows: str) -> list[tuple[str, str, bool]]:
    [table] = printed.document(HEADS + rows).tables()
    return [
        (fact.subject, fact.anchor.quote, bool(fact.quantity.doubt))
        for fact in table_facts(table)
        if fact.quantity.number is not None
    ]


def test_each_figure_has_its_row_and_column() -> None:
    assert figures("| 机关 | 55 | 51 | 92.73% |") == [
        ("机关 编制数", "55", False),
        ("机关 在职人数", "51", False),
        ("机关 控制率", "92.73%", False),
    ]


@pytest.mark.parametrize(
    ("glued", "parts"), [("555192.73%", ("55", "51", "92.73%")), ("40038295.5%", ("400", "382", "95.5%"))]
)
def test_figures_that_ran_together_are_parted_by_their_rate(glued: str, parts: tuple[str, ...]) -> None:
    columns = ("编制数", "在职人数", "控制率")
    expected = [(f"机关 {column}", part, True) for column, part in zip(columns, parts, strict=True)]
    assert figures(f"| 机关 | {glued} | | |") == expected


@pytest.mark.parametrize(
    "row", ["| 机关 | 92.73% | | |", "| 机关 | 555192.73% | 51 | |", "| 机关 | 123456.78% | | |"]
)
def test_what_no_rate_parts_stays_as_printed(row: str) -> None:
    assert all(not doubt for _, _, doubt in figures(row))


def test_codes_and_accounts_are_no_figures() -> None:
    heads = "单位：万元\n\n| 序号 | 单位编码 | 开户账号 | 联系电话 | 补贴金额 |\n"
    [table] = printed.document(heads + "| 1 | 101001 | 0020123456 | 88651234 | 12.5 |").tables()
    assert [fact.anchor.quote for fact in table_facts(table)] == ["12.5"]
    assert figures("| 机关 | 001001 | 51 | 92.73% |") == [
        ("机关 在职人数", "51", False),
        ("机关 控制率", "92.73%", False),
    ]
