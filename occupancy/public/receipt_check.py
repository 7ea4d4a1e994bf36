"""Checking a receipt: anybody may hold the file of one against this log."""

from __future__ import annotations

from datetime import date, datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from occupancy.audit import receipts
from occupancy.audit.rules import NoteNotReadable, Receipt, read_receipt
from occupancy.audit.rules.receipts import LONGEST
from occupancy.public.blueprints import bp
from occupancy.web import formats, uploads
from occupancy.web.db import db
from occupancy.web.guards import everyone
from occupancy.web.words import words_of


@bp.get("/audit/receipt")
@everyone
def receipt_form() -> str:
    """Ask for a receipt."""
    return render_template("public/receipt_check.html", errors={}, typed="")


@bp.post("/audit/receipt")
@everyone
def receipt_check() -> ResponseReturnValue:
    """Tell what a receipt proves; nothing of it is kept."""
    typed = uploads.text_sent("file", LONGEST) or request.form.get("receipt", "").strip()
    if not typed:
        return _again("", gettext("Виберіть файл квитанції або вставте його текст."))
    try:
        told = read_receipt(typed)
    except NoteNotReadable as refusal:
        return _again(typed[:LONGEST], words_of(refusal).sentence)
    return render_template(
        "public/receipt_checked.html",
        told=told,
        found=receipts.examine(db.session, told),
        facts=facts_of(told),
    )


def facts_of(told: Receipt) -> list[tuple[str, str]]:
    """Return what a filing's receipt says, in words; other entries show their subject only."""
    said = told.said
    facts = said.get("facts")
    facts = facts if isinstance(facts, dict) else {}
    words = {
        "receipt_no": gettext("Квитанція №"),
        "facility": gettext("Заклад"),
        "night": gettext("Ніч"),
        "rooms_occupied": gettext("Зайнято номерів"),
        "domestic": gettext("Живуть в Україні"),
        "inbound": gettext("Живуть за кордоном"),
        "guests": gettext("Гостей разом"),
        "arrivals": gettext("Заїхало"),
        "filed_at": gettext("Прийняв сервер"),
        "due_kopiykas": gettext("Збір за ніч"),
    }
    lines = [
        (name, _shown(key, facts[key])) for key, name in words.items() if facts.get(key) is not None
    ]
    return lines or [(gettext("Про що запис"), str(said.get("subject", "")))]


def _shown(key: str, value: object) -> str:
    """Return a fact as the cabinet writes it; what others made up stays as it is."""
    try:
        if key == "night":
            return formats.night(date.fromisoformat(str(value)))
        if key == "filed_at":
            return formats.proof_moment(datetime.fromisoformat(str(value)))
    except ValueError:
        return str(value)
    return formats.money(value) if key == "due_kopiykas" and type(value) is int else str(value)


def _again(typed: str, sentence: str) -> ResponseReturnValue:
    page = render_template("public/receipt_check.html", errors={"receipt": sentence}, typed=typed)
    return page, 422
