"""The statements of the table files are such as PostgreSQL takes too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

STORAGE = Path(__file__).parent.parent.parent / "bot" / "storage"
TABLES = [
    file for file in sorted(STORAGE.rglob("*.py")) if not {"postgresql", "sqlite"} & {*file.parts}
]

REFUSED = {
    # why, by a pattern, and a statement that has it
    "rowid": (r"\browid\b", "SELECT a FROM t ORDER BY rowid"),
    "pragma": (r"\bPRAGMA\b", "PRAGMA user_version"),
    "insert or": (r"\bINSERT OR\b", "INSERT OR IGNORE INTO t VALUES (?)"),
    "time": (r"\b(strftime|unixepoch|julianday)\(", "SELECT strftime('%s')"),
    "json": (r"\bjson_\w+\(", "SELECT json_array(a) FROM t"),
    "blob": (r"\bBLOB\b", "SELECT CAST(a AS BLOB) FROM t"),
    "glob": (r"\b(GLOB|LIKE)\b", "SELECT a FROM t WHERE a GLOB ?"),
    "collate": (r"\bCOLLATE\b", "SELECT a FROM t ORDER BY a COLLATE NOCASE"),
    "functions": (r"\b(ifnull|iif|changes|last_insert_\w+|total)\(", "SELECT IFNULL(a, 0) FROM t"),
    "numbered": (r"\?\d", "SELECT a FROM t WHERE a = ?1"),
    "named": (r"(?<!:)[:@$][a-z_]+\b", "SELECT a FROM t WHERE a = :a"),
    "empty in": (r"\bIN \(\s*\)", "SELECT a FROM t WHERE a IN ()"),
    "is a value": (r"\bIS (NOT )?\?", "SELECT a FROM t WHERE a IS ?"),
    "untyped null": (r"\? IS (NOT )?NULL", "SELECT CASE WHEN ? IS NULL THEN a END FROM t"),
    "sum of a condition": (
        r"\b(SUM|MAX|MIN|AVG)\([^()]*(=|<|>|\bAND\b|\bOR\b)",
        "SELECT SUM(a AND b) FROM t",
    ),
    "number as a condition": (
        r"\b(AND|WHERE|OR) \w+\s+(AND|OR)\b",
        "SELECT a FROM t WHERE a AND b",
    ),
    "reckoning with an alias": (
        r"\bORDER BY NOT\b",
        "SELECT a > 1 AS b FROM t ORDER BY NOT b",
    ),
    "no target": (r"\bON CONFLICT\s+DO UPDATE\b", "INSERT INTO t ON CONFLICT DO UPDATE SET a = 1"),
    "unqualified set": (
        r"\bDO UPDATE SET\b.*\b(\w+) = \1\b(?!\.)",
        "INSERT INTO t ON CONFLICT (b) DO UPDATE SET a = a + 1",
    ),
    "unqualified where": (
        r"\bDO UPDATE SET\b.*\bWHERE \w+\b(?!\.)",
        "INSERT INTO t ON CONFLICT (b) DO UPDATE SET a = 1 WHERE a = excluded.a",
    ),
}
ONLY_THE_DOOR = {"store.py", "beside.py", "end_of_files.py"}
"""Which engine it is, the door asks: where it opens one, or says what lies beside it."""
IMPORTS, ASKS = r"from bot\.storage\.(sqlite|postgresql)\b", r"\bisinstance\(\w+, (Path|Address)\)"
VERBS = {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}
ENGINE_WORDS = {"rowcount", "total_changes", "complete_statement", "lastrowid"}


def statements(source: str) -> Iterator[str]:
    """The texts of a module that look like SQL, on one line; {} for what is put into them."""
    tree = ast.parse(source)
    inside = {
        part for f in ast.walk(tree) if isinstance(f, ast.JoinedStr) for part in ast.walk(f)
    } - {f for f in ast.walk(tree) if isinstance(f, ast.JoinedStr)}
    spoken = {n.value for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if node in inside or node in spoken:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(
                str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values
            )
        else:
            continue
        if re.search(r"\b[A-Z]{2,}\b|\?|\browid\b", text):
            yield " ".join(text.split())


def found(source: str) -> set[str]:
    """Which rules a module breaks."""
    return {
        name
        for text in statements(source)
        for name, (pattern, _) in REFUSED.items()
        if re.search(pattern, text, re.IGNORECASE)
    }


@pytest.mark.parametrize("file", TABLES, ids=lambda file: str(file.relative_to(STORAGE)))
def test_table_files_say_nothing_that_only_sqlite_takes(file: Path) -> None:
    """Neither in their statements nor to their connection."""
    source = file.read_text()
    assert not found(source)
    used = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    assert not used & ENGINE_WORDS


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("form", ["sql = {!r}", "sql = f{!r}", "run({!r} ' LIMIT 1')"])
def test_each_rule_finds_what_it_is_for(name: str, form: str) -> None:
    """In a plain text, in one with something put in, and in one of several pieces."""
    assert name in found(form.format(REFUSED[name][1]))


def test_the_readme_counts_what_differs() -> None:
    """Statements that are written for one engine, and what makes tables anew for the other."""
    readme = (STORAGE / "README.md").read_text("utf-8")
    differ = [text for file in TABLES for text in for_one_engine(file.read_text())]
    assert f"{len(differ)} statements differ in the table files" in readme, differ
    tree = ast.parse((STORAGE / "postgresql" / "dialect.py").read_text())
    kept = {
        name.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for name in node.targets
        if isinstance(name, ast.Name)
    }
    assert {*kept} == {"_BYTES", "_COMMENT", "_REFERENCE", "_TRIGGER", "_DROPS", "_TYPES"}
    types = kept["_TYPES"]
    assert isinstance(types, ast.Tuple)
    patterns = len(types.elts) + len({"_REFERENCE", "_TRIGGER", "_DROPS"})
    assert f"references and triggers ({patterns} patterns)" in readme


def for_one_engine(source: str) -> list[str]:
    """The statements of a module that asks which engine runs."""
    asks = re.search(
        r"\bstorage\.(sqlite|postgresql)\b|\bisinstance\(\w+, (Path|Address)\)", source
    )
    return [one for one in statements(source) if one.split()[0] in VERBS] if asks else []


@pytest.mark.parametrize("file", TABLES, ids=lambda file: str(file.relative_to(STORAGE)))
def test_only_the_door_asks_which_engine_runs(file: Path) -> None:
    """No table file does, so no query stands twice."""
    asks = re.search(IMPORTS, file.read_text())
    assert asks is None or str(file.relative_to(STORAGE)) in ONLY_THE_DOOR


def test_a_statement_for_one_engine_is_counted() -> None:
    """Where a module asks which it is."""
    two = "if isinstance(place, Path): run('SELECT 1')\nelse: run('SELECT 2 FROM t')"
    assert for_one_engine(two) == ["SELECT 1", "SELECT 2 FROM t"]
    assert for_one_engine("run('SELECT 1')") == []


def test_what_is_said_of_a_statement_is_none() -> None:
    """Docstrings may name anything."""
    assert not found('"""Not by rowid, as PRAGMA x says."""')
