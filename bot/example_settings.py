"""The commented settings that come with the bot."""

from pathlib import Path


def shipped_example() -> Path:
    """`config.example.yaml`: in an installed wheel inside the package."""
    package = Path(__file__).parent
    installed = package / "_config.example.yaml"
    return installed if installed.is_file() else package.parent / "config.example.yaml"
