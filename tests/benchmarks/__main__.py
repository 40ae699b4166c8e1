"""`make bench`: bots side by side, each in a process of its own, given the same presses and making the same
two calls (answerCallbackQuery, then sendMessage with a button) to the same server, with no limiter in any.

Then the finder on the questions of the tests. Exits with 1 if a budget is missed.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from tests.benchmarks import finder, notices, tenants
from tests.benchmarks.report import AIOGRAM, BARE, OURS, Result, machine, show
from tests.benchmarks.server import CHATS, FIRST_CHAT

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
AIOGRAM_PYTHON = ROOT / "build" / "bench" / "bin" / "python"
PRESS = "emergency.called:yes"
LATENCIES = (0.0, 0.05)
STEADY, STEADY_RATE = 150, 50.0
FLOOD = 3000
LONGEST_SECONDS = 60.0
PTB_16 = "PTB, 16 at once"
# The slow would take minutes for 3 000 presses: they get as many as some ten seconds hold.
FEWER = {(BARE, 0.0): 1500, (PTB_16, 0.0): 1000, (BARE, 0.05): 80, (PTB_16, 0.05): 600}
CAPTION = f"""\
updates/s: {FLOOD} presses from {CHATS} chats, all there at once (bare PTB {FEWER[BARE, 0.0]} and
{FEWER[BARE, 0.05]}, PTB 16 {FEWER[PTB_16, 0.0]} and {FEWER[PTB_16, 0.05]}). CPU: during these.
p50, p99: from a press handed out to its sendMessage, at {STEADY_RATE:.0f} presses/s, {STEADY} of them.
{OURS} is `python -m bot run` itself with its own handler of "{PRESS}": a durable turn of
eight statements on a real SQLite file (synchronous=FULL), the message drawn in the reader's language.
The others keep nothing and lose what is under way when they are killed."""


class Contender(msgspec.Struct, frozen=True):
    """A bot: its command, with URL where the server's address goes, and its environment."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] = {}


def contenders(database: Path) -> list[Contender]:
    """Who takes part; aiogram only where `make bench` has made its environment."""
    ptb = [sys.executable, str(HERE / "ptb_bot.py"), "URL"]
    aiogram = [str(AIOGRAM_PYTHON), str(HERE / "aiogram_bot.py"), "URL"]
    ours = {
        "HELAVAGEN_TOKEN": "42:bench",
        "HELAVAGEN_DATABASE": str(database),
        "HELAVAGEN_COMPANY": str(ROOT / "company.toml"),
        "HELAVAGEN_RATE": "off",
    }
    return [
        Contender(BARE, [*ptb, "0"]),
        Contender(PTB_16, [*ptb, "16"]),
        *([Contender(AIOGRAM, aiogram)] if AIOGRAM_PYTHON.exists() else []),
        Contender(OURS, [sys.executable, "-m", "bot", "run"], ours),
    ]


def measured(contender: Contender, latency: float) -> Result:
    """Runs one bot against a fresh server. Raises RuntimeError if it ends too early or takes too long."""
    flood = FEWER.get((contender.name, latency), FLOOD)
    given = [str(each) for each in (latency, STEADY, STEADY_RATE, flood, PRESS)]
    serve = [sys.executable, "-m", "tests.benchmarks.server", *given]
    with tempfile.TemporaryFile("w+") as log, running(serve, stdout=subprocess.PIPE, text=True) as server:
        moments = (json.loads(line) for line in server.stdout or ())
        url = f"http://127.0.0.1:{awaited(moments, 'listening')['port']}"
        started = time.monotonic()
        command = [url if word == "URL" else word for word in contender.command]
        environment = {**os.environ, **contender.environment, "HELAVAGEN_API_URL": url}
        with running(command, env=environment, stderr=log) as bot:
            threading.Thread(target=watch, args=(bot, server), daemon=True).start()
            try:
                polled = awaited(moments, "polled")["at"]
                awaited(moments, "flood")
                before = cpu_seconds(bot.pid)
                done = awaited(moments, "done")
            except EOFError:
                log.seek(0)
                raise RuntimeError(f"{contender.name} did not finish:\n{log.read()[-2000:]}") from None
            return Result(
                name=contender.name,
                latency=latency,
                rate=flood / done["seconds"],
                p50=done["p50"],
                p99=done["p99"],
                cpu=(cpu_seconds(bot.pid) - before) / flood,
                memory=peak_memory(bot.pid),
                start=polled - started,
            )


def watch(bot: subprocess.Popen[str], server: subprocess.Popen[str]) -> None:
    """Ends the server, so that nobody waits for it, when the bot has ended or takes too long."""
    with suppress(subprocess.TimeoutExpired):
        bot.wait(LONGEST_SECONDS)
    server.terminate()


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A process, ended at the end of the block."""
    process = subprocess.Popen(command, cwd=ROOT, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def awaited(moments: Iterator[dict[str, Any]], name: str) -> dict[str, Any]:
    """What the server says of the moment `name`, once it comes. Raises EOFError if it ended before."""
    for each in moments:
        if each["moment"] == name:
            return each
    raise EOFError(name)


def cpu_seconds(pid: int) -> float:
    """User and system time of a process with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_memory(pid: int) -> float:
    """The most memory that was resident, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(float(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def main() -> int:
    console = Console(width=120)
    console.print(machine())
    if not AIOGRAM_PYTHON.exists():
        console.print("aiogram takes no part: `make bench` makes its environment")
    results = []
    for latency in LATENCIES:
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "bench.sqlite3"
            tenants.fill(database, FIRST_CHAT, CHATS)
            for contender in contenders(database):
                console.print(f"[dim]{contender.name}, {latency * 1000:.0f} ms …[/]")
                results.append(measured(contender, latency))
    return 0 if show(results, CAPTION, [*notices.measure(console), *finder.measure(console)]) else 1


if __name__ == "__main__":
    sys.exit(main())
