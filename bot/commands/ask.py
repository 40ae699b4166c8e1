"""`ask`: what the finder says of questions, for those who measure it and those who write answers."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from bot.answers import kept
from bot.answers.emergencies import emergency_in
from bot.answers.finder import Finder
from bot.catalogues import FOLDER
from bot.commands import CommandError
from bot.settings import read_settings
from bot.speech import LOCALES, locale_of


class Line(msgspec.Struct, frozen=True):
    """What is said of one question: `topic` is None below the honest threshold, `alternatives` best first."""

    question: str
    topic: str | None
    score: float
    emergency: bool
    alternatives: list[str]


def act(questions: Sequence[str], locale: str, json: bool, answers: Path | None) -> None:
    """Prints a line for each question, of the arguments or of standard input. Raises CommandError."""
    spoken = locale_of(locale)
    if spoken is None:
        raise CommandError(f"--locale {locale}: is none of {', '.join(LOCALES)}")
    finder = _finder(answers)
    for question in questions or _lines():
        line = _line(question, spoken, finder)
        if json:
            sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
        else:
            found = "EMERGENCY " if line.emergency else ""
            found += f"{line.topic or 'left open'} {line.score:.2f}"
            print(f"{question}\n    {found} ({', '.join(line.alternatives)})")
        sys.stdout.flush()


def _finder(answers: Path | None) -> Finder:
    """The finder, learnt first if these answers are new. What is learnt of others' answers has its own
    place.
    """
    if answers is not None and not answers.is_dir():
        raise CommandError(f"--answers {answers}: there is no such folder")
    database = read_settings().database
    if answers is not None:
        database = database.with_name("other")
    file = kept.place(database, answers or FOLDER)
    found = kept.open_finder(file)
    if found is not None:
        return found
    print("learning the answers, once …", file=sys.stderr)
    try:
        return kept.finder(database, answers or FOLDER)
    except kept.NotLearnt as error:
        raise CommandError(str(error)) from error


def _lines() -> Iterator[str]:
    yield from (line.strip() for line in sys.stdin if line.strip())


def _line(question: str, locale: str, finder: Finder) -> Line:
    found = finder.find(question, locale)
    emergency = emergency_in(question, locale, finder)
    return Line(question, found.topic, found.score, emergency is not None, found.alternatives)
