"""The unit that runs the bot under systemd: how it is started, and what it may not do.

https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html says what each line means.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.config import Settings
from bot.exit_codes import FAILED, IN_SAFE_MODE

_STATE = Path("/var/lib")
_HOMES = (Path("/home"), Path("/root"), Path("/run/user"))
_PASSING = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - looked for, not written to

_UNIT = """\
# Save it as /etc/systemd/system/lend-an-ear.service, then:
#   systemctl daemon-reload && systemctl enable --now lend-an-ear
# `systemctl status lend-an-ear` says whether it is connected, or in safe mode.
[Unit]
Description=Lend an Ear, a Discord bot for peer support
Wants=network-online.target
After=network-online.target

[Service]
Type=notify
ExecStart={command}
User={user}
Restart=on-failure
RestartSec=10
# these ask for a person: to start again does not help
RestartPreventExitStatus={not_again}
WatchdogSec=60
TimeoutStopSec=30

# it writes here and nowhere else
{places}
UMask=0077

NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome={homes}
PrivateTmp={own_tmp}
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
CapabilityBoundingSet=
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""


def unit(config: Path, settings: Settings) -> str:
    """Its text, for the settings in this file and the Python that runs now."""
    written = sorted(set(_outermost(_written(settings))))
    used = [*written, config, Path(sys.prefix), Path(sys.base_prefix), Path(__file__)]
    return _UNIT.format(
        command=" ".join(map(_in_command, (*_program(), "run", "--config", str(config)))),
        user=_owner(config.parent),
        not_again=f"{FAILED} {IN_SAFE_MODE}",
        places="\n".join(_places(written)),
        homes="read-only" if _below(used, _HOMES) else "yes",
        own_tmp="no" if _below(used, _PASSING) else "yes",
    )


def _program() -> tuple[str, ...]:
    installed = Path(sys.prefix) / "bin" / "lend-an-ear"
    return (str(installed),) if installed.is_file() else (sys.executable, "-m", "bot")


def _written(settings: Settings) -> Iterator[Path]:
    """The folders that the bot writes into."""
    files = settings.storage
    folders = [files.here.parent, files.key_file.parent, settings.backup.folder]
    return (folder.resolve() for folder in folders if folder is not None)


def _outermost(folders: Iterable[Path]) -> Iterator[Path]:
    known = set(folders)
    return (one for one in known if not known.intersection(one.parents))


def _places(folders: Iterable[Path]) -> Iterator[str]:
    """systemd makes and guards what lies in its own place for such things."""
    for folder in folders:
        if folder != _STATE and folder.is_relative_to(_STATE):
            yield f"StateDirectory={_quoted(str(folder.relative_to(_STATE)))}"
            yield "StateDirectoryMode=0700"
        else:
            yield f"ReadWritePaths={_quoted(str(folder))}"


def _below(paths: Iterable[Path], tops: Iterable[Path]) -> bool:
    return any(path.is_relative_to(top) for path in paths for top in tops)


def _owner(folder: Path) -> str:
    """Whose files the bot's are, also where somebody else prints the unit."""
    return folder.owner() if folder.exists() else _owner(folder.parent)


def _in_command(word: str) -> str:
    """A command's words know variables, too."""
    return _quoted(word).replace("$", "$$")


def _quoted(word: str) -> str:
    """As systemd reads words: what % stands for is itself where it is doubled."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{plain}"' if set(plain) & set(" '\"\\;") else plain
