import json
from typing import Any

import pytest

from tests.supply_chain import sbom

LOCK = """\
aiohttp==3.14.5 \\
    --hash=sha256:00
audioop-lts==0.2.2 ; python_full_version >= '3.13' \\
    --hash=sha256:01
discord-py==2.7.1 \\
    --hash=sha256:02
"""


def component(name: str, version: str) -> dict[str, Any]:
    """One package as cyclonedx-py 7.5.0 lists it."""
    address = {"type": "vcs", "url": "https://forge.example/x"}
    licences = [{"license": {"id": "MIT"}}, {"license": {"name": "see https://x.example"}}]
    found = {"bom-ref": f"{name}=={version}", "name": name, "version": version}
    return {**found, "externalReferences": [address], "licenses": licences}


def report(*components: dict[str, Any]) -> str:
    """The list of an environment in which everything needs everything."""
    refs = [one["bom-ref"] for one in components]
    return json.dumps(
        {
            "$schema": "https://cyclonedx.example/bom.json",
            "bomFormat": "CycloneDX",
            "metadata": {"component": {"bom-ref": "root", "name": "lend-an-ear"}},
            "components": components,
            "dependencies": [{"ref": one, "dependsOn": refs} for one in ["root", *refs]],
        }
    )


WHOLE = (component("aiohttp", "3.14.5"), component("discord.py", "2.7.1"))


def test_only_what_is_locked_is_listed_with_who_needs_whom() -> None:
    """The tests' own packages are in the same environment."""
    found = sbom.only_locked(report(*WHOLE, component("pytest", "9.1")), sbom.locked(LOCK))
    assert [one["name"] for one in found["components"]] == ["aiohttp", "discord.py"]
    refs = ["aiohttp==3.14.5", "discord.py==2.7.1"]
    assert found["dependencies"] == [{"ref": one, "dependsOn": refs} for one in ["root", *refs]]


def test_no_address_is_left() -> None:
    """In whatever value it stands."""
    found = sbom.only_locked(report(*WHOLE), sbom.locked(LOCK))
    assert "://" not in sbom.in_one_line(found)
    assert found["components"][0]["licenses"] == [{"license": {"id": "MIT"}}, {"license": {}}]


@pytest.mark.parametrize(
    ("components", "why"),
    [
        (WHOLE[:1], "discord-py is missing, and locked as 2.7.1"),
        ((component("aiohttp", "3.14.4"), WHOLE[1]), "aiohttp is 3.14.4, and locked as 3.14.5"),
        ((*WHOLE, component("audioop-lts", "1")), "audioop-lts is 1, and locked as 0.2.2"),
    ],
    ids=["missing", "another version", "another version of what need not be there"],
)
def test_another_environment_is_refused(components: tuple[dict[str, Any], ...], why: str) -> None:
    """The list would be one of another bot. What only other Pythons need may be missing."""
    with pytest.raises(sbom.NotWhatIsLocked, match=why):
        sbom.only_locked(report(*components), sbom.locked(LOCK))
