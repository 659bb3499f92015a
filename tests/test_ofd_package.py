"""What an OFD is made of: parts found wherever programs put them, and nothing that is built to hang or to burst."""

from __future__ import annotations

import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from extractors.ofd import canvas as ofd_canvas
from extractors.ofd.book import open_books
from extractors.ofd.package import OfdPackage
from extractors.reader import read
from extractors.readers import ofd as ofd_reader
from schemas.document import Document
from schemas.errors import DamagedFile, Encrypted, TooLarge
from tests.ofd_maker import NAMESPACE, Made, line, pages_of, text, xml

WORDS = "项目支出612.5万元"
PAGE = "Doc_0/Pages/Page_0/Content.xml"


def said(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def saved(tmp_path: Path, made: Made) -> Document:
    return read(made.save(tmp_path / "a.ofd"), "a.ofd")


def layer(drawn: str, before: str = "") -> str:
    return xml("Page", f'{before}<ofd:Content><ofd:Layer ID="1">{drawn}</ofd:Layer></ofd:Content>')


# --- where parts are


@pytest.mark.parametrize(
    ("loc", "part"),
    [
        ("Pages/Page_0/Content.xml", PAGE),
        ("/Doc_0/Pages/Page_0/Content.xml", PAGE),
        ("./Pages/Page_0/Content.xml", PAGE),
        ("Pages\\Page_0\\Content.xml", PAGE),
        ("pages/PAGE_0/content.xml", PAGE),
        ("../Doc_0/Pages/Page_0/Content.xml", PAGE),
        ("../../../Doc_0/Pages/Page_0/Content.xml", PAGE),
        ("/Pages/Page_0/Content.xml", PAGE),  # meant from the document
        ("Doc_0/Pages/Page_0/Content.xml", PAGE),  # meant from the root
        (" Pages/Page_0/Content.xml ", PAGE),
        ("页面/第一页.xml", "Doc_0/页面/第一页.xml"),
        ("Pages/Page_0/Content.xml", "Doc_0\\Pages\\Page_0\\Content.xml"),
    ],
)
def test_parts_are_found_as_programs_write_their_places(tmp_path: Path, loc: str, part: str) -> None:
    made = Made([text(20, 40, WORDS)])
    parts = {name: content for name, content in made.all_parts().items() if name != PAGE}
    document = parts["Doc_0/Document.xml"]
    assert isinstance(document, str)
    parts["Doc_0/Document.xml"] = document.replace("Pages/Page_0/Content.xml", loc)
    parts[part] = layer(text(20, 40, WORDS))
    assert said(saved(tmp_path, Made(parts=parts))) == [WORDS]


def test_names_in_the_code_page_of_an_old_packer(tmp_path: Path) -> None:
    parts = Made([""]).all_parts()
    del parts[PAGE]
    document = str(parts["Doc_0/Document.xml"]).replace("Pages/Page_0/Content.xml", "页面/第一页.xml")
    parts |= {"Doc_0/Document.xml": document, "Doc_0/XXXXXXXXXXXXXX": layer(text(20, 40, WORDS))}
    packed = Made(parts=parts).save(tmp_path / "a.ofd")
    odd = "页面/第一页.xml".encode("gb18030")[:14].ljust(14, b"x")
    assert len("页面/第一页.xml".encode("gb18030")) == 15
    packed.write_bytes(packed.read_bytes().replace(b"XXXXXXXXXXXXXX", odd))
    with pytest.raises(DamagedFile):  # the last letter is lost: nothing else is taken for it
        read(packed, "a.ofd")
    document = document.replace("第一页.xml", "第一页.xm")
    parts["Doc_0/Document.xml"] = document
    packed = Made(parts=parts).save(tmp_path / "a.ofd")
    packed.write_bytes(packed.read_bytes().replace(b"XXXXXXXXXXXXXX", odd))
    assert said(read(packed, "a.ofd")) == [WORDS]


@pytest.mark.parametrize("namespace", [NAMESPACE, "http://www.ofdspec.org", "urn:some-other-program"])
def test_any_namespace_will_do(tmp_path: Path, namespace: str) -> None:
    assert said(saved(tmp_path, Made([text(20, 40, WORDS)], namespace=namespace))) == [WORDS]


def test_no_namespace_at_all_and_another_encoding(tmp_path: Path) -> None:
    parts = {
        name: str(content).replace("ofd:", "").replace("UTF-8", "GBK").encode("gbk")
        for name, content in Made([text(20, 40, WORDS)]).all_parts().items()
    }
    assert said(saved(tmp_path, Made(parts=dict(parts)))) == [WORDS]


@pytest.mark.parametrize(
    ("area", "size"),
    [
        ("", (210, 297)),
        ("<ofd:Area><ofd:PhysicalBox>0 0 420 297</ofd:PhysicalBox></ofd:Area>", (420, 297)),
        ("<ofd:Area><ofd:ApplicationBox>0 0 200 140</ofd:ApplicationBox></ofd:Area>", (200, 140)),
        ("<ofd:Area><ofd:CropBox>0 0 180 120</ofd:CropBox></ofd:Area>", (180, 120)),
        ("<ofd:Area><ofd:PhysicalBox>0 0 0 0</ofd:PhysicalBox></ofd:Area>", (210, 297)),
        ("<ofd:Area><ofd:PhysicalBox>0 0 nan 9</ofd:PhysicalBox></ofd:Area>", (210, 297)),
        ("<ofd:Area><ofd:PhysicalBox>5 7 100 100</ofd:PhysicalBox></ofd:Area>", (100, 100)),
    ],
)
def test_the_size_of_a_page(tmp_path: Path, area: str, size: tuple[int, int]) -> None:
    made = Made([text(20, 40, WORDS)], page_head=area)
    [page] = pages_of(made.save(tmp_path / "a.ofd"))
    assert (round(page.width * 25.4 / 72), round(page.height * 25.4 / 72)) == size
    left = 15 if "5 7" in area else 20
    assert round(page.pieces[0].x0 * 25.4 / 72) == left


# --- templates and units


def test_a_template_stands_on_every_page(tmp_path: Path) -> None:
    frame = "".join(line(20, y, 140, y) for y in (50, 60, 70)) + "".join(
        line(x, 50, x, 70) for x in (20, 80, 140)
    )
    labels = text(21, 57, "预算数") + text(21, 67, "执行数")
    made = Made([text(81, 57, "240.00") + text(81, 67, "239.85"), text(81, 57, "1.00")], [frame + labels])
    first, second = saved(tmp_path, made).tables()
    assert first.texts() == [["预算数", "240.00"], ["执行数", "239.85"]]
    assert second.texts() == [["预算数", "1.00"], ["执行数", ""]]


def test_a_template_inside_itself_ends(tmp_path: Path) -> None:
    again = layer(text(20, 60, "模板"), '<ofd:Template TemplateID="500"/>')
    document = saved(
        tmp_path, Made([text(20, 40, WORDS)], [""], parts={"Doc_0/Tpls/Tpl_0/Content.xml": again})
    )
    assert said(document) == [WORDS, "模板"]


def test_a_template_that_is_missing_is_said(tmp_path: Path) -> None:
    made = Made([text(20, 40, WORDS)], page_head='<ofd:Template TemplateID="4711"/>')
    document = saved(tmp_path, made)
    assert said(document) == [WORDS]
    assert document.partial


def unit(number: int, drawn: str) -> str:
    return f'<ofd:CompositeGraphicUnit ID="{number}" Width="9" Height="9"><ofd:Content>{drawn}</ofd:Content></ofd:CompositeGraphicUnit>'


def use(number: int, box: str = "0 0 210 297", **attributes: str) -> str:
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<ofd:CompositeObject Boundary="{box}" ResourceID="{number}"{written}/>'


def units(*drawn: str) -> str:
    return f"<ofd:CompositeGraphicUnits>{''.join(drawn)}</ofd:CompositeGraphicUnits>"


def test_units_are_drawn_where_and_as_large_as_they_are_used(tmp_path: Path) -> None:
    resources = units(unit(60, use(61, "10 20 9 9", CTM="0.5 0 0 0.5 0 0")), unit(61, text(8, 16, WORDS)))
    made = Made([use(60, "100 100 50 50", CTM="2 0 0 2 0 0")], resources=resources)
    [page] = pages_of(made.save(tmp_path / "a.ofd"))
    [piece] = page.pieces
    assert piece.text == WORDS
    assert [round(v * 25.4 / 72, 2) for v in (piece.x0, piece.size)] == [100 + 2 * (10 + 0.5 * 8), 4]


def test_a_unit_inside_itself_ends(tmp_path: Path) -> None:
    resources = units(unit(60, text(20, 40, WORDS) + use(61)), unit(61, use(60)))
    assert said(saved(tmp_path, Made([use(60)], resources=resources))) == [WORDS]


# --- what lies on the pages and beside them


def annotated(annotations: str) -> Made:
    return Made(
        [text(20, 40, WORDS)],
        body="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        parts={
            "Doc_0/Annots/Annotations.xml": xml(
                "Annotations", '<ofd:Page PageID="100"><ofd:FileLoc>Page_0/A.xml</ofd:FileLoc></ofd:Page>'
            ),
            "Doc_0/Annots/Page_0/A.xml": xml("PageAnnot", annotations),
        },
    )


def annotation(kind: str, drawn: str, subtype: str = "", more: str = "") -> str:
    return (
        f'<ofd:Annot Type="{kind}" Subtype="{subtype}" {more}><ofd:Appearance Boundary="10 20 100 100">{drawn}'
        "</ofd:Appearance></ofd:Annot>"
    )


@pytest.mark.parametrize(
    ("written", "texts", "warning"),
    [
        (annotation("Watermark", text(10, 40, "内部资料")), [WORDS], "第1页有水印"),
        (annotation("Stamp", text(10, 40, "已审核")), [WORDS], "第1页有图章“已审核”"),
        (annotation("Stamp", text(10, 40, "95分"), "FreeText"), [WORDS, "95分"], "批注"),
        (annotation("Path", text(10, 40, "95分")), [WORDS, "95分"], "批注"),
        (annotation("Watermark", text(10, 40, "内部资料"), more='Visible="false"'), [WORDS], ""),
        (annotation("Link", line(0, 0, 9, 0)), [WORDS], ""),
    ],
)
def test_annotations(tmp_path: Path, written: str, texts: list[str], warning: str) -> None:
    document = saved(tmp_path, annotated(written))
    assert said(document) == texts
    assert [warning in each for each in document.warnings] == ([True] if warning else [])
    assert not document.partial


def test_a_seal_is_said_and_not_verified(tmp_path: Path) -> None:
    made = Made(
        [text(20, 40, WORDS), text(20, 40, WORDS)],
        head="<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>",
        parts={
            "Doc_0/Signs/Signatures.xml": xml(
                "Signatures", '<ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>'
            ),
            "Doc_0/Signs/Sign_0/Signature.xml": xml(
                "Signature",
                '<ofd:SignedInfo><ofd:StampAnnot ID="2" PageRef="101" Boundary="9 9 40 40"/></ofd:SignedInfo>',
            ),
        },
    )
    document = saved(tmp_path, made)
    assert document.warnings == ("第2页有电子签章，可能遮住文字；签章没有验证",)
    assert not document.partial


@pytest.mark.parametrize(
    ("file", "partial"), [("自评表.xlsx", True), ("original_invoice.xml", False), ("照片.jpg", False)]
)
def test_attachments_are_named(tmp_path: Path, file: str, partial: bool) -> None:
    made = Made(
        [text(20, 40, WORDS)],
        body="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
        parts={
            "Doc_0/Attachs/Attachments.xml": xml(
                "Attachments",
                f'<ofd:Attachment ID="1" Name="{Path(file).stem}"><ofd:FileLoc>{file}</ofd:FileLoc></ofd:Attachment>',
            )
        },
    )
    document = saved(tmp_path, made)
    assert f"“{file}”" in document.warnings[0]
    assert document.partial is partial


def test_several_documents_follow_one_another(tmp_path: Path) -> None:
    second = {
        name.replace("Doc_0", "Doc_1"): content
        for name, content in Made([text(20, 40, "第二份材料")]).all_parts().items()
    }
    root = second.pop("OFD.xml")
    del root
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocRoot>Doc_{i}/Document.xml</ofd:DocRoot></ofd:DocBody>" for i in (0, 1)
    )  # fmt: skip
    document = saved(tmp_path, Made([text(20, 40, WORDS)], parts={**second, "OFD.xml": xml("OFD", bodies)}))
    assert said(document) == [WORDS, "第二份材料"]
    assert [p.anchor.page for p in document.paragraphs()] == [1, 2]
    assert "2 份文档" in document.warnings[0]


def test_the_current_version_is_read(tmp_path: Path) -> None:
    made = Made(
        [text(20, 40, "旧的"), text(20, 40, "新的")],
        head='<ofd:Versions><ofd:Version ID="1" Index="0" BaseLoc="Doc_0/V0.xml"/>'
        '<ofd:Version ID="2" Index="1" Current="true" BaseLoc="Doc_0/Versions/V1.xml"/></ofd:Versions>',
    )
    document = str(made.all_parts()["Doc_0/Document.xml"])
    made.parts = {
        "Doc_0/Versions/V1.xml": xml("DocVersion", "<ofd:DocRoot>../Document_1.xml</ofd:DocRoot>", ID="2"),
        "Doc_0/Document_1.xml": document.replace(
            '<ofd:Page ID="100" BaseLoc="Pages/Page_0/Content.xml"/>', ""
        ),
    }
    read_now = saved(tmp_path, made)
    assert said(read_now) == ["新的"]
    assert "版本" in read_now.warnings[0]


def test_resources_of_one_page(tmp_path: Path) -> None:
    made = Made([use(60)], page_head="<ofd:PageRes>Res.xml</ofd:PageRes>")
    made.parts = {"Doc_0/Pages/Page_0/Res.xml": xml("Res", units(unit(60, text(20, 40, WORDS))))}
    assert said(saved(tmp_path, made)) == [WORDS]


def test_the_picture_of_a_page_can_be_had(tmp_path: Path) -> None:
    made = Made(['<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="77"/>'])
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="77" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    made.parts = {"Doc_0/PublicRes.xml": xml("Res", media, BaseLoc="Res"), "Doc_0/Res/a.png": b"a picture"}
    with closing(OfdPackage(made.save(tmp_path / "a.ofd"), "a.ofd")) as package:
        [body] = open_books(package)
        assert (body.picture("77"), body.picture("78")) == ("Doc_0/Res/a.png", None)


# --- what is missing or broken


@pytest.mark.parametrize("content", ["", "no xml at all", b"\x00\xff" * 50], ids=["empty", "text", "bytes"])
def test_a_page_that_is_lost_is_named(tmp_path: Path, content: str | bytes) -> None:
    document = saved(
        tmp_path, Made([text(20, 40, WORDS), ""], parts={"Doc_0/Pages/Page_1/Content.xml": content})
    )
    assert said(document) == [WORDS]
    assert (document.pages, document.partial) == (2, True)
    assert "第2页缺少内容" in document.warnings[0]


def test_half_a_page_is_read_and_said(tmp_path: Path) -> None:
    whole = layer(text(20, 40, WORDS) + text(20, 60, "第二行"))
    document = saved(tmp_path, Made([""], parts={PAGE: whole[: whole.index("第二行") - 40]}))
    assert said(document) == [WORDS]
    assert document.partial


@pytest.mark.parametrize("part", ["Doc_0/Document.xml", "Doc_0/Tpls/Tpl_0/Content.xml"])
def test_a_catalogue_or_a_template_that_breaks_off_is_said(tmp_path: Path, part: str) -> None:
    made = Made([text(20, 40, WORDS)], [text(20, 20, "模板") + text(20, 30, "模板二")])
    whole = str(made.all_parts()[part])
    made.parts = {part: whole[:-5]}
    document = saved(tmp_path, made)
    assert WORDS in said(document)
    assert any(part in warning for warning in document.warnings)
    assert document.partial


@pytest.mark.parametrize("content", [None, "<", b"\x00"])
def test_annotations_that_are_lost_are_said(tmp_path: Path, content: str | bytes | None) -> None:
    made = annotated("")
    if content is None:
        listed = '<ofd:Page PageID="100"><ofd:FileLoc>gone.xml</ofd:FileLoc></ofd:Page>'
        made.parts["Doc_0/Annots/Annotations.xml"] = xml("Annotations", listed)
    else:
        made.parts["Doc_0/Annots/Page_0/A.xml"] = content
    document = saved(tmp_path, made)
    assert said(document) == [WORDS]
    assert "没有读取" in document.warnings[0]
    assert document.partial


def test_a_document_that_is_lost_is_said(tmp_path: Path) -> None:
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocRoot>Doc_{i}/Document.xml</ofd:DocRoot></ofd:DocBody>" for i in (0, 1)
    )
    document = saved(tmp_path, Made([text(20, 40, WORDS)], parts={"OFD.xml": xml("OFD", bodies)}))
    assert said(document) == [WORDS]
    assert "Doc_1/Document.xml" in document.warnings[0]
    assert document.partial


@pytest.mark.parametrize("lost", ["Doc_0/Document.xml", PAGE])
def test_nothing_left_is_damaged(tmp_path: Path, lost: str) -> None:
    with pytest.raises(DamagedFile):
        saved(tmp_path, Made([text(20, 40, WORDS)], parts={lost: "<ofd"}))


@pytest.mark.parametrize("gone", [(PAGE,), ("Doc_0/Document.xml", PAGE)])
def test_a_locked_file_is_said_to_be_locked(tmp_path: Path, gone: tuple[str, ...]) -> None:
    parts = {
        name: content for name, content in Made([text(20, 40, WORDS)]).all_parts().items() if name not in gone
    }
    parts |= {"Encryptions.xml": xml("Encryptions", ""), "enc/a.dat": b"\x8f" * 99}
    with zipfile.ZipFile(tmp_path / "a.ofd", "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(Encrypted):
        read(tmp_path / "a.ofd", "a.ofd")


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'


@pytest.mark.parametrize("part", [PAGE, "Doc_0/Pages/Page_0/Content.dat"])
def test_a_doctype_is_refused_whatever_the_part_is_called(tmp_path: Path, part: str) -> None:
    parts = Made([text(20, 40, WORDS)]).all_parts()
    parts["Doc_0/Document.xml"] = str(parts["Doc_0/Document.xml"]).replace(
        PAGE.removeprefix("Doc_0/"), part.removeprefix("Doc_0/")
    )
    parts[part] = layer(text(20, 40, WORDS)).replace('<?xml version="1.0" encoding="UTF-8"?>', DOCTYPE)
    with pytest.raises(DamagedFile, match="DOCTYPE"):
        saved(tmp_path, Made(parts=parts))


# --- what is built to hang


def code(said: str, more: str, **attributes: str) -> str:
    given = {"Boundary": "20 30 100 10", "Font": "1", "Size": "4", **attributes}
    written = "".join(f' {key}="{value}"' for key, value in given.items())
    return f'<ofd:TextObject{written}><ofd:TextCode X="0" Y="4" {more}>{said}</ofd:TextCode></ofd:TextObject>'


NESTED = "<ofd:PageBlock>" * 60 + text(20, 40, WORDS) + "</ofd:PageBlock>" * 60
DOUBLING = units(*(unit(60 + i, use(61 + i) * 10) for i in range(20)), unit(80, text(20, 40, WORDS)))


@pytest.mark.parametrize(
    "made",
    [
        Made([NESTED]),
        Made([use(60)], resources=DOUBLING),
        Made([text(20, 40, "元") * 200_001]),
        Made([code("元" * 200_001, "")]),
        Made([code(" " * 300_000, 'DeltaX="g 1000000000 0"')]),
        Made([f'<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 {"L 1 1 " * 1_000_001}</ofd:AbbreviatedData></ofd:PathObject>']),
        Made([""], [text(20, 40, WORDS) * 50], page_head='<ofd:Template TemplateID="500"/>' * 20_000),
    ],
    ids=["nesting", "doubling units", "many objects", "long text", "blanks", "points", "many templates"],
)  # fmt: skip
def test_what_no_page_can_hold_ends_in_time(tmp_path: Path, made: Made) -> None:
    file = made.save(tmp_path / "a.ofd")
    begun = time.process_time()
    with pytest.raises(TooLarge, match=r"第1页的|压缩比"):
        read(file, "a.ofd")
    assert time.process_time() - begun < 60


@pytest.mark.parametrize(
    "drawn",
    [
        code("项目", 'DeltaX="g 1000000000 1"'),
        code("项目", 'DeltaX="g"'),
        code("项目", 'DeltaX="g 1"'),
        code("项目", 'DeltaX="g 1e400 1"'),
        code("项目", 'DeltaX="nan"'),
        code("项目", 'DeltaX="4" DeltaY="inf"'),
        code("项目", "", Size="nan"),
        code("项目", "", Size="-4"),
        code("项目", "", Boundary="0 0"),
        code("项目", "", Boundary="nan nan nan nan"),
        code("项目", "", CTM="0 0 0 0 0 0"),
        code("项目", "", CTM="1e300 0 0 1e300 0 0"),
        code("项目", "", HScale="0"),
        code("项目", "", CharDirection="x"),
        '<ofd:TextObject Boundary="0 0 9 9" Font="1" Size="4"><ofd:TextCode X="nan" Y="4">项目</ofd:TextCode></ofd:TextObject>',
        '<ofd:TextObject Boundary="0 0 9 9" Font="1" Size="4"><ofd:CGTransform CodePosition="0" CodeCount="1000000000" '
        'GlyphCount="2000000000"><ofd:Glyphs>1</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="1" Y="4">项目</ofd:TextCode></ofd:TextObject>',
        '<ofd:TextObject Boundary="0 0 9 9" Font="1" Size="4"/>',
        '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 NaN L 5 5</ofd:AbbreviatedData></ofd:PathObject>',
        '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 L 5</ofd:AbbreviatedData></ofd:PathObject>',
        '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>Z 0 0 X 5</ofd:AbbreviatedData></ofd:PathObject>',
        '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>L 5 5 C C</ofd:AbbreviatedData></ofd:PathObject>',
        '<ofd:PathObject Boundary="0 0 9 9" DrawParam="5"/>',
        '<ofd:ImageObject Boundary="x" ResourceID="9"/>',
        use(4711),
    ],
)
def test_slips_of_programs_cost_no_more_than_themselves(tmp_path: Path, drawn: str) -> None:
    params = '<ofd:DrawParams><ofd:DrawParam ID="5" Relative="6"/><ofd:DrawParam ID="6" Relative="5"/></ofd:DrawParams>'
    begun = time.process_time()
    document = saved(tmp_path, Made([text(20, 100, WORDS) + drawn], resources=params))
    assert WORDS in "".join(said(document))
    assert time.process_time() - begun < 20


def test_too_many_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_reader, "MAX_PAGES", 2)
    with pytest.raises(TooLarge, match="3 页"):
        saved(tmp_path, Made([text(20, 40, WORDS)] * 3))


def test_what_is_too_much_says_of_which_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_canvas, "MAX_OBJECTS", 2)
    with pytest.raises(TooLarge, match="第2页的图元超过 2 个"):
        saved(tmp_path, Made([text(20, 40, WORDS), text(20, 40, WORDS) * 3]))


def test_names_that_leave_the_package_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "outside.xml").write_text(layer(text(20, 40, "外面")), encoding="utf-8")
    parts = Made([text(20, 40, WORDS)]).all_parts()
    for loc in ("../../outside.xml", str(tmp_path / "outside.xml"), "file:///etc/passwd"):
        document = str(parts["Doc_0/Document.xml"]).replace(
            "</ofd:Pages>", f'<ofd:Page ID="9" BaseLoc="{loc}"/></ofd:Pages>'
        )
        found = saved(tmp_path, Made(parts={**parts, "Doc_0/Document.xml": document, "../evil.xml": "<a/>"}))
        assert said(found) == [WORDS]
        assert "第2页缺少内容" in found.warnings[0]
