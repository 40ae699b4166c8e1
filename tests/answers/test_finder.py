"""Finding on a small made-up library, what was learnt kept in a file, and kind replies to anything."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import kept, model
from bot.answers.emergencies import Emergency, emergency_by_signs, emergency_in
from bot.answers.finder import Finder
from bot.answers.model import Damaged
from tests.answers.conftest import write

ODD = [
    "", " ", "a", "ا", "?", "🔥🔥🔥", "12345", "۱۲۳", "\u202e\u200f", "h̷̛̤e̵̗͠j̴̰͝",
    "\x00", "x" * 4096, "hyra " * 800,
    "كيف " * 1000,
    "\U0010ffff" * 50, "👩‍👩‍👧‍👦 " * 300,
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "locale", "topic"),
    [
        ("when is the rent due", "en", "rent.when_due"),
        ("WHEN do i pay rennt???", "en", "rent.when_due"),
        ("how to book laundry", "en", "laundry.book"),
        ("where does plastic go", "en", "waste.sorting"),
        ("متى موعد الايجار", "ar", "rent.when_due"),
        ("وين ارمي الزجاج", "ar", "waste.sorting"),
        # Asked in another language than her own.
        ("متى موعد الايجار", "en", "rent.when_due"),
        ("when is the rent due", "ar", "rent.when_due"),
        ("كيف احجز الغسيل", "sv", "laundry.book"),
    ],
)
def test_a_question_finds_its_answer_in_whatever_language(finder, question, locale, topic):
    found = finder.find(question, locale)

    assert found.alternatives[0] == topic
    assert len(found.alternatives) >= 4
    assert len(set(found.alternatives)) == len(found.alternatives)
    assert 0 <= found.score <= 1


def test_what_no_answer_is_for_is_left_open(finder):
    for text in ("who won the football", "tell me a joke please", "بدي دكتور", "qwertyuiop"):
        found = finder.find(text, "en")
        assert found.topic is None
        assert len(found.alternatives) >= 4


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hej!", "greeting"), ("السلام عليكم", "greeting"), ("سلام", "greeting"), ("hello 👋", "greeting"),
        ("tack så mycket", "thanks"), ("شكرا", "thanks"), ("تشکر", "thanks"), ("thank you!!", "thanks"),
        ("hej tack", "thanks"), ("hej, when is the rent due", None), ("very", None), ("🔥", None),
    ],
)  # fmt: skip
def test_greetings_and_thanks_are_known_and_answer_no_question(finder, text, kind):
    found = finder.find(text, "sv")

    assert found.kind == kind
    assert kind is None or found.topic is None


@pytest.mark.parametrize("text", ODD)
def test_anything_is_found_to_be_something(finder, text):
    for locale in ("sv", "ar", "fa_AF", "en"):
        found = finder.find(text, locale)
        assert len(found.alternatives) >= 4
        emergency_in(text, locale, finder)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_answered_without_an_exception(finder, text):
    found = finder.find(text, "ar")

    assert found.topic is None or found.topic == found.alternatives[0]
    emergency_in(text, "ar", finder)


def test_the_answers_come_with_what_was_learnt(finder):
    assert finder.learnt.answers["ar"]["lift"].text == "An answer."
    assert finder.learnt.topics[0] == ""


def test_the_same_answers_are_learnt_to_the_same_file(tmp_path, answers, learnt):
    file = kept.place(tmp_path / "other.sqlite3", answers)
    kept.learn(file, answers)
    one, other = Finder(file), Finder(learnt)

    assert file.name.partition(".answers-")[2] == learnt.name.partition(".answers-")[2]
    for text in ("when is the rent due", "كيف احجز الغسيل", "hej"):
        assert one.find(text, "en") == other.find(text, "en")


def test_a_language_alone_and_a_library_of_one_answer_can_be_learnt(tmp_path):
    write(tmp_path, "en", "lift", ["the lift is broken"])
    found = kept.finder(tmp_path / "x.sqlite3", tmp_path).find("lift broken", "sv")

    assert found.alternatives == ["lift"]


# -- Kept in a file ------------------------------------------------------------------------------


def test_another_library_has_another_file_and_the_old_one_goes(tmp_path, answers):
    database = tmp_path / "house.sqlite3"
    first = kept.place(database, answers)
    kept.learn(first, answers)
    write(answers, "en", "lift", ["hiss"])
    second = kept.place(database, answers)
    more = kept.place(database, answers, {"en": {"lift": ["elevator"]}})

    assert len({first, second, more}) == 3
    assert kept.open_finder(second) is None
    found = kept.finder(database, answers, {"en": {"lift": ["elevator"]}})
    assert found.find("elevator", "en").alternatives[0] == "lift"
    assert list(tmp_path.glob("*.bin")) == [more]


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other"])
def test_a_damaged_file_is_learnt_anew(tmp_path, answers, learnt, damage):
    database = tmp_path / "house.sqlite3"
    file = kept.place(database, answers)
    content = learnt.read_bytes()
    file.write_bytes(
        {
            "cut": content[: len(content) // 2],
            "changed": content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
            "empty": b"",
            "other": b"SQLite format 3\0" * 100,
        }[damage]
    )

    with pytest.raises(Damaged):
        Finder(file)
    assert (
        kept.finder(database, answers).find("when is the rent due", "en").alternatives[0] == "rent.when_due"
    )
    assert file.read_bytes() == content


def test_what_was_learnt_ahead_serves_a_new_database(tmp_path, answers, learnt, monkeypatch):
    monkeypatch.setattr(kept, "AHEAD", tmp_path / "ahead" / "shipped.sqlite3")
    new = kept.place(tmp_path / "new.sqlite3", answers)
    assert kept.open_finder(new) is None
    ahead = kept.place(kept.AHEAD, answers)
    model.put(ahead, learnt.read_bytes())

    assert kept.open_finder(new).find("When is the rent due?", "en").topic == "rent.when_due"
    assert not new.exists()
    assert kept.open_finder(kept.place(tmp_path / "new.sqlite3", answers, {"en": {"lift": ["up"]}})) is None


def test_answers_that_cannot_be_read_are_said_and_leave_no_file(tmp_path, answers):
    (answers / "en" / "answers" / "lift.md").write_text("no front matter", "utf-8")
    file = kept.place(tmp_path / "house.sqlite3", answers)

    with pytest.raises(kept.NotLearnt, match=r"lift\.md:1: "):
        kept.learn(file, answers)
    assert list(tmp_path.glob("*.bin")) == []


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(model.os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        model.put(tmp_path / "a" / "x.bin", b"content")
    assert list((tmp_path / "a").iterdir()) == []


def test_only_its_owner_reads_the_file(learnt):
    assert learnt.stat().st_mode & 0o077 == 0


# -- Emergencies ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "item"),
    [
        ("Det brinner i köket!", "danger", ""),
        ("في حريق بالمطبخ", "danger", ""),
        ("خانه در گرفته کمک", "danger", ""),
        ("there is a fire in my kitchen", "danger", ""),
        ("det luktar gas i trappan", "danger", ""),
        ("Vattnet forsar ut och går inte att stänga av", "danger", "waterleak.streaming"),
        ("المي عم تنزل من السقف", "danger", "waterleak.ceiling"),
        ("آب از سقف می‌ریزد", "danger", "waterleak.ceiling"),
        ("sparks are coming out of the socket", "danger", "electricity.sparks"),
        ("vi sitter fast i hissen", "danger", "lift.stuck"),
        ("علقنا بالمصعد", "danger", "lift.stuck"),
        ("Ingen värme och -25 ute", "danger", "heating.no_heat"),
        ("my baby is locked inside alone", "danger", "locks_keys.locked_out"),
        ("min man slår mig", "violence", ""),
        ("زوجي يضربني", "violence", ""),
        ("شوهرم مرا لت میکند", "violence", ""),
        ("my husband hits me", "violence", ""),
    ],
)
def test_an_emergency_is_seen_in_every_language_learnt_or_not(finder, text, kind, item):
    for locale in ("sv", "ar"):
        assert emergency_by_signs(text, locale, finder.learnt.concepts) == Emergency(
            kind, item, emergency_in(text, locale, finder).topic
        )
        seen = emergency_in(text, locale, finder)
        assert (seen.kind, seen.item) == (kind, item)


@pytest.mark.parametrize(
    "text",
    [
        "Hur byter jag batteri i brandvarnaren?",
        "The smoke alarm beeps once a minute",
        "كيف بغير بطارية جهاز انذار الحريق؟",
        "بطری آلارم دود را چطور تبدیل کنم؟",
        "Branddörren går inte att stänga",
        "how much is a gas stove",
        "Förra året hade vi en brand i förrådet",
        "the lift stopped yesterday but works now",
        "When is the rent due?",
        "جاري بيدخن على البلكون",
        "Kranen droppar lite",
        "I lost my key, what does a new one cost?",
        "",
    ],
)
def test_what_only_looks_like_an_emergency_is_none(finder, text):
    assert emergency_in(text, "sv", finder) is None
    assert emergency_by_signs(text, "sv", finder.learnt.concepts) is None
