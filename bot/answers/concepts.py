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
_SHORTEST_REST = 2


class Concepts(msgspec.Struct, frozen=True):
    """One language's dictionary: whole words, beginnings of words and of phrases, each with its concepts.

    `taken` are phrases whose words count for nothing else, longest first. `prefixes` is what is written
    together with the word that follows, such as و and ال in Arabic.
    """

    words: dict[str, list[str]] = {}
    beginnings: dict[str, list[str]] = {}
    phrases: dict[str, list[str]] = {}
    taken: dict[str, list[str]] = {}
    prefixes: list[str] = []

    def of(self, text: str) -> list[str]:
        """The concepts that a normalised text speaks of, sorted, each once."""
        found: set[str] = set()
        spaced = f" {text}"
        for phrase, concepts in self.phrases.items():
            if phrase in spaced:
                found.update(concepts)
        for phrase, concepts in self.taken.items():
            if phrase in spaced:
                found.update(concepts)
                spaced = re.sub(rf"{re.escape(phrase)}\w*", " ", spaced)
        for word in set(spaced.split()):
            for candidate in self._candidates(word):
                found.update(self.words.get(candidate, ()))
                for end in range(2, len(candidate) + 1):
                    found.update(self.beginnings.get(candidate[:end], ()))
        return sorted(found)

    def _candidates(self, word: str) -> list[str]:
        """The word, and what is left of it without each prefix that it has."""
        rests = [word[len(each) :] for each in self.prefixes if word.startswith(each)]
        return [word, *(rest for rest in rests if len(rest) >= _SHORTEST_REST)]


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
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        concept, colon, forms = line.partition(":")
        if concept == "+":
            prefixes = [normal(form) for form in forms.split()]
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
    longest_first = dict(sorted(taken.items(), key=lambda entry: (-len(entry[0]), entry[0])))
    return Concepts(_sorted(words), _sorted(beginnings), _sorted(phrases), _sorted(longest_first), prefixes)


def _sorted(table: dict[str, set[str]]) -> dict[str, list[str]]:
    return {key: sorted(value) for key, value in table.items()}
