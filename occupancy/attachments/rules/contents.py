"""What a file is, told by its first bytes: neither its name nor the browser is believed."""

from __future__ import annotations

import io
import zipfile

from occupancy.attachments.rules import refusals as no

PICTURE, PDF = "picture", "pdf"

#: How far from its ends a file is searched for the beginning of another kind.
EDGE = 4096
#: A browser that is talked into guessing could run these.
_LIVE = (b"<script", b"<svg", b"<html", b"<!doctype", b"<?php", b"<?xml-stylesheet")
#: Brands of HEIF, which phones write unless told to be compatible (ISO/IEC 23008-12).
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def kind_of(data: bytes) -> str:
    """Return ``PICTURE`` or ``PDF``; raises a refusal for anything else, or for two in one."""
    if not data:
        raise no.FileEmpty()
    kind = _first(data)
    if kind is None:
        raise no.Heif() if data[4:8] == b"ftyp" and data[8:12] in _HEIF else no.NotTaken()
    if _second(data, kind):
        raise no.TwoKinds()
    return kind


def check_pdf(data: bytes) -> None:
    """Refuse a PDF that is cut off: its end must be written (ISO 32000-2, 7.5.5)."""
    if b"%%EOF" not in data[-1024:]:
        raise no.Broken()


def _first(data: bytes) -> str | None:
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return PICTURE
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return PICTURE
    return PDF if data.startswith(b"%PDF-") else None


def _second(data: bytes, kind: str) -> bool:
    """Tell whether the file would also open as something else."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        return True
    if kind == PDF:
        return False
    edges = (data[:EDGE] + b"\n" + data[-EDGE:]).lower()
    return any(sign in edges for sign in (b"%pdf-", *_LIVE))
