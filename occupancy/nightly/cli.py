"""`occupancy scan`: the nightly scan."""

from __future__ import annotations

import sys
import time
from datetime import date, datetime, timedelta

import click
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.audit.log import connect
from occupancy.errors import Busy
from occupancy.nightly.services import SILENCE, scan_night
from occupancy.registry import queries as registry
from occupancy.scans import queries
from occupancy.scans.queries import FlagRow, RunRow
from occupancy.scans.services import Findings, NothingToScan
from occupancy.settings import from_environment

#: Signals shown after a scan.
TOP = 10

STAGES = {"reading": "читаю подані ночі", "comparing": "порівнюю заклади", "keeping": "зберігаю"}


class _Said:
    """Tells of the work on the error stream, once it takes longer than ``SILENCE``."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, stage: str, done: int, of: int) -> None:
        if time.monotonic() - self.last >= SILENCE:
            self.last = time.monotonic()
            click.echo(f"… {STAGES[stage]} ({done} із {of})", err=True)


DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--night", type=DAY, help="Остання ніч вікна; типово — минула ніч.")
@click.option(
    "--from", "first", type=DAY, help="Перша ніч, яку переглянути ще раз (разом із --to)."
)
@click.option("--to", "last", type=DAY, help="Остання ніч, яку переглянути ще раз.")
def scan(night: datetime | None, first: datetime | None, last: datetime | None) -> None:
    """Порівняти подане з правдоподібним і оновити сигнали; те саме двічі нічого не додає."""
    asked = _asked(night, first, last)
    newest = clock.in_kyiv(clock.now()).date() - timedelta(days=1)
    to = asked[1] or newest
    if to > newest:
        raise click.UsageError(f"ніч {to} ще не минула; остання можлива — {newest}")
    engine = connect(from_environment())
    try:
        run, found = scan_night(engine, first=asked[0], last=to, now=clock.now, progress=_Said())
        with Session(engine) as session:
            _tell(session, run, found)
    except NothingToScan as refusal:
        _stop(f"За {refusal.facts['first']} … {refusal.facts['last']} не подано жодної ночі.")
    except (Busy, OperationalError):
        _stop("База зайнята або не готова: спробуйте ще раз або виконайте «occupancy db upgrade».")
    finally:
        engine.dispose()


def _asked(
    night: datetime | None, first: datetime | None, last: datetime | None
) -> tuple[date | None, date | None]:
    """Return the first and the last night asked for; None = as usual."""
    if night and (first or last):
        raise click.UsageError("або --night, або --from разом із --to")
    if bool(first) != bool(last):
        raise click.UsageError("--from і --to потрібні разом")
    if night:
        return night.date(), night.date()
    if first and last:
        if first > last:
            raise click.UsageError("--from пізніше за --to")
        return first.date(), last.date()
    return None, None


def _stop(words: str) -> None:
    click.echo(words, err=True)
    sys.exit(2)


def _tell(session: Session, run: RunRow, found: Findings) -> None:
    """Print counts, the signals to look at first, and the time it took."""
    click.echo(
        f"Ніч {run.date_to}, вікно від {run.date_from}: закладів {run.facilities},"
        f" поданих ночей {run.nights}, прогін {run.id}"
    )
    click.echo(f"Груп подібних закладів: {len(found.groups)}, порівняно заново {found.judged}")
    if run.repeated:
        click.echo("Ті самі дані, параметри й код: нічого не додано.")
    elif not run.decides_flags:
        click.echo("Є новіша ніч: сигнали лишилися, як були; смуги й оцінки цієї ночі збережено.")
    else:
        click.echo(
            f"Сигналів: нових {run.flags_opened}, закрито {run.flags_closed},"
            f" відкрито разом {run.flags_standing}"
        )
    flags = queries.open_flags(session)
    names = {
        each.id: each
        for each in registry.facilities(session, ids=[flag.facility_id for flag in flags[:TOP]])
    }
    for number, flag in enumerate(flags[:TOP], start=1):
        place = names[flag.facility_id]
        click.echo(f"{number:>3}. {place.code}  {_line(flag)}  {place.name}")
    click.echo(
        f"вхід {run.input_digest[:12]} · параметри {run.params_digest[:12]}"
        f" · код {run.code_version[:12]} · {found.seconds:.1f} с".replace(".", ",")
    )


def _line(flag: FlagRow) -> str:
    """Return a signal's figures: expected guest-nights, the 90 % interval, q."""
    seen = flag.seen
    return (
        f"{seen.gap_nights or 0:8.0f} ночей ({seen.gap_low or 0:.0f}–{seen.gap_high or 0:.0f})"
        f"  q {seen.q_value or 0:.3f}"
    )
