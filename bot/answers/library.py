"""The answers of a folder: read, and looked over with errors that say file and line.

`<folder>/<language>/answers/<id>.md` is YAML front matter and then the answer's text; beside them
`not_ours.txt` has a line for each message that no answer is for.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import yaml

from bot.answers.answer import NOT_OURS_FILE, Answer, files_of
from bot.answers.normal import normal
from storage.fault_items import CATEGORIES

LONGEST_TITLE = 40

# What stands in an answer until the company's own facts are put in; the last four are whole sentences.
PLACEHOLDERS = frozenset(
    (
        *("company", "jour", "bobutik", "desk_address", "desk_hours", "unit", "unit_phone", "site"),
        *("quiet_from", "quiet_until", "min_temperature", "recycling_centre", "network"),
        *("key_cost", "unlock_cost", "rent_ways", "deposit", "laundry_how", "waste_kinds"),
    )
)
# What the button under an answer does; `report:` goes on with a category of faults.
NEXT = frozenset({"home", "call:desk", "emergency", "report", *(f"report:{each}" for each in CATEGORIES)})

_TEXTS = ("title", "next", "reviewed", "first_hand", "second_hand")
_LISTS = ("asked", "related")
_NEEDED = ("title", "asked", "next", "related", "reviewed")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LibraryError(Exception):
    """A file of the answers cannot be read; the text says which, where and why."""


class Page(msgspec.Struct, frozen=True):
    """A file: its answer, the ways people ask for it, and of each the line it stands on."""

    file: Path
    answer: Answer
    asked: list[str]
    lines: list[int]


class Library(msgspec.Struct, frozen=True):
    """Language -> id -> page, and by language the messages that no answer is for, with their lines."""

    pages: dict[str, dict[str, Page]]
    not_ours: dict[str, dict[int, str]]
    folder: Path

    def asked(
        self, more: Mapping[str, Mapping[str, Sequence[str]]] | None = None
    ) -> dict[str, dict[str, list[str]]]:
        """Language -> id -> the ways people ask; "" for what no answer is for. `more` are further ones."""
        found = {
            locale: {
                **{topic: list(page.asked) for topic, page in pages.items()},
                "": list(self.not_ours.get(locale, {}).values()),
            }
            for locale, pages in self.pages.items()
        }
        for locale, topics in (more or {}).items():
            for topic, texts in topics.items():
                if topic in found.get(locale, {}):
                    found[locale][topic] += texts
        return found


def read_library(folder: Path) -> Library:
    """The answers in a folder. Raises LibraryError if there are none or one cannot be read."""
    pages: dict[str, dict[str, Page]] = {}
    not_ours: dict[str, dict[int, str]] = {}
    for file in files_of(folder):
        locale = file.parent.parent.name
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise LibraryError(f"{file}: cannot be read: {error}") from error
        if file.name == NOT_OURS_FILE:
            lines = enumerate(map(str.strip, text.splitlines()), 1)
            not_ours[locale] = {number: line for number, line in lines if line}
        else:
            pages.setdefault(locale, {})[file.stem] = _page(file, text)
    if not pages:
        raise LibraryError(f"{folder}: there are no answers, no file of the form <language>/answers/<id>.md")
    return Library(pages, not_ours, folder)


def _page(file: Path, text: str) -> Page:
    lines = text.splitlines()
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    if not lines or lines[0].rstrip() != "---" or not end:
        raise LibraryError(f"{file}:1: does not begin with front matter between two lines of ---")
    try:
        # The empty line in front makes the lines of the YAML those of the file.
        root = yaml.compose("\n" + "\n".join(lines[1:end]), _LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        raise LibraryError(f"{file}:{line}: is not YAML: {getattr(error, 'problem', error)}") from error
    if not isinstance(root, yaml.MappingNode):
        raise LibraryError(f"{file}:1: the front matter is not `key: value`")
    texts: dict[str, str] = {}
    lists: dict[str, list[tuple[str, int]]] = {}
    for key, value in root.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in texts or name in lists:
            raise LibraryError(f"{file}:{line}: `{name}` is there twice")
        if name in _TEXTS:
            if not isinstance(value, yaml.ScalarNode):
                raise LibraryError(f"{file}:{line}: `{name}` must be a text")
            texts[name] = str(value.value).strip()
        elif name in _LISTS:
            lists[name] = list(_items(file, name, value))
        else:
            raise LibraryError(f"{file}:{line}: `{name}` is not a key of an answer: is it misspelt?")
    for name in _NEEDED:
        if name not in texts and name not in lists:
            raise LibraryError(f"{file}:1: `{name}` is missing")
    body = "\n".join(lines[end + 1 :]).strip()
    answer = Answer(text=body, related=[each for each, _ in lists["related"]], **texts)
    return Page(file, answer, [each for each, _ in lists["asked"]], [line for _, line in lists["asked"]])


def _items(file: Path, name: str, value: yaml.Node) -> Iterator[tuple[str, int]]:
    """The texts of a list, with their lines."""
    if not isinstance(value, yaml.SequenceNode):
        raise LibraryError(f"{file}:{value.start_mark.line + 1}: `{name}` must be a list")
    for each in value.value:
        line = each.start_mark.line + 1
        if not isinstance(each, yaml.ScalarNode):
            raise LibraryError(f"{file}:{line}: a text is expected here; put it in quotes")
        yield str(each.value), line


def problems(library: Library) -> list[str]:
    """What is wrong with answers that can be read, as lines "file:line: what"."""
    everywhere = {topic for pages in library.pages.values() for topic in pages}
    found: list[str] = []
    for locale, pages in library.pages.items():
        missing = sorted(everywhere - set(pages))
        found += [
            f"{library.folder / locale / 'answers' / f'{topic}.md'}: is missing, other languages have it"
            for topic in missing
        ]
        if locale not in library.not_ours:
            found.append(f"{library.folder / locale / 'answers' / NOT_OURS_FILE}: is missing")
        for page in pages.values():
            found += [f"{page.file}:{text}" for text in _wrong(page, set(pages))]
        found += _phrasings(library, locale)
    return found


def _wrong(page: Page, topics: set[str]) -> Iterator[str]:
    """What is wrong with one page by itself, as "line: what"."""
    answer = page.answer
    if not answer.title or len(answer.title) > LONGEST_TITLE:
        yield f"1: `title` must have 1 to {LONGEST_TITLE} characters, to stand on a button"
    if not answer.text:
        yield "1: the answer has no text"
    if not page.asked:
        yield "1: `asked` is empty"
    if answer.next not in NEXT:
        yield f"1: `next: {answer.next}` is none of {', '.join(sorted(NEXT))}"
    yield from (f"1: `related`: there is no answer {each}" for each in answer.related if each not in topics)
    if page.file.stem in answer.related:
        yield "1: `related` names the answer itself"
    if bool(answer.first_hand) != bool(answer.second_hand):
        yield "1: of `first_hand` and `second_hand` there must be both or none"
    for name in sorted(answer.placeholders - PLACEHOLDERS):
        yield f"1: there is no placeholder {{{name}}}"


def _phrasings(library: Library, locale: str) -> Iterator[str]:
    """Phrasings without a word, and those that are alike after normalising, within and between what a
    language has.
    """
    first: dict[str, str] = {}
    places = [
        (f"{page.file}:{line}", text)
        for page in library.pages[locale].values()
        for text, line in zip(page.asked, page.lines, strict=True)
    ]
    beside = library.folder / locale / "answers" / NOT_OURS_FILE
    places += [(f"{beside}:{line}", text) for line, text in library.not_ours.get(locale, {}).items()]
    for place, text in places:
        spelt = normal(text)
        if spelt and spelt in first:
            yield f"{place}: is like {first[spelt]}"
        # What people send that is not for us may be emoji alone.
        elif not spelt and not place.startswith(f"{beside}:"):
            yield f"{place}: has no word"
        first.setdefault(spelt, place)
