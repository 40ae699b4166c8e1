"""The shipped answers as people read them: `<lang>/answers/<topic>.md` without the ways to ask."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

FOLDER = Path(__file__).resolve().parent.parent / "locale"


class Text(msgspec.Struct, frozen=True):
    """An answer in one language. `text` has {placeholders}; `first_hand` and `second_hand` say the same to
    one with that contract, "" where there is no difference; `next` is the step under it.
    """

    title: str
    text: str
    next: str = ""
    related: tuple[str, ...] = ()
    reviewed: str = ""
    first_hand: str = ""
    second_hand: str = ""


@cache
def in_language(locale: str, folder: Path = FOLDER) -> dict[str, Text]:
    """Every answer in a language, by topic; read once. Raises ValueError, naming the file, for one that is
    not of this form.
    """
    return {
        file.name.removesuffix(".md"): read(file)
        for file in sorted((folder / locale / "answers").glob("*.md"))
    }


def read(file: Path) -> Text:
    """One answer. Raises ValueError, naming the file."""
    import yaml  # noqa: PLC0415  (only when the first answer is looked up: the start does not wait for it)

    before, _, rest = file.read_text(encoding="utf-8").partition("---\n")
    head, _, text = rest.partition("\n---\n")
    # The ways to ask are most of the file, and nobody reads them here.
    kept = "\n".join(line for line in head.split("\n") if not line.startswith("  - "))
    try:
        given: Any = yaml.load(kept, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        fields = {name: value for name, value in given.items() if name in Text.__struct_fields__}
        found = msgspec.convert({"text": text.strip(), **fields}, Text)
    except (yaml.YAMLError, msgspec.ValidationError, AttributeError) as error:
        raise ValueError(f"{file}: {error}") from error
    if before.strip() or not found.text or not found.title:
        raise ValueError(f"{file}: an answer has its head between two lines of ---, then its text")
    return found
