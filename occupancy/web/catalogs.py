"""Each room's words: ``translations/<language>/LC_MESSAGES/messages.po``, compiled at set-up.

``python -m occupancy.web.catalogs`` compiles what is older than its source;
``… check`` says what lacks a language and ends with 1.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("uk", "en")
#: Folders whose words stand in a catalog of their own: the rooms, and the tax command line.
ROOMS = (
    "occupancy/tax",
    "occupancy/web",
    "occupancy/cabinet",
    "occupancy/admin",
    "occupancy/agency",
    "occupancy/public",
    "inspector_app",
)
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "_l": None}


def folders() -> list[Path]:
    """Return the translation folders with words in them, in the order they are looked up.

    An empty one would bring English plurals to every room: Babel takes the rule of the last folder.
    """
    found = (ROOT / room / "translations" for room in ROOMS)
    return [folder for folder in found if any(folder.glob("*/LC_MESSAGES/*.po"))]


def catalog(path: Path) -> Catalog:
    """Read one ``.po`` file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def compile_all() -> int:
    """Compile every catalog whose source is newer; return how many were written."""
    written = 0
    for source in sorted(po for folder in folders() for po in folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        fresh = target.with_suffix(f".mo.{os.getpid()}")  # others may be compiling it, too
        with fresh.open("wb") as file:
            write_mo(file, catalog(source))
        fresh.replace(target)
        written += 1
    return written


def messages(room: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield (file, message) of every translatable sentence in a room's templates and code."""
    for file, _line, message, _comments, _context in extract_from_dir(
        ROOT / room,
        method_map=METHODS,
        keywords=KEYWORDS,
        options_map={"**.html": {"silent": "false"}},
    ):
        yield file, message


def refusal_codes() -> set[str]:
    """Return the code of every refusal that the steps and rooms define."""
    found: set[str] = set()
    for folder in ("occupancy", "inspector_app"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    found |= set(_code_of(node))
    return found


def _code_of(node: ast.ClassDef) -> Iterator[str]:
    for line in node.body:
        target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
        value = getattr(line, "value", None)
        if isinstance(target, ast.Name) and target.id == "code" and isinstance(value, ast.Constant):
            yield str(value.value)


def untranslated() -> list[str]:
    """Return a line for each sentence that lacks English, and plural that lacks Ukrainian forms."""
    known = {language: _all_words(language) for language in LANGUAGES}
    missing: list[str] = []
    for room in ROOMS:
        if not (ROOT / room).exists():
            continue
        for file, message in messages(room):
            msgid = message[0] if isinstance(message, tuple) else message
            if msgid not in known["en"]:
                missing.append(f"en: {room}/{file}: {msgid}")
            if isinstance(message, tuple) and msgid not in known["uk"]:
                missing.append(f"uk: {room}/{file}: {msgid}")
    for code in sorted(refusal_codes()):
        missing += [f"{lang}: refusal {code}" for lang in LANGUAGES if code not in known[lang]]
    return missing


def _all_words(language: str) -> set[str]:
    words: set[str] = set()
    for folder in folders():
        path = folder / language / "LC_MESSAGES" / "messages.po"
        if not path.exists():
            continue
        for message in catalog(path):
            texts = (
                message.string if isinstance(message.string, tuple | list) else (message.string,)
            )
            if message.id and all(texts) and not message.fuzzy:
                words.add(message.id[0] if isinstance(message.id, tuple | list) else message.id)
    return words


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        lacking = untranslated()
        print("\n".join(lacking) or "every sentence has both languages")
        sys.exit(1 if lacking else 0)
    compile_all()
