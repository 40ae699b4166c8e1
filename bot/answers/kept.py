"""What was learnt, kept beside the database under a name that is made of what it was learnt from.

A file that is missing or damaged is learnt anew, in a process of its own; half of one is never seen. What is
learnt of the shipped answers when the program is set up serves every database that adds nothing to them.
"""

import contextlib
import hashlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from bot.answers.answer import files_of
from bot.answers.finder import Finder
from bot.answers.lesson import brought_by, sources
from bot.answers.model import Damaged
from bot.catalogues import FOLDER, ROOT

# Language -> id -> further ways people ask, beside those in the files.
More = Mapping[str, Mapping[str, Sequence[str]]]
_NAME = "{stem}.answers-{digest}.bin"
AHEAD = ROOT / "build" / "learnt" / "shipped.sqlite3"


class NotLearnt(Exception):
    """The worker could not learn; the text is what it said."""


def place(database: Path, answers: Path = FOLDER, more: More | None = None) -> Path:
    """Where what is learnt from these answers is kept for a database."""
    digest = hashlib.blake2b(digest_size=12)
    # The program is a part of what it was learnt from: a newer release learns anew.
    program = sorted(Path(__file__).parent.glob("*.py"))
    for depth, files in ((1, program), (2, sources(brought_by(answers))), (3, files_of(answers))):
        for file in files:
            digest.update(f"\0{'/'.join(file.parts[-depth:])}\0".encode())
            digest.update(file.read_bytes())
    digest.update(msgspec.json.encode(more or {}, order="sorted"))
    return database.with_name(_NAME.format(stem=database.stem, digest=digest.hexdigest()))


def open_finder(file: Path) -> Finder | None:
    """The finder that is kept there, or was learnt ahead from the same; None if there is none or it is
    damaged.
    """
    for each in (file, AHEAD.with_name(file.name.replace(_stem(file), AHEAD.stem, 1))):
        with contextlib.suppress(OSError, Damaged):
            return Finder(each)
    return None


def _stem(file: Path) -> str:
    """The database's name in that of a file."""
    return file.name.rpartition(".answers-")[0]


def learn_ahead() -> None:
    """Learns the shipped answers, if they have changed since. Raises NotLearnt."""
    AHEAD.parent.mkdir(parents=True, exist_ok=True)
    finder(AHEAD)


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
    keep_only(file)


def keep_only(file: Path) -> None:
    """Forgets what was learnt for the same database from other answers."""
    for other in file.parent.glob(f"{_stem(file)}.answers-*.bin"):
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
