"""Files that are small to send and enormous to read."""

from __future__ import annotations

from tests.attachments import pictures
from tests.filings.books import SHEET, packed

HEAD = "date,rooms_occupied,guests_domestic,guests_inbound"
MIB = 1024 * 1024
#: Of what a request of a page may hold.
LARGE = 11 * MIB

_CELLS = SHEET.format(rows='<row r="1">' + '<c r="A1"/>' * (7 * MIB) + "</row>")
_FAR = SHEET.format(rows='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
_SHOWN = SHEET.format(rows='<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
_LAUGHS = "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)  # each ten times the one before
_DOCTYPE = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">{_LAUGHS}]>'
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def tables() -> dict[str, bytes]:
    """Return bombs for the page that imports nights (threat 13)."""
    wide = ",".join([HEAD, *(f"exempt_X{n}" for n in range(100))])
    return {
        "zip that unpacks to 90 MiB of nothing": packed("<a>" + " " * (90 * MIB)),
        "zip that unpacks to 200 MiB": packed("<a>" + " " * (200 * MIB)),
        "seven million cells in one place": packed(_CELLS),
        "a far corner": packed(_FAR),
        "six million shared texts": packed(
            _SHOWN, {"xl/sharedStrings.xml": b"<sst>" + b"<si><t/></si>" * (6 * MIB) + b"</sst>"}
        ),
        "a billion laughs": packed(_DOCTYPE + "<x>&j;</x>"),
        "an entity from outside": packed(_OUTSIDE + "<x>&a;</x>"),
        "an archive in the archive": packed(_SHOWN, {"xl/media/a.bin": packed(_FAR)}),
        "eleven million empty lines": HEAD.encode() + b"\n" * LARGE,
        "a line of eleven million cells": HEAD.encode() + b"\n" + b"," * LARGE,
        "a hundred columns of nothing": wide.encode()
        + (b"\n" + b"," * 103 + b"1") * (LARGE // 105),
        "one cell that never ends": HEAD.encode() + b'\n"' + b"x" * LARGE,
    }


def photos() -> dict[str, bytes]:
    """Return bombs for the page that takes photos (threat 12)."""
    return {
        "sixteen megapixels of one colour": pictures.squeezed_png(4_000, 4_000),
        "a header of 400 megapixels": pictures.said_to_be(20_000, 20_000),
        "two thousand scans": pictures.many_scans(),
    }
