"""Names that nobody bears and codes that were never given, yet look and check like real ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from stdnum.ua import edrpou, rntrc

#: Two halves of a facility's name; every pair is a small picture, none is known to be in use.
FIRST = (
    "Мальва",
    "Смерека",
    "Журавель",
    "Ліхтар",
    "Потік",
    "Каштан",
    "Вересень",
    "Дзвін",
    "Калина",
    "Криниця",
    "Листопад",
    "Папороть",
    "Ожина",
    "Перевал",
    "Полонина",
    "Рушник",
    "Сойка",
    "Трембіта",
    "Черешня",
    "Ясен",
)
SECOND = (
    "Місяць",
    "Сьома Хмара",
    "Тиха Варта",
    "Паперовий Дім",
    "Три Вікна",
    "Сонний Жбан",
    "Зелений Годинник",
    "Дев'ята Стежка",
    "Синій Поріг",
    "Босий Вечір",
)

#: What a made-up business is called, so that nobody takes it for a real one.
MARK = "Вигадка"


@dataclass(frozen=True)
class Business:
    """A made-up operator; ``tax_code_kind`` is ``edrpou`` (8 digits) or ``rnokpp`` (10)."""

    name: str
    tax_code: str
    tax_code_kind: str


def facility_names(count: int, rng: np.random.Generator) -> list[str]:
    """Return ``count`` different names such as «Мальва і Місяць»."""
    pairs = [f"{first} і {second}".replace("'", "’") for first in FIRST for second in SECOND]
    pairs.remove("Мальва і Місяць")
    order = rng.permutation(len(pairs))
    names = ["Мальва і Місяць"]
    for turn in range(count - 1):
        name = pairs[order[turn % len(pairs)]]
        again = turn // len(pairs)
        names.append(f"{name} {again + 1}" if again else name)
    return names


def business(number: int, *, sole: bool) -> Business:
    """Return the made-up business of that number.

    Its code has a valid check digit but lies where no code was ever given: a ЄДРПОУ from 99 on,
    a РНОКПП whose birth date would be after the year 2170.
    """
    if sole:
        return Business(f"ФОП «{MARK} {number:03d}»", _rnokpp(number), "rnokpp")
    return Business(f"ТОВ «{MARK} {number:03d}»", _edrpou(number), "edrpou")


def _edrpou(number: int) -> str:
    stem = f"99{number:05d}"
    return stem + edrpou.calc_check_digit(stem + "0")


def _rnokpp(number: int) -> str:
    stem = f"99{number:07d}"
    return stem + rntrc.calc_check_digit(stem + "0")
