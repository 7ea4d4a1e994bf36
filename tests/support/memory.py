"""How much memory a server's processes hold, as the kernel tells it."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from types import TracebackType


def held_by_group(group: int) -> int:
    """Return the KiB in memory of all processes of one group, shared pages shared out (PSS)."""
    total = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError, IndexError, ValueError):
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[2]) == group:
                told = (folder / "smaps_rollup").read_text()
                total += int(told.split("Pss:")[1].split()[0])
    return total


class Watch:
    """Watches processes; ``peak`` is the most KiB they held beyond the first moment."""

    def __init__(self, group: int) -> None:
        self.group, self.peak = group, 0
        self._before = held_by_group(group)
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look)

    def _look(self) -> None:
        while not self._over.wait(0.03):
            self.peak = max(self.peak, held_by_group(self.group) - self._before)

    def __enter__(self) -> Watch:
        self._looking.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._looking.join()
