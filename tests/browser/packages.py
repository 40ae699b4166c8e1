"""What the page in a real browser needs from Debian. `make setup` calls this: it installs what is missing
where apt may, else says in one line what to install, and never fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence


def missing() -> list[str]:
    """The packages that are not there."""
    fonts = _fonts()
    there = {
        "chromium": shutil.which("chromium") is not None,
        "fontconfig": shutil.which("fc-list") is not None,
        # Without a font made for it, Arabic and Dari are set in whatever has the letters, or in boxes.
        "fonts-noto-core": "Noto Sans Arabic" in fonts,
        "fonts-noto-color-emoji": "Noto Color Emoji" in fonts,
    }
    return [package for package, is_there in there.items() if not is_there]


def install(packages: Sequence[str]) -> str:
    """Installs them. Returns why it could not, "" if it did."""
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") is None:
        return "there is no apt here"
    if rights and (shutil.which("sudo") is None or _run(*rights, "true")):
        return "apt needs a password here"
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    return _run(*apt, "update") or _run(*apt, "install", "--no-install-recommends", *packages)


def _fonts() -> str:
    if shutil.which("fc-list") is None:
        return ""
    return subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout


def _run(*command: str) -> str:
    """Runs a command without a word. Returns its last line if it failed."""
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode == 0:
        return ""
    said = (ended.stderr or ended.stdout).strip().splitlines()
    return said[-1] if said else f"{command[-1]} failed"


def main() -> None:
    lacks = missing()
    if not lacks:
        return
    why = install(lacks)
    if why:
        print(f"The page will not be tested in a browser ({why}): sudo apt install {' '.join(lacks)}")


if __name__ == "__main__":
    main()
