"""Make ``occupancy/accounts/data/common_passwords.txt`` from a list of passwords by frequency.

``python tools/common_passwords.py LIST`` reads one password a line, the commonest first, keeps
those that our rule of length lets through, and writes the first ten hexadecimal digits of the
SHA-256 of each: enough to recognise one, and nobody's password stands in the tree.
"""

from __future__ import annotations

import sys
from pathlib import Path

from occupancy.accounts.rules.passwords import LIST, SHORTEST, mark_of

HEAD = """\
# The first 10 hexadecimal digits of SHA-256 over each common password of 12 characters or more,
# small letters (occupancy.accounts.rules.passwords.mark_of). Made by tools/common_passwords.py
# from the head of Mark Burnett's ten million passwords (xato.net, 2015), which he released to
# the public domain.
"""


def main(source: Path) -> int:
    """Write the list and return how many passwords it knows."""
    marks = set()
    for line in source.read_text(encoding="utf-8", errors="ignore").splitlines():
        password = line.strip()
        if len(password) >= SHORTEST:
            marks.add(mark_of(password))
    LIST.write_text(HEAD + "\n".join(sorted(marks)) + "\n", encoding="ascii")
    return len(marks)


if __name__ == "__main__":
    print(main(Path(sys.argv[1])))
