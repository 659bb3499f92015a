"""What is handed in besides reports, tables and archives: what it is called, and what to do about it.

Three kinds: a document in a format that no reader knows (the sender can save it differently), a container that is not
opened, and what cannot hold a figure at all. Only the last is passed over; the others stay on the list of what was not read.
"""

from __future__ import annotations

from pathlib import Path

from extractors import cut_short

_AS_PDF = "请用原来的软件打开，打印或另存为 PDF 后重新提交"
_UNPACK = "请解压后把其中的 Word、Excel、PDF 文件放进文件夹重新提交"
_ONE_VOLUME = "请用压缩软件解压，重新压缩成一个文件（不要分卷）后提交"

# format → what it is, what to do
FOREIGN: dict[str, tuple[str, str]] = {
    "wordml": ("是 Word 的 XML 文件，不直接读取", "请用 Word 或 WPS 打开，另存为 .docx 后重新提交"),
    "odp": ("是演示文稿，不是自评报告", "请提交 Word 或 PDF 格式的自评报告"),
    "xlsb": ("是二进制格式的电子表格（.xlsb），不直接读取", "请用 Excel 打开，另存为 .xlsx 后重新提交"),
    "iwork": ("是苹果 Pages、Numbers 或 Keynote 文件，不直接读取", "请在苹果电脑上导出为 Word、Excel 或 PDF 后重新提交"),
    "xps": ("是 XPS 版式文件，不直接读取", _AS_PDF),
    "ps": ("是 PostScript 打印文件，不直接读取", _AS_PDF),
    "djvu": ("是 DjVu 扫描件，不直接读取", _AS_PDF),
    "epub": ("是电子书，不直接读取", _AS_PDF),
    "chm": ("是帮助文件（.chm），出于安全不打开", _AS_PDF),
    "dwg": ("是 CAD 图纸，其中的文字和数字不读取", "图纸中如有需要核对的数字，请另存为 PDF 后重新提交"),
    "drawing": ("是绘图文件，其中的文字和数字不读取", "图中如有需要核对的数字，请另存为 PDF 后重新提交"),
    "psd": ("是图像设计文件，没有文字可读", "请导出为 PDF 或 JPG 后重新提交"),
    "heic": ("是手机照片（HEIC、AVIF），没有文字可读", "请转换为 JPG 或 PDF 后重新提交"),
    "msg": ("是 Outlook 邮件，附件没有打开", "请把邮件中的附件另存出来后重新提交"),
    "eml": ("是电子邮件", "请把邮件中的附件另存出来后重新提交"),
    "database": ("是数据库文件，不读取", "请把需要核对的表导出为 Excel 后重新提交"),
    "shortcut": ("是快捷方式，不是文件本身：复制时只复制了图标", "请找到原文件，复制后重新提交"),
    "program": ("是可执行程序，出于安全不打开", "如果是自解压的压缩包，请解压后重新提交；程序本身不需要提交"),
    "packed": ("是压缩包或光盘映像，这种格式不直接打开", _UNPACK),
    "zip": ("是压缩包", _UNPACK),
    "rar": ("是压缩包（.rar）", _UNPACK),
    "7z": ("是压缩包（.7z）", _UNPACK),
    "tar": ("是压缩包（.tar）", _UNPACK),
    "gz": ("是压缩包（.gz）", _UNPACK),
    "bz2": ("是压缩包（.bz2）", _UNPACK),
    "xz": ("是压缩包（.xz）", _UNPACK),
}  # fmt: skip

# Nothing in these that a figure could stand in: said and passed over, not asked for again.
FIGURELESS = {
    "media": "视频或音频，没有可以核对的文字和数字",
    "font": "字体文件，没有可以核对的内容",
    "weblink": "网址快捷方式，没有可以核对的内容",
}

# By name, where the bytes say nothing: formats without a signature, and halves of files.
_BY_NAME: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("ceb", "gd", "gw", "sep", "s2", "s72", "s92", "eio", "aip", "caj", "kdh", "nh"),
        ("是专用的版式文件，不直接读取", "请用它的阅读器打开，打印或另存为 PDF 后重新提交"),
    ),
    **dict.fromkeys(cut_short.UNFINISHED, (cut_short.WHY, cut_short.REMEDY)),
    **dict.fromkeys(("z01", "z02", "z03", "r00", "r01", "r02", "001", "002", "003"), ("是分卷压缩包的一卷", _ONE_VOLUME)),
    **dict.fromkeys(
        ("et", "wps", "dps", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "ofd", "rtf", "zip", "rar", "7z"),
        (
            "内容不是扩展名所说的格式：文件已损坏，或被本单位的加密软件加密，在别处打不开",
            "请确认在另一台电脑上能打开；加密的请先解密，损坏的请重新导出",
        ),
    ),
}  # fmt: skip


def explain(kind: str, name: str) -> tuple[str, str]:
    """What the file called ``name`` is, and what to do about it, when no reader knows ``kind``."""
    suffix = Path(name).suffix
    generic = (f"不认识 '{suffix}' 文件" if suffix else "不认识这种文件", "请另存为 .docx 或 .pdf 后重新提交")
    return FOREIGN.get(kind) or _BY_NAME.get(suffix.lower().lstrip("."), generic)
