"""Honest explanations of surprising numbers, in words, and what would show each of them."""

from __future__ import annotations

from flask_babel import gettext

#: How the detector's codes of honest explanations begin.
PREFIX = "HONEST_"


def titles() -> dict[str, str]:
    """Return the few words of each honest explanation, by code."""
    return {
        "HONEST_LOW_LEVEL": gettext("Просто менше гостей"),
        "HONEST_CLOSURE": gettext("Ремонт або перерва"),
        "HONEST_BEDS_WRONG": gettext("Застаріла кількість місць"),
        "HONEST_LONG_LET": gettext("Довге проживання"),
        "HONEST_EXEMPT_WAVE": gettext("Хвиля звільнених гостей"),
        "HONEST_TYPING_ERROR": gettext("Описка в числі"),
    }


def sentences() -> dict[str, str]:
    """Return what each honest explanation says, by code."""
    return {
        "HONEST_LOW_LEVEL": gettext(
            "Гостей могло бути менше, ніж у подібних закладів: так буває без жодної помилки."
        ),
        "HONEST_CLOSURE": gettext(
            "Заклад міг бути на ремонті чи перерві, яких не оголошено зачиненими ночами."
        ),
        "HONEST_BEDS_WRONG": gettext(
            "У реєстрі може стояти більше місць, ніж є: тоді зайнятість лише здається низькою."
        ),
        "HONEST_LONG_LET": gettext(
            "Ті самі гості могли жити довго: числа повторюються, бо нічого не мінялося."
        ),
        "HONEST_EXEMPT_WAVE": gettext(
            "Багато гостей могли справді мати підставу не платити збору, наприклад переселенці."
        ),
        "HONEST_TYPING_ERROR": gettext("Одне чи кілька чисел могли бути описками."),
    }


def proofs() -> dict[str, str]:
    """Return what would show each honest explanation, by code."""
    return {
        "HONEST_LOW_LEVEL": gettext(
            "Показник води чи струму за місяць: якщо його на ночівлю стільки ж, як у подібних,"
            " гостей справді менше."
        ),
        "HONEST_CLOSURE": gettext("Період «зачинено» в кабінеті або акт про ремонт."),
        "HONEST_BEDS_WRONG": gettext("Лічба номерів і місць на місці, порівняно з реєстром."),
        "HONEST_LONG_LET": gettext("Договір на довге проживання, без імен гостей."),
        "HONEST_EXEMPT_WAVE": gettext(
            "Скільки гостей мали підставу, за документами закладу, без імен."
        ),
        "HONEST_TYPING_ERROR": gettext("Виправлення названих ночей у кабінеті."),
    }
