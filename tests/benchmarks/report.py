"""What was measured, beside what was promised."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

BARE, OURS, AIOGRAM = "bare PTB", "Hela vägen", "aiogram"


class Result(msgspec.Struct, frozen=True):
    """One run. `latency` and `start` are seconds, `p50` and `p99` too, `cpu` seconds an update,
    `memory` the most that was resident, in bytes.
    """

    name: str
    latency: float
    rate: float
    p50: float
    p99: float
    cpu: float
    memory: float
    start: float


class Budget(msgspec.Struct, frozen=True):
    """A promise: `measured` is to be at least (or at most) `limit`."""

    what: str
    measured: float
    limit: float
    at_least: bool = True

    @property
    def kept(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def budgets(results: Sequence[Result]) -> list[Budget]:
    """Every promise that can be judged by these results; without aiogram, none about it."""
    rates = {(result.name, result.latency): result.rate for result in results}
    ours = [result for result in results if result.name == OURS]
    slow = max(result.latency for result in ours)
    found = [
        Budget(f"{OURS} / {BARE}, updates/s at 0 ms", rates[OURS, 0.0] / rates[BARE, 0.0], 2.0),
        Budget(f"updates/s at {slow * 1000:.0f} ms", rates[OURS, slow], 1000.0),
    ]
    found += [
        Budget(f"{OURS} / {AIOGRAM}, updates/s at {latency * 1000:.0f} ms", rates[OURS, latency] / rate, 1.0)
        for (name, latency), rate in rates.items()
        if name == AIOGRAM
    ]
    return [
        *found,
        Budget("seconds from start to the first getUpdates", max(each.start for each in ours), 0.9, False),
        Budget("MB resident at most", max(each.memory for each in ours) / 1e6, 100.0, False),
    ]


def show(results: Sequence[Result], caption: str, others: Sequence[Budget] = ()) -> bool:
    """Prints the tables, with what else was promised; returns whether every promise is kept."""
    console = Console(width=120)
    for latency in sorted({result.latency for result in results}):
        console.print(_table([result for result in results if result.latency == latency]))
    console.print(caption)
    return judge(console, [*budgets(results), *others])


def judge(console: Console, judged: Sequence[Budget]) -> bool:
    """Prints what was promised beside what was measured; returns whether every promise is kept."""
    table = Table("budget", "limit", "measured", "", title="Budgets", title_justify="left")
    for each in judged:
        sign = "≥" if each.at_least else "≤"
        verdict = "kept" if each.kept else "[bold red]MISSED[/]"
        table.add_row(each.what, f"{sign} {each.limit:g}", f"{each.measured:.2f}", verdict)
    console.print(table)
    return all(each.kept for each in judged)


def _table(results: Sequence[Result]) -> Table:
    bare = next(result for result in results if result.name == BARE)
    table = Table(title=f"API latency {bare.latency * 1000:.0f} ms", title_justify="left")
    table.add_column("")
    for column in ("updates/s", "p50 ms", "p99 ms", "CPU ms/update", "MB resident", "s to first getUpdates"):
        table.add_column(column, justify="right")
    for each in results:
        table.add_row(
            each.name,
            _beside(each.rate, bare.rate, ".0f"),
            _beside(each.p50 * 1000, bare.p50 * 1000, ".1f"),
            _beside(each.p99 * 1000, bare.p99 * 1000, ".1f"),
            _beside(each.cpu * 1000, bare.cpu * 1000, ".2f"),
            _beside(each.memory / 1e6, bare.memory / 1e6, ".0f"),
            _beside(each.start, bare.start, ".2f"),
        )
    return table


def _beside(value: float, bare: float, form: str) -> str:
    """The value, and how many times bare PTB's it is."""
    times = value / bare if bare else 0.0
    return f"{value:{form}} [dim]× {times:{'.2f' if times < 10 else '.0f'}}[/]"


def machine() -> str:
    """What this was measured on."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()
