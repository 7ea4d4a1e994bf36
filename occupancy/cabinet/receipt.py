"""The receipt of a night: what was said, when to the second, and where it stands in the log.

It is a page, a file that proves itself (JSON), and a paper (PDF with that file inside). The file
holds the entry's exact bytes, and with them the sum, so it is for those who may see money.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from flask import Response, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from occupancy.accounts.roles import Role
from occupancy.audit import receipts
from occupancy.audit.rules import Checkpoint, Receipt, instant, read_checkpoint, receipt_text
from occupancy.cabinet import reach, sums
from occupancy.cabinet.blueprint import bp
from occupancy.cabinet.night_fields import ground_words
from occupancy.errors import NotYours
from occupancy.filings import queries as filings
from occupancy.filings import rules
from occupancy.filings.queries import RevisionRow
from occupancy.printing import Source, print_pdf, qr_svg
from occupancy.registry import queries as registry
from occupancy.registry.queries import FacilityRow
from occupancy.web.charts import house
from occupancy.web.db import db, log
from occupancy.web.guards import only


@bp.get("/<code>/receipts/<number>")
@only(*reach.FILERS)
def receipt(code: str, number: str) -> ResponseReturnValue:
    """Show a receipt of this facility; the newest says so, an older one names the newer."""
    place = reach.place_or_404(code)
    said = _said_or_404(place, number)
    capacity = registry.capacity_on(db.session, place.id, said.night)
    proof = _proof(said)
    return render_template(
        "cabinet/receipt.html",
        said=said,
        night=said.night,
        standing=filings.standing(db.session, place.id, said.night),
        sums=sums.of_nights(db.session, place, [said]) if reach.sees_money(place) else None,
        product=sums.product,
        capacity=capacity,
        proof=proof,
        head=_head_of(proof),
        qr=code_of(contents(place, said)),
        house=house.draw(
            capacity.rooms if capacity else 1, said.rooms_occupied, seed=place.code, width=88
        ),
        free_until=rules.free_until(said.night),
        is_tonight=said.night == reach.tonight(),
        ground_names={each.code: ground_words(each) for each in registry.grounds(db.session)},
    )


@bp.get("/<code>/receipts/<number>/proof.json")
@only(Role.OPERATOR)
def receipt_json(code: str, number: str) -> Response:
    """Return the receipt as a file that proves itself, without us and against us."""
    said = _said_or_404(reach.place_or_404(code, Role.OPERATOR), number)
    return _sent(receipt_text(_proof(said)).encode(), "application/json", f"{number}.json")


@bp.get("/<code>/receipts/<number>/paper.pdf")
@only(Role.OPERATOR)
def receipt_pdf(code: str, number: str) -> Response:
    """Return the receipt on paper, with the file that proves it inside."""
    place = reach.place_or_404(code, Role.OPERATOR)
    said = _said_or_404(place, number)
    proof = _proof(said)
    page = render_template(
        "cabinet/receipt_paper.html",
        place=place,
        said=said,
        sums=sums.of_nights(db.session, place, [said]),
        proof=proof,
        head=_head_of(proof),
        qr=qr_svg(proof.promise),
        ground_names={each.code: ground_words(each) for each in registry.grounds(db.session)},
    )
    source = Source(f"{number}.json", gettext("Квитанція, що доводить себе"),
                    receipt_text(proof).encode())  # fmt: skip
    sheet = render_template("cabinet/receipt_paper.css")
    pdf = print_pdf(page, sheet, source, said.filed_at)
    return _sent(pdf, "application/pdf", f"{number}.pdf")


def _said_or_404(place: FacilityRow, number: str) -> RevisionRow:
    said = filings.by_receipt(db.session, number) if number.isprintable() else None
    if said is None or said.facility_id != place.id:
        raise NotYours()
    return said


def _proof(said: RevisionRow) -> Receipt:
    found = receipts.receipt(db.session, log(), said.audit_seq)
    if found is None:
        raise LookupError(f"the log lacks entry {said.audit_seq} of a receipt")
    return found


def _head_of(proof: Receipt) -> Checkpoint | None:
    """Return the head that covers the receipt, read from its own note."""
    if proof.checkpoint is None:
        return None
    return read_checkpoint(proof.checkpoint.partition("\n\n")[0] + "\n")


def _sent(content: bytes, kind: str, name: str) -> Response:
    answer = send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)
    answer.cache_control.no_store = True
    return answer


def contents(place: FacilityRow, said: RevisionRow) -> str:
    """Return what the code holds: readable by any camera, without a network and without us.

    Capitals and digits keep the code coarse enough for a scratched phone.
    """
    facts: dict[str, Any] = {
        "NICHLIH": said.receipt_no,
        "FACILITY": place.code,
        "NIGHT": said.night.isoformat(),
        "ROOMS": said.rooms_occupied,
        "DOMESTIC": said.domestic,
        "INBOUND": said.inbound,
        "EXEMPT": said.exempt_total,
        "FILED": instant(said.filed_at),
        "LOG": said.audit_seq,
        "SHA256": said.audit_leaf.upper(),
    }
    return " ".join(f"{name} {value}" for name, value in facts.items())


def code_of(text: str) -> Markup:
    """Return a QR code as inline SVG, black on white."""
    made = segno.make(text, error="m", micro=False)
    return Markup(made.svg_inline(scale=4, border=0))  # nosec B704 # modules, not text
