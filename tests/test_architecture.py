"""Who may import whom."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"

ALLOWED: dict[str, set[str]] = {
    # what a part may import of bot, besides itself
    "domain": set(),
    "storage": {"domain"},
    "places": {"domain"},
    "services": {"domain", "storage", "config", "prompts"},
    "discord_app": {
        "token",
        "domain",
        "services",
        "storage",
        "config",
        "prompts",
        "helplines",
    },
    "jobs": set(),
    "local_discord": set(),
    "plain_words": set(),
    "strict_yaml": {"plain_words"},
    "config": {"prompts", "setting_values", "strict_yaml"},
    "helplines": {"strict_yaml"},
    "prompt_files": {"helplines", "prompts", "strict_yaml"},
    "setting_values": set(),
    "token": {"config", "strict_yaml"},
    "prompts": {"strict_yaml", "helplines"},
    "logs": {"config"},
    "app": {
        "places",
        "prompt_files",
        "token",
        "domain",
        "storage",
        "services",
        "discord_app",
        "jobs",
        "config",
        "prompts",
    },
    "demo": {"prompt_files", "token", "app", "local_discord", "config", "prompts", "logs"},
    "cli": {
        "app",
        "demo",
        "local_discord",
        "logs",
        "readiness",
        "storage",
        "strict_yaml",
        "versions",
    },
    "readiness": {
        "prompt_files",
        "token",
        "config",
        "prompts",
        "storage",
        "strict_yaml",
        "zone_data",
    },
    "__main__": {"cli"},
    "__init__": {"zone_data"},
    "zone_data": set(),
    "versions": {"zone_data"},
}
OUTSIDE = {
    # libraries that only these parts may import
    "discord": {"discord_app", "cli"},
    "aiosqlite": {"storage"},
    "sqlite3": {"storage", "versions"},
    "cryptography": {"storage"},
    "apscheduler": {"jobs"},
    "yaml": {"strict_yaml"},
}
CORE = {
    "ask_channels",
    "addressing",
    "afterwards",
    "check_ins",
    "context",
    "departing",
    "free_to_ask",
    "greeting",
    "incoming",
    "kinds",
    "looking",
    "losing",
    "on_schedule",
    "partnering",
    "passing",
    "ports",
    "presence",
    "returning",
    "saying",
    "strays",
    "sweeping",
    "system",
    "talking",
    "timing",
    "tallying",
    "undelivered",
}
"""Services that others build on; `due` and `delivery` call the rest."""


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(BOT.rglob("*.py"))


def part(module: Path) -> str:
    """The folder or file of bot/ that a module belongs to."""
    return module.relative_to(BOT).parts[0].removesuffix(".py")


def imported(module: Path) -> Iterator[str]:
    """The dotted names that a module imports."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("module", modules(), ids=lambda path: str(path.relative_to(BOT)))
def test_a_module_imports_only_what_its_part_may(module: Path) -> None:
    """Imports go one way: app, discord_app, services, storage, domain."""
    own = part(module)
    for name in imported(module):
        top, *rest = name.split(".")
        if top == "bot" and rest and rest[0] != own:
            assert rest[0] in ALLOWED[own], f"{own} must not import {name}"
        assert own in OUTSIDE.get(top, {own}), f"{own} must not import {name}"


def test_domain_uses_the_standard_library_only() -> None:
    """The domain is pure: nothing from outside, no clock, no chance, no input or output."""
    impure = {"asyncio", "io", "os", "pathlib", "random", "secrets", "socket", "sys", "time"}
    pure = (sys.stdlib_module_names | {"bot"}) - impure
    used = {name.split(".")[0] for file in (BOT / "domain").glob("*.py") for name in imported(file)}
    assert used <= pure


@pytest.mark.parametrize("folder", ["services", "discord_app/commands"])
def test_siblings_do_not_know_each_other(folder: str) -> None:
    """Each intention stands alone: only due and delivery call others, and all build on the core."""
    prefix = "bot." + folder.replace("/", ".") + "."
    for file in (BOT / folder).glob("*.py"):
        if file.stem in {"due", "delivery", "__init__"}:
            continue
        siblings = {
            name.removeprefix(prefix).split(".")[0]
            for name in imported(file)
            if name.startswith(prefix)
        }
        assert siblings <= CORE, f"{file.name} imports {siblings - CORE}"


def test_every_folder_says_what_lives_in_it() -> None:
    """Each folder of the package, the prompts and the tests has a README."""
    root = BOT.parent
    folders = {file.parent for file in [*modules(), *root.glob("tests/**/*.py")]}
    folders |= {root / "prompts", root}
    missing = {str(f.relative_to(root)) for f in folders if not (f / "README.md").is_file()}
    assert not missing
