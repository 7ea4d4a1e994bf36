"""How much of a table or a message is read at once: the one table of these limits."""

from __future__ import annotations

MIB = 1024 * 1024

# --- tables of nights

TABLE_BYTES = 24 * MIB
#: A year of a whole oblast's facilities; beyond it a file is split.
TABLE_ROWS = 200_000
#: Lines for each row that is taken: programs leave blank ones behind a table.
TABLE_BLANKS = 5
TABLE_COLUMNS = 120
#: A night's figures, its reason and a few bands are far shorter.
TABLE_CELL = 2_000
#: Signs of a line of text: 120 columns of a house's longest reason fit.
TABLE_LINE = 64 * 1024

# --- workbooks, which are archives of XML

BOOK_ENTRIES = 200
#: Sum of what the parts say they unpack to.
BOOK_UNPACKED = 96 * MIB
#: Rows × columns of a sheet: its reader keeps the whole rectangle.
BOOK_CELLS = 6_000_000
#: A shared text is copied into each cell that shows it.
BOOK_TEXT = 96 * MIB
#: Memory of the process that reads one: from a page, and for the office's own command.
BOOK_MEMORY_MIB, BOOK_MEMORY_OFFICE_MIB = 272, 1536

# --- JSON

JSON_BYTES = 8 * MIB
#: Our deepest message has six levels.
JSON_DEPTH = 32
