"""`occupancy tax explain`: each step of an amount with its rule and source."""

from __future__ import annotations

import sys
from collections.abc import Container
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import click

from occupancy.errors import Refusal
from occupancy.tax import tables
from occupancy.tax.explain import Stay, explain
from occupancy.tax.printing import lines_of
from occupancy.tax.rates import DOMESTIC, INBOUND
from occupancy.tax.words import LANGUAGES, day, words

#: The longest stay and the largest group worth explaining: more is a slip of the finger.
LONGEST = 366
LARGEST = 100_000
#: No price reaches this many kopiykas.
DEAREST = 10**9
#: Dates from this year on cannot be counted further.
END_OF_TIME = 9998


class Price(click.ParamType):
    """A price in hryvnias with at most two decimals, kept in kopiykas."""

    name = "грн"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return kopiykas; a comma is as good as a point."""
        try:
            kopiykas = Decimal(str(value).replace(",", ".")) * 100
        except InvalidOperation:
            self.fail(f"«{value}» не є ціною в гривнях, наприклад 900 або 899,50", param, ctx)
        whole = kopiykas.is_finite() and kopiykas == kopiykas.to_integral_value()
        if not whole or not 0 <= kopiykas < DEAREST:
            self.fail(f"«{value}» не є ціною від 0 із двома знаками після коми", param, ctx)
        return int(kopiykas)


@click.group()
def tax() -> None:
    """Туристичний збір."""


@tax.command("explain")
@click.option("--community", required=True, help="КАТОТТГ громади, наприклад UA46060250000025047.")
@click.option("--date", "arrival", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Заїзд.")
@click.option("--guests", required=True, type=click.IntRange(1, LARGEST), help="Платники збору.")
@click.option("--nights", required=True, type=click.IntRange(1, LONGEST), help="Ночей.")
@click.option("--inbound", is_flag=True, help="Живуть за кордоном (в’їзний туризм).")
@click.option("--price", type=Price(), help="Ціна, грн: за особу за ніч або за об’єкт за добу.")
@click.option("--facility-kind", default="hotel", show_default=True, help="Вид закладу.")
@click.option("--lang", default="uk", show_default=True, type=click.Choice(LANGUAGES))
def explain_command(
    community: str,
    arrival: datetime,
    guests: int,
    nights: int,
    inbound: bool,
    price: int | None,
    facility_kind: str,
    lang: str,
) -> None:
    """Показати кожен крок суми збору з правилом і джерелом."""
    released = tables.released()
    _known(community, released.places, "--community")
    _known(facility_kind, released.kinds, "--facility-kind")
    if arrival.year >= END_OF_TIME:
        raise click.BadParameter(f"рік {arrival.year} задалеко", param_hint="--date")
    stay = Stay(
        katottg=community,
        arrival=arrival.date(),
        guests=guests,
        nights=nights,
        tourism_type=INBOUND if inbound else DOMESTIC,
        facility_kind=facility_kind,
        price=price,
    )
    say = words(lang)
    try:
        told = explain(stay, released)
    except Refusal as refusal:
        facts = {
            name: day(fact, lang) if isinstance(fact, date) else fact
            for name, fact in refusal.facts.items()
        }
        click.echo(say(refusal.code, **facts), err=True)
        sys.exit(2)
    for line in lines_of(told, released, lang, say):
        click.echo(line)


def _known(value: str, known: Container[str], option: str) -> None:
    if value not in known:
        raise click.BadParameter(f"«{value}» немає в довіднику", param_hint=option)
