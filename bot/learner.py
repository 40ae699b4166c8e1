"""The process that learns the answers, `python -m bot.learner PID ANSWERS FILE`: it ends with the bot that
began it, whose id is PID, also where that is killed.
"""

import os
import sys
import threading
import time

LOOK_SECONDS = 1.0


def end_with(parent: int) -> None:
    """Ends this process once its parent is another one than `parent`."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


def main(arguments: list[str]) -> int:
    """Learns; returns the exit code."""
    threading.Thread(target=end_with, args=(int(arguments[0]),), daemon=True).start()
    from bot.answers import learning  # noqa: PLC0415  (a second's work, in which the bot may end)

    return learning.main(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
