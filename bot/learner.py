"""The process that learns the answers, `python -m bot.learner ANSWERS FILE`: it ends with the bot that began
it, also where that is killed.
"""

import os
import sys
import threading
import time

from bot.answers import learning

LOOK_SECONDS = 1.0


def end_with(parent: int) -> None:
    """Returns never: ends this process once its parent is another one than `parent`."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    sys.exit(learning.main(sys.argv[1:]))
