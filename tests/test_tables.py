"""Tables over page breaks: what is one table, which rows and merges go on, and where each cell stands."""

from __future__ import annotations

import pytest

from extractors.continued import join
from extractors.tables import Grid, RawCell, as_table, belongs_to_caption, typed_grid
from schemas.document import Spot

XS = (70.0, 120.0, 200.0, 300.0, 400.0)


def ruled(*rows: str, page: int = 1, xs: tuple[float, ...] = XS) -> Grid:
    """A grid from rows of cells parted by "|"; "^" goes on from above, "<" from the left."""
    cells: list[RawCell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row.split("|")):
            if text == "^":
                above = next(x for x in cells if x.col == c and x.bottom == r)
                cells[cells.index(above)] = _sized(above, above.rowspan + 1, above.colspan)
            elif text == "<":
                cells[-1] = _sized(cells[-1], cells[-1].rowspan, cells[-1].colspan + 1)
            else:
                spot = Spot(page, (xs[c], 10.0 * r, xs[c + 1], 10.0 * r + 9), 0, len(text))
                cells.append(RawCell(r, c, 1, 1, text, (spot,)))
    return Grid(len(rows), len(xs) - 1, tuple(cells), xs, spots=(Spot(page, (70, 0, 400, 90)),))


def _sized(cell: RawCell, rowspan: int, colspan: int) -> RawCell:
    return RawCell(cell.row, cell.col, rowspan, colspan, cell.text, cell.spots)


def shown(grid: Grid | None) -> list[str]:
    """The reverse of `ruled`."""
    assert grid is not None
    slots = grid.slots()
    out = []
    for r in range(grid.nrows):
        row = []
        for c in range(grid.ncols):
            cell = slots[r, c]
            row.append(cell.text if (cell.row, cell.col) == (r, c) else "^" if cell.col == c else "<")
        out.append("|".join(row))
    return out


HEAD = "序号|项目|单位|金额"


def test_more_rows_without_a_head() -> None:
    joined = join(ruled(HEAD, "1|甲|A|10"), ruled("2|乙|B|20", page=2))
    assert shown(joined) == [HEAD, "1|甲|A|10", "2|乙|B|20"]


def test_a_repeated_head_is_read_once() -> None:
    joined = join(ruled(HEAD, "1|甲|A|10"), ruled(HEAD, "2|乙|B|20", page=2))
    assert shown(joined) == [HEAD, "1|甲|A|10", "2|乙|B|20"]


def test_a_repeated_head_of_two_rows_with_merges() -> None:
    head = ("序号|项目|金额|<", "^|^|预算|支出")
    joined = join(ruled(*head, "1|甲|10|9"), ruled(*head, "2|乙|20|19", page=2))
    assert shown(joined) == [*head, "1|甲|10|9", "2|乙|20|19"]


def test_equal_rows_of_numbers_are_data() -> None:
    joined = join(ruled("0|0|0|0", "1|2|3|4"), ruled("0|0|0|0", page=2))
    assert shown(joined) == ["0|0|0|0", "1|2|3|4", "0|0|0|0"]


def test_a_row_cut_by_the_page_is_joined_cell_by_cell() -> None:
    first = ruled(HEAD, "1|高速列车永磁|株洲中车|1,0")
    joined = join(first, ruled("|牵引系统||", "2|乙|B|20", page=2))
    assert joined is not None
    assert shown(joined) == [HEAD, "1|高速列车永磁\n牵引系统|株洲中车|1,0", "2|乙|B|20"]
    cell = joined.slots()[1, 1]
    assert [spot.page for spot in cell.spots] == [1, 2]
    assert [cell.text[spot.start : spot.end] for spot in cell.spots] == ["高速列车永磁", "牵引系统"]


@pytest.mark.parametrize(
    ("last", "next_row"),
    [
        ("1|甲|A|10", "|乙||20"),  # two whole numbers, one above the other
        ("1|甲||10", "|乙|B|"),  # filled below blank
        ("1|甲|A|10", "2|乙|B|20"),
    ],
)
def test_a_row_that_is_whole_stays(last: str, next_row: str) -> None:
    assert len(shown(join(ruled(HEAD, last), ruled(next_row, page=2)))) == 3


def test_a_merge_goes_on_under_a_blank() -> None:
    first = ruled("一级|二级|三级|值", "产出|数量|a|5", "^|^|b|6")
    joined = join(first, ruled("||c|7", "^|质量|d|8", page=2))
    assert shown(joined) == ["一级|二级|三级|值", "产出|数量|a|5", "^|^|b|6", "^|^|c|7", "^|质量|d|8"]


def test_a_blank_value_is_no_merge() -> None:
    joined = join(ruled(HEAD, "1|甲|A|10"), ruled("2|乙|B|", page=2))
    assert shown(joined)[-1] == "2|乙|B|"


def test_a_group_broken_together_with_a_row_goes_on() -> None:
    first = ruled("序号|类别|项目|金额", "1|甲|a|5", "2|^|b|6", "3|重点科|验证装|7")
    joined = join(first, ruled("|技工作|置配套|", "4|^|d|8", page=2))
    assert shown(joined)[-2:] == ["3|重点科\n技工作|验证装\n置配套|7", "4|^|d|8"]


def test_the_name_of_a_group_cut_by_the_page_is_one() -> None:
    first = ruled("一级|二级|三级|分值", "产出|数量|a|5", "^|^|b|5", "成本指|经济|c|10")
    joined = join(first, ruled("标（20分）|^|d|10".replace("^", ""), page=2))
    assert shown(joined)[-2:] == ["成本指\n标（20分）|经济|c|10", "^|^|d|10"]


def test_head_cells_over_two_rows_name_no_groups() -> None:
    first = ruled("序号|项目|预算|执行", "^|^|金额|^", "1|甲|10|9")
    joined = join(first, ruled("2|乙|20|", page=2))
    assert shown(joined)[-2:] == ["1|甲|10|9", "2|乙|20|"]


def test_blank_cells_ruled_off_below_a_name_stay_blank_over_the_page() -> None:
    # The name stands once; what belongs to it has blank cells of its own, merged among themselves or not.
    head = "科目|项目|物品|金额"
    first = ruled(head, "货物|||30", "|设备||20", "||甲|15", "^|^|乙|5", "|车辆||10")
    second = ruled("||丙|10", "|网络||8", "||丁|6", "^|^|戊|2", page=2)
    assert shown(join(first, second))[-5:] == ["|车辆||10", "||丙|10", "|网络||8", "||丁|6", "^|^|戊|2"]
    second = ruled("||丙|7", "|^|丁|3", "|网络||8", page=2)
    assert shown(join(first, second))[-4:] == ["|车辆||10", "||丙|7", "|^|丁|3", "|网络||8"]


def test_a_group_of_one_row_above_the_page_goes_on_where_others_are_merged() -> None:
    first = ruled("一级|二级|三级|值", "投入||z|1", "产出|数量|a|5", "^|^|b|6", "^|质量|c|7")
    joined = join(first, ruled("||d|8", "效益|社会|e|9", "^|^|f|4", page=2))
    assert shown(joined)[-4:] == ["^|质量|c|7", "^|^|d|8", "效益|社会|e|9", "^|^|f|4"]


def test_a_merge_that_only_begins_above_the_page_goes_on_in_a_table_with_a_blank() -> None:
    first = ruled("一级|二级|三级|值", "投入|资金|z|1", "|时间|y|1", "产出|数量|a|5")
    joined = join(first, ruled("||b|6", "^|^|c|7", "^|质量|d|8", page=2))
    assert shown(joined)[-4:] == ["产出|数量|a|5", "^|^|b|6", "^|^|c|7", "^|质量|d|8"]


def test_an_outer_merge_that_is_not_drawn_again() -> None:
    first = ruled("绩效|一级|三级|值", "^|产出|a|5")
    second = ruled("效益|b|6", "总分|c|9", page=2, xs=XS[1:])
    assert shown(join(first, second)) == ["绩效|一级|三级|值", "^|产出|a|5", "^|效益|b|6", "^|总分|c|9"]


def test_columns_are_aligned_by_x_when_their_number_differs() -> None:
    first = ruled("序号|项目|单位|金额", "1|甲|A|10")
    second = ruled("合计|10", page=2, xs=(70.0, 301.0, 400.0))
    joined = join(first, second)
    assert joined is not None
    assert [(c.col, c.colspan) for c in joined.cells if c.row == 2] == [(0, 3), (3, 1)]


def test_other_edges_are_another_table() -> None:
    assert join(ruled(HEAD), ruled("1|甲|A|10", page=2, xs=tuple(x + 30 for x in XS))) is None


def test_the_next_form_is_another_table() -> None:
    form = ("项目名称|甲项目|<|<", "主管部门|市科技局|<|<", "分值|10|得分|10")
    other = ("项目名称|乙项目|<|<", "主管部门|市教育局|<|<", "分值|10|得分|9")
    assert join(ruled(*form), ruled(*other, page=2)) is None
    assert join(ruled(*form), ruled("项目支出绩效自评表|<|<|<", *other, page=2)) is None


def test_a_merged_cell_is_the_same_object_wherever_it_reaches() -> None:
    table = as_table(ruled("产出|数量|a|5", "^|质量|b|<"), "a.pdf", 3, 2)
    assert table.rows[0][0] is table.rows[1][0]
    assert table.rows[1][2] is table.rows[1][3]
    cell = table.rows[1][1]
    assert cell is not None
    assert (cell.anchor.table, cell.anchor.row, cell.anchor.col, cell.anchor.quote) == (2, 2, 2, "质量")
    assert str(cell.anchor) == "第1页 表2 行2列2"


def test_typed_rows_are_whole_rows() -> None:
    joined = join(typed_grid([["项目", "值"], ["甲", "乙"]]), typed_grid([["", "丙"]]))
    assert joined is not None
    assert joined.nrows == 3


@pytest.mark.parametrize(
    "line",
    [
        "2024年度项目支出绩效自评表",
        "单位：万元",
        "（金额单位：元）",
        "部门：某局      单位：万元",
        "表3-1 资金安排情况",
    ],
)
def test_titles_and_units_belong_to_the_table(line: str) -> None:
    assert belongs_to_caption(line)


@pytest.mark.parametrize(
    "line", ["附件 3", "（三）资金安排表", "具体情况见下表", "详见附表。", "备注：一个项目一张表"]
)
def test_other_lines_stay_paragraphs(line: str) -> None:
    assert not belongs_to_caption(line)
