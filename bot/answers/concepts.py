"""What words mean: a small dictionary of the things people ask and complain about, by language.

A line of `<lang>/concepts.txt` is a concept and the words for it: `smoke: smoke* "black cloud" ="on fire"`.
`*` stands for any ending; words in quotes stand in that order, the last with any ending; after `=` the
words are used up, so that a smoke alarm is no smoke. The concepts are the same in every language, so that
what is said of "water" and "ceiling" holds for آب and سقف too. A line `+: و ال` names what is written
together with the word that follows.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from bot.answers.normal import normal

_FORM = re.compile(r'=?"[^"]*"|\S+')
_SHORTEST_REST = 3


# A beginning or a phrase, and what it means.
Entry = tuple[str, list[str]]


class Concepts(msgspec.Struct, frozen=True):
    """One language's dictionary, each with its concepts: whole words; and by their first two letters
    beginnings of words, phrases, and phrases whose words count for nothing else.

    `prefixes` is what is written together with the word that follows, such as و and ال in Arabic, `suffixes`
    with the word before.
    """

    words: dict[str, list[str]] = {}
    beginnings: dict[str, list[Entry]] = {}
    phrases: dict[str, list[Entry]] = {}
    taken: dict[str, list[Entry]] = {}
    prefixes: list[str] = []
    suffixes: list[str] = []

    def of(self, text: str) -> list[str]:
        """The concepts that a normalised text speaks of, sorted, each once."""
        found: set[str] = set()
        spaced = f" {text}"
        starts = {word[:2] for word in text.split()}
        for start in starts:
            for phrase, concepts in self.phrases.get(start, ()):
                if phrase in spaced:
                    found.update(concepts)
        used_up = [entry for start in starts for entry in self.taken.get(start, ()) if entry[0] in spaced]
        for phrase, concepts in sorted(used_up, key=_longest_first):
            if phrase in spaced:
                found.update(concepts)
                spaced = re.sub(rf"{re.escape(phrase)}\w*", " ", spaced)
        for word in set(spaced.split()):
            for candidate in self._candidates(word):
                found.update(self.words.get(candidate, ()))
                for beginning, concepts in self.beginnings.get(candidate[:2], ()):
                    if candidate.startswith(beginning):
                        found.update(concepts)
        return sorted(found)

    def _candidates(self, word: str) -> list[str]:
        """The word, and what is left of it without a prefix and a suffix that it has."""
        found = [word, *(word[len(each) :] for each in self.prefixes if word.startswith(each))]
        found += [rest[: -len(each)] for rest in found for each in self.suffixes if rest.endswith(each)]
        return [rest for rest in found if len(rest) >= _SHORTEST_REST or rest == word]


def read_concepts(file: Path) -> Concepts:
    """The dictionary in a file; an empty one if there is no file. Raises ValueError, naming the line."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return concepts_in(lines, str(file))


def concepts_in(lines: Iterable[str], where: str) -> Concepts:
    """The dictionary in these lines. Raises ValueError, naming the line, for one without a concept."""
    words: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    phrases: dict[str, set[str]] = {}
    taken: dict[str, set[str]] = {}
    prefixes: list[str] = []
    suffixes: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        concept, colon, forms = line.partition(":")
        if concept in ("+", "-"):
            (prefixes if concept == "+" else suffixes).extend(map(normal, forms.split()))
            continue
        if not colon or not concept.strip().isidentifier():
            raise ValueError(f"{where}:{number}: not `concept: words`")
        for form in _FORM.findall(forms):
            spelt = normal(form.strip('="*').replace("_", " "))
            if spelt and form.startswith("="):
                taken.setdefault(f" {spelt}", set()).add(concept)
            elif " " in spelt:
                phrases.setdefault(f" {spelt}", set()).add(concept)
            elif spelt and form.endswith("*"):
                beginnings.setdefault(spelt, set()).add(concept)
            elif spelt:
                words.setdefault(spelt, set()).add(concept)
    return Concepts(
        {word: sorted(concepts) for word, concepts in words.items()},
        _by_start(beginnings),
        _by_start(phrases),
        _by_start(taken),
        prefixes,
        suffixes,
    )


def _by_start(table: dict[str, set[str]]) -> dict[str, list[Entry]]:
    """Beginnings or phrases by the first two letters of their first word."""
    found: dict[str, list[Entry]] = {}
    for form, concepts in table.items():
        found.setdefault(form.split()[0][:2], []).append((form, sorted(concepts)))
    return found


def _longest_first(entry: Entry) -> tuple[int, str]:
    return -len(entry[0]), entry[0]
