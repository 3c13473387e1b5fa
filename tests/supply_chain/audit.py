"""Whether a vulnerability is known of anything that is locked, and whether anybody could say so.

pip-audit calls "could not be audited" a success; with `--strict` it stops at the first such
package, and does not say whether a service answered for any other. So its JSON is read, and
strictly: where a service answers, it has to answer for every package.
"""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SERVICES = ("pypi", "osv")
"""In this order; the first that answers is believed."""

NOBODY = "could not be audited: no service answered"

_SECONDS_TO_ANSWER = "10"
# How pip-audit 2.10.1 ends when a service is out of reach, in trouble, or no such service at all.
_OUT_OF_REACH = (
    "Could not connect",
    "ConnectionError",
    "ServiceError",
    "Timeout",
    "JSONDecodeError",
)


class AuditFailed(Exception):
    """pip-audit could not read what it was given, or is not there: says what it said."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What one service said of one lock."""

    known: tuple[str, ...]
    """Packages for which it answered, with their versions."""
    unknown: tuple[str, ...]
    """Packages for which it did not."""
    vulnerable: tuple[str, ...]
    """One line for each vulnerability."""

    @property
    def answered(self) -> bool:
        """Whether there is a service at all."""
        return bool(self.known)

    @property
    def passes(self) -> bool:
        """Whether nothing is wrong as far as anybody could say."""
        return not self.vulnerable and not (self.answered and self.unknown)


def read(report: str) -> Audit:
    """An audit from pip-audit's JSON."""
    known, unknown, vulnerable = [], [], []
    for one in json.loads(report)["dependencies"]:
        if "skip_reason" in one:
            unknown.append(one["name"])
            continue
        known.append(f"{one['name']} {one['version']}")
        for fault in one["vulns"]:
            mended = ", ".join(fault["fix_versions"]) or "no version yet"
            vulnerable.append(f"{known[-1]}: {fault['id']}, mended in {mended}")
    return Audit(tuple(known), tuple(unknown), tuple(vulnerable))


def asked(tool: Path, lock: Path, service: str) -> Audit:
    """What this service says. Raises AuditFailed where that is not for want of an answer."""
    options = ("--disable-pip", "--require-hashes", "--progress-spinner", "off")
    command: list[str | Path] = [tool, *options, "--timeout", _SECONDS_TO_ANSWER]
    command += ["--format", "json", "--vulnerability-service", service, "--requirement", lock]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if said.stdout.startswith("{"):
        return read(said.stdout)
    last = said.stderr.strip().splitlines()[-1:] or [""]
    if said.returncode and any(sign in last[0] for sign in _OUT_OF_REACH):
        return Audit((), (), ())
    raise AuditFailed(last[0])


def of_lock(tool: Path, lock: Path, services: Sequence[str] = SERVICES) -> tuple[bool, list[str]]:
    """Whether this lock passes, and what is to be said of it."""
    for service in services:
        audit = asked(tool, lock, service)
        if audit.answered:
            return audit.passes, _in_words(str(lock), service, audit)
    return True, [f"{lock}: {NOBODY} ({', '.join(services)})"]


def _in_words(lock: str, service: str, audit: Audit) -> list[str]:
    packages = len(audit.known)
    found = [f"{lock}: {packages} packages audited by {service}, {len(audit.vulnerable)} faults"]
    found += [f"  {line}" for line in audit.vulnerable]
    return found + [f"  {name}: not known to {service}, so not audited" for name in audit.unknown]
