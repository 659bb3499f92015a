"""Workbooks: the displayed figures, the regions of a sheet, and what is hidden or missing, said."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from extractors.forms.form import find_forms
from extractors.quantities import read_cell
from extractors.reader import read
from pipeline.rulebook import Case
from pipeline.rules.table_total import table_total
from schemas.document import Document, Table
from schemas.errors import EmptyFile, Encrypted, ReadError, TooLarge
from schemas.finding import Outcome
from tests.handmade import EMPTY
from tests.workbooks import Value, merge, of, outline, write, write_form


def texts(document: Document) -> list[list[str]]:
    [table] = document.tables()
    return table.texts()


# --- what a cell shows


def test_cells_show_what_their_format_shows(tmp_path: Path) -> None:
    shown = [
        (1, "0%", "100%"), (0.9649, "0.0%", "96.5%"), (1203.5, "#,##0.00", "1,203.50"), (0.1 + 0.2, "General", "0.3"),
        (386.5, '0.00"万元"', "386.50万元"), (3865000, '0\\.0,"万元"', "386.5万元"), (-3.2, "0.0_);(0.0)", "(3.2)"),
        (45657, "yyyy-mm-dd", "2024-12-31"), (True, "General", "TRUE"), ("007", "@", "007"), (1.5e-7, "0.0E+00", "1.5E-07"),
        (" 文字 ", "General", "文字"), ("上\n下", "General", "上\n下"),
    ]  # fmt: skip

    def fill(sheet: Worksheet) -> None:
        for row, (value, code, _) in enumerate(shown, 1):
            write(sheet, [["甲", None, "乙"]], row)
            sheet.cell(row, 2).value, sheet.cell(row, 2).number_format = value, code

    assert [row[1] for row in texts(of(tmp_path, fill))] == [printed for _, _, printed in shown]


def test_errors_stay_as_they_are_printed_and_comments_are_no_text(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write(sheet, [["甲", "乙"], ["#REF!", 3], ["#DIV/0!", 4]])
        sheet["A2"].data_type = sheet["A3"].data_type = "e"
        sheet["B2"].comment = Comment("应为 5", "审核人")

    assert texts(of(tmp_path, fill)) == [["甲", "乙"], ["#REF!", "3"], ["#DIV/0!", "4"]]


def test_noughts_that_the_sheet_does_not_show_are_blank(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write(sheet, [["甲", "乙"], [0, 3]])
        sheet.sheet_view.showZeros = False

    assert texts(of(tmp_path, fill)) == [["甲", "乙"], ["", "3"]]


def test_a_formula_without_value_is_said_and_doubted(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write(sheet, [["甲", 1], ["乙", 2], ["合计", "=SUM(B1:B2)"]])
        sheet["C3"] = ArrayFormula("C3", "=B1*2")

    document = of(tmp_path, fill)
    assert document.partial
    [warning] = document.warnings
    assert "“自评表”B3、C3是公式" in warning
    [table] = document.tables()
    total = table.rows[2][1]
    assert total is not None
    assert (total.text, bool(total.doubt)) == ("", True)


# --- places


def test_every_cell_knows_its_address(tmp_path: Path) -> None:
    document = of(tmp_path, lambda sheet: write_form(sheet, "公路养护", 4, 2))
    [table] = document.tables()
    rate = next(cell for cell in table.cells() if cell.text == "100%")
    assert (str(rate.anchor), rate.anchor.row, rate.anchor.col) == ("工作表“自评表”G6", 3, 6)
    assert str(table.anchor) == "工作表“自评表”B4:G11"
    assert table.rows[3][0] is table.rows[1][0]  # merged: one cell, where it begins
    funds = next(cell for cell in table.cells() if cell.text == "项目资金")
    assert str(funds.anchor) == "工作表“自评表”B5"


def test_addresses_stay_true_beside_hidden_rows_and_columns(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write(sheet, [["项目", "编码", "金额"], ["甲", "x1", 3], ["乙", "x2", 4], ["丙", "x3", 5]])
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    document = of(tmp_path, fill)
    assert texts(document) == [["项目", "金额"], ["甲", "3"], ["丙", "5"]]
    [table] = document.tables()
    assert [str(cell.anchor)[-2:] for cell in table.cells()] == ["A1", "C1", "A2", "C2", "A4", "C4"]
    assert table.doubt
    assert document.warnings == (
        "工作表“自评表”第3行是隐藏的，没有读取",
        "工作表“自评表”B列是隐藏的，没有读取",
    )


def test_hidden_rows_shorten_the_merges_over_them(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write(sheet, [["类", "项目"], ["产出", "a"], [None, "b"], [None, "c"], ["效益", "d"]])
        merge(sheet, 2, 1, 4, 1)
        sheet.row_dimensions[2].hidden = True

    [table] = of(tmp_path, fill).tables()
    assert table.texts() == [["类", "项目"], ["产出", "b"], ["产出", "c"], ["效益", "d"]]
    assert [cell.rowspan for cell in table.cells() if cell.text == "产出"] == [2]


# --- what is hidden


def test_a_hidden_sheet_is_said_not_read(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        write(sheet, [["甲", 1], ["乙", 2]])
        sheet.sheet_state = "veryHidden"

    document = of(tmp_path, lambda sheet: write_form(sheet, "公路养护"), hide, names=("自评表", "字典"))
    assert len(list(document.tables())) == 1
    assert document.warnings == ("工作表“字典”是隐藏的，其中 4 个单元格没有读取",)
    assert not document.partial


def test_values_that_a_format_or_a_merge_hides_are_said(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write(sheet, [["甲", 1, 7], ["乙", 2, 8]])
        sheet["B2"].number_format = ";;;"
        sheet.merged_cells.add("C1:C2")  # without clearing what it covers, as pasted formats do

    document = of(tmp_path, fill)
    assert texts(document) == [["甲", "1", "7"], ["乙", "", "7"]]
    assert document.warnings == (
        "工作表“自评表”B2设成了不显示，没有读取",
        "工作表“自评表”C2被合并单元格盖住，没有读取",
    )


def test_nothing_visible_is_an_empty_file_that_says_where_the_rest_is(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        write(sheet, [["甲", 1]])
        sheet.sheet_state = "hidden"

    with pytest.raises(EmptyFile, match="“底稿”是隐藏的"):
        of(tmp_path, lambda _: None, hide, names=("自评表", "底稿"))


@pytest.mark.parametrize(("hidden", "outcome"), [(0, Outcome.DIFFERS), (4, Outcome.REVIEW)])
def test_a_total_over_hidden_rows_is_asked_not_asserted(
    tmp_path: Path, hidden: int, outcome: Outcome
) -> None:
    def fill(sheet: Worksheet) -> None:
        rows: list[list[Value]] = [
            ["路段", "投入（万元）"],
            ["县道1", 12],
            ["县道2", 20],
            ["县道3", 0],
            ["县道4", 9],
        ]
        write(sheet, [*rows, ["合计", 61]])
        sheet.row_dimensions[hidden or 9].hidden = hidden > 0

    document = of(tmp_path, fill)
    case = Case("", "", 2024, (document,), (), (), (), EMPTY)
    [finding] = table_total(case)
    assert finding.outcome is outcome
    assert ("隐藏" in finding.message) == (hidden > 0)


# --- regions


@pytest.mark.parametrize("framed", [True, False])
def test_titles_units_notes_and_signatures_are_no_part_of_the_table(tmp_path: Path, *, framed: bool) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["A2"] = "附件2", "2024年度项目支出绩效自评表"
        merge(sheet, 2, 1, 2, 6)
        sheet["A3"], sheet["F3"] = "填报单位：市交通运输局", "金额单位：万元"
        end = write_form(sheet, "公路养护", 4, framed=framed)
        sheet.cell(end, 1).value = "备注：一个项目填写一张。"
        sheet.cell(end + 2, 1).value, sheet.cell(end + 2, 4).value = "填表人：", "李四"

    document = of(tmp_path, fill)
    assert outline(document) == [
        "“自评表”A1 附件2",
        "“自评表”A4:F11 8×6 2024年度项目支出绩效自评表\n填报单位：市交通运输局\n金额单位：万元",
        "“自评表”A12 备注：一个项目填写一张。",
        "“自评表”A14 填表人：李四",
    ]
    [form] = find_forms(document)
    assert (form.year, form.currency and form.currency.name) == (2024, "万元")
    assert (len(form.funds), len(form.indicators)) == (2, 2)


@pytest.mark.parametrize("framed", [True, False])
@pytest.mark.parametrize("gap", [0, 1, 3])
def test_several_forms_below_each_other(tmp_path: Path, gap: int, *, framed: bool) -> None:
    def fill(sheet: Worksheet) -> None:
        row = 1
        for project in ("公路养护", "桥梁检测", "公交补贴"):
            sheet.cell(row, 1).value = "2024年度项目支出绩效自评表"
            merge(sheet, row, 1, row, 6)
            row = write_form(sheet, project, row + 1, framed=framed) + gap

    forms = find_forms(of(tmp_path, fill))
    assert [(form.project and form.project.text, form.year) for form in forms] == [
        ("公路养护", 2024), ("桥梁检测", 2024), ("公交补贴", 2024),
    ]  # fmt: skip


@pytest.mark.parametrize("framed", [True, False])
def test_forms_side_by_side_share_the_title_above_them(tmp_path: Path, *, framed: bool) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "2024年度项目支出绩效自评表"
        merge(sheet, 1, 1, 1, 13)
        write_form(sheet, "公路养护", 2, framed=framed)
        write_form(sheet, "桥梁检测", 2, 8, framed=framed)

    document = of(tmp_path, fill)
    assert outline(document) == [
        "“自评表”A2:F9 8×6 2024年度项目支出绩效自评表",
        "“自评表”H2:M9 8×6 2024年度项目支出绩效自评表",
    ]
    assert [form.year for form in find_forms(document)] == [2024, 2024]


@pytest.mark.parametrize("framed", [True, False])
def test_blank_rows_inside_a_list_do_not_cut_it(tmp_path: Path, *, framed: bool) -> None:
    def fill(sheet: Worksheet) -> None:
        rows: list[list[Value]] = [["序号", "路段", "投入"]]
        rows += [[number, f"县道{number}", number * 10] for number in range(1, 5)]
        rows += [[None] * 3, [None] * 3]
        below = write(sheet, rows, framed=framed)
        write(sheet, [["合计", None, 100]], below, framed=framed)

    assert outline(of(tmp_path, fill)) == ["“自评表”A1:C8 8×3"]


def test_a_blank_column_with_a_header_stays(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["路段", "投入", "备注", "长度"],
        ["县道1", 10, None, 3],
        ["县道2", 20, None, 4],
    ]
    assert outline(of(tmp_path, lambda sheet: write(sheet, rows, framed=False))) == ["“自评表”A1:D3 3×4"]


def test_a_group_header_is_no_title(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write(sheet, [[None, "资金（万元）", None], ["路段", "预算", "支出"], ["县道1", 10, 9]], framed=False)
        merge(sheet, 1, 2, 1, 3)

    assert outline(of(tmp_path, fill)) == ["“自评表”A1:C3 3×3"]


def test_a_sheet_of_text_is_paragraphs(tmp_path: Path) -> None:
    lines = [["2024年度公路养护绩效自评报告"], ["一、基本情况"], ["全年支出386.5万元。\n养护214公里。"]]
    document = of(tmp_path, lambda sheet: write(sheet, lines, framed=False))
    assert [paragraph.text for paragraph in document.paragraphs()] == [
        "2024年度公路养护绩效自评报告", "一、基本情况", "全年支出386.5万元。", "养护214公里。",
    ]  # fmt: skip
    assert [section.label for section in document.sections] == ["一、"]


def test_the_total_row_may_be_shifted(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write_form(sheet, "公路养护")
        sheet.unmerge_cells("A8:E8")
        for column, value in enumerate((None, "总分", None, None, None, 100), 1):
            sheet.cell(8, column).value = value

    [form] = find_forms(of(tmp_path, fill))
    assert form.total_score is not None or form.total_weight is not None


def test_sheets_are_headed_by_their_names_unless_their_title_says_it(tmp_path: Path) -> None:
    def titled(sheet: Worksheet) -> None:
        sheet["A1"] = "2024年公路养护自评表"
        merge(sheet, 1, 1, 1, 6)
        write_form(sheet, "公路养护", 2)

    document = of(tmp_path, titled, lambda sheet: write_form(sheet, "桥梁检测"), names=("公路养护", "桥"))
    assert outline(document) == [
        "“公路养护”A2:F9 8×6 2024年公路养护自评表",
        "“桥” 桥",
        "“桥”A1:F8 8×6",
    ]


# --- large and broken files


def test_a_sheet_formatted_to_its_last_row_is_its_used_part(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write_form(sheet, "公路养护")
        sheet.cell(1_048_576, 1).number_format = "0.00"
        sheet.cell(900_000, 16_384).number_format = "0.00"

    assert outline(of(tmp_path, fill)) == ["“自评表”A1:F8 8×6"]


def test_what_stands_far_away_is_a_region_of_its_own(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        write_form(sheet, "公路养护", framed=False)
        sheet.cell(3, 16_000).value = "草稿"
        sheet.cell(1_000_000, 2).value = "尾"

    assert outline(of(tmp_path, fill)) == ["“自评表”A1:F8 8×6", "“自评表”WQJ3 草稿", "“自评表”B1000000 尾"]


def test_more_cells_than_a_report_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.sheets.workbook.MAX_CELLS", 100)
    with pytest.raises(TooLarge, match="单元格超过"):
        of(tmp_path, lambda sheet: write(sheet, [["甲", "乙"]] * 60))


def test_a_merge_over_the_whole_sheet_does_no_harm(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "只有一格"
        sheet.merged_cells.add("A1:XFD1048576")

    assert outline(of(tmp_path, fill)) == ["“自评表”A1 只有一格"]


# --- shared material


def equal(printed: str, shown: str) -> bool:
    """Whether two texts say the same: a workbook shows 12.4 where the report prints 12.40."""
    if re.sub(r"\s", "", printed) == re.sub(r"\s", "", shown):
        return True
    one, other = read_cell(printed), read_cell(shown)
    return one is not None and other is not None and one.value == other.value


@pytest.mark.parametrize("name", ["report.xlsx", "report.xls", "report_recalculated.xlsx"])
def test_reference_cells_are_exact(shared: Path, name: str) -> None:
    truth = json.loads((shared / "reference/truth.json").read_text(encoding="utf-8"))["tables"]
    document = read(shared / "reference" / name, name)
    tables = list(document.tables())
    assert len(tables) == len(truth)
    blank = 0
    for table, wanted in zip(tables, truth, strict=True):
        cells = {(cell.row - 1, cell.col - 1): cell for cell in table.cells()}
        assert {at: (cell.rowspan, cell.colspan) for at, cell in cells.items()} == {
            (r, c): (high, wide) for r, c, high, wide, _ in wanted["cells"]
        }
        wrong = [(r, c) for r, c, _, _, text in wanted["cells"] if not equal(text, cells[r, c].text)]
        blank += sum(bool(cells[at].doubt) for at in wrong)
        assert all(cells[at].doubt for at in wrong)
    assert (blank, document.partial) == ((5, True) if name == "report.xlsx" else (0, False))


def test_the_form_of_the_seed_is_the_same_in_both_files(shared: Path) -> None:
    [word] = find_forms(read(shared / "seed/report.docx", "report.docx"))
    [sheet] = find_forms(read(shared / "seed/split/table.xlsx", "table.xlsx"))
    assert (sheet.year, sheet.currency) == (word.year, word.currency)
    assert [row.name.text for row in sheet.indicators] == [row.name.text for row in word.indicators]
    for one, other in zip(sheet.indicators, word.indicators, strict=True):
        assert {key: entry.text for key, entry in one.cells.items()} == {
            k: e.text for k, e in other.cells.items()
        }
        assert (one.level1, one.level2) == (other.level1, other.level2)


def test_every_workbook_of_the_corpus_is_read_or_refused(shared: Path) -> None:
    ends: dict[str, int] = {}
    for folder in ("office", "office-malformed"):
        for path in sorted((shared / "corpus" / folder).iterdir()):
            if path.suffix not in {".xls", ".xlsx", ".et", ".ods"}:
                continue
            try:
                document = read(path, path.name)
            except ReadError as trouble:
                end = type(trouble).__name__ if trouble.remedy else "no remedy"
            else:
                end = "read"
                assert all(isinstance(block, Table) or block.text.strip() for block in document.blocks)
            ends[end] = ends.get(end, 0) + 1
    assert "no remedy" not in ends
    assert ends["read"] >= 45
    assert ends[Encrypted.__name__] == 2  # a third one is under Excel's own password
