"""Reasons in words: every code of the detector has them, in both languages."""

import pytest
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anomaly.reasons import KINDS, REMARKS, SUPPORT
from occupancy.scans.queries import ReasonRow
from occupancy.web import reasons

CODES = (*KINDS, *SUPPORT, *REMARKS)
NAMES = (
    "level_logit_below_peers", "nights_of_ten", "nights_of_five", "x", "nights_at_x",
    "nights_empty", "times", "times_due", "logit_below", "nights", "scatter_logit", "usual",
    "nights_copied", "nights_due", "logit_step", "since", "share", "peers_share", "guests",
    "times_peers", "visits", "guests_above", "filed", "places",
)  # fmt: skip


def told(code, numbers=None, weight=0.5):
    return reasons.in_words(ReasonRow(code, weight, 0.01, numbers or {}, ()))


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_title_and_a_sentence(words_app, code, language):
    with words_app.test_request_context(), force_locale(language):
        words = told(code)
    assert words.title != code
    assert words.sentence.endswith(".")
    cyrillic = any("а" <= letter <= "я" for letter in words.sentence.casefold())
    assert cyrillic == (language == "uk")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=st.sampled_from(CODES),
    numbers=st.dictionaries(st.sampled_from(NAMES), st.floats(0, 400), max_size=8),
)
def test_no_number_of_the_detector_breaks_a_sentence(words_app, code, numbers):
    with words_app.test_request_context():
        assert told(code, numbers).sentence


def test_a_code_without_words_names_itself(words_app):
    with words_app.test_request_context():
        assert told("NEW_KIND").sentence == "NEW_KIND"


def test_numbers_stand_in_the_sentence(words_app):
    with words_app.test_request_context(), force_locale("uk"):
        words = told("EMPTY_NIGHTS_ISOLATED", {"nights_empty": 22.0, "times_due": 0.31}, 0.914)
    assert words.sentence == "22 порожні ночі між зайнятими; у чесних таких ≈ 0,3."
    assert words.percent == 91


@pytest.mark.parametrize(
    ("p_value", "words"),
    [
        (None, "не порівнювалося"),
        (0.0004, "менше ніж 1 з 1000"),
        (0.004, "≈ 4 з 1000"),
        (0.02, "≈ 2 зі 100"),
        (0.5, "≈ 50 зі 100"),
    ],
)
def test_a_p_value_is_told_as_how_many_honest_ones_look_like_this(words_app, p_value, words):
    with words_app.test_request_context(), force_locale("uk"):
        assert reasons.rare(p_value) == words


@pytest.fixture(scope="module")
def words_app():
    """Give an application that knows only words."""
    from flask import Flask
    from flask_babel import Babel

    from occupancy.web import catalogs

    catalogs.compile_all()
    app = Flask("words", static_folder=None)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(map(str, catalogs.folders()))
    Babel(app, default_locale="uk")
    return app
