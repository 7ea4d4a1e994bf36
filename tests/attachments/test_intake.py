"""What a file becomes, and what is refused before anything of it is kept (threat 12)."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from occupancy.attachments import intake
from occupancy.attachments.rules import REPLY_FILE, VISIT_PHOTO
from occupancy.errors import Refusal
from tests.attachments import pictures
from tests.attachments.pictures import picture

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
FULL = os.environ.get("OCCUPANCY_TEST_SIZE") == "full"


def take(data: bytes, purpose=VISIT_PHOTO) -> intake.Taken:
    return intake.take(io.BytesIO(data), purpose)


def refused(data: bytes, purpose=VISIT_PHOTO) -> str:
    with pytest.raises(Refusal) as caught:
        take(data, purpose)
    return caught.value.code.removeprefix("attachment.")


def pixels(taken: intake.Taken) -> Image.Image:
    return Image.open(io.BytesIO(taken.content))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "MPO"])
def test_each_form_of_photo_becomes_a_jpeg(form):
    taken = take(picture(form))
    assert (taken.media_type, taken.width, taken.height) == ("image/jpeg", 640, 480)
    assert pixels(taken).format == "JPEG"
    assert pixels(taken).getpixel((40, 40))[0] > 200
    assert max(Image.open(io.BytesIO(taken.small)).size) == intake.SMALL_SIDE


def test_threat_12_place_and_maker_are_gone_and_the_picture_stands_upright():
    taken = take(pictures.from_a_phone(orientation=6))
    shown = pixels(taken)
    assert shown.size == (480, 640)
    assert shown.getpixel((240, 20))[0] > 200, "red is on top once it stands upright"
    assert not shown.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp", "photoshop"} & set(shown.info)
    for content in (taken.content, taken.small):
        for word in (b"Exif", b"Somebody", b"room 12", b"GPS"):
            assert word not in content


def test_a_large_photo_is_made_smaller_and_fits():
    noise = Image.effect_noise((4032, 3024), 120).convert("RGB")
    taken = take(pictures.saved(noise, "JPEG", quality=90))
    assert (taken.width, taken.height) == (2560, 1920)
    assert len(taken.content) <= intake.MOST_BYTES


def test_what_is_see_through_lies_on_white():
    glass = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    assert pixels(take(pictures.saved(glass, "PNG"))).getpixel((25, 25)) == (255, 255, 255)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "file_empty"),
        (SVG, "not_taken"),
        (b'<?xml version="1.0"?>' + SVG, "not_taken"),
        (pictures.moving("GIF"), "not_taken"),
        (picture("GIF"), "not_taken"),
        (picture("TIFF"), "not_taken"),
        (picture("BMP"), "not_taken"),
        (b"MZ" + b"\x00" * 400, "not_taken"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 400, "heif"),
        (PDF, "not_taken"),
        (pictures.moving("PNG"), "animated"),
        (pictures.moving("WEBP"), "animated"),
        (pictures.with_zip(picture()), "two_kinds"),
        (picture() + PDF, "two_kinds"),
        (picture(comment=b"<script>alert(1)</script>"), "two_kinds"),
        (picture()[:2000], "broken"),
        (b"\xff\xd8\xff\xe0" + os.urandom(4000), "broken"),
        (picture("PNG")[:-400], "broken"),
        (pictures.said_to_be(20_000, 20_000), "too_many_pixels"),
        (pictures.said_to_be(5_000, 5_000), "too_many_pixels"),
        (pictures.said_to_be(2_000, 2_000), "broken"),
        (b"\xff\xd8\xff" + b"\x00" * VISIT_PHOTO.most_bytes, "file_too_large"),
    ],
)  # fmt: skip
def test_threat_12_what_is_no_plain_photo_is_refused_by_its_content(data, why):
    assert refused(data) == why


def test_a_pdf_is_kept_as_it_is_where_it_may_come():
    taken = take(PDF, REPLY_FILE)
    assert (taken.media_type, taken.content, taken.small) == ("application/pdf", PDF, None)


@pytest.mark.parametrize(
    ("data", "why"),
    [(PDF[:-7], "broken"), (pictures.with_zip(PDF), "two_kinds"), (b" " + PDF, "not_taken")],
)
def test_a_pdf_that_is_none_is_refused(data, why):
    assert refused(data, REPLY_FILE) == why


BOMBS = {
    "PNG of one colour, at the limit": lambda: pictures.squeezed_png(4_000, 4_000),
    "JPEG of 2,000 scans": pictures.many_scans,
    "WebP at the limit": lambda: picture("WEBP", (4000, 4000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_threat_12_a_bomb_ends_within_its_memory_and_time(name):
    """The child's peak is the largest of all tests so far, so this is an upper limit."""
    data = BOMBS[name]()
    began = time.monotonic()
    with contextlib.suppress(Refusal):
        take(data)
    assert time.monotonic() - began < 10
    # A forked child counts its parent's pages until it becomes a program of its own.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert peak <= max(own, 300 * 1024)


@given(st.binary(max_size=400), st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 2000))
@settings(max_examples=1000 if FULL else 6, deadline=None)
def test_no_spoiled_picture_is_a_failure(noise, form, at):
    data = picture(form, (64, 48))
    at = 12 + at % max(len(data) - 12, 1)
    spoiled = data[:at] + noise + data[at + len(noise) :]
    with contextlib.suppress(Refusal):
        assert pixels(take(spoiled)).format == "JPEG"
