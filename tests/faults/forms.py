"""Every form of both applications: who sends it, what is right in it, what may be spoiled."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.support.world import PASSWORD

_ALERT = re.compile(r'role="alert".*?</(?:ul|section|p)>', re.DOTALL)
_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
#: A code where its sentence should stand: a catalog lacks it.
_CODE = re.compile(r"\b[a-z]+\.[a-z]+_[a-z_]+\b")
_CYRILLIC = re.compile(r"[а-яіїєґ]", re.IGNORECASE)
#: Names of the tests' world are written as they are in every language.
_NAMES = re.compile(r"Особа [a-z0-9]+|ТОВ «[^»]+»|ФОП [^()]+\([^)]+\)|№ [А-ЯҐЄІЇ]{2}-\d{4}-\d{6}")

#: What no number, no day and no choice may be.
HOSTILE = (
    "двадцять",
    "-1",
    str(10**20),
    "true",
    "１２",
    "1e3",
    "1.5",
    "1\x00",
    "\x00",
    "Досить довгі слова\x00з нулем.",
    "<script>alert(1)</script>",
    "\u202e21",
    "2099-01-01",
    "2026-W01-1",
    "' OR 1=1 --",
    "9" * 5000,
    "7" * 1_000_000,
)


@dataclass(frozen=True)
class Form:
    """A form: ``exact`` fields refuse everything hostile, ``free`` ones may take it as words."""

    login: str
    path: str
    right: Mapping[str, str] = field(default_factory=dict)
    exact: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What waits for the chief: a role, and a paper that its inspector asks to void."""

    role: int
    paper: int
    void: int


NIGHT = {"rooms_occupied": "3", "guests_domestic": "6", "guests_inbound": "1"}
CABINET = "/cabinet/SL-0001"
REASON = {"reason": "Не той заклад."}
#: A session as pages name it; nobody's.
HANDLE = "0" * 16


def of_portal(flag: int, asked: Asked) -> dict[str, Form]:
    """Return the portal's forms by endpoint."""
    table = "date,rooms_occupied,guests_domestic,guests_inbound\n2026-11-20,3,6,1\n"
    period = {"date_from": "2026-12-01", "date_to": "2026-12-03", "reason": "season"}
    order = {
        "inspector_id": "4",
        "second_inspector_id": "5",
        "night": "2026-11-24",
        "order_no": "118-р",
        "order_date": "2026-11-20",
    }
    return {
        "cabinet.close": Form("operator", f"{CABINET}/closures", period, (*period,)),
        "cabinet.open_again": Form("operator", f"{CABINET}/closures/1/open"),
        "cabinet.take_in": Form(
            "operator", f"{CABINET}/import", {"table": table}, ("table",), ("reason", "file_it")
        ),
        "cabinet.file": Form(
            "operator",
            f"{CABINET}/nights/2026-11-23",
            NIGHT,
            (*NIGHT, "arrivals", "exempt_MINOR", "band_b3_domestic", "something_else"),
            ("key", "fill", "reason_choice", "reason_other", "editing"),
        ),
        "cabinet.live_amount": Form(
            "operator", f"{CABINET}/nights/2026-11-23/amount", NIGHT, (), (*NIGHT, "arrivals")
        ),
        "cabinet.reply": Form(
            "operator", f"{CABINET}/questions/{flag}/reply", {"words": "Ремонт."}, ("words",)
        ),
        "agency.ask": Form("agency", f"/agency/flags/{flag}/ask"),
        "agency.plan": Form(
            "chief",
            f"/agency/flags/{flag}/visit",
            order,
            ("inspector_id", "second_inspector_id", "night", "order_date"),
            ("order_no",),
        ),
        "cabinet.refile": Form(
            "operator", f"{CABINET}/receipts/lost", {"receipt": "квитанція"}, ("receipt",)
        ),
        "public.receipt_check": Form("", "/audit/receipt", {"receipt": "квитанція"}, ("receipt",)),
        "agency.end_inspectors_session": Form(
            "chief", "/agency/inspectors/5/sessions/end", {"session": HANDLE}, ("session",)
        ),
        **of_administrators(asked),
        # The last of the agency's: a signal that is closed and a paper that is void take no more.
        "agency.close": Form(
            "agency", f"/agency/flags/{flag}/close", {"note": "Ремонт даху."}, (), ("note",)
        ),
        "agency.answer_void": Form(
            "chief",
            f"/agency/citations/{asked.paper}/asked/{asked.void}",
            {"answer": "no"},
            (),
            ("answer",),
        ),
        "agency.void": Form(
            "chief", f"/agency/citations/{asked.paper}/void", REASON, (), ("reason",)
        ),
        **of_everybody("operator"),
    }


def of_administrators(asked: Asked) -> dict[str, Form]:
    """Return the forms about accounts; person 2 is an operator with role 2."""
    person = "/admin/people/2"
    newcomer = {"login": "newcomer", "display_name": "Особа Нова"}
    role = {
        "role": "operator",
        "business": "32855961",
        "valid_from": "2026-12-01",
        "valid_to": "2026-12-31",
    }
    return {
        "admin.add_person": Form(
            "admin",
            "/admin/people/new",
            newcomer,
            (),
            (*newcomer, "post_uk", "certificate_no", "language"),
        ),
        "admin.ask_role": Form(
            "admin",
            f"{person}/roles/new",
            role,
            ("role", "business", "facility", "valid_from"),
            ("valid_to", "community"),
        ),
        "admin.answer": Form(
            "chief", f"/admin/approvals/{asked.role}", {"answer": "no"}, (), ("answer",)
        ),
        "admin.end_role": Form("admin", f"{person}/roles/2/end"),
        "admin.end_session": Form(
            "admin", f"{person}/sessions/end", {"session": HANDLE}, ("session",)
        ),
        "admin.reset": Form("admin", f"{person}/reset", {"what": "password"}, (), ("what",)),
        "admin.disable": Form("admin", f"{person}/disable"),
        "admin.enable": Form("admin", f"{person}/enable"),
    }


def of_field(visit: str, paper: int) -> dict[str, Form]:
    """Return the field app's forms by endpoint."""
    at = f"/visits/{visit}"
    count = {
        "rooms_seen": "5",
        "guests_seen": "11",
        "methods": "keys",
        "counted_from": "20:45",
        "counted_to": "20:45",
    }
    said = {"received_by": "Особа Вигадана", "received_post": "черговий", "statement": "Так."}
    signing = {"signing": "with_remarks", "remarks": "Рахували двічі."}
    end = {"outcome": "not_examined", "reason": "shut", "note": "Ніхто не відчинив."}
    return {
        "inspector.open_visit": Form("inspector", f"{at}/open"),
        "inspector.keep_count": Form("inspector", f"{at}/count", count, (*count,), ("go",)),
        "inspector.keep_photos": Form("inspector", f"{at}/photos", {}, (), ("go",)),
        "inspector.remove_photo": Form("inspector", f"{at}/photos/{'0' * 32}/remove"),
        "inspector.keep_statement": Form("inspector", f"{at}/statement", said, (), (*said, "go")),
        "inspector.keep_signing": Form(
            "inspector", f"{at}/signing", signing, ("signing",), ("remarks",)
        ),
        "inspector.end": Form(
            "inspector", f"{at}/outcome", end, ("outcome", "reason"), ("note", "document_type")
        ),
        "inspector.ask_void": Form(
            "inspector", f"/citations/{paper}/void", REASON, (), ("reason",)
        ),
        **of_everybody("inspector"),
    }


def of_everybody(login: str) -> dict[str, Form]:
    """Return the forms that both applications show to everybody; ``login`` has the account."""
    change = {"old": PASSWORD, "new": "inshyi-parol-2026", "again": "inshyi-parol-2026"}
    words = ("next",)
    return {
        "web.language_choice": Form("", "/language", {"language": "uk"}, (), ("language", *words)),
        "web.theme_choice": Form("", "/theme", {"theme": "dark"}, (), ("theme", *words)),
        "web.sign_in_try": Form(
            "", "/sign-in", {"login": "nobody", "password": "x"}, ("login", "password"), words
        ),
        "web.second_factor_try": Form("", "/sign-in/code", {"code": "1"}, (), ("code",)),
        "web.enrol_try": Form("", "/sign-in/phone", {"code": "1"}, (), ("code",)),
        "web.sign_out": Form("", "/sign-out", {}, (), words),
        # Spoiled in one field, this changes nothing and signs nobody out. It comes after the
        # sign-ins: wrong passwords make all of them wait.
        "web.change_password": Form(login, "/account/password", change, (*change,)),
        "web.own_data": Form(login, "/account/data"),
        "web.end_session": Form(login, "/account/sessions/end", {"session": HANDLE}, ("session",)),
        # Nothing in it can be spoiled; sent whole, it would sign the person out of all others.
        "web.end_all_sessions": Form(login, "/account/sessions/end-all"),
    }


def posts(app: Flask) -> list[Rule]:
    """Return every address of ``app`` that takes a form."""
    return [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]


def token(client: FlaskClient) -> str:
    """Return a form token of this browser; the sign-in page leads on where one is in already."""
    page = client.get("/sign-in", follow_redirects=True).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def wrong_words(answer: TestResponse, language: str = "uk") -> str:
    """Return what is wrong with the words of a refusal, '' where a person can read why."""
    if not answer.mimetype.startswith("text/html"):
        return f"no page but {answer.mimetype}"
    text = answer.text
    if f'<html lang="{language}"' not in text:
        return f"not in {language}"
    block = _ALERT.search(text) or _MAIN.search(text)
    words = html.unescape(_TAGS.sub(" ", block[0])) if block else ""
    if _CODE.search(words):
        return f"a code for words: {words.strip()[:200]}"
    if bool(_CYRILLIC.search(_NAMES.sub("", words))) != (language == "uk"):
        return f"no words in {language}: {' '.join(words.split())[:200]}"
    return ""


def shown(value: str) -> str:
    """Return a hostile value as the report of a failure shows it."""
    return repr(value if len(value) < 40 else f"{value[:8]}…×{len(value)}")
