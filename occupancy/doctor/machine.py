"""The machine: printing, clock, time zones, disk, files, certificate, backups."""

from __future__ import annotations

import shutil
import stat
import subprocess  # nosec B404 # constant words
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography import x509

from occupancy import clock
from occupancy.doctor.finding import Finding, Patient, bad, good, warning
from occupancy.environment import UnsafeSettings
from occupancy.serving.safe import refuse_unsafe

LITTLE_DISK, TOO_LITTLE_DISK = 2 * 1024**3, 256 * 1024**2
CERTIFICATE_SOON = timedelta(days=30)
#: A daily backup and some hours for it to be made.
BACKUP_OLD = timedelta(hours=30)


def printing(_patient: Patient) -> Finding:
    """Print a line with Ukrainian letters, as papers are printed."""
    try:
        # Imported here: without Pango the import itself is what fails.
        from occupancy.printing.pdf import Source, print_pdf

        made = print_pdf(
            "<p>Їжак, ґанок, Єва</p>", "", Source("line.txt", "", b"line"), clock.true_now()
        )
    except Exception as error:
        return bad("printing.fails", kind=type(error).__name__)
    return good("printing.good") if made.startswith(b"%PDF") else bad("printing.fails", kind="")


def time_zones(_patient: Patient) -> Finding:
    """Look whether Kyiv's winter and summer are known."""
    try:
        zone = ZoneInfo("Europe/Kyiv")
    except ZoneInfoNotFoundError:
        return bad("zones.missing")
    hours = [datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)]
    if hours != [timedelta(hours=2), timedelta(hours=3)]:
        return bad("zones.wrong")
    return good("zones.good")


def network_time(_patient: Patient) -> Finding:
    """Ask systemd whether the clock is kept by a time server."""
    if shutil.which("timedatectl") is None:
        return warning("ntp.unknown")
    try:
        done = subprocess.run(  # nosec B603 B607 # constant words, asked of the system's own path
            ["timedatectl", "show", "--property=NTPSynchronized", "--value"],
            capture_output=True, text=True, check=False, timeout=10,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return warning("ntp.unknown")
    told = done.stdout.strip()
    if told == "yes":
        return good("ntp.good")
    return warning("ntp.off") if told == "no" else warning("ntp.unknown")


def disk(patient: Patient) -> Finding:
    """Look at the free space of the data folder."""
    free = shutil.disk_usage(patient.settings.data_dir).free
    told = f"{free / 1024**3:.1f}"
    if free < TOO_LITTLE_DISK:
        return bad("disk.full", gib=told)
    return warning("disk.little", gib=told) if free < LITTLE_DISK else good("disk.good", gib=told)


def data_folder(patient: Patient) -> Finding:
    """Look whether others may read the data folder."""
    mode = stat.S_IMODE(patient.settings.data_dir.stat().st_mode)
    if mode & 0o002:
        return bad("folder.written", mode=f"{mode:04o}")
    if mode & 0o005:
        return warning("folder.read", mode=f"{mode:04o}")
    return good("folder.good")


def safety(patient: Patient) -> Finding:
    """Ask what a server asks itself before it starts."""
    if patient.settings.demo:
        return warning("settings.demo")
    try:
        refuse_unsafe(patient.settings)
    except UnsafeSettings as error:
        return bad("settings.unsafe", told=str(error))
    return good("settings.good")


def certificate(patient: Patient) -> Finding:
    """Look when the certificate of the public address ends."""
    path = patient.settings.certificate
    if path is None:
        return warning("certificate.unknown")
    try:
        ends = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return bad("certificate.unreadable")
    left = ends - clock.true_now()
    if left <= timedelta(0):
        return bad("certificate.over", day=ends.date().isoformat())
    if left < CERTIFICATE_SOON:
        return warning("certificate.soon", days=left.days)
    return good("certificate.good", days=left.days)


def words(_patient: Patient) -> Finding:
    """Look whether the catalogs of words are compiled."""
    root = Path(__file__).resolve().parent.parent.parent
    sources = [*root.glob("occupancy/*/translations/*/LC_MESSAGES/*.po")]
    sources += root.glob("inspector_app/translations/*/LC_MESSAGES/*.po")
    old = [
        each
        for each in sources
        if not (made := each.with_suffix(".mo")).exists()
        or made.stat().st_mtime < each.stat().st_mtime
    ]
    return bad("words.old", number=len(old)) if old else good("words.good")


def backups(patient: Patient) -> Finding:
    """Look how old the newest backup is."""
    folder = patient.settings.backup_dir
    if folder is None:
        return warning("backup.unknown")
    try:
        made = [each.stat().st_mtime for each in folder.iterdir() if each.name[:1] != "."]
    except OSError:
        return bad("backup.unreadable")
    if not made:
        return bad("backup.none")
    age = clock.true_now() - datetime.fromtimestamp(max(made), UTC)
    hours = round(age.total_seconds() / 3600)
    return bad("backup.old", hours=hours) if age > BACKUP_OLD else good("backup.good", hours=hours)
