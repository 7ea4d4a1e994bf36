"""The parameters of a made-up town as a JSON file: every field optional, see ``World``."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path

from anomaly.errors import BadInput
from anomaly.simulate.world import World

LARGEST = 100_000  # bytes; the whole of a world takes 3,000


def read_world(path: Path) -> World:
    """Read a world; raises ``BadInput`` naming file, field and mend.

    Codes: ``file.not_found``, ``world.json``, ``world.field_unknown``, ``world.field_twice`` and
    those of ``World``.
    """
    if not path.is_file():
        raise BadInput("file.not_found", file=str(path), mend="give the name of a file that exists")
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput("world.json", mend=f"at most {LARGEST} bytes")
        told = _parsed(path.read_bytes())
        known = [field.name for field in fields(World)]
        for name in told:
            if name not in known:
                raise BadInput("world.field_unknown", field=name, mend=f"one of {', '.join(known)}")
        return World(**told)  # type: ignore[arg-type]
    except BadInput as refused:
        raise BadInput(refused.code, file=str(path), **refused.facts) from refused


def write_world(world: World, path: Path) -> None:
    """Write every parameter of ``world``, so that ``read_world`` gives it back."""
    half = path.with_name(path.name + ".part")
    half.write_text(json.dumps(asdict(world), indent=1) + "\n", encoding="utf-8")
    half.replace(path)


def _parsed(raw: bytes) -> dict[str, object]:
    try:
        told = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as problem:
        raise BadInput("world.json", mend="save the file as UTF-8") from problem
    except json.JSONDecodeError as problem:
        raise BadInput(
            "world.json", line=problem.lineno, problem=problem.msg, mend="write lawful JSON"
        ) from problem
    except RecursionError as problem:
        raise BadInput("world.json", mend="one object of fields") from problem
    if not isinstance(told, dict):
        raise BadInput("world.json", line=1, mend="one object of fields")
    return {name: tuple(one) if isinstance(one, list) else one for name, one in told.items()}


def _once(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    met: dict[str, object] = {}
    for name, value in pairs:
        if name in met:
            raise BadInput("world.field_twice", field=name, mend="name each field once")
        met[name] = value
    return met
