"""A line that was typed: what is done?

A query is answered with a page. What begins with a colon is a command of the table in `commands.py`, and each
has a function here of its name; those that the command line has too are handed to it, with the question and
what is set beside it, and ask the archive that is open.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

import click

from dateline.indexer.format.fields import FACETS, facet_of
from dateline.indexer.opensearch.address import is_address
from dateline.search.cli.opened import held
from dateline.search.cli.prompt.commands import help_lines, meant_by, named
from dateline.search.cli.prompt.session import DEFAULTS, Session
from dateline.search.cli.streams import say, shown_in_pages, write

if TYPE_CHECKING:
    from dateline.search.results import ArticleHit

__all__ = ["OBEYED", "Leave", "obey"]

_COMMAND: Final = re.compile(r"\s*:\s*([^\W\d_]*)\s*(.*?)\s*", re.DOTALL)
_HIT: Final = re.compile(r"[1-9][0-9]{0,8}")
_LEAVING: Final = ("exit", "quit", "help", "q", "?")


class Leave(Exception):
    """The person has seen enough."""


def obey(session: Session, line: str) -> None:
    """Answer the query or obey the command of a line that is not blank. Leave when that is what it says.

    QueryError; UsageError for what is no command, or not what one takes; what the archive raises.
    """
    found = _COMMAND.fullmatch(line)
    if found is None:
        if line.strip().lower() in _LEAVING:
            meant = ":help" if line.strip().lower() in ("help", "?") else ":q"
            say(f"note: this is searched for; the command is {meant}")
        session.ask(line.strip())
        return
    name, rest = found[1], found[2]
    if not name:
        name, rest = ("show", rest) if rest else ("help", "")
    command = named(name)
    if command is None:
        meant_name = meant_by(name)
        advice = f"Did you mean :{meant_name}?" if meant_name else "See: :help"
        raise click.UsageError(f"there is no command :{name}. {advice}")
    OBEYED[command.name](session, rest)


# -- pages and hits ------------------------------------------------------------------------------------


def _next(session: Session, rest: str) -> None:
    _demand_nothing("next", rest)
    session.next_page()


def _previous(session: Session, rest: str) -> None:
    _demand_nothing("previous", rest)
    session.previous_page()


def _show(session: Session, rest: str) -> None:
    from dateline.search.cli.showing import write_article

    meant = session.article(_number("show", rest))
    query = session.query or None
    screen = session.screen()
    archive = session.archive()
    shown_in_pages(lambda: write_article(archive, meant, query, screen), True)


def _open(session: Session, rest: str) -> None:
    from dateline.search.cli.opening import open_article

    said, where = _with_choice("open", rest)
    number = _number("open", said)
    article = session.archive().get(session.article(number))
    far = any(map(is_address, session.folders))
    open_article(article, session.row(number).line, where, far=far)


def _cite(session: Session, rest: str) -> None:
    said, form = _with_choice("cite", rest)
    hit: ArticleHit = session.hit(_number("cite", said))
    if form is None:
        from dateline.search.output.citing import cited, cited_in_markdown

        write([cited(hit), "", cited_in_markdown(hit)])
    else:
        from dateline.search.output import references

        write(references.ris([hit]) if form == "ris" else references.bibtex([hit]), end="")


def _like(session: Session, rest: str) -> None:
    session.ask_like(session.article(_number("like", rest)))


# -- what the command line has -------------------------------------------------------------------------


def _facets(session: Session, rest: str) -> None:
    from dateline.search.cli.counting import facets

    words = _words(rest)
    fields = [word for word in words if not word.startswith("-") and not word.isdecimal()]
    wrong = [field for field in fields if facet_of(field) is None]
    if wrong or not fields:
        lead = f"{wrong[0]!r} is nothing to count by." if wrong else "by which field?"
        raise click.UsageError(f"{lead} There are {', '.join(FACETS)}, meta.NAME")
    options = [word for word in words if word not in fields]
    chosen = [part for field in fields for part in ("--by", field)]
    _run(session, facets, [*chosen, *options], asks=True)


def _timeline(session: Session, rest: str) -> None:
    from dateline.search.cli.counting import timeline

    first, *options = [*_words(rest), ""]
    chosen = ["--by", first] if first and not first.startswith("-") else [first]
    _run(session, timeline, [word for word in (*chosen, *options) if word], asks=True)


def _kwic(session: Session, rest: str) -> None:
    from dateline.search.cli.looking import kwic

    if not session.query:
        raise click.UsageError("of which words? Type a query first")
    _run(session, kwic, _words(rest), asks=True)


def _terms(session: Session, rest: str) -> None:
    from dateline.search.cli.looking import terms

    if not rest:
        raise click.UsageError("which words? Give the letters that they begin with: :terms bord")
    _run(session, terms, ["--", rest])


def _stats(session: Session, rest: str) -> None:
    from dateline.search.cli.looking import stats

    _demand_nothing("stats", rest)
    _run(session, stats, [])


def _save(session: Session, rest: str) -> None:
    from dateline.search.cli.saving import add

    if not session.query:
        raise click.UsageError("there is no query to save. Ask one first")
    if not rest:
        raise click.UsageError("under which name? As in :save border")
    _run(session, add, [*_filters(session), "--", rest, session.query])


def _saved(session: Session, rest: str) -> None:
    from dateline.search.cli.saving import saved

    _run(session, saved, _words(rest))


def _run(session: Session, command: click.Command, arguments: Sequence[str], *, asks: bool = False) -> None:
    """Run a command of the command line; one that `asks`, about the question as it stands."""
    if asks and session.similar_to is not None:
        raise click.UsageError("that is about a query. Ask one first: this is an answer to :like")
    of_question = [*_filters(session), "--", session.query] if asks else []
    where = [part for folder in session.folders for part in ("--index", folder)]
    archive = session.archive()

    def answer() -> int:
        with held(session.folders, archive):
            context = command.make_context(str(command.name), [*where, *arguments, *of_question])
            with context:
                return cast("int", command.invoke(context))

    commands: dict[str, click.Command] = getattr(command, "commands", {})
    run = next((commands[word] for word in arguments if word in commands), command)
    pages_itself = any(option.name == "pager" for option in run.params)
    try:
        shown_in_pages(answer, not pages_itself)
    except click.exceptions.Exit:  # its help was printed
        return


def _filters(session: Session) -> list[str]:
    """What is set, as the options of a command that counts or keeps."""
    return [
        part
        for name, value in session.settings.items()
        if value is not None and value != DEFAULTS[name] and name not in ("sort", "by")
        for part in (f"--{name}", value)
    ]


# -- what is set ---------------------------------------------------------------------------------------


def _setting(name: str) -> Callable[[Session, str], None]:
    command = named(name)
    choices = command.choices if command is not None else ()

    def set_it(session: Session, rest: str) -> None:
        value = _unquoted(rest) if not choices else rest.lower()
        if value and choices and value not in choices:
            raise click.UsageError(f":{name} takes {' or '.join(choices)}, not {rest!r}")
        if value and not choices:
            _demand_filter(name, value)
        before = session.settings[name]
        session.settings[name] = value or DEFAULTS[name]
        if session.settings[name] == before:
            takes = f"; it takes {' or '.join(choices)}" if choices else ""
            say(f"{name} is {before or 'not set'}{takes}")
            return
        session.ask_again()

    return set_it


def _demand_filter(name: str, value: str) -> None:
    """QueryError for what is no date or no value."""
    from dateline.search.query.reading import every_article, restrict

    filters: dict[str, Any] = {name: value}
    restrict(every_article(), **filters)


def _clear(session: Session, rest: str) -> None:
    _demand_nothing("clear", rest)
    session.settings = dict(DEFAULTS)
    session.ask_again()


# -- the rest ------------------------------------------------------------------------------------------


def _help(session: Session, rest: str) -> None:
    columns = shutil.get_terminal_size().columns

    def answer() -> int:
        write(help_lines(columns))
        return 0

    shown_in_pages(answer, True)


def _quit(session: Session, rest: str) -> None:
    raise Leave


def _demand_nothing(name: str, rest: str) -> None:
    if rest:
        raise click.UsageError(f":{name} takes nothing, not {rest!r}")


def _number(name: str, said: str) -> int:
    if not _HIT.fullmatch(said):
        given = f"{said!r} is no number of a hit." if said else "which hit?"
        raise click.UsageError(f"{given} As in :{name} 3")
    return int(said)


def _with_choice(name: str, rest: str) -> tuple[str, str | None]:
    """What is said of a hit: its number, and what is wanted of it."""
    command = named(name)
    number, _, choice = rest.partition(" ")
    choice = choice.strip().lstrip("-").lower()
    if choice and command is not None and choice not in command.choices:
        raise click.UsageError(f":{name} {number} takes {' or '.join(command.choices)}, not {choice!r}")
    return number, choice or None


def _words(rest: str) -> list[str]:
    try:
        return shlex.split(rest)
    except ValueError as error:
        raise click.UsageError(f"a quote is not closed: {rest}") from error


def _unquoted(rest: str) -> str:
    """A value as it is, or in quotes."""
    return rest[1:-1].strip() if len(rest) > 1 and rest[0] == rest[-1] == '"' else rest


OBEYED: Final[dict[str, Callable[[Session, str], None]]] = {
    "next": _next,
    "previous": _previous,
    "show": _show,
    "open": _open,
    "cite": _cite,
    "like": _like,
    "facets": _facets,
    "timeline": _timeline,
    "kwic": _kwic,
    "terms": _terms,
    "stats": _stats,
    "save": _save,
    "saved": _saved,
    "clear": _clear,
    "help": _help,
    "quit": _quit,
    **{name: _setting(name) for name in DEFAULTS},
}
