"""The catalogues of the program are whole, and their upkeep keeps what translators wrote."""

import os
import time
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot import catalogues

CONFIGURATION = (catalogues.ROOT / "babel.cfg").read_text(encoding="utf-8")
SOURCE = """
LABELS = {"a": N_("Label")}
def render(_, m):
    return f(_.plural("{n} home in {area}", "{n} homes in {area}", m.n, area=_("Inner"))), \\
        _.context("button", "Show"), f"{_('Braced')}", _(m.label)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "bot" / "messages").mkdir(parents=True)
    (tmp_path / "bot" / "sandbox").mkdir()
    (tmp_path / "babel.cfg").write_text(CONFIGURATION, encoding="utf-8")
    (tmp_path / "bot" / "messages" / "homes.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "bot" / "sandbox" / "page.py").write_text('_("Not ours")', encoding="utf-8")
    return tmp_path


@pytest.fixture
def folder(root: Path) -> Path:
    """Catalogues for the source above, complete."""
    folder = root / "locale"
    catalogues.update(folder, root)
    for locale, (forms, _) in catalogues.PLURALS.items():
        path = folder / locale / "messages.po"
        with path.open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            if message.id:
                plural = "{n} i {area}"
                message.string = "ord" if isinstance(message.id, str) else (plural,) * forms
        path.write_bytes(catalogues.written(catalogue))
    return folder


def po(folder: Path, locale: str) -> Path:
    return folder / locale / "messages.po"


def replace(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def test_the_catalogues_of_the_program_have_no_problems() -> None:
    assert catalogues.problems() == []


def test_the_list_of_sentences_is_what_the_source_says() -> None:
    kept = (catalogues.FOLDER / "messages.pot").read_bytes()
    assert kept == catalogues.written(catalogues.extracted()), "run `make locale`"


def test_every_sentence_of_the_source_is_found_also_inside_another_call(root: Path) -> None:
    found = [(message.context, message.id) for message in catalogues.extracted(root) if message.id]
    assert sorted(found, key=str) == sorted(
        [
            (None, "Label"),
            (None, ("{n} home in {area}", "{n} homes in {area}")),
            (None, "Inner"),
            ("button", "Show"),
            (None, "Braced"),
        ],
        key=str,
    )


@pytest.mark.parametrize("call", ['_(f"Report {n}")', '_("Report " + n)', '_("Report %s" % n)'])
def test_a_sentence_put_together_on_the_spot_is_refused_with_its_place(root: Path, call: str) -> None:
    (root / "bot" / "messages" / "homes.py").write_text(f"\n{call}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"homes\.py:2"):
        catalogues.extracted(root)


def test_a_new_catalogue_has_the_plural_header_of_its_language_and_no_dates(root: Path) -> None:
    catalogues.update(root / "locale", root)
    for locale, (forms, expression) in catalogues.PLURALS.items():
        with po(root / "locale", locale).open("rb") as file:
            catalogue = read_po(file)
        assert (catalogue.num_plurals, catalogue.plural_expr) == (forms, expression)
        assert "Date" not in po(root / "locale", locale).read_text(encoding="utf-8")
    assert "homes.py:" not in (root / "locale" / "messages.pot").read_text(encoding="utf-8")


def test_an_update_without_a_change_changes_no_byte(folder: Path, root: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.po*")}
    catalogues.update(folder, root)
    assert {path: path.read_bytes() for path in folder.rglob("*.po*")} == before
    assert catalogues.problems(folder) == []


def test_a_sentence_that_comes_back_has_its_translation_again(folder: Path, root: Path) -> None:
    whole = {locale: po(folder, locale).read_bytes() for locale in catalogues.PLURALS}
    source = root / "bot" / "messages" / "homes.py"
    source.write_text('_("Other")', encoding="utf-8")
    catalogues.update(folder, root)
    assert "#~ msgid" in po(folder, "ar").read_text(encoding="utf-8")
    source.write_text(SOURCE, encoding="utf-8")
    catalogues.update(folder, root)
    assert {locale: po(folder, locale).read_bytes() for locale in catalogues.PLURALS} == whole


def test_a_changed_sentence_is_not_guessed_from_a_similar_one(folder: Path, root: Path) -> None:
    replace(root / "bot" / "messages" / "homes.py", "Braced", "Braces")
    catalogues.update(folder, root)
    assert "ar: not translated: 'Braces'" in catalogues.problems(folder)


@pytest.mark.parametrize(
    ("locale", "old", "new", "problem"),
    [
        ("sv", 'msgid "Inner"\nmsgstr "ord"', 'msgid "Inner"\nmsgstr ""', "not translated: 'Inner'"),
        ("sv", 'msgid "Inner"', '#, fuzzy\nmsgid "Inner"', "fuzzy: 'Inner'"),
        ("sv", 'msgid "Inner"', 'msgid "Innner"', "missing: 'Inner'"),
        ("sv", 'msgid "Inner"', 'msgid "Innner"', "no longer said: 'Innner'"),
        ("sv", 'msgid "Inner"\nmsgstr "ord"', 'msgid "Inner"\nmsgstr "{x}"', "placeholders differ: 'Inner'"),
        ("sv", 'msgid "Inner"\nmsgstr "ord"', 'msgid "Inner"\nmsgstr "{"', "placeholders differ: 'Inner'"),
        ("sv", 'msgctxt "button"', 'msgctxt "knob"', "missing: button: 'Show'"),
        ("ar", 'msgstr[3] "{n} i {area}"', 'msgstr[3] "i {area}"', "placeholders differ in form 3"),
        ("ar", 'msgstr[5] "{n} i {area}"', 'msgstr[5] ""', "not translated"),
        ("ar", 'msgstr[2] "{n} i {area}"', 'msgstr[2] "{n} i"', "placeholders differ in form 2"),
        ("fa_AF", 'msgstr[0] "{n} i {area}"', 'msgstr[0] "{area}"', "placeholders differ in form 0"),
        ("fa_AF", "plural=(n > 1)", "plural=(n > 2)", "the plural header is not nplurals=2; plural=(n > 1)"),
        ("fa_AF", "nplurals=2; plural=(n > 1)", "nplurals=1; plural=0", "the plural header is not"),
    ],
)
def test_a_fault_in_a_catalogue_is_named(folder: Path, locale: str, old: str, new: str, problem: str) -> None:
    replace(po(folder, locale), old, new)
    found = catalogues.problems(folder)
    assert any(line.startswith(f"{locale}: {problem}") for line in found), found
    assert all(line.startswith(locale) for line in found)


def test_a_form_for_one_number_may_say_it_in_a_word(folder: Path) -> None:
    for form in range(3):
        replace(po(folder, "ar"), f'msgstr[{form}] "{{n}} i', f'msgstr[{form}] "i')
    replace(po(folder, "sv"), 'msgstr[0] "{n} i', 'msgstr[0] "ett i')
    assert catalogues.problems(folder) == []


def test_a_catalogue_that_is_not_there_is_named(folder: Path) -> None:
    po(folder, "sv").unlink()
    assert catalogues.problems(folder) == ["sv: there is no messages.po"]
    assert catalogues.load("sv", folder).gettext("Inner") == "Inner"


def test_a_list_of_sentences_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert catalogues.problems(tmp_path) == ["there is no messages.pot"]


def test_a_changed_catalogue_shows_at_the_next_start(folder: Path) -> None:
    assert catalogues.load("sv", folder).gettext("Inner") == "ord"
    compiled = po(folder, "sv").with_suffix(".mo")
    first = compiled.stat()
    catalogues.load("sv", folder)
    assert compiled.stat().st_ino == first.st_ino
    replace(po(folder, "sv"), 'msgid "Inner"\nmsgstr "ord"', 'msgid "Inner"\nmsgstr "inre"')
    assert catalogues.load("sv", folder).gettext("Inner") == "inre"
    assert sorted(path.name for path in compiled.parent.iterdir()) == ["messages.mo", "messages.po"]


def test_an_older_catalogue_put_back_shows_too(folder: Path) -> None:
    catalogues.load("sv", folder)
    replace(po(folder, "sv"), 'msgid "Inner"\nmsgstr "ord"', 'msgid "Inner"\nmsgstr "inre"')
    yesterday = time.time() - 86_400
    os.utime(po(folder, "sv"), (yesterday, yesterday))
    assert catalogues.load("sv", folder).gettext("Inner") == "inre"


@pytest.mark.parametrize("failing", ["tempfile.mkstemp", "os.replace"])
def test_a_folder_that_cannot_be_written_is_no_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(failing, refuse)
    assert catalogues.load("ar", folder).gettext("Inner") == "ord"
    assert [path.name for path in po(folder, "ar").parent.iterdir()] == ["messages.po"]


@pytest.mark.parametrize("content", [b"\xff\xfe\n", b'msgid "a"\nmsgid "b"\nmsgstr[x] nonsense\n'])
def test_a_catalogue_that_cannot_be_read_is_named(folder: Path, content: bytes) -> None:
    po(folder, "ar").write_bytes(content)
    with pytest.raises(ValueError, match=r"ar/messages\.po"):
        catalogues.load("ar", folder)
