"""Excel's own password: what is merely protected against change is encrypted under it, and opens without asking anybody.

Every program that reads workbooks knows it. A password that somebody chose is not guessed at.
"""

from __future__ import annotations

import struct
from io import BytesIO

_PASSWORD = "VelvetSweatshop"  # noqa: S105  (Excel writes it since 97, when the structure of a workbook is protected)


def unlocked(content: bytes) -> bytes | None:
    """The Office file ``content`` without its encryption; None where the password is another one or the scheme unknown.

    An encrypted package (agile or standard) comes back as the package, an .xls (XOR, RC4, CryptoAPI) as an .xls.
    """
    import msoffcrypto  # type: ignore[import-untyped]  # here, not above: hardly a submission holds such a file

    opened = BytesIO()
    try:
        file = msoffcrypto.OfficeFile(BytesIO(content))
        if file.format == "xls97":
            file = msoffcrypto.OfficeFile(BytesIO(_rest_in_last_record(content)))
        if file.format == "ooxml":
            file.load_key(password=_PASSWORD, verify_password=True)
        else:
            file.load_key(password=_PASSWORD)
        file.decrypt(opened)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  (another password is an error like any on broken bytes)
        return None
    return opened.getvalue()


def _rest_in_last_record(content: bytes) -> bytes:
    """The .xls ``content`` with the zeros behind its last record made part of it: msoffcrypto stumbles over an odd rest."""
    import olefile  # type: ignore[import-untyped]

    written = BytesIO(content)
    with olefile.OleFileIO(written, write_mode=True) as container:
        stream = bytearray(container.openstream("Workbook").read())
        at = last = size = 0
        while at + 4 <= len(stream) and (head := struct.unpack_from("<HH", stream, at))[0]:
            last, size = at, head[1]
            at += 4 + size
        rest = len(stream) - at
        if 0 < rest <= 0xFFFF - size:
            struct.pack_into("<H", stream, last + 2, size + rest)
            container.write_stream("Workbook", bytes(stream))
    return written.getvalue()
