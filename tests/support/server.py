"""The real server as a process of its own, on loopback, over a data folder of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running `occupancy serve`; ``kill`` ends it as a power cut would."""

    data_dir: Path
    database_url: str
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return where the portal is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Return the number of its first process."""
        if self.process is None:
            raise RuntimeError("the server does not run")
        return self.process.pid

    @property
    def env(self) -> dict[str, str]:
        """Return the environment that the server and its command line run in."""
        return {
            **{name: value for name, value in os.environ.items() if "PROXY" not in name.upper()},
            "OCCUPANCY_DATA_DIR": str(self.data_dir),
            "OCCUPANCY_DATABASE_URL": self.database_url,
            "OCCUPANCY_ARGON2_MEMORY_KIB": "1024",
            "PORT": str(self.port),
            **self.extra,
        }

    def command(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run `occupancy …` on the same data and return what it said."""
        return subprocess.run(
            [sys.executable, "-m", "occupancy", *args],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    def start(self) -> None:
        """Start serving and wait until the health page answers."""
        log = (self.data_dir / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "occupancy", "serve"],
            cwd=ROOT,
            env=self.env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.data_dir / "server.log").read_text(encoding="utf-8")[-4000:])

    def kill(self) -> None:
        """End every process of the server at once, without a chance to tidy up."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """End the server politely."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        self.process.wait(timeout=90)
        self.process = None
