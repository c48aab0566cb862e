"""What came of a study of dispersed flights, on a console: the headline first."""

from textwrap import fill
from typing import Any

from rich.console import Console
from rich.table import Table

from cosmodrome.report.drop_zone_printout import print_drop_zones

_DEG = 57.29577951308232
# Sides of a box, in print: name, unit, factor from SI.
_SIDES = {
    "perigee_height_m": ("perigee", "km", 1e-3),
    "apogee_height_m": ("apogee", "km", 1e-3),
    "semi_major_axis_m": ("semi-major axis", "km", 1e-3),
    "inclination_rad": ("inclination", "deg", _DEG),
    "raan_rad": ("node", "deg", _DEG),
}
_INJECTION = (
    "perigee",
    "apogee",
    "axis",
    "inclination",
    "node",
    "latitude",
    "time",
)
_KINDS = {"osculating": "osc.", "mean": "mean", "tle": "tle"}
# Loads by their key in `limits_passed`: quantity, and factor from SI to its unit.
_LOADS = {
    "q": ("q", 1e-3),
    "q_alpha": ("q-alpha", 1e-3 * _DEG),
    "axial": ("axial", 1.0),
    "heat_flux": ("heat-flux", 1.0),
}
_DRIVERS = 4
# Shares below this are not told [-].
_LEAST_SHARE = 0.01

Mapping = dict[str, Any]


def print_dispersion(console: Console, summary: Mapping) -> None:
    """Print the results of a study.

    Parameters
    ----------
    console : Console
        Where to.
    summary : dict
        From `study.dispersion.results.summary`.
    """
    console.print(
        f"{summary['mission']}: {summary['samples']} guided flights, {summary['factors']} factors, "
        f"{summary['sampling']} samples of seed {summary['seed']}"
    )
    for line in (*_headline(summary), *_until(summary)):
        _say(console, line)
    _print_injection(console, summary)
    _print_states(console, summary)
    _print_loads(console, summary)
    _print_events(console, summary)
    print_drop_zones(console, summary.get("drop_zones") or {})
    _print_drivers(console, summary)
    _print_failures(console, summary)
    console.print()
    if summary["plan"]:
        told = summary["plan"].replace("plan", "Plan", 1)
        _say(console, f"{told}; `cosmodrome fly --as-dispersed` shows it.")
    _say(
        console,
        "Intervals are those of 95 %; for Sobol' and Latin samples they are too wide rather than "
        "too narrow.",
    )


def _say(console: Console, line: str) -> None:
    """Print a line, folded where it is too long, with what follows further in."""
    inner = " " * (len(line) - len(line.lstrip()) + 4)
    console.print(fill(line, console.width - 1, subsequent_indent=inner, break_on_hyphens=False))


def _headline(summary: Mapping) -> list[str]:
    return [
        f"orbit reached   {_share(summary['reached'])}",
        *_delivered(summary["after_injection"]),
        *_boxes(summary["box"]),
        *_reserve(summary["reserve"]),
    ]


def _delivered(after: Mapping | None) -> list[str]:
    if after is None:
        return []
    lines = [f"delivered       {_share(after['delivered'])}"]
    left = after["left"]
    if left is not None:
        span = f"{left['histogram']['low']:.0f} kg at least, {left['mean']:.0f} kg in the mean"
        lines.append(f"    the upper stage has {span}")
    return lines


def _share(share: Mapping) -> str:
    """Share in per cent with its interval, with as many digits as the interval has."""
    low, high = share["interval"]
    digits = 1 if high - low > 0.01 else 2 if high - low > 1e-3 else 3
    p, a, b = (f"{100.0 * x:.{digits}f}" for x in (share["probability"], low, high))
    return f"{share['count']} of {share['of']}: {p} % ({a} to {b} %)"


def _boxes(box: Mapping | None) -> list[str]:
    if box is None:
        return []
    each = next(iter(box["of"].values()))
    asked = ", ".join(_side(*item) for item in each["sides"].items())
    lines = [
        f"within the box  {_share(box['every'])}",
        f"    {each['elements']} elements: {asked}",
    ]
    for name, found in box["of"].items():
        sides = ", ".join(
            f"{_SIDES[side][0]} {_percent(share)}" for side, share in found["sides"].items()
        )
        lines.append(f"    {name} {_percent(found['all'])} %: {sides} %")
    return lines


def _side(name: str, share: Mapping) -> str:
    word, unit, factor = _SIDES[name]
    return f"{word} {factor * share['centre']:.6g} ± {factor * share['half_width']:g} {unit}"


def _percent(share: Mapping) -> str:
    """Share in per cent, with as many digits as its interval has."""
    low, high = share["interval"]
    digits = 1 if high - low > 0.01 else 2 if high - low > 1e-3 else 3
    return f"{100.0 * share['probability']:.{digits}f}"


def _reserve(reserve: Mapping) -> list[str]:
    left, nominal = reserve["left_kg"], reserve["nominal_left_kg"]
    if left is None:
        return [
            "reserve         not told: more than 0.3 % of the flights failed, or too few were flown"
        ]
    kept, span = reserve["performance_reserve_kg"], reserve["performance_reserve_interval_kg"]
    interval = _between(reserve["left_interval_kg"], ".0f")
    first = f"reserve         {left:.0f} kg usable left in 99.7 % of flights ({interval})"
    second = f"    {nominal:.0f} kg without dispersions: {kept:.0f} kg ({_between(span, '.0f')})"
    lines = [first, f"{second} for what varies"]
    payload = reserve["payload"]
    if payload is None:
        return [*lines, "    payload at 99.7 %: no flight of this plan got there"]
    takes = -payload["left_per_payload"]
    told = f"    payload at 99.7 %: {payload['added_kg']:+.0f} kg on this plan, with"
    rest = f"{payload['performance_reserve_kg']:.0f} kg for what varies; a kg takes {takes:.2f} kg"
    return [*lines, f"{told} {rest}"]


def _between(interval: list[float | None], form: str) -> str:
    low, high = ("not bounded" if x is None else f"{x:{form}}" for x in interval)
    return f"{low} to {high}"


def _until(summary: Mapping) -> list[str]:
    until = summary["until"]
    if until is None:
        return []
    got = f"{100.0 * until['reached']:.3g} %"
    asked = f"{until['quantity']} within {100.0 * until['part']:g} %"
    if until["reached"] <= until["part"]:
        return [f"stopped         {asked}: {got} after {summary['samples']} flights"]
    return [f"not stopped     {asked} is not reached: {got} after all {until['most']} flights"]


def _table(title: str, *heads: str) -> Table:
    table = Table(show_edge=False, box=None, pad_edge=False)
    table.add_column(title, no_wrap=True)
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    return table


def _print(console: Console, table: Table) -> None:
    if table.row_count:
        console.print()
        console.print(table)


def _quantiles(summary: Mapping, spread: Mapping, *levels: float) -> list[float | None]:
    every = list(summary["quantile_levels"])
    return [spread["quantiles"][every.index(level)] for level in levels]


def _print_injection(console: Console, summary: Mapping) -> None:
    first = next(iter(summary["orbits"].values()), None)
    if first is None:
        return
    console.print()
    console.print(f"{first['elements_kind'].capitalize()} elements at {first['time_s']:.1f} s")
    table = _table("", "nominal", "mean", "1 sigma", "± %", "0.135 %", "99.865 %")
    for name in _INJECTION:
        spread = summary["quantities"].get(name)
        if spread is None:
            continue
        digits = _digits(spread["sigma"])
        low, high = spread["sigma_interval"]
        known = 50.0 * (high - low) / spread["sigma"] if spread["sigma"] > 0.0 else 0.0
        told = (spread["nominal"], spread["mean"], spread["sigma"])
        table.add_row(
            _labelled(spread),
            *(f"{x:.{digits}f}" for x in told),
            f"{known:.2g}",
            *(_told(x, f".{digits}f") for x in _quantiles(summary, spread, 0.00135, 0.99865)),
        )
    console.print(table)


def _told(x: float | None, form: str) -> str:
    return "-" if x is None else f"{x:{form}}"


def _labelled(spread: Mapping) -> str:
    unit = "" if spread["unit"] == "-" else f" [{spread['unit']}]"
    return f"{spread['label'].removesuffix(', largest')}{unit}"


def _digits(sigma: float) -> int:
    """Decimals that give a sigma three digits."""
    digits = 0
    while sigma * 10.0**digits < 100.0 and digits < 7:
        digits += 1
    return digits


def _print_states(console: Console, summary: Mapping) -> None:
    table = _table("One sigma", "perigee km", "apogee km", "incl. deg", "node deg", "period s")
    for name, orbit in summary["orbits"].items():
        elements, heights = orbit["elements"], orbit["heights"]
        if elements is not None:
            sigma = dict(zip(elements["names"], elements["sigma"], strict=True))
            angles = (sigma[key] for key in ("inclination", "ascending node", "period"))
            told = (heights["perigee"][1], heights["apogee"][1], *angles)
            kind = _KINDS[orbit["elements_kind"]]
            table.add_row(f"{name}, {kind}", *(f"{x:.3g}" for x in told))
    _print(console, table)
    heads = ("radial", "transv.", "normal", "radial", "transv.", "normal")
    table = _table("One sigma, RTN [m], [m/s]", *heads)
    for name, orbit in summary["orbits"].items():
        table.add_row(f"{name}, {orbit['time_s']:.0f} s", *map(_three, orbit["rtn"]["sigma"]))
    _print(console, table)
    _print_normality(console, summary)


def _print_normality(console: Console, summary: Mapping) -> None:
    odd = [
        f"{name} {found['kurtosis_over_normal']:.2f}"
        for name, found in (
            (name, orbit["rtn"]["normality"]) for name, orbit in summary["orbits"].items()
        )
        if found is not None and found["words"].startswith("not normal")
    ]
    if odd:
        _say(
            console,
            f"Not normal, take quantiles; kurtosis over that of a normal one: {', '.join(odd)}",
        )


def _three(x: float) -> str:
    """Three digits, and no power of ten."""
    return f"{x:.0f}" if x >= 100.0 else f"{x:.3g}"


def _print_loads(console: Console, summary: Mapping) -> None:
    table = _table("Largest loads", "nominal", "50 %", "99.7 %", "limit", "passed by 1 %")
    for load, (name, factor) in _LOADS.items():
        spread = summary["quantities"].get(name)
        if spread is None:
            continue
        median, high = _quantiles(summary, spread, 0.5, 0.997)
        passed = summary["limits_passed"].get(load)
        table.add_row(
            _labelled(spread),
            *(_told(x, ".4g") for x in (spread["nominal"], median, high)),
            "-" if passed is None else f"{factor * passed['limit']:.4g}",
            "-" if passed is None else _short_share(passed),
        )
    _print(console, table)


def _short(x: float) -> str:
    return f"{x:.1f}" if x >= 10.0 else f"{x:.2g}"


def _short_share(share: Mapping) -> str:
    low, high = (_short(100.0 * x) for x in share["interval"])
    return f"{low} to {high} %"


def _print_events(console: Console, summary: Mapping) -> None:
    table = _table("Times of events [s]", "nominal", "mean", "sigma", "0.3 %", "99.7 %")
    for name, spread in summary["events"].items():
        # Where bodies come down has a table of its own.
        if spread["sigma"] <= 0.0 or name.endswith(" impact"):
            continue
        nominal = spread["nominal"]
        low, high = _quantiles(summary, spread, 0.003, 0.997)
        table.add_row(
            name,
            "-" if nominal is None or nominal > 1e8 else f"{nominal:.2f}",
            *(_told(x, ".2f") for x in (spread["mean"], spread["sigma"], low, high)),
        )
    _print(console, table)


def _print_drivers(console: Console, summary: Mapping) -> None:
    indices = summary.get("indices")
    console.print()
    if indices:
        console.print("What drives it: total Sobol' index (first order) [% of variance]")
        for name, found in _shown(summary, indices).items():
            _say(console, f"  {name}: {_by_index(found)}")
        return
    told = {name: found for name, found in summary["ranking"].items() if found is not None}
    if not told:
        need = 100 * -(-summary["factors"] * 4 // 100)
        console.print(f"What drives it: too few flights for a regression; {need} are enough")
        return
    console.print("What drives it: linear regression [% of variance, one standard error]")
    for name, found in _shown(summary, told).items():
        _say(console, f"  {name}, {100.0 * found['r2']:.0f} % linear: {_by_share(found)}")


def _shown(summary: Mapping, found: Mapping) -> Mapping:
    """Quantities of the launcher and of the satellite released last; the others go with it."""
    released = list(summary["orbits"])[1:-1]
    return {
        name: each
        for name, each in found.items()
        if not any(name.startswith(f"{craft} ") for craft in released)
    }


def _by_share(found: Mapping) -> str:
    rows = [row for row in found["groups"] if row["share"] >= _LEAST_SHARE][:_DRIVERS]
    return ", ".join(
        f"{row['name']} {100.0 * row['share']:.0f} ± {_error(row['sigma'])}" for row in rows
    )


def _error(sigma: float) -> str:
    """Standard error in per cent, one digit."""
    return f"{float(f'{max(100.0 * sigma, 0.1):.1g}'):g}"


def _by_index(found: Mapping | None) -> str:
    if found is None:
        return "does not vary"
    rows = [row for row in found["groups"] if row["total"] >= _LEAST_SHARE][:_DRIVERS]
    told = (
        f"{row['name']} {100.0 * row['total']:.0f} ± {_error(row['total_sigma'])} "
        f"({100.0 * row['first']:.0f} ± {_error(row['first_sigma'])})"
        for row in rows
    )
    return ", ".join(told)


def _print_failures(console: Console, summary: Mapping) -> None:
    failures = summary["failures"]
    if not failures["count"]:
        return
    kinds = ", ".join(f"{n} {end}" for end, n in summary["endings"].items() if end != "orbit")
    first = ", ".join(str(row["sample"]) for row in failures["first"])
    console.print()
    console.print(f"failed: {kinds}; samples {first}{' ...' if failures['count'] > 20 else ''}")
