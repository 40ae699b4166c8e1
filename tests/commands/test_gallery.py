"""`gallery`: every message in four languages on one page."""

from collections import Counter
from html.parser import HTMLParser

from bot import messages
from bot.answers.topics import GROUP_OF
from bot.commands import gallery
from bot.messages.examples import EXAMPLES


class Page(HTMLParser):
    """Counts the tags of a page and gathers what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.loads: list[str] = []
        self.languages: set[tuple[str | None, str | None]] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        found = dict(attrs)
        self.loads += [found[name] for name in ("src", "href") if name in found]
        if "dir" in found:
            self.languages.add((found["lang"], found["dir"]))


def test_the_gallery_shows_every_example_and_answer_in_four_languages_and_loads_nothing(command, tmp_path):
    file = tmp_path / "gallery.html"

    code, out, _ = command("gallery", str(file))

    page = Page(file.read_text(encoding="utf-8"))
    assert code == 0
    shown = len(EXAMPLES) + len(GROUP_OF)
    assert f"{shown} messages" in out
    assert page.tags["article"] == shown
    assert page.languages == {("sv", "ltr"), ("ar", "rtl"), ("fa-AF", "rtl"), ("en", "ltr")}
    assert all(link.startswith("#") for link in page.loads)
    assert not page.tags["script"]


def test_the_gallery_has_an_example_of_every_kind_of_message():
    assert {type(message) for _, message in EXAMPLES} == set(messages.KINDS)


def test_a_title_is_bold_as_far_as_telegram_counts_and_markup_is_only_text():
    fields = {"text": "😀 <Titel>\n\nText & mer", "entities": [{"length": 10}]}

    assert gallery._said(fields) == "<b>😀 &lt;Titel&gt;</b>\n\nText &amp; mer"


def test_a_gallery_that_cannot_be_written_is_one_line(command, tmp_path):
    code, _, err = command("gallery", str(tmp_path / "nowhere" / "gallery.html"))

    assert code == 2
    assert "gallery.html: No such file or directory" in err
