"""How the house is kept: small files, short functions, one name for one thing, one way down."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"
LINES_A_FILE = 250
LINES_A_FUNCTION = 25
LAYERS = ("services", "storage", "discord_app")

LONG: Mapping[str, str] = {
    "services/retention.py:purge_expired": "every kind of row, one a line",
    "discord_app/interactions/command_tree.py:_encourage": "the options of a command, each once",
    "storage/asks/drafts.py:save": "the columns of a row, one a line",
    "storage/delivery/outbox.py:_values": "the columns of a row, one a line",
    "storage/schedules/schedules.py:save": "the columns of a row, one a line",
}
"""Functions that may be longer, and why: all are lists, none decides anything."""

NOT_OF_A_SUBJECT = {
    "storage": {"encryption", "postgresql", "sqlite"},
    "discord_app": {"components", "gateway", "help", "interactions", "outgoing", "rendering"},
}
"""Folders of a layer that are its own machinery; every other has a name of the services'."""


def modules(*apart: str) -> list[Path]:
    """Every module of the package, some folders apart."""
    return [p for p in sorted(BOT.rglob("*.py")) if p.relative_to(BOT).parts[0] not in apart]


def name_of(path: Path) -> str:
    """A module as it is imported."""
    parts = path.relative_to(BOT.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of its body, those of functions in it included, its docstring not."""
    first = function.body[1 if ast.get_docstring(function) and len(function.body) > 1 else 0]
    return (function.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_file_is_long(path: Path) -> None:
    """What does not fit holds two things."""
    assert path.read_text().count("\n") <= LINES_A_FILE


def test_no_function_is_long_but_lists() -> None:
    """And none is named as long that no longer is."""
    long = {
        f"{path.relative_to(BOT)}:{one.name}"
        for path in modules("local_discord", "demo")
        for one in functions(ast.parse(path.read_text()))
        if length(one) > LINES_A_FUNCTION
    }
    assert long == set(LONG)


def test_no_public_function_of_the_services_has_a_name_for_everything() -> None:
    """At most three of them may share a name."""
    named = defaultdict(set)
    for path in sorted((BOT / "services").rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                named[node.name].add(path.stem)
    assert not {n: where for n, where in named.items() if len(where) > 3 and n[0] != "_"}


def test_no_class_name_stands_twice() -> None:
    """The local Discord and the demo have worlds of their own."""
    named = defaultdict(set)
    for path in modules("local_discord", "demo"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                named[node.name].add(name_of(path))
    assert not {name: where for name, where in named.items() if len(where) > 1}


@pytest.mark.parametrize("layer", NOT_OF_A_SUBJECT)
def test_a_subject_has_the_same_name_on_each_layer(layer: str) -> None:
    """So that `ls bot/*/conversations` shows all of it."""
    subjects = {p.name for p in (BOT / "services").iterdir() if (p / "__init__.py").exists()}
    folders = {p.name for p in (BOT / layer).iterdir() if (p / "__init__.py").exists()}
    assert folders - NOT_OF_A_SUBJECT[layer] <= subjects
    assert NOT_OF_A_SUBJECT[layer] <= folders


def imports(path: Path, known: Mapping[str, Path]) -> set[str]:
    """The modules that one needs when it is imported; what is only for types is not among them."""
    tree = ast.parse(path.read_text())
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    needed = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in for_types:
            for one in node.names:
                full = f"{node.module}.{one.name}"
                needed.add(full if full in known else node.module)
    return needed & known.keys()


def test_no_files_import_each_other_in_a_circle() -> None:
    """Take away what needs nothing that is left, until nothing is left."""
    known = {name_of(path): path for path in modules()}
    left = {name: imports(path, known) - {name} for name, path in known.items()}
    while free := {name for name, needed in left.items() if not needed & left.keys()}:
        left = {name: needed for name, needed in left.items() if name not in free}
    assert not left


def handled() -> dict[str, set[str]]:
    """For each button, the files in which it is handled."""
    where = defaultdict(set)
    for path in sorted((BOT / "discord_app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            target = node.target if isinstance(node, ast.AnnAssign) else None
            if isinstance(target, ast.Attribute) and target.attr == "buttons":
                assert isinstance(node, ast.AnnAssign)
                for key in getattr(node.value, "keys", []):
                    if isinstance(key, ast.Constant):
                        where[str(key.value)].add(str(path.relative_to(BOT)))
    return where


def test_a_button_lives_in_one_file_and_below_notices_in_one_table() -> None:
    """Adding one touches the file of its handler and, where it stands below a notice, the table."""
    table = BOT / "discord_app/rendering/notice_buttons.py"
    handlers = handled()
    assert len(handlers) > 100
    assert not {action: files for action, files in handlers.items() if len(files) != 1}
    constants = [n for n in ast.walk(ast.parse(table.read_text())) if isinstance(n, ast.Constant)]
    below = {str(one.value) for one in constants}
    assert {"accept", "end", "take_back", "say_thanks"} <= below & handlers.keys()
    assert ".button(" not in (table.parent / "notices.py").read_text()
