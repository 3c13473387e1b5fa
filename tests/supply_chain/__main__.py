"""python -m tests.supply_chain TOOLS: audit, licences and materials of what the bot runs with.

TOOLS is the folder of the commands that `tests/audit.lock` brings. Ends with 1 where something is
known to be vulnerable or under a licence that is not allowed; see README.md.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from tests.supply_chain import audit, licences, sbom

ROOT = Path(__file__).parent.parent.parent
BOTS_LOCK = ROOT / "requirements.lock"
LOCKS = (Path("tests/requirements.lock"), Path("tests/audit.lock"))
"""All that is audited: the tests' lock has the bot's packages, too, in the same versions."""

MATERIALS = ROOT / "build" / "sbom.cdx.json"


def main(tools: Path) -> int:
    """Print all three, write the materials; 0 when nothing is wrong."""
    lock = sbom.locked(BOTS_LOCK.read_text())
    audits = [audit.of_lock(tools / "pip-audit", one) for one in LOCKS]
    listed = _said(tools / "pip-licenses", *_LICENCES_AS, "--python", sys.executable)
    packages = [one for one in licences.read(listed) if sbom.plain(one.name) in lock]
    wrong = licences.faults(packages)
    said = ["## Supply chain: known vulnerabilities", *(line for _, one in audits for line in one)]
    said.append(f"## Supply chain: licences of {len(packages)} packages that the bot runs with")
    said += [f"{one.name} {one.version}: {one.licence}" for one in packages]
    said += [f"kept, {name}: {why}" for name, (_, why) in licences.EXCEPTIONS.items()]
    said += [f"NOT ALLOWED: {fault}" for fault in wrong]
    click.echo("\n".join(said))
    _print_materials(tools, lock)
    return 0 if not wrong and all(passes for passes, _ in audits) else 1


_LICENCES_AS = ("--from", "mixed", "--format", "json")


def _print_materials(tools: Path, lock: Mapping[str, sbom.Locked]) -> None:
    # Unvalidated: cyclonedx-py builds it from its own typed model, and to check that takes 6 s.
    as_ = ("--output-reproducible", "--short-PURLs", "--no-validate", "--output-format", "JSON")
    project = ("--pyproject", str(ROOT / "pyproject.toml"))
    report = _said(tools / "cyclonedx-py", "environment", *as_, *project, sys.executable)
    materials = sbom.only_locked(report, lock)
    MATERIALS.parent.mkdir(exist_ok=True)
    MATERIALS.write_text(json.dumps(materials, indent=1) + "\n")
    where = MATERIALS.relative_to(ROOT)
    click.echo(f"## Supply chain: CycloneDX {materials['specVersion']}, as in {where}")
    click.echo(sbom.in_one_line(materials))


def _said(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - ours


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
