"""``python -m anomaly simulate``: a made-up town with the truth beside it."""

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from anomaly.errors import BadInput
from anomaly.files.series import read_series
from anomaly.files.simulated import write_simulated
from anomaly.files.worlds import read_world
from anomaly.simulate import KINDS, World, from_series, make
from anomaly.simulate.towns import sizes

FACILITIES, COMMUNITIES, NIGHTS, END = 200, 4, 365, "2026-11-01"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command's arguments; those of the town win over the parameter file."""
    two = commands.add_parser("simulate", help="write a made-up town with the truth beside it")
    two.add_argument("--out", type=Path, required=True)
    two.add_argument("--seed", type=int, default=1)
    two.add_argument("--params", type=Path, help="JSON file of parameters; else the calm town")
    two.add_argument("--drawn", action="store_true", help="draw every parameter, by the seed")
    two.add_argument("--from", dest="series", type=Path, help="filings.csv of honest real houses")
    two.add_argument("--from-facilities", type=Path, help="their facilities.csv")
    two.add_argument("--facilities", type=int)
    two.add_argument("--communities", type=int)
    two.add_argument("--nights", type=int)
    two.add_argument("--end", help="the first night after the panel")
    two.add_argument("--share", type=float, help="of facilities that hide")
    two.add_argument("--hard", type=float, help="of honest ones that look guilty")
    two.add_argument("--kinds", default="", help=f"comma-separated, of {','.join(KINDS)}")
    two.add_argument("--country")
    two.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Simulate; raises ``ValueError`` or ``BadInput`` naming a value outside its range."""
    if chosen.params and chosen.drawn:
        raise BadInput("simulate.params_and_drawn", mend="give --params or --drawn")
    if chosen.from_facilities and not chosen.series:
        raise BadInput("simulate.from_missing", mend="give --from beside --from-facilities")
    if chosen.seed < 0:
        raise ValueError(f"seed is {chosen.seed}; expected at least 0.")
    world = _told(chosen, _start(chosen))
    if chosen.series:
        made = from_series(read_series(chosen.series, chosen.from_facilities), chosen.seed, world)
    else:
        made = make(world, chosen.seed)
    write_simulated(made, world, chosen.out)


def _start(chosen: argparse.Namespace) -> World:
    """The world before the arguments have their say."""
    if chosen.params:
        return read_world(chosen.params)
    if chosen.drawn:
        return World.draw(np.random.default_rng([chosen.seed, 0]))
    first = np.datetime64(END, "D") - NIGHTS
    houses = sizes(FACILITIES, COMMUNITIES)
    return World(start=str(first), nights=NIGHTS, communities=houses)


def _told(chosen: argparse.Namespace, world: World) -> World:
    """The world as the arguments change it."""
    changes: dict[str, object] = {
        name: getattr(chosen, name)
        for name in ("nights", "share", "hard", "country")
        if getattr(chosen, name) is not None
    }
    if chosen.kinds:
        changes["mix"] = dict.fromkeys([kind for kind in chosen.kinds.split(",") if kind], 1.0)
    for name in ("facilities", "communities", "nights"):
        if getattr(chosen, name) is not None and getattr(chosen, name) < 1:
            raise ValueError(f"{name} is {getattr(chosen, name)}; expected at least 1.")
    if chosen.facilities is not None or chosen.communities is not None:
        houses = chosen.facilities or sum(world.communities)
        changes["communities"] = sizes(houses, chosen.communities or len(world.communities))
    if chosen.end is not None or chosen.nights is not None:
        end = _day(world.start) + world.nights if chosen.end is None else _day(chosen.end)
        changes["start"] = str(end - (chosen.nights or world.nights))
    return replace(world, **changes)  # type: ignore[arg-type]


def _day(text: str) -> "np.datetime64[date]":
    try:
        return np.datetime64(date.fromisoformat(text), "D")
    except ValueError as problem:
        mend = "a day as 2026-01-31"
        raise BadInput("world.start", field="end", value=text, mend=mend) from problem
