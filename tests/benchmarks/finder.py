"""The finder on questions by people who have not read the phrasings: `tests/questions/<language>.jsonl`.

A line is {"question", "topic": id or null, "emergency": bool}. Those in `held_out` are by others again, and
nothing was set by them: their figures are printed, and promise nothing. Beside it two simple ways to find
an answer from the same phrasings: the nearest one by tf-idf of pieces of words, and BM25 over words.
"""

import math
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

import msgspec
from rich.console import Console
from rich.table import Table

from bot.answers import kept
from bot.answers.emergencies import emergency_in
from bot.answers.features import surface_of
from bot.answers.finder import Finder
from bot.answers.library import read_library
from bot.answers.normal import normal
from bot.catalogues import FOLDER
from tests.benchmarks.report import Budget, judge

QUESTIONS = Path(__file__).parent.parent / "questions"
# The other modules of the bot are there already when the finder is opened.
START = """
import sys, time
import bot.app
def resident():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))
before, began = resident(), time.perf_counter()
from pathlib import Path
from bot.answers import kept
from bot.answers.emergencies import emergency_in
assert kept.open_finder(kept.place(Path(sys.argv[1])))
print(time.perf_counter() - began, (resident() - before) / 1000, "numpy" in sys.modules)
"""


class Question(msgspec.Struct, frozen=True):
    question: str
    topic: str | None
    emergency: bool = False


class Figures(msgspec.Struct, frozen=True):
    """Shares, 0 to 1.

    `right`, `wrong` and `left_open` are of the questions that have an answer, `answered` of those that have
    none and are no emergency (to that a card is shown); `precision` and `recall` are of emergencies,
    `false_alarms` of all other questions.
    """

    rank_1: float
    rank_4: float
    right: float
    wrong: float
    left_open: float
    answered: float
    precision: float
    recall: float
    false_alarms: float


def questions(folder: Path = QUESTIONS) -> dict[str, list[Question]]:
    """By language; empty if there are none."""
    return {
        file.stem: [
            msgspec.json.decode(line, type=Question)
            for line in file.read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
        for file in sorted(folder.glob("*.jsonl"))
    }


def figures(finder: Finder, locale: str, asked: Sequence[Question]) -> Figures:
    """What the finder does with these questions of one language."""
    found = [finder.find(each.question, locale) for each in asked]
    alarms = [emergency_in(each.question, locale, finder) is not None for each in asked]
    ours = [(each, answer) for each, answer in zip(asked, found, strict=True) if each.topic]
    others = [
        answer for each, answer in zip(asked, found, strict=True) if not each.topic and not each.emergency
    ]
    real = [each.emergency for each in asked]
    both = sum(alarm and true for alarm, true in zip(alarms, real, strict=True))
    return Figures(
        rank_1=_share(each.topic in answer.alternatives[:1] for each, answer in ours),
        rank_4=_share(each.topic in answer.alternatives[:4] for each, answer in ours),
        right=_share(answer.topic == each.topic for each, answer in ours),
        wrong=_share(answer.topic not in (None, each.topic) for each, answer in ours),
        left_open=_share(answer.topic is None for _, answer in ours),
        answered=_share(answer.topic is not None for answer in others),
        precision=both / max(1, sum(alarms)),
        recall=both / max(1, sum(real)),
        false_alarms=_share(alarm for alarm, true in zip(alarms, real, strict=True) if not true),
    )


def _share(of: Iterable[bool]) -> float:
    found = list(of)
    return sum(found) / max(1, len(found))


# -- Beside it -----------------------------------------------------------------------------------

Ranks = Callable[[str], list[str]]


def nearest_phrasing(asked: dict[str, list[str]]) -> Ranks:
    """Topics by their nearest phrasing, by the cosine of tf-idf vectors of pieces of words."""
    texts = [(topic, surface_of(normal(text))) for topic, listed in asked.items() for text in listed]
    frequency = Counter(feature for _, features in texts for feature in features)
    idf = {feature: math.log(len(texts) / count) + 1 for feature, count in frequency.items()}
    postings: dict[int, list[tuple[int, float]]] = {}
    for number, (_, features) in enumerate(texts):
        weights = {feature: weight * idf[feature] for feature, weight in features.items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values()))
        for feature, weight in weights.items():
            postings.setdefault(feature, []).append((number, weight / length))

    def ranks(question: str) -> list[str]:
        scores: defaultdict[int, float] = defaultdict(float)
        for feature, weight in surface_of(normal(question)).items():
            for number, share in postings.get(feature, ()):
                scores[number] += weight * idf[feature] * share
        best = sorted(scores, key=lambda number: -scores[number])
        return list(dict.fromkeys(texts[number][0] for number in best))

    return ranks


def bm25(asked: dict[str, list[str]]) -> Ranks:
    """Topics by BM25 (k1 1.2, b 0.75), all phrasings of a topic being one document."""
    words = {topic: Counter(normal(" ".join(listed)).split()) for topic, listed in asked.items()}
    lengths = {topic: sum(counts.values()) for topic, counts in words.items()}
    mean = sum(lengths.values()) / len(lengths)
    frequency = Counter(word for counts in words.values() for word in counts)

    def score(topic: str, question: list[str]) -> float:
        total = 0.0
        for word in question:
            count = words[topic][word]
            idf = math.log(1 + (len(words) - frequency[word] + 0.5) / (frequency[word] + 0.5))
            total += idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * lengths[topic] / mean))
        return total

    def ranks(question: str) -> list[str]:
        said = normal(question).split()
        return sorted(words, key=lambda topic: -score(topic, said))

    return ranks


# -- All of it -----------------------------------------------------------------------------------


def measure(console: Console) -> list[Budget]:
    """Learns, measures and prints; returns what was promised. Empty if there are no questions."""
    asked = questions()
    if not asked:
        console.print(f"the finder is not measured: there are no questions in {QUESTIONS}")
        return []
    library = read_library(FOLDER)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.sqlite3"
        began = time.perf_counter()
        kept.learn(kept.place(database))
        finder = kept.finder(database)
        learning = time.perf_counter() - began
        command = [sys.executable, "-c", START, str(database)]
        starts = [
            subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            for _ in range(5)
        ]
    found = {locale: figures(finder, locale, listed) for locale, listed in asked.items()}
    phrasings = library.asked()
    console.print(_table(asked, found, {locale: phrasings[locale] for locale in asked}, "The finder"))
    others = questions(QUESTIONS / "held_out")
    seen_by_none = {locale: figures(finder, locale, listed) for locale, listed in others.items()}
    console.print(_table(others, seen_by_none, {locale: phrasings[locale] for locale in others}, "Held out"))
    each = [_seconds(finder, locale, question) for locale in asked for question in asked[locale]]
    start = min(float(seconds) for seconds, _, _ in starts)
    memory = median(float(megabytes) for _, megabytes, _ in starts)
    console.print(
        f"learnt in {learning:.0f} s, opened in {start * 1000:.0f} ms and {memory:.0f} MB, "
        f"a question and its emergency in {median(both for _, both in each) * 1000:.2f} ms"
    )
    assert all(numpy == "False" for _, _, numpy in starts)
    return [
        *(budget for locale, figure in found.items() for budget in _budgets(locale, figure)),
        Budget(
            "rank 1, the best language before the last",
            max(figure.rank_1 for figure in found.values()) - min(f.rank_1 for f in found.values()),
            0.04,
            False,
        ),
        Budget("ms to open the finder, learnt before", start * 1000, 100.0, False),
        Budget("MB for the finder at the start", memory, 25.0, False),
        Budget("ms to find an answer, median", median(find for find, _ in each) * 1000, 0.5, False),
    ]


def _budgets(locale: str, found: Figures) -> list[Budget]:
    return [
        Budget(f"{locale}: rank 1", found.rank_1, 0.90),
        Budget(f"{locale}: rank 4", found.rank_4, 0.97),
        Budget(f"{locale}: answered right", found.right, 0.85),
        Budget(f"{locale}: answered wrong", found.wrong, 0.05, False),
        Budget(f"{locale}: not ours, and answered", found.answered, 0.10, False),
        Budget(f"{locale}: emergencies seen", found.recall, 0.98),
        Budget(f"{locale}: false alarms", found.false_alarms, 0.05, False),
    ]


def _seconds(finder: Finder, locale: str, question: Question) -> tuple[float, float]:
    """How long one takes: to find the answer, and with looking for an emergency."""
    began = time.perf_counter()
    finder.find(question.question, locale)
    found = time.perf_counter()
    emergency_in(question.question, locale, finder)
    return found - began, time.perf_counter() - began


def _table(
    asked: dict[str, list[Question]],
    found: dict[str, Figures],
    phrasings: dict[str, dict[str, list[str]]],
    title: str,
) -> Table:
    table = Table("", *found, title=title, title_justify="left")
    table.add_row("questions", *(str(len(asked[locale])) for locale in found))
    for name in Figures.__struct_fields__:
        table.add_row(name.replace("_", " "), *(f"{getattr(each, name):.3f}" for each in found.values()))
    for name, way in (("nearest phrasing", nearest_phrasing), ("BM25", bm25)):
        ranked = {locale: _ranked(way(phrasings[locale]), asked[locale]) for locale in found}
        for depth in (1, 4):
            shares = (f"{_share(place < depth for place in places):.3f}" for places in ranked.values())
            table.add_row(f"[dim]{name}: rank {depth}[/]", *shares)
    return table


def _ranked(ranks: Ranks, asked: Sequence[Question]) -> list[int]:
    """At which place each question's topic came, from 0; 999 if it did not."""
    places = []
    for each in asked:
        if each.topic:
            topics = [topic for topic in ranks(each.question) if topic]
            places.append(topics.index(each.topic) if each.topic in topics else 999)
    return places


def main() -> int:
    console = Console(width=120)
    return 0 if judge(console, measure(console)) else 1


if __name__ == "__main__":
    sys.exit(main())
