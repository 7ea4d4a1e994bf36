"""What a check says of a finding, in both languages; no sentence accuses anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LANGUAGES = ("uk", "en")

_SENTENCES: dict[str, tuple[str, str]] = {
    "seq_gap": (
        "запису немає; наступний має номер {found}",
        "the entry is missing; the next one is number {found}",
    ),
    "leaf_wrong": (
        "хеш запису не збігається з його тілом",
        "the leaf hash is not that of the body",
    ),
    "body_unreadable": (
        "тіло запису не є канонічним або не має того, що мусить мати",
        "the body is not canonical, or lacks what it must hold",
    ),
    "entry_column": (
        "стовпець {column} каже не те, що тіло запису",
        "column {column} does not say what the body says",
    ),
    "salt_missing": (
        "солі до слів немає, а запису про стирання теж немає",
        "the salt of the words is missing, and no entry says that they were erased",
    ),
    "salt_unsaid": (
        "сіль до слів не та, що мусить бути",
        "there is a salt of words that should not be there or is not one",
    ),
    "receipt_differs": (
        "квитанція ззовні має інше тіло цього запису",
        "a receipt from outside holds another body of this entry",
    ),
    "unreadable": (
        "у таблиці {table} є значення, якого не прочитати",
        "table {table} holds a value that cannot be read",
    ),
    "row_missing": (
        "у таблиці {table} немає рядка, що випливає з цього запису",
        "table {table} lacks the row that follows from this entry",
    ),
    "row_changed": (
        "у таблиці {table} стовпець {column} каже не те, що запис",
        "in table {table}, column {column} does not say what the entry says",
    ),
    "row_unsaid": (
        "у таблиці {table} є рядок, якого не підтверджує жоден запис",
        "table {table} has a row that no entry speaks of",
    ),
    "row_never_was": (
        "запис каже про рядок таблиці {table}, якого раніше не було",
        "the entry speaks of a row of table {table} that never was",
    ),
    "table_changed": (
        "довідник {table} не такий, як каже запис",
        "reference table {table} is not as the entry says",
    ),
    "table_unsaid": (
        "про довідник {table} немає жодного запису",
        "no entry speaks of reference table {table}",
    ),
    "citation_gap": (
        "номер акта {number}, а мав бути {wanted}",
        "the paper has number {number}, it should be {wanted}",
    ),
    "node_wrong": (
        "збережений вузол дерева над записами до {last} не збігається з ними",
        "the kept node over the entries up to {last} does not match them",
    ),
    "node_missing": (
        "немає збереженого вузла дерева над записами до {last}",
        "the kept node over the entries up to {last} is missing",
    ),
    "node_unsaid": (
        "є вузол дерева рівня {level}, якому не відповідають записи",
        "there is a tree node on level {level} that no entries lead to",
    ),
    "root_wrong": (
        "записи до {last} не дають кореня, підписаного в голові {number}",
        "the entries up to {last} do not give the root signed in head {number}",
    ),
    "head_beyond": (
        "голова {number} підписана над {size} записами, а їх менше",
        "head {number} is signed over {size} entries, and there are fewer",
    ),
    "head_gap": (
        "голова має номер {number}, а мав бути {wanted}",
        "a head has number {number}, it should be {wanted}",
    ),
    "head_chain": (
        "голова {number} називає не ту попередню",
        "head {number} does not name the one before it",
    ),
    "head_order": (
        "голова {number} стоїть не на своєму місці",
        "head {number} is out of order",
    ),
    "head_signature": (
        "підпис голови {number} не підтверджено ключем журналу",
        "the signature of head {number} does not hold under the key of the log",
    ),
    "head_column": (
        "стовпці голови {number} кажуть не те, що її підписаний текст",
        "the columns of head {number} do not say what its signed text says",
    ),
    "head_file_differs": (
        "голова {number} у файлі голів інша, ніж у базі",
        "head {number} in the file of heads is not the one in the database",
    ),
    "head_file_lacks": (
        "голови {number} немає у файлі голів, хоча є пізніші",
        "head {number} is missing in the file of heads, though later ones are there",
    ),
    "head_file_missing": (
        "у базі є голови, а файлу голів немає",
        "the database has heads, and there is no file of heads",
    ),
    "head_lost": (
        "у файлі голів є голова {number}, якої немає в базі",
        "the file of heads has head {number}, the database does not",
    ),
    "tail_unsigned": (
        "записи до кінця ({count}) давно не мають підписаної голови: чи працює occupancy worker?",
        "the entries up to the end ({count}) have had no signed head for long:"
        " is occupancy worker running?",
    ),
    "epoch_wrong": (
        "епоха {number} не така, як каже журнал",
        "epoch {number} is not as the log says",
    ),
    "key_foreign": (
        "ключ сервера не той, яким підписано журнал",
        "the key of the server is not the one that signed the log",
    ),
    "outside_unknown": (
        "{file}: цей журнал не має такої назви (першого рядка)",
        "{file}: this log has no such origin (first line)",
    ),
    "outside_not_signed": (
        "{file}: не прочитано або підпис не підтверджено ключем журналу",
        "{file}: not readable, or its signature does not hold under the key of the log",
    ),
    "outside_beyond": (
        "{file}: голова над {size} записами, а в журналі їх менше",
        "{file}: a head over {size} entries, and the log has fewer",
    ),
    "outside_differs": (
        "{file}: записи до {last} дають інший корінь, ніж у цій голові",
        "{file}: the entries up to {last} give another root than this head has",
    ),
    "outside_not_kept": (
        "{file}: голови {number} з таким текстом серед збережених немає",
        "{file}: there is no stored head {number} with this text",
    ),
    "receipt_beyond": (
        "{file}: обіцяно запис {number}, а журнал коротший",
        "{file}: entry {number} was promised, and the log is shorter",
    ),
    "outside_lost": (
        "{file}: про записи від {first}, які втратило оголошене відновлення",
        "{file}: is about entries from {first} on that a declared restore lost",
    ),
    "never_signed": (
        "Журнал ще ніколи не підписували: повернення до старішої бази було б непомітним.",
        "The log was never signed yet: a return to an older database would not be seen.",
    ),
}

_LINES = {
    "good": (
        "Усе гаразд: записів {entries}, голів {heads}.",
        "All good: {entries} entries, {heads} heads.",
    ),
    "root": ("Корінь {root}", "Root {root}"),
    "bad": ("Знайдено розбіжностей: {count}.", "Found: {count}."),
    "first": ("Перший поганий запис: {seq}.", "First bad entry: {seq}."),
    "at": ("запис {seq}: {told}", "entry {seq}: {told}"),
    "since": ("від запису {seq}: {told}", "from entry {seq} on: {told}"),
    "more": ("… і ще {more}", "… and {more} more"),
    "working": ("Перевірено {done} із {of} записів", "{done} of {of} entries checked"),
    "not_run": ("Перевірити не вдалося: {told}", "The check could not run: {told}"),
}  # fmt: skip


def sentence(code: str, facts: Mapping[str, Any], language: str) -> str:
    """Return what is wrong, in words."""
    return _SENTENCES[code][LANGUAGES.index(language)].format_map(facts)


def line(name: str, language: str, **facts: Any) -> str:
    """Return a line around the findings."""
    return _LINES[name][LANGUAGES.index(language)].format(**facts)
