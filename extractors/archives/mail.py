"""A mail (.eml): its text and everything attached to it, mails that were attached too."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from functools import partial
from io import BytesIO
from mimetypes import guess_extension
from pathlib import Path
from typing import cast

from extractors.archives.crate import Crate
from schemas.errors import DamagedFile

_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_TEXTS = {
    "text/html": "邮件正文.html",
    "text/plain": "邮件正文.txt",
}  # of one text in both forms, the one that keeps tables


def unpack_mail(path: Path, name: str, crate: Crate) -> None:
    """Put the text and the attachments of the mail at ``path``, told as ``name``, into ``crate``.

    Raises:
        TooLarge: more parts than are left; those before were taken.
        DamagedFile: its parts cannot be told apart.
    """
    try:
        with path.open("rb") as file:
            message = email.message_from_binary_file(file, policy=policy.default)
        parts = list(_parts(message))
    except Exception as trouble:  # the parser of headers raises anything on broken ones
        raise DamagedFile(name, "邮件的结构已损坏", "请把邮件中的附件另存出来后重新提交") from trouble
    for called, part in parts:
        crate.expect(1)
        crate.put(called, partial(_content, part))


def _parts(message: EmailMessage) -> Iterator[tuple[str, EmailMessage]]:
    """What the mail holds, with what it is called; signatures of programs and the second form of a text are left out."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        kind = part.get_content_type()
        if part.is_multipart():
            inner = [cast(EmailMessage, each) for each in part.iter_parts()]
            if kind == "multipart/alternative":
                inner = [each for each in inner if each.get_content_type() != "text/plain"] or inner
            waiting += reversed(inner)
        elif kind not in _SIGNATURES:
            yield part.get_filename() or _TEXTS.get(kind) or f"附件{guess_extension(kind) or ''}", part


def _content(part: EmailMessage) -> BytesIO:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise ValueError(part.get_content_type())  # noqa: TRY004  (a broken part, not a wrong argument)
    charset = part.get_content_charset()
    if part.get_content_type() == "text/plain" and charset and not part.get_filename():
        content = content.decode("gb18030" if charset.startswith("gb") else charset, "replace").encode()
    return BytesIO(content)
