"""Handing a message over: to a mail server, a file on another disk, a second server."""

from __future__ import annotations

import hashlib
import http.client
import os
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit

from occupancy.notices.services import Message
from occupancy.settings import Settings

#: Seconds that another machine gets for each answer.
TIMEOUT = 10.0


class NotDelivered(Exception):
    """The other side did not take the message."""


def deliver(message: Message, settings: Settings) -> None:
    """Hand ``message`` over; raises ``OSError``, ``SMTPException`` or ``NotDelivered``."""
    _CHANNELS[message.channel](message, settings)


def _mail(message: Message, settings: Settings) -> None:
    if not (settings.smtp_host and settings.mail_from):
        raise NotDelivered("OCCUPANCY_SMTP_HOST and OCCUPANCY_MAIL_FROM are not set")
    letter = EmailMessage()
    letter["From"], letter["To"] = settings.mail_from, message.address
    letter["Subject"] = message.subject
    letter["Date"] = formatdate(usegmt=True)
    # The same message keeps its number: one sent again after a crash is known as the same.
    number = hashlib.sha256(message.key.encode()).hexdigest()[:32]
    letter["Message-ID"] = f"<{number}@{urlsplit(settings.public_url).hostname}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.body)
    trust = ssl.create_default_context(cafile=settings.smtp_ca)
    host, port = settings.smtp_host, settings.smtp_port
    with (
        smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=trust)
        if settings.smtp_tls == "tls"
        else smtplib.SMTP(host, port, timeout=TIMEOUT)
    ) as server:
        if settings.smtp_tls == "starttls":
            server.starttls(context=trust)
        if settings.smtp_user and settings.smtp_password_file:
            password = settings.smtp_password_file.read_text(encoding="utf-8").strip()
            server.login(settings.smtp_user, password)
        server.send_message(letter)


def _file(message: Message, _settings: Settings) -> None:
    """Append to the file; it must lie in a folder that is there, else the disk is not mounted."""
    handle = os.open(Path(message.address), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        told = f"{message.body.rstrip()}\n\n".encode()
        if os.write(handle, told) != len(told):
            raise NotDelivered("the disk took a part only")
        os.fsync(handle)
    finally:
        os.close(handle)


def _url(message: Message, _settings: Settings) -> None:
    """Send by POST; a redirect is no delivery: the note goes where the administrator said."""
    parts = urlsplit(message.address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        connection.request(
            "POST",
            parts.path or "/",
            message.body.encode(),
            {"Content-Type": "text/plain; charset=utf-8"},
        )
        answer = connection.getresponse()
        answer.read(65_536)
    except http.client.HTTPException as error:
        raise NotDelivered(type(error).__name__) from error
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise NotDelivered(f"status {answer.status}")


_CHANNELS: dict[str, Callable[[Message, Settings], None]] = {
    "file": _file,
    "mail": _mail,
    "url": _url,
}
