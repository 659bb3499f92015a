"""What is tied to what: totals and parts of a sentence, of an outline, and what only stands nearby."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.facts import find_case
from extractors.mentions import find_mentions
from extractors.plain import plain
from extractors.reader import read
from extractors.sums.breakdowns import tie
from schemas.indicator import load_schema


def tied(text: str) -> list[tuple[str, tuple[str, ...], bool | None]]:
    uniform = plain(text)
    mentions = find_mentions(uniform, year=2024)
    return [
        (
            mentions[each.total].quantity.raw,
            tuple(mentions[part].quantity.raw for part in each.parts),
            each.exhaustive,
        )
        for each in tie(uniform.text, mentions)
    ]


@pytest.mark.parametrize(
    ("text", "total", "parts", "exhaustive"),
    [
        (
            "由决策（15分）、管理（25分）、产出（40分）、效益（20分）四部分构成，满分100分。",
            "100分",
            ("15分", "25分", "40分", "20分"),
            True,
        ),
        (
            "可用资金620万元，一部分为2023年结转资金60万元，另一部分为当年安排560万元。",
            "620万元",
            ("60万元", "560万元"),
            True,
        ),
        (
            "年初预算580万元，分两次压减，共压减40万元，其中5月压减15万元，9月压减25万元，压减后预算540万元。",
            "40万元",
            ("15万元", "25万元"),
            None,
        ),
        ("铺设管道96.4公里，主管道21.3公里，支管道75.1公里。", "96.4公里", ("21.3公里", "75.1公里"), None),
        ("新建改造站台47座，新建18座、改造29座，验收合格。", "47座", ("18座", "29座"), None),
        (
            "支出525万元，包括设备280万元、维修195万元、培训50万元。",
            "525万元",
            ("280万元", "195万元", "50万元"),
            True,
        ),
        ("拨付资金600万元，分别为东乡240万元、西乡360万元。", "600万元", ("240万元", "360万元"), True),
        ("拨付资金600万元，分别用于修路240万元、架桥360万元。", "600万元", ("240万元", "360万元"), True),
        ("支出640万元，其中疫苗320万元、运输150万元。", "640万元", ("320万元", "150万元"), None),
        ("支出640万元，其中：疫苗320万元；运输150万元。", "640万元", ("320万元", "150万元"), None),
        ("支出640万元（其中疫苗320万元、运输150万元）。", "640万元", ("320万元", "150万元"), None),
        ("支出640万元，其中疫苗320万元、运输150万元等。", "640万元", ("320万元", "150万元"), False),
        ("支出640万元，主要包括疫苗320万元、运输150万元。", "640万元", ("320万元", "150万元"), False),
        ("支出640万元，其中疫苗320万元。", "640万元", ("320万元",), False),
        ("培训300人，其中女性210人。", "300人", ("210人",), False),
        ("改厕3200户，其中整村1800户、零星1400户。", "3200户", ("1800户", "1400户"), None),
        (
            "抽检420批次，分别为蔬菜180批次、肉类120批次、水果120批次。",
            "420批次",
            ("180批次", "120批次", "120批次"),
            True,
        ),
        (
            "全年用款640万元：疫苗320万元（其中冷链80万元），运输320万元。",
            "640万元",
            ("320万元", "320万元"),
            None,
        ),
        ("惠及老人900人中，东街500人、西街400人。", "900人", ("500人", "400人"), None),
        ("省里补助260万元（基本160万元、奖励100万元）。", "260万元", ("160万元", "100万元"), None),
        ("400万元，其中150万元为应拨未拨资金、250万元为当年资金。", "400万元", ("150万元", "250万元"), None),
    ],
)
def test_parts_behind_their_total(
    text: str, total: str, parts: tuple[str, ...], exhaustive: bool | None
) -> None:
    assert (total, parts, exhaustive) in tied(text)


@pytest.mark.parametrize(
    ("text", "total", "parts", "exhaustive"),
    [
        (
            "养护费318万元，更新费146万元，人工费230万元，合计694万元。",
            "694万元",
            ("318万元", "146万元", "230万元"),
            True,
        ),
        ("中央资金160万元、省级资金100万元，共计260万元。", "260万元", ("160万元", "100万元"), True),
        ("东乡60万元、西乡80万元、南乡40万元，共180万元。", "180万元", ("60万元", "80万元", "40万元"), True),
    ],
)
def test_parts_before_their_total(
    text: str, total: str, parts: tuple[str, ...], exhaustive: bool | None
) -> None:
    assert tied(text) == [(total, parts, exhaustive)]


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        (
            "安排补贴332万元，包括粮食210万元、经济作物122万元，另配套61万元。",
            "332万元",
            ("210万元", "122万元"),
        ),
        ("支出76万元，包括宣传36万元、场地40万元，结余4万元。", "76万元", ("36万元", "40万元")),
        (
            "年初预算300万元，包括保洁200万元、清运100万元，年中追加50万元。",
            "300万元",
            ("200万元", "100万元"),
        ),
        ("支出96万元，包括低龄64万元、高龄32万元，人均补助100元。", "96万元", ("64万元", "32万元")),
        ("下达480万元，其中县级300万元（其中设备220万元）、乡镇180万元。", "480万元", ("300万元", "180万元")),
        ("支出525万元，包括设备280万元、维修245万元，同比增加30万元。", "525万元", ("280万元", "245万元")),
        ("救助860人次，支出120万元，其中临时救助80万元、特困40万元。", "120万元", ("80万元", "40万元")),
    ],
)
def test_the_list_ends_where_the_words_say_so(text: str, total: str, parts: tuple[str, ...]) -> None:
    assert [each[1] for each in tied(text) if each[0] == total] == [parts]


@pytest.mark.parametrize(
    "text",
    [
        "支出525万元，用于设备购置。",
        "全年预算450万元，实际支出412.5万元，结余37.5万元。",
        "新建幼儿园5所，新增学位1200个，其余在建。",
        "满意度95.2%，其中学生96.1%、家长94.3%。",  # shares are not summed
        "排名第6位，其中水环境第3位、空气第9位。",
        "改造管网26公里。新建泵房12座。共计投入860万元。",
        "每亩补助150元，包括种子80元/亩、肥料70元/亩。",
        "由市财政局下达860万元，分两批拨付。",
        "年初预算3至5万元，其中差旅约1万元至2万元。",
        "",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert tied(text) == []


def outline(text: str, folder: Path) -> list[tuple[str, tuple[str, ...], bool | None]]:
    path = folder / "自评报告.md"
    path.write_text(text, encoding="utf-8")
    found = find_case([read(path, path.name)], load_schema())
    return [
        (each.total.quantity.raw, tuple(part.quantity.raw for part in each.parts), each.exhaustive)
        for each in found.breakdowns
        if each.cue == "分项"
    ]


SECTIONS = """\
# 市水利局2024年度水库维修养护项目绩效自评报告

一、资金使用情况

全年实际支出815万元{announced}

1.坝体防渗

{first}

2.溢洪道改造

支出265万元，完成4处。

3.监测设施

支出130万元，安装38套。

二、存在问题

资金拨付不够及时。
"""


@pytest.mark.parametrize(
    ("announced", "first", "expected"),
    [
        (
            "，分为以下三类：",
            "支出420万元，完成6座。",
            [("815万元", ("420万元", "265万元", "130万元"), True)],
        ),
        (
            "，具体如下：",
            "实际支出420万元，其中材料费200万元。",
            [("815万元", ("420万元", "265万元", "130万元"), True)],
        ),
        ("。", "项目总计支出420万元。", [("815万元", ("420万元", "265万元", "130万元"), True)]),
    ],
)
def test_sections_are_parts_of_what_is_announced(
    announced: str, first: str, expected: list[tuple[str, tuple[str, ...], bool | None]], tmp_path: Path
) -> None:
    assert outline(SECTIONS.format(announced=announced, first=first), tmp_path) == expected


def test_sections_without_money_are_no_parts(tmp_path: Path) -> None:
    text = (
        SECTIONS.format(announced="。", first="完成6座。")
        .replace("支出265万元，", "")
        .replace("支出130万元，", "")
    )
    assert outline(text, tmp_path) == []


def test_own_money_of_a_section_is_not_the_projects(tmp_path: Path) -> None:
    path = tmp_path / "自评报告.md"
    path.write_text(SECTIONS.format(announced="。", first="支出420万元。"), encoding="utf-8")
    found = find_case([read(path, path.name)], load_schema())
    own = [fact.quantity.raw for fact in found.facts if fact.indicator.startswith("budget:")]
    assert own == ["815万元"]


def test_what_stands_behind_a_semicolon_is_no_part_of_the_clause_before() -> None:
    assert tied("改造管网累计48公里，其中下半年占六成；新建泵站约60座。") == []


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        ("采购合同860万元的支付安排为：预付258万元，验收后付516万元，质保金86万元。", "860万元", 3),
        ("指标1200万元分两批切块：上半年下达700万元，下半年下达500万元。", "1200万元", 2),
        ("年末结余46万元的去向：结转下年30万元，交回财政16万元。", "46万元", 2),
        ("满分100分=预算执行10分+产出40分+效益30分+成本10分+满意度10分。", "100分", 5),
        ("产出50分、效益30分、满意度10分、预算执行10分，凑足100分。", "100分", 4),
        ("两份批文，一份下210万元，一份下150万元，合起来就是当年拨款360万元。", "360万元", 2),
        ("干渠12.5公里、支渠30.2公里、斗渠41.6公里，合在一块84.3公里。", "84.3公里", 3),
        ("上级的（420万元，占70%）和自己的（180万元）加在一起，是600万元。", "600万元", 2),
        ("①中央310万元②省级120万元③县级70万元；小计500万元。", "500万元", 3),
        ("三年培训累计960人次，2022年以来依次为260人次、320人次、380人次。", "960人次", 3),
        ("在岗58人，空岗6人，二者之和即核定的64人。", "64人", 2),
        (
            "前三季度450万元，其中上半年280万元、三季度170万元；加上四季度150万元，全年共600万元。",
            "600万元",
            2,
        ),
        (
            "在900万元的盘子里，上级两笔补助640万元，依次是400万元、240万元；县里拿260万元。",
            "900万元",
            2,
        ),
        ("执行数720万元里，仅路面一项就有310万元，桥涵为120万元，其他不再细说。", "720万元", 2),
        ("去向有二：其一，设备310万元；其二，培训250万元。合起来560万元。", "560万元", 2),
        ("学员180名来自三个县：甲县70名、乙县60名、丙县50名。", "180名", 3),
        ("640万元分两次支付，第一次240万元，第二次400万元。", "640万元", 2),
        ("640万元的分配结果是甲县240万元、乙县400万元。", "640万元", 2),
        ("东、中、西三个片区分别办了8场、10场、7场，共计25场。", "25场", 3),
        ("产出得48分，效益得29分，满意度得10分，综合得分87分。", "87分", 3),
        ("知晓率66.5%，其中“非常了解”40.2%，“基本了解”26.3%。", "66.5%", 2),
        ("受访者满意度92.4%，“很满意”61.3%，“较满意”31.1%。", "92.4%", 2),
        ("非常满意占61.3%，比较满意占31.1%，综合满意度92.4%。", "92.4%", 2),
    ],
)
def test_lists_in_many_words(text: str, total: str, parts: int) -> None:
    assert [len(each[1]) for each in tied(text) if each[0] == total] == [parts]


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        ("工单一年有412件，285件当场答复，127件转办。", "412件", ("285件", "127件")),
        ("收回问卷318份（回收率96%），纸质101份、扫码217份。", "318份", ("101份", "217份")),
        ("改造的640户人家，低保210户，五保180户，残疾250户。", "640户", ("210户", "180户", "250户")),
        ("四个季度接诊210人次，260人次，240人次，290人次，一年1000人次。", "1000人次", None),
        ("上半年巡查830次，下半年巡查745次，到年底1575次。", "1575次", ("830次", "745次")),
        (
            "化工21家、印刷14家、家具9家，三个行业44家企业完成改造。",
            "44家",
            ("21家", "14家", "9家"),
        ),
        ("刷卡支付386万元，转账支付914万元，1300万元里没有现金。", "1300万元", ("386万元", "914万元")),
        ("点位30个中优良27个、轻度污染3个。", "30个", ("27个", "3个")),
        ("指标12个，定量的9个，仍为定性的3个。", "12个", ("9个", "3个")),
        ("指标14项，11项完成，3项未完成。", "14项", ("11项", "3项")),
        ("建成泵站16座，东片7座，西片9座。", "16座", ("7座", "9座")),
        (
            "全年支出920万元。人员130万元，运转250万元，项目540万元。",
            "920万元",
            ("130万元", "250万元", "540万元"),
        ),
        ("支出92万元，设备占60%即55.2万元，培训占40%即36.8万元。", "92万元", ("55.2万元", "36.8万元")),
        ("260万元归甲县、340万元归乙县，600万元全部拨完。", "600万元", ("260万元", "340万元")),
        ("共扣4.5分，产出扣3分，效益扣1.5分。", "4.5分", ("3分", "1.5分")),
        ("上级下拨420万元+县级配套380万元，共筹资800万元。", "800万元", ("420万元", "380万元")),
    ],
)
def test_what_makes_a_number_to_the_last_digit_makes_it_up(
    text: str, total: str, parts: tuple[str, ...] | None
) -> None:
    found = [each[1:] for each in tied(text) if each[0] == total]
    assert len(found) == 1
    assert found[0] == ((parts or found[0][0]), None)


@pytest.mark.parametrize(
    "text",
    [
        "设备限价618万元，中标570万元，省下48万元。",
        "巡护3120公里，计划只要2900公里，超出220公里。",
        "拨付中央500万元，省级300万元，市级200万元。",
        "直达资金为中央450万元，其余省级300万元、市级150万元走常规渠道。",
        "应付820万元，实付700万元，未付120万元。",
        "综合得分100分，其中预算执行10分得10分。",
        "更换6100户，比原定5900户多200户；其中加装阀门的有4300个。",
        "甲乡、乙乡各修6.5公里和8.1公里，其余乡镇共修20.3公里。",
        "投入50万元×2=100万元。",
        "甲县补助100万元，乙县补助200万元，丙县补助300万元。",
        "一类300户，二类200户，三类100户。",
        "人员100万元，设备60万元，培训40万元，宣传80万元。",
        "300户住楼房，200户住平房，100户住窑洞。",
        "目标500户，完成300户，余下200户。",
        "最高500元，平均300元，最低200元。",
        "水厂能力500吨，日均处理420吨，富余80吨。",
        "从300户增加到520户，净增220户。",
        "产出分值50分，得48.2分；效益分值20分，得20分；未完成的按比例扣分，自评总得分98.2分。",
    ],
)
def test_neither_prices_nor_plans_nor_peers_make_up_a_number(text: str) -> None:
    assert tied(text) == []


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        ("学员190名来自三个县：甲县70名、乙县60名、丙县50名。", "190名", 3),
        ("650万元分两次支付，第一次240万元，第二次400万元。", "650万元", 2),
        ("640万元的分配结果是甲县250万元、乙县400万元。", "640万元", 2),
        ("两份批文，一份下220万元，一份下150万元，合起来就是当年拨款360万元。", "360万元", 2),
        ("①中央310万元②省级120万元③县级70万元；小计510万元。", "510万元", 3),
    ],
)
def test_clear_words_tie_even_what_does_not_add_up(text: str, total: str, parts: int) -> None:
    assert [len(each[1]) for each in tied(text) if each[0] == total] == [parts]


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        ("设备：30万元；培训：20万元；宣传：50万元。合计：100万元。", "100万元", 3),
        ("年末结转119.5万元、收回58.8万元，合计178.3万元。", "178.3万元", 2),
        ("年末指标结余48.5万元，由财政收回15.5万元，其余33万元结转下年。", "48.5万元", 2),
        ("审定价216.1万元，已支付187.8万元，未支付28.3万元。", "216.1万元", 2),
        ("接待费3.2万元，接待9批次；车辆4辆，运行费8.9万元，两项共12.1万元。", "12.1万元", 2),
        ("年初预算110万元按资金性质划分，一般公共预算100万元、基金预算10万元。", "110万元", 2),
    ],
)
def test_what_was_paid_kept_and_taken_back(text: str, total: str, parts: int) -> None:
    assert [(each[0], len(each[1])) for each in tied(text)] == [(total, parts)]


def test_a_list_that_is_whole_takes_no_more() -> None:
    said = "抽检640批次：生产210批次，流通280批次，餐饮150批次，不合格9批次。"
    assert tied(said) == [("640批次", ("210批次", "280批次", "150批次"), True)]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("支出560万元，去向如下：\n1.设备购置，310万元；\n2.人员培训，250万元。", "560万元"),
        (
            "账面支出560万元，抽查两笔大项：\n1.设备购置入账310万元，票据齐全。\n2.培训等入账250万元。",
            "560万元",
        ),
        (
            "用掉560万元归为两类：\n1.第一类，设备购置，310万元；\n2.第二类，培训、宣传，两者打包250万元。",
            "560万元",
        ),
        (
            "1.用在设备上的有310万元。\n2.用在培训上的有250万元。\n以上相加，正是全年执行数560万元。",
            "560万元",
        ),
        ("1.落在东镇的支出310万元。\n2.落在西镇的支出250万元。\n两地相加560万元，与账一致。", "560万元"),
        ("1.设备310万元，占55.36%。\n2.培训250万元，占44.64%。\n合计：560万元。", "560万元"),
        ("1.改造道路12公里，投资310万元。\n2.改造桥梁3座，投资250万元。\n总投资560万元。", "560万元"),
        (
            "1.东镇：到位并支出310万元。\n2.西镇：支出250万元，占44.64%。\n各乡镇支出合计560万元。",
            "560万元",
        ),
        ("1.设备：列支310万元。\n2.培训：列支250万元。\n列支总额560万元，账实相符。", "560万元"),
        ("全年用掉560万元。\n1.设备用去310万元。\n2.培训用去250万元。", "560万元"),
        ("1.设备开支310万元（55.36%）。\n2.余款250万元（44.64%）用于培训。\n总支出560万元。", "560万元"),
    ],
)
def test_lists_over_paragraphs_in_many_words(text: str, total: str, tmp_path: Path) -> None:
    said = f"# 市水利局2024年度维修项目绩效自评报告\n\n一、支出明细\n\n{text}\n".replace("\n", "\n\n")
    assert [each[:2] for each in outline(said, tmp_path)] == [(total, ("310万元", "250万元"))]


def test_numbering_that_runs_into_an_amount_is_not_added_up(tmp_path: Path) -> None:
    said = "# 市水利局2024年度维修项目绩效自评报告\n\n1.283万元在东镇。\n\n2.262万元在西镇。\n\n两地相加545万元。\n"
    assert outline(said, tmp_path) == []


def test_a_colon_alone_ties_only_what_adds_up(tmp_path: Path) -> None:
    said = "# 市水利局2024年度维修项目绩效自评报告\n\n账面支出560万元，抽查两笔大项：\n\n1.设备购置入账310万元。\n\n2.培训入账200万元。\n"
    assert outline(said, tmp_path) == []


def test_parts_of_spending_were_spent(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text(
        "2024年防汛项目自评报告\n项目支出800万元，包括沙袋采购300万元、泵车租赁500万元。\n", encoding="utf-8"
    )
    facts = find_case([read(report, "报告.txt")], load_schema()).facts
    assert [(fact.quantity.raw, fact.role.value, fact.exact) for fact in facts] == [
        ("800万元", "executed", True),
        ("300万元", "executed", True),
        ("500万元", "executed", True),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("接处警811起，其中火警300起、救援227起、社会救助及其他284起。", 3),
        ("采购物资1086件，其中帐篷217件、棉衣525件、救援工具等344件。", 3),
        ("培训教师3412人次，其中线下1399人次、线上2013人次。", 2),
        ("发现问题16个，其中已整改15个，1个正在整改。", 2),
        ("家庭床位348张，其中失能老人用71张、半失能老人用277张。", 2),
    ],
)
def test_lists_that_leave_nothing_over(text: str, parts: int) -> None:
    [(_, found, exhaustive)] = tied(text)
    assert (len(found), exhaustive) == (parts, True)


@pytest.mark.parametrize(
    "text",
    [
        "支持企业86家，其中甲园区等4家奖励资金到位、乙园区等9家尚未到位。",
        "演出237场，其中戏曲82场、歌舞63场。",
        "培训300人，其中女性210人、农村学员150人。",
    ],
)
def test_lists_that_may_leave_something_over(text: str) -> None:
    assert all(exhaustive is not True for _, _, exhaustive in tied(text))


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        ("督办建议196件，经济类56件、社会类71件、其他类60件。", "196件", ("56件", "71件", "60件")),
        (
            "翻埋13.2万亩、旋耕60.3万亩、覆盖19.9万亩三种方式，还田43.4万亩。",
            "43.4万亩",
            ("13.2万亩", "60.3万亩", "19.9万亩"),
        ),
        (
            "公岗345个，保洁107个，协管67个，劳务协理167个，月补贴1200元。",
            "345个",
            ("107个", "67个", "167个"),
        ),
        ("收回问卷361份，纸质189份、扫码272份。", "361份", ("189份", "272份")),
    ],
)
def test_a_row_but_for_one_slip(text: str, total: str, parts: tuple[str, ...]) -> None:
    assert tied(text) == [(total, parts, None)]
