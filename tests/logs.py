"""What the log may not hold: the token, and what people wrote, sent or shared."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from bot.commands.run import LOUD
from bot.sandbox.server import TOKEN

# Shorter texts stand in log lines by chance.
SHORTEST = 8


class Lines(logging.Handler):
    """Keeps every line that `run` would print, with its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING or not record.name.startswith(LOUD):
            self.lines.append(self.format(record))


def words_of(update: dict[str, Any]) -> Iterator[str]:
    """What the person of an update (the part under its kind) wrote, sent or shared."""
    contact = update.get("contact", {})
    for text in (update.get("text"), update.get("caption"), *contact.values()):
        said = str(text or "")
        if said.startswith("/"):
            said = said.partition(" ")[2]  # a code after /start
        yield from (line for line in said.splitlines() if len(line) >= SHORTEST)


def leaks(lines: list[str], words: set[str]) -> list[str]:
    """The lines that hold the token or one of these words."""
    forbidden = {TOKEN, TOKEN.partition(":")[2], *words}
    return [line for line in lines if any(each in line for each in forbidden)]
