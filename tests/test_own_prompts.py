"""A folder of texts from an earlier version is refused before anybody needs what it lacks."""

import shutil
from pathlib import Path

import pytest

from bot.own_prompts import load_complete
from bot.prompt_files import shipped_prompts
from bot.readiness import NotReady, look
from bot.strict_yaml import FileFaults

RULES = ("crisis", "details")
"""They have no sentence, and take long to read."""
CARD = "  help_card_hidden: You have a message.\n"


def changed(folder: Path, old: str, new: str, *left_out: str) -> Path:
    """A copy of the shipped texts in which something of every language is another. What is left
    out is the shipped."""
    own = folder / "own"
    shutil.copytree(shipped_prompts(), own, ignore=shutil.ignore_patterns(*left_out))
    for file in own.glob("messages.*.yaml"):
        text = file.read_text()
        at = text.index(old)
        file.write_text(text[:at] + new + text[text.index("\n", at) + 1 :])
    return own


def test_a_copy_is_whole(tmp_path: Path) -> None:
    """With everything that a folder of texts may hold."""
    own = changed(tmp_path, "  help_card_hidden:", CARD)
    assert load_complete(own, "en").text("en", "notice.help_card_hidden")


def test_it_may_have_a_server_s_language_first(tmp_path: Path) -> None:
    """In any language that it has."""
    own = changed(tmp_path, "  help_card_hidden:", CARD, *RULES)
    assert load_complete(own, "es").text("en", "notice.help_card_hidden")


def test_a_sentence_that_came_since_is_named(tmp_path: Path) -> None:
    """Also where every language lacks it alike."""
    own = changed(tmp_path, "  help_card_hidden:", "", *RULES)
    with pytest.raises(FileFaults, match=r'"notice\.help_card_hidden" is missing'):
        load_complete(own, "en")


def test_a_value_that_nobody_fills_in_is_named(tmp_path: Path) -> None:
    """It would fail when it is to be said."""
    asking = "  help_card_hidden: A message, {alias}.\n"
    own = changed(tmp_path, "  help_card_hidden:", asking, *RULES)
    with pytest.raises(FileFaults, match=r'"notice\.help_card_hidden" has \{alias\}'):
        load_complete(own, "en")


@pytest.mark.parametrize(
    ("key", "long", "fits"),
    [
        ("with_asks", 1990, False),
        ("nobody_waits", 200, False),
        ("with_asks", 100, True),
        ("nobody_waits", 120, True),
    ],
)
def test_each_text_has_the_room_of_its_place(
    tmp_path: Path, key: str, long: int, fits: bool
) -> None:
    """A few words within a line, and an answer: somebody's own may be longer than the shipped,
    and never so long that what stands beside it has no room."""
    own = changed(tmp_path, f"  {key}: ", f"  {key}: {'x' * long}\n", *RULES)
    if fits:
        assert load_complete(own, "en")
        return
    says = rf'{key}" has {long} characters; at most \d+ fit where it stands'
    with pytest.raises(FileFaults, match=says) as told:
        load_complete(own, "en")
    files = [Path(fault.file).name for fault in told.value.faults]
    assert files == [file.name for file in sorted(own.glob("messages.*.yaml"))]


def mended(file: Path, old: str, new: str) -> tuple[int, int]:
    """Write something else in the place of a line; the line, and the column where it begins."""
    lines = file.read_text().splitlines()
    at = lines.index(old)
    lines[at] = new
    file.write_text("\n".join(lines) + "\n")
    return at + 1, len(old) - len(old.lstrip()) + 1


def test_faults_in_one_language_are_named_where_they_stand(tmp_path: Path) -> None:
    """A key that is missing, one too many, a placeholder too many, a text over Discord's limit, a
    form that is not counted in: each with file, line and column; and nothing of it is taken."""
    own = tmp_path / "own"
    shutil.copytree(shipped_prompts(), own, ignore=shutil.ignore_patterns(*RULES))
    spanish, portuguese = own / "messages.es.yaml", own / "messages.pt-BR.yaml"
    sealed = "  taken_back: O pedido foi retirado. Ninguém pode mais aceitar."
    placeholder = mended(portuguese, sealed, "  taken_back: Retirado, {alias}.")
    key = mended(portuguese, '  sticker: "**{alias}** enviou uma figurinha:"', "  stickr: x")
    missing = portuguese.read_text().splitlines().index("notice:") + 1
    limit = mended(spanish, "    button: Publicar", f"    button: {'x' * 81}")
    form = mended(spanish, '    one: "{count} hora"', '    few: "{count} hora"')
    with pytest.raises(FileFaults) as caught:
        load_complete(own, "en")
    told = str(caught.value)
    for file, (line, column), words in (
        (spanish, limit, "has 81 characters; at most 80 fit here"),
        (spanish, (form[0] - 1, 3), "must be text, or hold exactly the forms that this language"),
        (portuguese, placeholder, '"ask.taken_back" must have no placeholders, as in'),
        (portuguese, key, '"notice.stickr" stands only here'),
        (portuguese, (missing, 1), '"notice.sticker" is missing, which the language "en" has'),
    ):
        assert f"{file}:{line}:{column}: {words}" in told
    assert len(caught.value.faults) == 5
    (tmp_path / "config.yaml").write_text(f"prompts: {{folder: {own}}}\n")
    seen = look(tmp_path / "config.yaml", {})
    assert seen.prompts is None
    with pytest.raises(NotReady):
        seen.ready()
