"""What was learnt, kept beside the database under a name that is made of what it was learnt from.

A file that is missing or damaged is learnt anew, in a process of its own; half of one is never seen.
"""

import hashlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from bot.answers.answer import files_of
from bot.answers.finder import Finder
from bot.answers.lesson import VERSION, sources
from bot.answers.model import Damaged
from bot.catalogues import FOLDER, ROOT

# Language -> id -> further ways people ask, beside those in the files.
More = Mapping[str, Mapping[str, Sequence[str]]]
_NAME = "{stem}.answers-{digest}.bin"


class NotLearnt(Exception):
    """The worker could not learn; the text is what it said."""


def place(database: Path, answers: Path = FOLDER, more: More | None = None) -> Path:
    """Where what is learnt from these answers is kept for a database."""
    digest = hashlib.blake2b(str(VERSION).encode(), digest_size=12)
    for file in (*files_of(answers), *sources(FOLDER)):
        digest.update(f"\0{file.parent.parent.name}/{file.parent.name}/{file.name}\0".encode())
        digest.update(file.read_bytes())
    digest.update(msgspec.json.encode(more or {}, order="sorted"))
    return database.with_name(_NAME.format(stem=database.stem, digest=digest.hexdigest()))


def open_finder(file: Path) -> Finder | None:
    """The finder that is kept there; None if there is none or it is damaged."""
    try:
        return Finder(file)
    except (OSError, Damaged):
        return None


def learn(file: Path, answers: Path = FOLDER, more: More | None = None) -> None:
    """Learns into a file, in a process of its own, and waits for it: some ten seconds and, for as long, 2 GB.

    Raises NotLearnt with what is wrong, such as an answer that cannot be read.
    """
    command = [sys.executable, "-m", "bot.answers.learning", str(answers.absolute()), str(file.absolute())]
    done = subprocess.run(
        command, input=msgspec.json.encode(more or {}), capture_output=True, cwd=ROOT, check=False
    )
    if done.returncode != 0:
        raise NotLearnt(done.stderr.decode(errors="replace").strip() or f"exit code {done.returncode}")
    for other in file.parent.glob(f"{file.name.partition('.answers-')[0]}.answers-*.bin"):
        if other != file:
            other.unlink(missing_ok=True)


def finder(database: Path, answers: Path = FOLDER, more: More | None = None) -> Finder:
    """The finder of these answers, learnt now if it has to be. Raises NotLearnt."""
    file = place(database, answers, more)
    found = open_finder(file)
    if found is None:
        learn(file, answers, more)
        found = Finder(file)
    return found
