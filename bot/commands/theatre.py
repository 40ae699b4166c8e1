"""`try`: the bot without a token, on a page of phones."""

import asyncio
from pathlib import Path

from bot.commands import CommandError
from bot.sandbox import theatre
from bot.settings import read_company, read_settings


def act(port: int, folder: Path | None) -> None:
    """Serves the page until it is told to end. Raises CommandError where the port is taken."""
    company = read_settings().company
    # Said here, in one line, rather than on the page as the words of a process that does not start.
    read_company(company)
    try:
        asyncio.run(theatre.serve(port, company.absolute(), folder, announce=_announce))
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(f"port {port}: {reason}; `try --port 0` takes any free one") from error


def _announce(address: str) -> None:
    print(f"Open {address} in a browser. Ctrl+C ends it.", flush=True)
