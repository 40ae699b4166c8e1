"""The ways to ask that are learnt: those that were shipped and those that the office has added."""

from collections.abc import Callable, Iterable, Mapping, Sequence

# Language -> topic -> ways to ask; the topic "" is what no answer is for.
Asked = dict[str, dict[str, list[str]]]


def with_taught(
    shipped: Mapping[str, Mapping[str, Sequence[str]]],
    taught: Iterable[tuple[str, str, str]],
    spelt: Callable[[str], str],
) -> Asked:
    """Both together. `taught` is (language, words, topic). What the office has given to a topic is no longer a
    way to ask for another; `spelt` is the spelling in which words are the same.
    """
    whole: Asked = {
        locale: {topic: list(phrasings) for topic, phrasings in topics.items()}
        for locale, topics in shipped.items()
    }
    for locale, words, topic in taught:
        topics = whole.setdefault(locale, {})
        same = spelt(words)
        for each, phrasings in topics.items():
            topics[each] = [phrasing for phrasing in phrasings if spelt(phrasing) != same]
        topics.setdefault(topic, []).append(words)
    return whole
