"""`python -m bot try` for these tests: on a free port, at ten o'clock of a working day, and with nobody
waiting for Telegram's pace. Given a number, the bot sends no more than so many messages a second. Prints the
page's address.
"""

import asyncio
import datetime
import sys
from pathlib import Path

from bot.hours import next_working_day
from bot.sandbox import theatre
from bot.speech import STOCKHOLM

COMPANY = Path(__file__).parent.parent.parent / "company.toml"


def seconds_to_a_working_morning() -> float:
    """What is said depends on the hour: every test begins when the office is open."""
    now = datetime.datetime.now(STOCKHOLM)
    morning = datetime.datetime.combine(next_working_day(now.date()), datetime.time(10), STOCKHOLM)
    return (morning - now).total_seconds()


def announce(address: str) -> None:
    print(address, flush=True)


if __name__ == "__main__":
    ahead = seconds_to_a_working_morning()
    paced = ("env", f"HELAVAGEN_RATE={sys.argv[1]}", *theatre.BOT) if sys.argv[1:] else theatre.BOT
    asyncio.run(theatre.serve(0, COMPANY, None, announce=announce, command=paced, limits=False, ahead=ahead))
