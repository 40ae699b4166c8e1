"""A one-time code as a picture that a phone's camera reads: it opens the bot with the code."""

import io
import sqlite3

from storage import facts

# Pixels a module: large enough on a phone's screen, small enough to send.
SCALE = 12
BORDER = 4


def code_picture(db: sqlite3.Connection, code: str) -> bytes:
    """A PNG of the deep link with this code; of the code alone while the bot's name is not known."""
    import segno  # noqa: PLC0415 (in the worker only)

    name = facts.bot_name(db)
    out = io.BytesIO()
    segno.make(f"https://t.me/{name}?start={code}" if name else code, error="m", micro=False).save(
        out, kind="png", scale=SCALE, border=BORDER
    )
    return out.getvalue()
