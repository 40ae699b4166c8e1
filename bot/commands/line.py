"""The command line as a table of contents: names, options and what they mean."""

# Each command imports what it needs when it is called.
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Hela vägen: a Telegram bot for the tenants and staff of a housing company.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@app.command("run")
def run() -> None:
    """Run the bot until it is told to end."""
    from bot.commands.run import run as act

    raise typer.Exit(act())


@app.command("try")
def try_(
    port: Annotated[int, typer.Option(help="Where the page is served, on this machine only.")] = 8088,
    folder: Annotated[Path | None, typer.Option(help="Keep the demo database in this folder.")] = None,
) -> None:
    """Try the bot without a token: a page of phones, with a made-up company."""
    from bot.commands.theatre import act

    act(port, folder)


@app.command("seed")
def seed(json: Json = False) -> None:
    """Fill an empty database with a made-up company and print one-time codes."""
    from bot.commands.seed import act

    act(json)


@app.command("invite")
def invite(
    role: Annotated[
        str, typer.Argument(help="household, helper, caretaker, staff, officer or admin.", metavar="ROLE")
    ],
    home: Annotated[
        str | None, typer.Option(help="Object number of the household's home.", metavar="OBJECT")
    ] = None,
    household: Annotated[int | None, typer.Option(help="Id of a household that is known.")] = None,
    helper: Annotated[bool, typer.Option("--helper", help="A child or friend who helps.")] = False,
    areas: Annotated[str, typer.Option(help="Areas of a caretaker, comma between; all if none.")] = "",
    name: Annotated[str | None, typer.Option(help="Name of one who works here; never of a tenant.")] = None,
    days: Annotated[int | None, typer.Option(help="For how many days the code is valid.", min=1)] = None,
    json: Json = False,
) -> None:
    """Make a one-time code and its link."""
    from bot.commands.invite import Wish, act

    wished = tuple(area.strip() for area in areas.split(",") if area.strip())
    act(Wish(role, home, household, helper, wished, name, days), json)


@app.command("import")
def import_(
    kind: Annotated[str, typer.Argument(help="What: homes or terminations.", metavar="KIND")],
    file: Annotated[Path, typer.Argument(help="The file of your system: .csv or .xlsx.", metavar="FILE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    fewer: Annotated[
        bool, typer.Option("--fewer", help="Of homes: it is right that many are missing.")
    ] = False,
) -> None:
    """Take in homes, or notices to quit, from the company's own system."""
    from bot.commands.imports import act

    raise typer.Exit(act(kind, file, dry_run, fewer))


@app.command("export")
def export(
    kind: Annotated[str, typer.Argument(help="What: orders or allocation.", metavar="KIND")],
    file: Annotated[
        Path, typer.Argument(help="The file to write: .csv, .xlsx, or .html to print.", metavar="FILE")
    ],
    open_: Annotated[bool, typer.Option("--open", help="Only what is not closed.")] = False,
) -> None:
    """Write the work orders as a table or as pages to print, or the one-in-five ledger as a table."""
    from bot.commands.export import act

    act(kind, file, open_)


@app.command("ask")
def ask(
    questions: Annotated[
        list[str] | None,
        typer.Argument(help="One or more; one a line on standard input if none.", metavar="[QUESTION…]"),
    ] = None,
    locale: Annotated[str, typer.Option(help="The asker's language: sv, ar, fa_AF or en.")] = "sv",
    json: Json = False,
    answers: Annotated[
        Path | None, typer.Option(help="Other answers, <language>/answers/<id>.md in it.", metavar="FOLDER")
    ] = None,
) -> None:
    """Say which answer the finder gives to a question, and whether it is an emergency."""
    from bot.commands.ask import act

    act(questions or [], locale, json, answers)


@app.command("gallery")
def gallery(
    file: Annotated[Path, typer.Argument(help="The page to write.", metavar="FILE.html")],
) -> None:
    """Write every message in four languages side by side, for those who review the words."""
    from bot.commands.gallery import act

    act(file)


@app.command("check")
def check(
    ledger: Annotated[
        bool,
        typer.Option("--ledger", help="Recompute every decision of the one-in-five ledger, and only that."),
    ] = False,
) -> None:
    """Look over settings, company profile, catalogues and database."""
    from bot.commands.check import act

    raise typer.Exit(act(ledger))
