"""What the README's command leaves out is run all the same."""

from pathlib import Path

from tests.how_much import VARIABLE

CHECK = Path(__file__).parent.parent / ".ci" / "run"


def test_the_check_of_a_clean_checkout_tries_everything() -> None:
    """It sets the variable before it runs the command."""
    lines = CHECK.read_text("utf-8").splitlines()
    assert lines.index(f"export {VARIABLE}=1") < lines.index('bash -euo pipefail -c "$tests"')
