"""Sentences of many departments: in which role a number is said, of what, of when, of where."""

from __future__ import annotations

import time
from functools import cache

import pytest

from extractors.linking import Names
from extractors.mentions import mentions_of
from extractors.passages import Context, Passage
from extractors.prose import read_prose
from extractors.subjects import Subjects
from schemas.document import Anchor
from schemas.fact import Fact, Role, Source
from schemas.indicator import load_schema

PROJECT = "农村公路养护"


@cache
def context() -> Context:
    schema = load_schema()
    names = [name for each in schema.indicators.values() for name in each.names]
    return Context(Names(schema, ()), Subjects((), names), 2024, PROJECT, "")


def facts(text: str, *, source: Source = Source.PROSE, titles: tuple[str, ...] = ()) -> list[Fact]:
    passage = Passage(text, Anchor("报告.docx", 0, quote=text, end=len(text)), source, titles, titles)
    return read_prose(passage, context())[0]


def one(text: str, figure: str, *, source: Source = Source.PROSE, titles: tuple[str, ...] = ()) -> Fact:
    """The fact whose figure is printed as ``figure``."""
    found = [fact for fact in facts(text, source=source, titles=titles) if fact.quantity.raw == figure]
    assert len(found) == 1, [fact.quantity.raw for fact in facts(text, source=source, titles=titles)]
    return found[0]


@pytest.mark.parametrize("label", ["2.", "2．", "2、", "②", "（2）", "二、", ""])
def test_the_year_behind_a_number_that_counts_off(label: str) -> None:
    said = [
        (fact.quantity.raw, str(fact.period)) for fact in facts(f"{label}2022年清淤河道9公里，护岸3公里。")
    ]
    assert said == [("9公里", "2022"), ("3公里", "2022")]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023年11月提前下达补助预算30万元。", "2024"),
        ("2023年5月下达补助预算30万元。", "2023"),
        ("2023年11月追加补助预算30万元。", "2023"),
        ("2024年11月下达补助预算30万元。", "2024"),
    ],
)
def test_money_handed_down_ahead_is_of_the_year_reported_on(text: str, period: str) -> None:
    assert str(one(text, "30万元").period) == period


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2022年度绩效目标", "2022"),
        ("2024年度绩效目标", "2024"),
        ("2022年审计问题整改情况", "2024"),
        ("2022年12月底前的目标", "2024"),
    ],
)
def test_the_year_of_the_heading(title: str, period: str) -> None:
    said = facts("清淤河道9公里，上年3公里，工期10个月。", titles=("项目概况", title))
    assert [str(fact.period) for fact in said[:2]] == [period, "2023"]


# -- role ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "figure", "role"),
    [
        ("全年资助困难学生2316人。", "2316人", Role.ACTUAL),
        ("力争新增学位3600个。", "3600个", Role.TARGET),
        ("预计接种疫苗5万剂次。", "5万剂次", Role.TARGET),
        ("年初计划改造管网26公里。", "26公里", Role.TARGET),
        ("项目年度任务为完成抽检报告271份、合格率90%。", "271份", Role.TARGET),
        ("年度任务是做好监测，全年监测1200次。", "1200次", Role.ACTUAL),
        ("主要目标：一是调解案件完成420件，较上年实际370件有所增长；二是宣讲完成24场。", "24场", Role.TARGET),
        ("计划完成养护里程46公里、实施修复里程6.1公里。", "6.1公里", Role.TARGET),
        ("年度目标为治理河长15公里。", "15公里", Role.TARGET),
        ("完成15公里的年度目标。", "15公里", Role.TARGET),
        ("满意度未达到95%的目标。", "95%", Role.TARGET),
        ("清淤河道计划18公里，实际19公里。", "18公里", Role.TARGET),
        ("清淤河道计划18公里，实际19公里。", "19公里", Role.ACTUAL),
        ("项目计划完成清淤18公里，水质达标率保持在90%以上。", "90%以上", Role.TARGET),
        ("巡河720次，高于年初预期（650次）。", "650次", Role.TARGET),
        ("公众满意度≥90%。", "≥90%", Role.TARGET),
        ("有效投诉2件，未突破5件的上限。", "5件", Role.TARGET),
        ("目标对象认定准确率99.4%。", "99.4%", Role.ACTUAL),
        ("检验量完成年度计划的106.5%。", "106.5%", Role.ACTUAL),
        ("加装电梯32部，比目标少3部。", "3部", Role.GROWTH),
        ("满意度同比提高2.1个百分点。", "2.1个百分点", Role.GROWTH),
        ("零售额增长8.1%。", "8.1%", Role.GROWTH),
        ("较上年减少26起。", "26起", Role.GROWTH),
        ("优良率由86.5%提高到88.9%。", "86.5%", Role.BASE),
        ("优良率由86.5%提高到88.9%。", "88.9%", Role.ACTUAL),
        ("按每人每年720元标准发放。", "720元", Role.STANDARD),
        ("每亩补助150元。", "150元", Role.STANDARD),
        ("补助标准为94元。", "94元", Role.STANDARD),
        ("补助标准5元/生·天。", "5元/生·天", Role.STANDARD),
        ("对50万元以上的项目实行评审。", "50万元以上", Role.THRESHOLD),
        ("抽查200平方米以下餐饮店。", "200平方米以下", Role.THRESHOLD),
        ("空气质量排名全省第6位。", "第6位", Role.RANK),
        ("排名前进3位。", "3位", Role.RANK),
        ("自评得分98.5分。", "98.5分", Role.SCORE),
        ("资金支付率达到96.2%。", "96.2%", Role.RATE),
        ("资金到位率100%。", "100%", Role.RATE),
        ("中央下达补助资金386.2万元。", "386.2万元", Role.BUDGET_FULL),
        # goals and limits beside the result
        ("批件办结11天，时限15天。", "15天", Role.TARGET),
        ("批件办结11天，时限15天。", "11天", Role.ACTUAL),
        ("巡检完成率96%，要求是95%。", "95%", Role.TARGET),
        ("清淤12.6公里高于12公里。", "高于12公里", Role.TARGET),
        ("出勤率93%，没达到95%。", "95%", Role.TARGET),
        ("漏损率8.1%，上限9%；全国警戒值为12%。", "12%", Role.STANDARD),
        ("应修30处、实修31处。", "30处", Role.TARGET),
        ("应修30处、实修31处。", "31处", Role.ACTUAL),
        ("一季度执行率要到20%，二季度末要过50%，年底不低于95%。", "不低于95%", Role.TARGET),
        ("去年批复的数是40场。", "40场", Role.TARGET),
        ("目标分别为12公里和300户。", "300户", Role.TARGET),
        ("回访200人，不足3%的人不满意。", "不足3%", Role.ACTUAL),
        ("计划数60户，验收合格率100%。", "100%", Role.ACTUAL),
        ("设二级指标6个、三级指标12个。", "12个", Role.ACTUAL),
        ("法定时限45日。", "45日", Role.STANDARD),
        ("同步下达绩效目标，其中入户巡查率98%、巡查车辆420台次。", "420台次", Role.TARGET),
        ("主要设置以下指标：办结率97%，受理事项820件。", "820件", Role.TARGET),
        ("年初计划入户巡查率98%、巡查车辆420台次。", "420台次", Role.TARGET),
        ("巡查车辆431台次，年度目标值为420台次；入户巡查率99%。", "99%", Role.ACTUAL),
        ("巡查车辆431台次，年初计划420台次；抢修队伍12支。", "12支", Role.ACTUAL),
        ("目标确定为鉴定房屋2100户、改造危房590户。", "590户", Role.TARGET),
        ("出勤率93.2%，低于目标值1.8个百分点。", "1.8个百分点", Role.GROWTH),
        ("资金均在收到文件后30日内分解下达。", "30日内", Role.STANDARD),
        ("平均12小时内抢通。", "12小时内", Role.ACTUAL),
        ("次均费用2524元。", "2524元", Role.ACTUAL),
        ("仍有98.7万元未能在年底前支付。", "98.7万元", Role.BALANCE),
        ("结转下年使用43.8万元。", "43.8万元", Role.BALANCE),
        ("质量指标50分（满分50分），效益指标29.4分（满分30分）。", "29.4分", Role.SCORE),
        # what was before
        ("平均候诊18分钟，过去31分钟。", "31分钟", Role.BASE),
        ("上年接诊2210人次，今年计划2400人次。", "2210人次", Role.BASE),
        ("3200万元是今年的，2900万元是去年的。", "2900万元", Role.BASE),
        ("与上年决算数830万元相比，多支出12万元。", "830万元", Role.BASE),
        ("漏损率从12.4%下降3.1个百分点。", "12.4%", Role.BASE),
        ("客流约800万人次，增6.4%。", "6.4%", Role.GROWTH),
        ("事故数同比降16%。", "16%", Role.GROWTH),
        # what is given to each, what is fixed
        ("每名儿童筛查补助38元、听力检查补助45元。", "45元", Role.STANDARD),
        ("讲师补贴按职级分档，初级500元、高级900元。", "900元", Role.STANDARD),
        ("村医月补贴1500元。", "1500元", Role.STANDARD),
        ("首付比例30%、尾款比例10%。", "10%", Role.STANDARD),
        ("补助标准由每人每天6元提到8元。", "8元", Role.STANDARD),
        ("考核的及格线是85%。", "85%", Role.STANDARD),
        ("每千人拥有床位7.2张。", "7.2张", Role.ACTUAL),
        ("门诊次均费用188元。", "188元", Role.ACTUAL),
        # money in everyday words
        ("设备采购花去63.5万元。", "63.5万元", Role.EXECUTED),
        ("年末尚有45.3万元未用。", "45.3万元", Role.BALANCE),
        ("18.2万元还趴在账上。", "18.2万元", Role.BALANCE),
        ("专项资金320万元未足额到位。", "320万元", Role.ACTUAL),
        ("另有结转过来的35.9万元。", "35.9万元", Role.CARRY_OVER),
        ("年底缴回国库24.6万元。", "24.6万元", Role.BALANCE),
        ("产出指标得38分，其中质量10分得9.5分。", "10分", Role.WEIGHT),
        ("下达中央转移支付资金46.2万元。", "46.2万元", Role.BUDGET_FULL),
        ("已拨付省级补助资金72万元。", "72万元", Role.EXECUTED),
        ("按81万元÷90万元计，执行率90%。", "90万元", Role.BUDGET_FULL),
        ("看执行情况：640万元的预算，用了一大半。", "640万元", Role.BUDGET_FULL),
        ("支出设备款120万元（主机部分80万元，配件部分40万元）。", "40万元", Role.EXECUTED),
        ("差额7.3万元系财政统一压减。", "7.3万元", Role.BUDGET_ADJUST),
        ("亩均投入财政资金1350元。", "1350元", Role.ACTUAL),
        ("从去年带过来的15.2万元先行使用。", "15.2万元", Role.CARRY_OVER),
        # results, limits and standards in other words
        ("带动260户以上农户增收。", "260户以上", Role.ACTUAL),
        ("实际完成值≥85%。", "≥85%", Role.ACTUAL),
        ("应补助人数31人，实际补助人数30人。", "31人", Role.TARGET),
        ("应补助人数31人，实际补助人数30人。", "30人", Role.ACTUAL),
        ("门诊年度限额5000元。", "5000元", Role.THRESHOLD),
        ("较大火灾的界定是3人以上10人以下死亡。", "3人以上10人以下", Role.THRESHOLD),
        ("考核不合格的扣发三成。", "三成", Role.STANDARD),
        ("悬浮物排放限值为每升30毫克。", "30毫克", Role.STANDARD),
        ("巡线4239公里，比上年3730公里多13.65%。", "3730公里", Role.BASE),
        ("目标值1798辆，完成值1892辆，偏差94辆。", "94辆", Role.GROWTH),
        ("民商事案件平均审理37天，比目标值41天缩短4天。", "4天", Role.GROWTH),
        ("绩效目标随资金同步下达：受益农户1637户，培训398人次。", "398人次", Role.TARGET),
        ("上级下达的任务为组织活动94场、服务时长48720小时。", "94场", Role.TARGET),
        ("计划巡查5060点次（上年实际5037点次），培训3648人次。", "3648人次", Role.TARGET),
        ("客流恢复到2019年同期的104%。", "104%", Role.ACTUAL),
        ("抽检合格要到98%、做到了97.5%。", "97.5%", Role.ACTUAL),
    ],
)
def test_role(text: str, figure: str, role: Role) -> None:
    assert one(text, figure).role is role


@pytest.mark.parametrize(
    ("text", "figure", "role"),
    [
        # how far a result is from its aim, and the aim itself
        ("全年种树860亩，超任务60亩。", "60亩", Role.GROWTH),
        ("种树较目标值800亩超出60亩。", "60亩", Role.GROWTH),
        ("全年种树860亩，超过目标800亩。", "800亩", Role.TARGET),
        # numbers of tasks and indicators are none of their goals
        ("抽查30个任务，27个按期完成。", "30个", Role.ACTUAL),
        ("完成850亩和40户的目标任务。", "850亩", Role.TARGET),
        ("年度采购任务为水泵6台、阀门20套。", "6台", Role.TARGET),
        ("现有护林员44人，与核定人数44人一致。", "44人", Role.ACTUAL),
        ("完好率97%（=95%）。", "95%", Role.TARGET),
        ("预期满意度不低于88%，巡查次数不少于40次，单次费用控制在300元以内。", "300元以内", Role.TARGET),
        # a date to come, beside what has been done by now
        ("2025年3月底前整改率达到100%。", "100%", Role.TARGET),
        ("2025年计划培训5期，2024年已培训4期。", "4期", Role.ACTUAL),
        # terms, shares and cases that somebody set
        ("合同约定，开工后支付合同价的20%，试运行6个月后付至95%，免费运维期3年。", "6个月", Role.STANDARD),
        ("工程保修期5年。", "5年", Role.STANDARD),
        ("超过设计使用年限12年的水泵占三成。", "12年", Role.ACTUAL),
        ("奖励标准为一等奖3000元、二等奖2000元。", "2000元", Role.STANDARD),
        ("考核不合格的，扣减当月服务费4%。", "4%", Role.STANDARD),
        ("每逾期1日扣减服务费1%。", "1日", Role.THRESHOLD),
        ("单户贷款额度8万元以下。", "8万元以下", Role.THRESHOLD),
        ("年限满6年以上方可更新。", "6年以上", Role.THRESHOLD),
        ("按赋分办法折算满意度为91.2%。", "91.2%", Role.ACTUAL),
        ("招标控制价880万元，中标价850万元。", "880万元", Role.THRESHOLD),
        # points
        ("指标体系包括决策（15分）、产出（45分）。", "45分", Role.WEIGHT),
        ("产出得分为：数量（18分）、质量（9分）。", "9分", Role.SCORE),
        ("指标权重合计100分。", "100分", Role.WEIGHT),
        ("“支付率”指标权重4分，支付率92%，得3.7分。", "92%", Role.RATE),
        # money and its stage
        ("3.年初预算：860万元；4.实际到位：840万元。", "840万元", Role.ARRIVED),
        ("人员费用预算40万元，实际38万元。", "38万元", Role.EXECUTED),
        ("道路、桥梁执行依次为30万元、20万元。", "20万元", Role.EXECUTED),
        ("第二批资金60万元于10月到账。", "60万元", Role.ARRIVED),
        ("本年支出90万元，增支6万元。", "6万元", Role.GROWTH),
        ("2025年预算拟报100万元，较2024年支出90万元略有增长。", "90万元", Role.EXECUTED),
        ("全年可用100万元，其中2023年结转资金20万元。", "20万元", Role.CARRY_OVER),
        ("年初预算安排基本支出300万元、项目支出200万元。", "200万元", Role.BUDGET_INITIAL),
        ("支付率＝实际支出÷全年预算＝450万元÷500万元＝90%。", "450万元", Role.EXECUTED),
        ("执结案件900件，执行到位金额2.1亿元。", "2.1亿元", Role.ACTUAL),
        ("网络零售额6000万元，罚没收入80万元上缴国库。", "80万元", Role.ACTUAL),
        ("指标分值设置为过程20分、产出45分、效果35分，合计100分。", "45分", Role.WEIGHT),
        ("验收合格率97.2%，与99%的目标相差1.8个百分点。", "1.8个百分点", Role.GROWTH),
        ("苗木成活率91.5%，低于93%的目标1.5个百分点。", "1.5个百分点", Role.GROWTH),
        ("服务居民3.3万人次，比3.1万人次的目标值多0.2万人次。", "0.2万人次", Role.GROWTH),
        ("全年支出95万元，与年度预算相差5万元。", "5万元", Role.GROWTH),
        ("参训学员满意度96%，达到90%以上。", "90%以上", Role.TARGET),
        ("建成科普基地4个，目标3个。", "3个", Role.TARGET),
        ("与各村签订目标责任书21份。", "21份", Role.ACTUAL),
        ("预付款比例为合同价的20%，进度款按月支付。", "20%", Role.STANDARD),
        ("竣工后支付至97%，剩余3%作为质量保证金。", "3%", Role.STANDARD),
        ("一季度执行率12%，低于序时进度要求的25%。", "25%", Role.STANDARD),
        ("中央资金420万元支出415万元，县级资金80万元支出77万元。", "420万元", Role.BUDGET_FULL),
        ("各项共支出480万元，未超出批复预算500万元。", "500万元", Role.BUDGET),
        ("年内两次追加预算，分别追加20万元和30万元。", "30万元", Role.BUDGET_ADJUST),
        ("年末结余40万元，其中收回财政15万元、结转下年25万元。", "15万元", Role.BALANCE),
        ("可用资金600万元，一部分为2023年结转资金60万元。", "60万元", Role.CARRY_OVER),
        ("预算调减60万元，由年初的900万元调整为840万元。", "900万元", Role.BUDGET_INITIAL),
        ("全年采购预算90万元，实际完成采购82万元，其中货物类50万元。", "50万元", Role.EXECUTED),
    ],
)
def test_role_told_by_goals_terms_points_and_stages(text: str, figure: str, role: Role) -> None:
    found = [fact for fact in facts(text) if fact.quantity.raw == figure]
    assert found, [fact.quantity.raw for fact in facts(text)]
    assert found[0].role is role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("年初预算1200万元。", Role.BUDGET_INITIAL),
        ("项目年初批复预算1200万元。", Role.BUDGET_INITIAL),
        ("全年预算1200万元。", Role.BUDGET_FULL),
        ("调整后预算为1200万元。", Role.BUDGET_FULL),
        ("年中追加1200万元。", Role.BUDGET_ADJUST),
        ("按要求压减1200万元。", Role.BUDGET_ADJUST),
        ("资金到位1200万元。", Role.ARRIVED),
        ("实际支出1200万元。", Role.EXECUTED),
        ("全年执行数1200万元。", Role.EXECUTED),
        ("已拨付1200万元。", Role.EXECUTED),
        ("年末结余1200万元。", Role.BALANCE),
        ("上年结转1200万元。", Role.CARRY_OVER),
        ("农村公路养护项目支出1200万元。", Role.EXECUTED),
        ("全年预算：1200万元。", Role.BUDGET_FULL),
        ("支出：1200万元。", Role.EXECUTED),
        ("年初批复8个项目1200万元。", Role.BUDGET_INITIAL),
        ("压减后预算为1200万元。", Role.BUDGET_FULL),
        ("调整后为1200万元。", Role.BUDGET_FULL),
        ("花了1200万元。", Role.EXECUTED),
        ("拨来1200万元。", Role.ARRIVED),
    ],
)
def test_money_of_the_project_itself(text: str, role: Role) -> None:
    fact = one(text, "1200万元")
    assert fact.role is role
    assert fact.indicator == f"budget:{role}"
    assert fact.exact


@pytest.mark.parametrize(
    "text",
    [
        "发放助学金1200万元。",
        "设备购置费1200万元。",
        "创业担保贷款余额1200万元。",
        "农产品销售收入1200万元。",
        "带动社会投资1200万元。",
        "清欠农民工工资1200万元。",
        "桥梁检测费支出1200万元。",
        "桥梁检测花了1200万元。",
    ],
)
def test_money_of_something_else(text: str) -> None:
    assert not one(text, "1200万元").indicator.startswith("budget:")


@pytest.mark.parametrize(
    ("titles", "role"),
    [
        (("一、项目概况",), Role.ACTUAL),
        (("二、绩效目标",), Role.TARGET),
        (("二、绩效目标完成情况",), Role.ACTUAL),
        (("一、项目概况", "（二）年度绩效目标"), Role.TARGET),
        (("五、有关建议",), Role.THRESHOLD),
        (("五、下一步工作",), Role.THRESHOLD),
    ],
)
def test_the_heading_decides(titles: tuple[str, ...], role: Role) -> None:
    assert one("培训护理员400人次。", "400人次", titles=titles).role is role


def test_money_to_be_reached_under_money_and_goals() -> None:
    titles = ("（二）项目资金及绩效目标",)
    assert one("力争发放贷款15亿元，签订合同超过400亿元。", "超过400亿元", titles=titles).role is Role.TARGET
    assert one("按生均1000元安排，共计239万元。", "239万元", titles=titles).role is not Role.TARGET


@pytest.mark.parametrize(("source", "role"), [(Source.GOAL, Role.TARGET), (Source.RESULT, Role.ACTUAL)])
def test_the_cell_decides(source: Source, role: Role) -> None:
    assert one("培训护理员400人次。", "400人次", source=source).role is role


# -- subject ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("全年共完成危桥改造23座。", "23座", "危桥改造"),
        ("新建公办幼儿园5所、改扩建7所。", "5所", "新建公办幼儿园"),
        ("培训16名护理员。", "16名", "培训护理员"),
        ("抽检农产品5612批次。", "5612批次", "抽检农产品"),
        ("在保家庭达到1537户。", "1537户", "在保家庭"),
        ("农村自来水普及率达93.5%。", "93.5%", "农村自来水普及率"),
        ("服务对象满意度为95.2%。", "95.2%", "服务对象满意度"),
        ("2024年新增就业5.12万人。", "5.12万人", "新增就业"),
        ("一是清理河道46公里。", "46公里", "清理河道"),
        ("发放“惠农贷”3.2亿元。", "3.2亿元", "“惠农贷”"),
        ("路灯亮灯率（96%）、道路保洁率（98%）。", "98%", "道路保洁率"),
        ("路灯亮灯率96.4%，不及98%。", "98%", "路灯亮灯率"),
        ("路灯亮灯率96.4%，审定的红线是95%。", "95%", "路灯亮灯率"),
        ("路灯亮灯率96.4%，经区里核准，改为95%。", "95%", "路灯亮灯率"),
        ("【质量】路灯亮灯率96.4%。", "96.4%", "路灯亮灯率"),
        ("及时抢修率99.2%。", "99.2%", "及时抢修率"),
    ],
)
def test_subject(text: str, figure: str, subject: str) -> None:
    assert one(text, figure).subject == subject


@pytest.mark.parametrize(
    ("text", "figure", "subject"),
    [
        ("自治区下达98.6万元。", "98.6万元", "自治区下达"),
        ("将126.5万元资金拨付至乡镇。", "126.5万元", ""),
        ("将军山护林经费12.5万元。", "12.5万元", "将军山护林经费"),
        ("参加托养服务人次数年初指标值为不低于85人次。", "不低于85人次", "参加托养服务人次数"),
        ("3.补贴发放及时率，年初目标值=95%，实际完成值=100%。", "95%", "补贴发放及时率"),
        ("3.补贴发放及时率，年初目标值=95%，实际完成值=100%。", "100%", "补贴发放及时率"),
        ("中央拨付16万元.上年度结余的资金6.47万元。", "6.47万元", "上年度结余的资金"),
        ("根据《关于下达补助资金的通知》下达护林补助90万元。", "90万元", "护林补助"),
        ("印发《护林员管理办法》等制度3项。", "3项", "印发《护林员管理办法》等制度"),
        ("调减40万元（清财〔2024〕9号），全年实际下达71万元。", "71万元", ""),
        ("南沟护岸0.6公里；新建北沟护岸一处，长3.47公里。", "3.47公里", "新建北沟护岸长"),
        ("3月、9月份慰问演出12场。", "12场", "慰问演出"),
    ],
)
def test_names_without_what_is_no_name(text: str, figure: str, subject: str) -> None:
    assert one(text, figure).subject == subject


def test_money_that_two_documents_hand_down_is_not_one_sum() -> None:
    for document in ("关于下达补助的通知", "关于下达补助（第二批）的通知"):
        assert not one(f"市局以《{document}》向县里下达护林补助90万元。", "90万元").core
    assert one("按《护林方案》完成护林9公里。", "9公里").core == "护林"


def test_a_name_before_a_colon_is_the_numbers() -> None:
    assert [fact.subject for fact in facts("1、收入：792.2万元。")] == ["收入"]
    assert [fact.subject for fact in facts("人员经费：434.8万元；公用经费：77.4万元。")] == [
        "人员经费",
        "公用经费",
    ]


def test_a_limit_before_a_noun_is_part_of_the_name() -> None:
    fact = one("购置设备36台，其中单价100万元以上设备4台。", "4台")
    assert fact.subject.startswith("单价100万元以上")


def test_a_number_without_a_name_has_that_of_the_number_before() -> None:
    share = one("造林2.6万亩，占任务的104%。", "104%")
    assert share.subject == "造林占任务"
    assert not share.indicator


@pytest.mark.parametrize(
    ("text", "figure", "indicator"),
    [
        ("营养改善计划覆盖率100%。", "100%", "edu_nutrition_cov"),
        ("全县资助家庭经济困难学生2316人。", "2316人", "edu_aided"),
        ("改造危桥15座。", "15座", "trans_bridge"),
        ("水土流失治理面积26平方公里。", "26平方公里", "water_soil"),
        ("PM2.5年均浓度36微克/立方米。", "36微克/立方米", "env_pm25"),
        ("城镇新增就业5.12万人。", "5.12万人", "job_new"),
    ],
)
def test_links_to_the_dictionary(text: str, figure: str, indicator: str) -> None:
    assert one(text, figure).indicator == indicator


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("东溪区城镇新增就业1.2万人。", "1.2万人"),  # a district's own
        ("危桥改造资金230万元。", "230万元"),
        ("“十四五”以来累计改造危桥86座。", "86座"),
        ("水土流失治理面积占比12.5%。", "12.5%"),
    ],
)
def test_links_to_nothing(text: str, figure: str) -> None:
    assert one(text, figure).indicator == ""


def test_a_bracket_behind_a_year_is_of_that_year() -> None:
    said = facts("水产局结合2023年完成情况（放流苗种5904万尾、巡航10403海里），将任务分解到各镇。")
    assert [str(fact.period) for fact in said] == ["2023", "2023"]


# -- period ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "figure", "period"),
    [
        ("进度偏慢，截至6月底支付率31%。", "31%", "2024-01/2024-06"),
        ("2022年至2024年，项目支出分别为30万元、40万元和50万元。", "40万元", "2023"),
        ("2023年至2024年，支出分别为30万元和40万元，同期培训分别为5期和6期。", "5期", "2023"),
        ("2022年以来累计培训40期。", "40期", "2022/2024"),
        ("2023年30万元、2024年40万元，两年共70万元。", "70万元", "2023/2024"),
        ("一季度支出10万元，二季度支出20万元，合计支出30万元。", "30万元", "2024"),
        ("上半年仅支付10万元，第二批资金20万元于9月到账。", "20万元", "2024"),
        ("下半年追加20万元，全年可用70万元。", "20万元", "2024"),
        ("上半年完成20公里，年度目标50公里。", "50公里", "2024"),
        ("固定资产年末原值80万元，在用78万元。", "78万元", "2024-12-31"),
        ("年末在岗40人、退休8人，设有专班，成员5人。", "8人", "2024-12-31"),
        ("年末在岗40人、退休8人，设有专班，成员5人。", "5人", "2024"),
        ("会议由上年的20次增至21次，参会由122人增至153人。", "122人", "2023"),
        ("2025年预算拟报100万元，较2024年支出90万元略有增长。", "90万元", "2024"),
        ("支付设备款30万元（其中当年合同20万元、上年续签合同10万元）。", "10万元", "2024"),
    ],
)
def test_period_of_sums_lists_and_stocks(text: str, figure: str, period: str) -> None:
    assert str(one(text, figure).period) == period


@pytest.mark.parametrize(
    ("text", "figure", "period", "stated"),
    [
        ("2024年，完成造林2.6万亩。", "2.6万亩", "2024", True),
        ("2023年完成造林2.6万亩。", "2.6万亩", "2023", True),
        ("2023年度，投入持续加大，总量达115亿元，占比3%。", "3%", "2023", True),
        ("较2023年增加，完成造林2.6万亩。", "2.6万亩", "2024", False),
        ("同比2023年的1.8万亩，完成造林2.6万亩。", "2.6万亩", "2024", False),
        ("2024年上半年完成造林1.1万亩。", "1.1万亩", "2024-01/2024-06", True),
        ("2022年至2024年完成造林6.2万亩。", "6.2万亩", "2022/2024", True),
        ("完成造林2.6万亩。", "2.6万亩", "2024", False),
        ("2023年国家园林城市复查得到2.6万元补助。", "2.6万元", "2023", True),
        ("2024年完成造林2.6万亩。成活率92.5%。", "92.5%", "2024", False),
        ("2023年完成造林1.8万亩。成活率92.5%。", "92.5%", "2024", False),
        ("造林2.6万亩，去年1.8万亩，成活率92.5%。", "1.8万亩", "2023", True),
        ("造林2.6万亩，去年1.8万亩，成活率92.5%。", "92.5%", "2024", False),
        ("去年，造林1.8万亩，成活率92.5%。", "92.5%", "2023", True),
        ("造林2.6万亩（上年1.8万亩）；成活率92.5%。", "92.5%", "2024", False),
        ("三年合计造林6.2万亩；成活率92.5%。", "6.2万亩", "2022/2024", True),
        ("三年合计造林6.2万亩；成活率92.5%。", "92.5%", "2024", False),
        ("清淤到年中只有9公里，为全年目标20公里的45%。", "45%", "2024-01/2024-06", True),
        ("清淤到年中只有9公里，为全年目标20公里的45%。", "20公里", "2024", True),
        ("一季度清淤4公里，二季度清淤7公里，年清淤量20公里。", "20公里", "2024", False),
        ("清淤2022年至今依次为12公里、15公里、20公里。", "12公里", "2022", True),
        ("清淤2022年至今依次为12公里、15公里、20公里。", "20公里", "2024", True),
        ("一至四季度依次清淤4公里、7公里、5公里、6公里。", "5公里", "2024-07/2024-09", True),
        ("到2025年要造林9万亩；就2024年而言，定的是2.6万亩。", "2.6万亩", "2024", True),
        ("上半年培训210人次，到年底490人次。", "490人次", "2024", True),
        ("技术培训人次年度指标值为832人次。", "832人次", "2024", False),
    ],
)
def test_period(text: str, figure: str, period: str, stated: bool) -> None:
    fact = one(text, figure)
    assert (str(fact.period), fact.stated) == (period, stated)


# -- area ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "figure", "area"),
    [
        ("全市现有养老床位6840张。", "6840张", "全市"),
        ("全县巡河1.2万次，清理垃圾860吨。", "860吨", "全县"),
        ("本级安排资金300万元。", "300万元", "本级"),
        ("培训护理员400人次。", "400人次", ""),
        ("参加“全国助残日”活动的志愿者有320人。", "320人", ""),
    ],
)
def test_area(text: str, figure: str, area: str) -> None:
    assert one(text, figure).scope.area == area


# -- the words around a number -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lefts"),
    [
        ("新建5所、改扩建7所。", ["新建", "改扩建"]),
        ("行政运行（项）支出120万元。", ["行政运行支出"]),
        ("支出120万元，其中：人员80万元。", ["支出", "人员"]),
        ("清运垃圾31.4万吨；处理率100%。", ["清运垃圾", "处理率"]),
    ],
)
def test_the_clause_ends_at_a_stop(text: str, lefts: list[str]) -> None:
    assert [mention.left for mention in mentions_of(text)] == lefts


def test_sentences_and_brackets_are_counted() -> None:
    found = mentions_of("支出120万元（其中人员80万元）。结余3万元。")
    assert [(each.sentence, each.depth) for each in found] == [(0, 0), (0, 1), (1, 0)]


def test_every_fact_quotes_its_own_figure() -> None:
    text = "全年支出 1,203.50 万元，惠及2.3万余人，满意度95%以上。"
    for fact in facts(text):
        assert text[fact.anchor.start : fact.anchor.end] == fact.quantity.raw == fact.anchor.quote
        assert fact.sentence == text


@pytest.mark.parametrize(
    "text", ["", "按计划实施。", "2024年12月31日印发。", "市财函〔2024〕7号", "第二批、第三期"]
)
def test_says_nothing_of_what_is_no_quantity(text: str) -> None:
    assert facts(text) == []


def test_numbers_take_the_names_of_the_list_before_them() -> None:
    said = "其中用于堤防加固、清淤疏浚的分别为120万元、80万元。"
    assert one(said, "120万元").subject == "堤防加固"
    assert one(said, "80万元").subject == "清淤疏浚"


def test_spending_on_counted_things_is_not_the_projects_own() -> None:
    assert one("临时救助310人次，支出46.5万元。", "46.5万元").indicator == ""


@pytest.mark.parametrize(
    "paragraph",
    [
        "全年完成桥梁加固12座，合格率100%。" * 1_500,
        "甲村12.5万元、" * 4_000,
        "加固桥梁12座，" * 4_000,
        "加固12座，支出12.5万元；" * 2_000,
        "绩效目标：" + "加固桥梁12座，" * 4_000,
        "截至2024年底，" + "支出12.5万元，" * 4_000,
        "上半年，" + "支出12.5万元，" * 4_000,
        "加固12座（2023年" * 4_000,
        "加固12座" + "上年" * 10_000 + "加固12座",
        "近三年" * 10_000 + "加固12座",
    ],
    ids=[
        *("sentences", "list", "clauses", "semicolons", "goals", "year's end", "half a year"),
        *("brackets", "years before", "several years"),
    ],
)
def test_takes_no_time_on_a_paragraph_without_an_end(paragraph: str) -> None:
    begun = time.perf_counter()
    facts(paragraph)
    assert time.perf_counter() - begun < 20  # about 2 s each; quadratic would be minutes


def test_half_width_punctuation_reads_as_the_chinese_one() -> None:
    said = "2023年项目支出420.5万元，2024年支出510万元；其中：设备费300万元，培训费210万元（含教材9万元）。"
    typed = said.translate(str.maketrans("，；：（）", ",;:()"))
    read = [(f.quantity.value, f.role, f.period, f.subject, f.indicator) for f in facts(said)]
    assert [(f.quantity.value, f.role, f.period, f.subject, f.indicator) for f in facts(typed)] == read
