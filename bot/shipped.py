"""The answers as they came with the program, without the ways to ask: read where nothing is learnt yet."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from bot.answers.answer import Answer
from bot.catalogues import FOLDER


@cache
def answers_in(locale: str, folder: Path = FOLDER) -> dict[str, Answer]:
    """Every answer in a language, by topic; read once. Raises ValueError, naming the file, for one that is
    not of this form.
    """
    files = sorted((folder / locale / "answers").glob("*.md"))
    return {file.name.removesuffix(".md"): _read(file) for file in files}


def _read(file: Path) -> Answer:
    import yaml  # noqa: PLC0415  (not at start: what was learnt brings the answers along)

    before, _, rest = file.read_text(encoding="utf-8").partition("---\n")
    head, _, text = rest.partition("\n---\n")
    # The ways to ask are most of the file, and nobody reads them here.
    kept = "\n".join(line for line in head.split("\n") if not line.startswith("  - "))
    try:
        given: Any = yaml.load(kept, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        fields = {name: value for name, value in given.items() if name in Answer.__struct_fields__}
        found = msgspec.convert({**fields, "text": text.strip()}, Answer)
    except (yaml.YAMLError, msgspec.ValidationError, AttributeError) as error:
        raise ValueError(f"{file}: {error}") from error
    if before.strip() or not found.text or not found.title:
        raise ValueError(f"{file}: an answer has its head between two lines of ---, then its text")
    return found
