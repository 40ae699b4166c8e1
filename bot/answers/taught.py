"""The ways to ask that are learnt: those that were shipped and those that the office has added."""

from collections.abc import Callable, Iterable, Mapping, Sequence

# Language -> topic -> ways to ask; the topic "" is what no answer is for.
Asked = dict[str, dict[str, list[str]]]


def with_taught(
    shipped: Mapping[str, Mapping[str, Sequence[str]]],
    taught: Iterable[tuple[str, str, str]],
    spelt: Callable[[str], str],
) -> Asked:
    """Both together. `taught` is (language, words, topic), the latest last. What the office has given to a
    topic is no longer a way to ask for another; `spelt` is the spelling in which words are the same.
    """
    given = {(locale, spelt(words)): (words, topic) for locale, words, topic in taught}
    whole: Asked = {
        locale: {
            topic: [each for each in phrasings if given.get((locale, spelt(each)), ("", topic))[1] == topic]
            for topic, phrasings in topics.items()
        }
        for locale, topics in shipped.items()
    }
    for (locale, same), (words, topic) in given.items():
        phrasings = whole.setdefault(locale, {}).setdefault(topic, [])
        if same not in map(spelt, phrasings):
            phrasings.append(words)
    return whole
