"""`python -m bot`: errors that people can mend are one line on stderr and exit code 2."""

# Imported where it is used: `run` does not wait for what prints tables.
# ruff: noqa: PLC0415

import gc
import sqlite3
import sys
from collections.abc import Sequence

from bot.commands import CommandError
from bot.settings import SettingsError
from storage.database import DatabaseError


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns the exit code."""
    try:
        if list(arguments) == ["run"]:
            # What is imported stays for good: it is not looked through for garbage, now or later.
            gc.disable()
            from bot.commands.run import run

            gc.freeze()
            gc.enable()
            return run()
        from bot.commands.line import app

        app(list(arguments), prog_name="python -m bot")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except (CommandError, DatabaseError, SettingsError) as error:
        print(f"error: {error}", file=sys.stderr)
    except sqlite3.Error as error:
        print(f"error: the database: {error}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
