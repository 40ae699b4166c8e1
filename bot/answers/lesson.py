"""All that the finder learns from, in one struct."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from bot.answers.concepts import Concepts, read_concepts
from bot.catalogues import FOLDER

# The class of what no answer is for.
NOT_OURS = ""
# What the examples of it are headed with.
OTHERS = "not_ours"

Kind = Literal["danger", "violence"]


class Example(msgspec.Struct, frozen=True, array_like=True):
    """What somebody might write. `kind` is None for a look-alike; `item` is the fault it may be and `topic`
    the answer it belongs to, "" if there is none.
    """

    text: str
    kind: Kind | None = None
    item: str = ""
    topic: str = ""


class Lesson(msgspec.Struct, frozen=True):
    """By language: the ways people ask, topic -> phrasings; emergencies and their look-alikes; the
    concepts.
    """

    asked: dict[str, dict[str, list[str]]]
    examples: dict[str, list[Example]]
    concepts: dict[str, Concepts]


def lesson(asked: Mapping[str, Mapping[str, list[str]]], folder: Path = FOLDER) -> Lesson:
    """The lesson of these phrasings with what the program brings for each language.

    Raises ValueError, naming file and line, for a file of ours that cannot be read.
    """
    locales = sorted({file.parent.name for file in sources(folder)})
    return Lesson(
        asked={locale: dict(topics) for locale, topics in asked.items()},
        examples={locale: read_examples(folder / locale) for locale in locales},
        concepts={locale: read_concepts(folder / locale / "concepts.txt") for locale in locales},
    )


def brought_by(answers: Path) -> Path:
    """The folder with the examples and concepts that a folder of answers is learnt with: its own, if it
    brings examples of danger, else those of the program.
    """
    return answers if any(answers.glob("*/emergencies.txt")) else FOLDER


def sources(folder: Path) -> list[Path]:
    """The files that a lesson is made of beside the answers, in a fixed order."""
    return (
        sorted(folder.glob("*/concepts.txt"))
        + sorted(folder.glob("*/*_alikes.txt"))
        + sorted(folder.glob("*/emergencies.txt"))
    )


def read_examples(folder: Path) -> list[Example]:
    """The emergencies and look-alikes of one language, in the order of the files.

    A line in brackets says what the lines below it are: `[danger waterleak.streaming water.leak]`, or for
    look-alikes `[lift]` or `[not_ours]`; `-` stands for none. Raises ValueError, naming file and line.
    """
    found: list[Example] = []
    for file, parts in ((folder / "emergencies.txt", 3), (folder / "look_alikes.txt", 1)):
        under: list[str] = []
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        for number, line in enumerate(map(str.strip, lines), 1):
            if line.startswith("[") and line.endswith("]"):
                under = ["" if part == "-" else part for part in line[1:-1].split()]
                if len(under) != parts or (parts == 3 and under[0] not in ("danger", "violence")):
                    raise ValueError(f"{file}:{number}: not a heading of this file")
            elif line and not line.startswith("#"):
                if not under:
                    raise ValueError(f"{file}:{number}: there is no heading above it")
                kind: Kind | None = None
                if parts == 3:
                    kind = "violence" if under[0] == "violence" else "danger"
                found.append(Example(line, kind, under[1] if parts == 3 else "", under[-1]))
    return found
