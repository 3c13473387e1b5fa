#!/usr/bin/env bash
# disnake 2.12.0: a daily tasks.loop whose time has a ZoneInfo is taken, starts, and never runs; its error
# handler is not called either.
#
# Behaviour: the documentation of `time` says that zones are supported. A time with a zone of zoneinfo has no
# offset without a date, so disnake's look for the next time compares a time without an offset with one that
# has one; that happens before the part that reports errors. start() returns, nothing is raised to the caller,
# @loop.error and @loop.after_loop stay silent, failed() is False. Only the task that start() returned knows.
# Of the same family, nextcord 2.6.0 refuses such a time where it is written, discord.py 2.7.1 runs it.
# Seen: disnake ran=0 error_handler=0 failed=False task=TypeError; nextcord refused; discord.py ran=1.
# Why it matters: a port from discord.py keeps its decorators, and the reminders of a whole community just stop.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cat > "$dir/loop.py" <<'PY'
import asyncio
import importlib
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

tasks = importlib.import_module(f"{sys.argv[1]}.ext.tasks")


async def main():
    ran, told = [], []
    soon = datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(seconds=2)
    try:  # refused where it is written, or nowhere
        at_soon = tasks.loop(time=soon.timetz())
        at_soon(main)
    except TypeError:
        return "refused"

    @at_soon
    async def daily():
        ran.append(1)

    @daily.error
    async def error(_):
        told.append(1)

    task = daily.start()
    await asyncio.sleep(4)
    failure = type(task.exception()).__name__ if task.done() else "running"
    return f"ran={len(ran)} error_handler={len(told)} failed={daily.failed()} task={failure}"


print(asyncio.run(main()))
PY
look() {
  python3 -m venv "$dir/$2"
  "$dir/$2/bin/pip" install -qq --disable-pip-version-check "$1" tzdata==2026.6
  "$dir/$2/bin/python" "$dir/loop.py" "$2"
}
expect() { echo "$1: $3"; [ "$2" = "$3" ]; }
expect disnake "ran=0 error_handler=0 failed=False task=TypeError" "$(look disnake==2.12.0 disnake)"
expect nextcord "refused" "$(look nextcord==2.6.0 nextcord)"
expect discord.py "ran=1 error_handler=0 failed=False task=running" "$(look discord.py==2.7.1 discord)"
