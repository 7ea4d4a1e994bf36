"""What was learned on made-up towns, kept beside the code as files of numbers."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


@lru_cache(maxsize=8)
def read(name: str) -> Mapping[str, Any]:
    """Read ``name`` (.json) once."""
    told: Mapping[str, Any] = json.loads((FOLDER / name).read_text(encoding="ascii"))
    return told


def write(name: str, told: object) -> None:
    """Write ``name`` (.json) anew; it is read again when next asked for."""
    (FOLDER / name).write_text(json.dumps(told) + "\n", encoding="ascii")
    read.cache_clear()
