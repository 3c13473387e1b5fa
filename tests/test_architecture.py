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
    "storage": {"database_place", "domain", "zone_data"},
    "places": {"domain"},
    "public_holidays": {"domain"},
    "services": {"domain", "storage", "config", "prompts"},
    "discord_app": {
        "token",
        "domain",
        "lists",
        "services",
        "storage",
        "config",
        "prompts",
        "helplines",
    },
    "images": {"domain"},
    "jobs": set(),
    "local_discord": set(),
    "plain_words": set(),
    "strict_yaml": {"nearest_key", "plain_words"},
    "nearest_key": set(),
    "exit_codes": set(),
    "lists": set(),
    "example_settings": set(),
    "remarks": set(),
    "new_files": {"storage"},
    "causes": {"storage"},
    "service_manager": {"domain"},
    "health": {"domain", "storage"},
    "leaving": set(),
    "operation": {"domain", "services"},
    "health_command": {"config", "domain", "exit_codes", "health", "readiness"},
    "invite_command": {"discord_app", "readiness", "strict_yaml", "token"},
    "systemd_unit": {"config", "exit_codes"},
    "init_command": {
        "config",
        "example_settings",
        "new_files",
        "readiness",
        "setting_storage",
        "storage",
        "systemd_unit",
    },
    "application_settings": {"discord_app", "invite_command", "lists", "remarks"},
    "at_discord": {"application_settings", "discord_app", "remarks", "services", "token"},
    "check_command": {
        "at_discord",
        "causes",
        "exit_codes",
        "lists",
        "remarks",
        "readiness",
        "storage",
        "unopened_reports",
        "versions",
    },
    "safe_mode": {
        "causes",
        "config",
        "discord_app",
        "domain",
        "helplines",
        "places",
        "prompt_files",
        "prompts",
        "readiness",
        "services",
        "storage",
        "strict_yaml",
        "token",
    },
    "run_command": {
        "app",
        "causes",
        "config",
        "exit_codes",
        "health",
        "leaving",
        "logs",
        "operation",
        "readiness",
        "safe_mode",
        "service_manager",
        "storage",
        "until_stopped",
    },
    "until_stopped": {"domain", "service_manager", "versions"},
    "work_command": {
        "app",
        "leaving",
        "logs",
        "readiness",
        "service_manager",
        "until_stopped",
        "worker",
    },
    "worker": {
        "app",
        "assembly",
        "config",
        "discord_app",
        "domain",
        "jobs",
        "opened_store",
        "prompts",
        "services",
        "token",
    },
    "config": {
        "database_place",
        "earlier_settings",
        "setting_metrics",
        "setting_sections",
        "setting_storage",
        "strict_yaml",
    },
    "database_file": {"setting_storage", "storage"},
    "database_place": set(),
    "move_command": {"database_file", "database_place", "readiness", "storage"},
    "opened_store": {"config", "database_place", "services", "storage"},
    "setting_storage": {"setting_values"},
    "setting_metrics": {"setting_values"},
    "earlier_settings": set(),
    "setting_sections": {"prompts", "setting_values"},
    "helplines": {"domain", "strict_yaml"},
    "crisis_rules": {"crisis_rule_files", "domain", "strict_yaml"},
    "crisis_rule_files": set(),
    "care_model": {"domain", "strict_yaml"},
    "detail_cues": {"domain", "strict_yaml"},
    "phone_numbers": {"helplines"},
    "local_discord_cli": {"exits", "local_discord_command"},
    "local_discord_command": {"exit_codes", "local_discord", "strict_yaml"},
    "simulation": {"config", "domain", "readiness", "services", "setting_values"},
    "simulate_cli": {"exits", "simulate_command", "trial_command"},
    "simulate_command": {"config", "readiness", "simulation", "strict_yaml"},
    "trial_command": {
        "config",
        "domain",
        "lists",
        "own_prompts",
        "prompts",
        "readiness",
        "services",
        "setting_values",
        "storage",
        "strict_yaml",
    },
    "screen_command": {"care_model", "crisis_rules", "domain", "prompt_files"},
    "backup_commands": {"database_file", "lists", "readiness", "setting_storage", "storage"},
    "audit_command": {"domain", "readiness", "storage"},
    "unopened_reports": {"config", "domain", "storage"},
    "exits": {"exit_codes", "readiness", "storage", "strict_yaml", "token"},
    "erase_command": {"domain", "lists", "readiness", "services", "storage"},
    "rotation_command": {
        "backup_commands",
        "config",
        "readiness",
        "setting_storage",
        "storage",
    },
    "deck_files": {"prompts", "strict_yaml"},
    "message_files": {"deck_files", "prompts", "strict_yaml"},
    "prompt_files": {
        "care_model",
        "crisis_rules",
        "deck_files",
        "message_files",
        "detail_cues",
        "domain",
        "helplines",
        "phone_numbers",
        "prompts",
        "strict_yaml",
    },
    "setting_values": {"database_place"},
    "token": {"config", "strict_yaml"},
    "prompts": {"domain", "helplines", "strict_yaml"},
    "logs": {"setting_sections"},
    "assembly": {
        "config",
        "discord_app",
        "domain",
        "images",
        "places",
        "prompts",
        "public_holidays",
        "services",
        "storage",
    },
    "farewell_command": {
        "app",
        "assembly",
        "config",
        "own_prompts",
        "readiness",
        "services",
        "storage",
        "token",
    },
    "app": {
        "assembly",
        "opened_store",
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
    "gallery": {
        "assembly",
        "config",
        "discord_app",
        "domain",
        "garbage",
        "prompts",
        "services",
        "storage",
    },
    "demo": {
        "gallery",
        "prompt_files",
        "token",
        "app",
        "assembly",
        "local_discord",
        "config",
        "prompts",
        "logs",
        "setting_sections",
        "strict_yaml",
    },
    "cli": {
        "audit_command",
        "backup_commands",
        "check_command",
        "demo",
        "erase_command",
        "exits",
        "farewell_command",
        "health_command",
        "init_command",
        "invite_command",
        "local_discord_cli",
        "move_command",
        "prompt_files",
        "rotation_command",
        "run_command",
        "screen_command",
        "simulate_cli",
        "work_command",
    },
    "own_prompts": {"prompt_files", "prompts", "strict_yaml"},
    "readiness": {
        "causes",
        "garbage",
        "helplines",
        "own_prompts",
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
    "garbage": set(),
    "versions": {"zone_data"},
}
OUTSIDE = {
    # libraries that only these parts may import
    "discord": {"discord_app", "exits", "gallery"},
    "aiosqlite": {"storage"},
    "sqlite3": {"storage", "versions"},
    "psycopg": {"storage"},
    "psycopg_pool": {"storage"},
    "cryptography": {"storage"},
    "apscheduler": {"jobs"},
    "yaml": {"strict_yaml"},
    "PIL": {"images"},
    "prometheus_client": {"operation"},
    "holidays": {"public_holidays"},
}
ENGINES = {"sqlite": {"aiosqlite", "sqlite3"}, "postgresql": {"psycopg", "psycopg_pool"}}
"""What only a folder of `storage` may know: the tables are the same for the other engine."""
SUBJECTS = (
    {
        "context",
        "ports",
        "clock",
        "help_cards",
        "server_choices",
        "awaited",
        "language_choices",
        "backups",
        "key_rotation",
        "measures",
        "requests",
        "read_first",
        "following",
    },
    {"cool_downs", "membership", "restrictions"},
    {"moderators"},
    {"ages"},
    {"community", "direct_messages", "forms", "help", "schedules", "servers"},
    {"care", "encouragements", "offers"},
    {"asks", "listeners"},
    {"conversations"},
    {"question_before_accepting"},
    {"aftercare", "open_asks", "blocks", "goals", "mornings"},
    {"moderation"},
    {"suggestions"},
    {"privacy", "retention"},
    {"delivery", "timers"},
    {"farewell"},
)
"""Each subject of the services may import those before it, and what stands in the first row."""


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


@pytest.mark.parametrize("module", sorted((BOT / "storage").rglob("*.py")), ids=str)
def test_only_the_engine_knows_which_one_it_is(module: Path) -> None:
    """Table files get rows and give statements."""
    used = {name.split(".")[0] for name in imported(module)}
    for engine, known in ENGINES.items():
        assert subject(module, "storage") == engine or not used & known


def test_domain_uses_the_standard_library_only() -> None:
    """The domain is pure: nothing from outside, no clock, no chance, no input or output."""
    impure = {"asyncio", "io", "os", "pathlib", "random", "secrets", "socket", "sys", "time"}
    pure = (sys.stdlib_module_names | {"bot"}) - impure
    used = {name.split(".")[0] for file in (BOT / "domain").glob("*.py") for name in imported(file)}
    assert used <= pure


LAYERS = {"services", "storage", "discord_app"}


def first_line(module: Path) -> str:
    """What a module says of itself."""
    return (ast.get_docstring(ast.parse(module.read_text())) or "").partition("\n")[0]


def subject(module: Path, layer: str) -> str:
    """The folder, or single file, of a layer that a module belongs to."""
    return module.relative_to(BOT / layer).parts[0].removesuffix(".py")


def rank(name: str) -> int:
    """Where a subject stands."""
    return next(row for row, names in enumerate(SUBJECTS) if name in names)


@pytest.mark.parametrize("module", sorted((BOT / "services").rglob("*.py")), ids=str)
def test_a_subject_of_the_services_knows_only_those_before_it(module: Path) -> None:
    """So there is no circle among them, and one can be read after the other."""
    own = subject(module, "services")
    for name in imported(module):
        parts = name.split(".")
        if parts[:2] == ["bot", "services"] and len(parts) > 2 and parts[2] != own:
            before = rank(parts[2]) < rank(own) or rank(parts[2]) == rank(own) == 0
            assert before, f"{own} imports {name}"


SHARED_BY_HANDLERS = {
    "components",
    "forms",
    "interactions",
    "permissions",
    "rendering",
    "schedules",
}


@pytest.mark.parametrize("module", sorted((BOT / "discord_app").rglob("*.py")), ids=str)
def test_a_subject_of_the_discord_side_knows_only_those_before_it(module: Path) -> None:
    """The same order as in the services; beside them, what all handlers share."""
    own = subject(module, "discord_app")
    if own in SHARED_BY_HANDLERS | {"gateway", "outgoing", "every_feature", "__init__"}:
        return
    for name in imported(module):
        parts = name.split(".")
        if parts[:2] == ["bot", "discord_app"] and parts[2] not in SHARED_BY_HANDLERS | {own}:
            assert rank(parts[2]) < rank(own), f"{own} imports {name}"


def test_every_folder_says_what_lives_in_it() -> None:
    """Each folder has a README; a subject's folder says it in its first line, for its layer."""
    root = BOT.parent
    folders = {file.parent for file in [*modules(), *root.glob("tests/**/*.py")]}
    folders |= {root / "prompts", root}
    subjects = {f for f in folders if f.parent.name in LAYERS and f.parent.parent != root}
    silent = {f for f in subjects if f.is_relative_to(BOT) and not first_line(f / "__init__.py")}
    assert not silent
    folders -= subjects
    missing = {str(f.relative_to(root)) for f in folders if not (f / "README.md").is_file()}
    assert not missing
