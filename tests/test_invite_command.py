"""`invite`: the link with what the bot needs, and nothing else."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.discord_app import permissions
from bot.invite_command import PERMISSIONS, SCOPES
from bot.local_discord.permissions import Permissions

ROOT = Path(__file__).parent.parent
APPLICATION = "123456789012345678"
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong1.a-secret-that-nobody-reads"


def invited(folder: Path, *more: str, token: str | None = None) -> tuple[int, str]:
    """The exit code, and all that it says."""
    arguments = ["invite", "--config", str(folder / "config.yaml"), *more]
    result = CliRunner().invoke(main, arguments, env={"DISCORD_TOKEN": token})
    return result.exit_code, result.output


@pytest.mark.parametrize("source", ["argument", "environment", "token file"])
def test_the_link_asks_for_exactly_what_is_needed(tmp_path: Path, source: str) -> None:
    """Whoever's id it is; each scope and permission with what it is for; no part of the token."""
    if source == "token file":
        (tmp_path / "config.yaml").write_text("discord: {token_file: token}\n")
        (tmp_path / "token").write_text(TOKEN)
        (tmp_path / "token").chmod(0o600)
    more = [APPLICATION] if source == "argument" else []
    token = TOKEN if source == "environment" else None
    code, said = invited(tmp_path, *more, token=token)
    assert code == 0
    asked = parse_qs(urlsplit(said.splitlines()[0]).query)
    assert asked["client_id"] == [APPLICATION]
    assert asked["scope"] == ["bot applications.commands"]
    bits = Permissions(int(asked["permissions"][0]))
    assert bits == sum(Permissions[name.upper()] for name in permissions.ALL)
    for name in (*SCOPES, *(shown for shown, _ in PERMISSIONS.values())):
        assert re.search(rf"(?m)^  {name}: \S", said)
    assert "secret" not in said


@pytest.mark.parametrize(
    ("more", "token", "told"),
    [
        ([], None, "DISCORD_TOKEN: no token"),
        ([], "a.good.token", "does not say whose it is"),
        ([TOKEN], None, "no application id"),
        (["12"], None, "no application id"),
    ],
)
def test_without_an_id_it_says_where_that_is(
    tmp_path: Path, more: list[str], token: str | None, told: str
) -> None:
    """In plain words, which repeat nothing."""
    code, said = invited(tmp_path, *more, token=token)
    assert code == 1
    assert told in said
    assert "General Information" in said
    assert "secret" not in said
    assert "Traceback" not in said


def test_there_is_one_list_of_permissions() -> None:
    """What `invite` explains, and what the README names, is what /setup looks for."""
    assert tuple(PERMISSIONS) == permissions.ALL
    names = [shown for shown, _ in PERMISSIONS.values()]
    assert (
        f"permissions {', '.join(names[:-1])} and {names[-1]}" in (ROOT / "README.md").read_text()
    )
