"""`lend-an-ear screen`: which card some lines call for. Stores nothing. Words for operators."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.care_model import load_model
from bot.crisis_rules import load_crisis_rules
from bot.domain.care import Finding, Screen
from bot.domain.details import Detail
from bot.prompt_files import details_of


def screen_lines(folder: Path, *, explain: bool, as_json: bool) -> None:
    """Read lines from standard input until it ends, and say of each which card it calls for.

    Raises FileFaults for a rules file with a fault.
    """
    screen, details = Screen(load_crisis_rules(folder), load_model(folder)), details_of(folder)
    for line in sys.stdin:
        text = line.rstrip("\r\n")
        found = screen.look(text, thoroughly=explain or as_json)
        if as_json:
            click.echo(json.dumps(_record(found, details.look(text)), ensure_ascii=False))
            continue
        click.echo(f"{_card(found) or 'no card'}: {text}")
        for reason in _why(found) if explain else ():
            click.echo(f"    {reason}")


def _record(found: Finding, details: Sequence[Detail]) -> dict[str, object]:
    spans = [[one.start, one.end, one.kind] for one in details]
    return {"card": _card(found), "why": _why(found), "details": spans}


def _card(found: Finding) -> str | None:
    return found.card.value if found.card else None


def _why(found: Finding) -> list[str]:
    """Each reason as language.rule or model, what became of it or was strongest, the clause."""
    return [
        f"{'.'.join(filter(None, (one.language, one.rule)))}"
        f" -> {one.card.value if one.card else 'nothing'}"
        f"{f' ({one.slot})' if one.slot else ''}"
        f"{f' by {list(one.because)}' if one.because else ''}: {one.clause}"
        for one in found.why
    ]
