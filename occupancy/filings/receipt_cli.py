"""`occupancy import receipt FILE`: a lost night comes back by its receipt, at the office."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from sqlalchemy.orm import Session

from occupancy import clock
from occupancy.audit.log import connect
from occupancy.audit.rules import Receipt, read_receipt
from occupancy.audit.rules.receipts import LONGEST
from occupancy.database import saving
from occupancy.errors import Refusal, Refusals
from occupancy.filings.cli import sentence
from occupancy.filings.rules.refusals import ReceiptNotForHere
from occupancy.filings.services import file_again
from occupancy.registry import queries as registry
from occupancy.settings import from_environment

WORDS = {
    "uk": {
        "kept": "Ніч повернуто, квитанція {receipt_no}.",
        "repeated": "За цією квитанцією ніч уже повернуто: {receipt_no}.",
    },
    "en": {
        "kept": "The night came back, receipt {receipt_no}.",
        "repeated": "This receipt has brought its night back already: {receipt_no}.",
    },
}


@click.command("receipt")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(["uk", "en"]), default="uk", show_default=True)
def import_receipt(file: Path, lang: str) -> None:
    """Повернути втрачену ніч за підписаною квитанцією FILE (.json)."""
    engine = connect(from_environment())
    try:
        with file.open("rb") as opened:
            signed = read_receipt(opened.read(LONGEST + 1).decode("utf-8", errors="replace"))
        with Session(engine) as session, saving(session):
            kept = file_again(
                session,
                signed,
                facility_id=_facility(session, signed),
                author_id=None,
                now=clock.now(),
            )
    except Refusals as error:
        for each in error.refusals:
            click.echo(sentence(each, lang), err=True)
        sys.exit(2)
    except Refusal as refusal:
        click.echo(sentence(refusal, lang), err=True)
        sys.exit(2)
    finally:
        engine.dispose()
    click.echo(WORDS[lang]["repeated" if kept.repeated else "kept"].format(**kept.__dict__))


def _facility(session: Session, signed: Receipt) -> int:
    """Return the facility that the receipt names; raises ``ReceiptNotForHere`` for none of ours."""
    facts = signed.said.get("facts")
    code = facts.get("facility") if isinstance(facts, dict) else None
    place = registry.facility(session, code) if isinstance(code, str) else None
    if place is None:
        raise ReceiptNotForHere(facility=str(code))
    return place.id
