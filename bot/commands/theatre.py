"""`try`: the bot without a token, on a page of phones."""

import asyncio
import datetime
from pathlib import Path

from bot.commands import CommandError
from bot.hours import office_opens
from bot.sandbox import theatre
from bot.settings import read_company, read_settings
from bot.speech import STOCKHOLM


def act(port: int, folder: Path | None) -> None:
    """Serves the page until it is told to end. Raises CommandError where the port is taken."""
    company = read_settings().company
    # Read here too: an error is one line, rather than on the page the words of a process that does not start.
    profile = read_company(company)
    # By night nobody's phone would make a sound: the page's day begins when the office is open.
    now = datetime.datetime.now(STOCKHOLM)
    ahead = (office_opens(profile, now) - now).total_seconds()
    try:
        asyncio.run(theatre.serve(port, company.absolute(), folder, announce=_announce, ahead=ahead))
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(f"port {port}: {reason}; `try --port 0` takes any free one") from error


def _announce(address: str) -> None:
    print(f"Open {address} in a browser. Ctrl+C ends it.", flush=True)
