"""The catalogues of words: loaded at the start, kept up to date, and looked over.

`bot/locale/messages.pot` lists every English sentence of the program, and
`bot/locale/<locale>/messages.po` gives it in another language. English needs no catalogue.
A changed `.po` is compiled at the next start, so nobody has to remember a step.
"""

# Babel is imported where it is used: it is slow to import, and most starts need nothing of it.
# ruff: noqa: PLC0415

import ast
import gettext
import io
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "bot" / "locale"

# Babel's own header for fa says one form, and its Arabic one orders the forms in another way.
# Source: Unicode CLDR, language plural rules.
PLURALS = {
    "sv": (2, "(n != 1)"),
    "ar": (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"),
    "fa_AF": (2, "(n > 1)"),
}

# Forms that stand for one number only may say it in a word ("شقتان" is already two flats).
SAYS_ITS_NUMBER = {"sv": {0}, "ar": {0, 1, 2}, "fa_AF": set[int]()}

# How the source says a sentence, and which arguments are its words: `_("…")`, `N_("…")` in a table,
# `_.plural("…", "…", n)` and `_.context("…", "…")`.
KEYWORDS = {"_": None, "N_": None, "_.plural": (1, 2), "_.context": ((1, "c"), 2)}
PLACEHOLDER = re.compile(r"\{(\w+)\}")

_PASSING_HEADERS = (
    b'"POT-Creation-Date:',
    b'"PO-Revision-Date:',
    b'"Last-Translator:',
    b'"Language-Team:',
    b'"Report-Msgid-Bugs-To:',
    b'"Generated-By:',
)


def load(locale: str, folder: Path = FOLDER) -> gettext.NullTranslations:
    """The translations of one locale; a sentence that is missing is said in English.

    Compiles `messages.po` when `messages.mo` is missing or was made from another `.po`. A folder that
    cannot be written is no fault: then the catalogue is compiled in memory. Raises ValueError, naming
    the file, when a `.po` cannot be read.
    """
    source = folder / locale / "messages.po"
    if not source.exists():
        return gettext.NullTranslations()
    compiled = source.with_suffix(".mo")
    made_from = source.stat().st_mtime_ns
    if compiled.exists() and compiled.stat().st_mtime_ns == made_from:
        return gettext.GNUTranslations(io.BytesIO(compiled.read_bytes()))
    content = _compiled(source)
    _keep(compiled, content, made_from)
    return gettext.GNUTranslations(io.BytesIO(content))


def update(folder: Path = FOLDER, root: Path = ROOT) -> None:
    """Writes `messages.pot` from the source, and brings every `.po` in step with it.

    Translations are kept; a sentence that is no longer said moves to the end, marked as obsolete, and
    comes back from there. Nothing is guessed from similar sentences.
    """
    template = extracted(root)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "messages.pot").write_bytes(written(template))
    for locale in PLURALS:
        path = folder / locale / "messages.po"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(written(in_step(template, path, locale)))


def extracted(root: Path = ROOT) -> "Catalog":
    """Every sentence that the source says, in the order of its files."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir
    from babel.messages.frontend import parse_mapping_cfg

    with (root / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping, "babel.cfg")  # type: ignore[no-untyped-call]
    template = Catalog(project="helavagen", fuzzy=False, header_comment="# The words of Hela vägen.")
    found = extract_from_dir(root / "bot", methods, options, keywords=KEYWORDS)
    for file, line, words, _, context in sorted(found, key=lambda each: each[:2]):
        template.add(words, locations=[(f"bot/{Path(file).as_posix()}", line)], context=context)
    return template


def spoken(
    file: IO[bytes], keywords: Collection[str], comment_tags: object, options: object
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """The sentences of one source file, for Babel: line, keyword, the words, no comments.

    A sentence that is a name (`_(item.label)`) was marked with N_ where it stands. Raises ValueError for
    one that is put together on the spot, which no catalogue can hold.
    """
    for call in ast.walk(ast.parse(file.read())):
        if not isinstance(call, ast.Call) or ast.unparse(call.func) not in keywords:
            continue
        if any(isinstance(each, ast.JoinedStr | ast.BinOp) for each in call.args):
            raise ValueError(f"{file.name}:{call.lineno}: a sentence that no catalogue can hold")
        words = tuple(_literal(each) for each in call.args)
        if any(words):
            yield call.lineno, ast.unparse(call.func), words, []


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def in_step(template: "Catalog", path: Path, locale: str) -> "Catalog":
    """The catalogue at `path` (which may not exist yet) with the sentences of the template."""
    from babel.messages.catalog import Catalog

    catalogue = Catalog(
        locale=locale, project="helavagen", fuzzy=False, header_comment=template.header_comment
    )
    forms, expression = PLURALS[locale]
    catalogue.mime_headers = [("Plural-Forms", f"nplurals={forms}; plural={expression};")]
    kept = {_key(each): each for each in _all_messages(path)} if path.exists() else {}
    for message in template:
        if not message.id:
            continue
        known = kept.pop(_key(message), None)
        catalogue.add(
            message.id,
            known.string if known else None,
            locations=message.locations,
            user_comments=known.user_comments if known else (),
            flags=known.flags & {"fuzzy"} if known else (),
            context=message.context,
        )
    for old in kept.values():
        if _forms(old.string):
            catalogue.obsolete[old.id if isinstance(old.id, str) else old.id[0]] = old
    return catalogue


def written(catalogue: "Catalog") -> bytes:
    """A catalogue as the file holds it: no dates, no people, no line numbers."""
    from babel.messages.pofile import write_po

    out = io.BytesIO()
    write_po(out, catalogue, width=110, sort_by_file=True, include_lineno=False)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_PASSING_HEADERS))


def problems(folder: Path = FOLDER) -> list[str]:
    """What is wrong in the catalogues, one line for each fault; empty when they are complete."""
    from babel.messages.pofile import read_po

    template = folder / "messages.pot"
    if not template.exists():
        return ["there is no messages.pot"]
    with template.open("rb") as file:
        wanted = {_key(message): message for message in read_po(file) if message.id}
    found: list[str] = []
    for locale in PLURALS:
        path = folder / locale / "messages.po"
        if not path.exists():
            found.append(f"{locale}: there is no messages.po")
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, locale=locale)
        found += (f"{locale}: {line}" for line in _faults(catalogue, wanted, locale))
    return found


def _faults(catalogue: "Catalog", wanted: dict[object, "Message"], locale: str) -> Iterator[str]:
    count, expression = PLURALS[locale]
    if (catalogue.num_plurals, catalogue.plural_expr) != (count, expression):
        yield f"the plural header is not nplurals={count}; plural={expression};"
    present = {_key(message): message for message in catalogue if message.id}
    for key in wanted.keys() - present.keys():
        yield f"missing: {_name(wanted[key])}"
    for key in present.keys() - wanted.keys():
        yield f"no longer said: {_name(present[key])}"
    for message in present.values():
        yield from (f"{fault}: {_name(message)}" for fault in _message_faults(message, locale))


def _message_faults(message: "Message", locale: str) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    plural = not isinstance(message.id, str)
    if not strings or not all(strings):
        yield "not translated"
        return
    if plural and len(strings) != PLURALS[locale][0]:
        yield f"{len(strings)} forms"
        return
    wanted = _placeholders(" ".join(_forms(message.id)))
    for number, string in enumerate(strings):
        spared = {"n"} if plural and number in SAYS_ITS_NUMBER[locale] else set()
        if _placeholders(string) | spared != wanted | spared:
            yield f"placeholders differ in form {number}" if plural else "placeholders differ"


def _placeholders(text: str) -> set[str]:
    # A brace that is part of no placeholder is a fault too, hence it counts as one.
    stray = {brace for brace in PLACEHOLDER.sub("", text) if brace in "{}"}
    return set(PLACEHOLDER.findall(text)) | stray


def _forms(text: object) -> list[str]:
    if isinstance(text, str):
        return [text] if text else []
    return [form for form in text if form] if isinstance(text, tuple | list) else []


def _key(message: "Message") -> object:
    """The same sentence with another plural is another sentence: its old forms do not fit."""
    return message.context, message.id if isinstance(message.id, str) else tuple(message.id)


def _name(message: "Message") -> str:
    text = " / ".join(_forms(message.id))
    return f"{message.context}: {text!r}" if message.context else repr(text)


def _all_messages(path: Path) -> list["Message"]:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file)
    return [*catalogue.obsolete.values(), *(message for message in catalogue if message.id)]


def _compiled(source: Path) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.name, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise ValueError(f"{source}: {error}") from error
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _keep(path: Path, content: bytes, made_from: int) -> None:
    """Writes the compiled catalogue with the time of its source, whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".messages-")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.utime(name, ns=(made_from, made_from))
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
