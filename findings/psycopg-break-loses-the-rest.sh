#!/usr/bin/env bash
# psycopg 3.3.9: notifications that came together are lost when the loop over notifies() is left at the first of them.
#
# Behaviour: the connection cannot be asked anything while notifies() runs, so one leaves the loop to do the work and
# comes back for the next. Since 3.2.4 psycopg keeps what arrives in between, and its changes say that none is lost
# while the generator does not run. What one read brought beside the notification that one left with is
# in a list of the generator, and goes with it. Nothing is raised, and there is no trace in the connection.
# Seen, PostgreSQL 16.2, three notifications of one transaction ("1", "2", "3") while the listener waits:
#   the loop goes on until its timeout: 1 2 3      left at each, and begun again: 1
#   the same three while the loop does not run, left at each, and begun again: 1 2 3
# Why it matters: "wait for a sign, leave, ask the table, wait again" is how a queue on PostgreSQL is read on one
# connection. One at a time it never fails; three asks in a busy second, and two of them wait for the next look.
set -euo pipefail
dir=$(mktemp -d)
as=()
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check "psycopg[binary]==3.3.9" pgserver==0.1.4
bin=$(echo "$dir"/venv/lib/python3*/site-packages/pgserver/pginstall/bin)
trap '"${as[@]}" "$bin/pg_ctl" -D "$dir/own/data" -m immediate stop > /dev/null || true; rm -rf "$dir"' EXIT
mkdir "$dir/own"
if [ "$(id -u)" = 0 ]; then chmod 755 "$dir"; chown 65534:65534 "$dir/own"; fi
"${as[@]}" "$bin/initdb" -D "$dir/own/data" -U bot -A trust > /dev/null
options="-k $dir/own -c listen_addresses=''"
"${as[@]}" "$bin/pg_ctl" -D "$dir/own/data" -w -l "$dir/own/log" -o "$options" start > /dev/null
cat > "$dir/listen.py" <<'PY'
import asyncio
import sys

import psycopg

WHERE = f"host={sys.argv[1]} user=bot dbname=postgres"


async def three(before=0.0):
    """Three notifications of one transaction."""
    await asyncio.sleep(before)
    async with await psycopg.AsyncConnection.connect(WHERE) as other:
        await other.execute("SELECT pg_notify('asks', n::text) FROM generate_series(1, 3) n")


async def goes_on(listener):
    return [note.payload async for note in listener.notifies(timeout=2)]


async def left_at_each(listener):
    """The work is done outside of the loop, since the connection is the loop's until then."""
    seen = []
    while True:
        async for note in listener.notifies(timeout=2):
            break
        else:
            return seen
        seen.append(note.payload)
        await listener.execute("SELECT 1")


async def heard(how, *, waiting):
    async with await psycopg.AsyncConnection.connect(WHERE, autocommit=True) as listener:
        await listener.execute("LISTEN asks")
        if waiting:
            sending = asyncio.create_task(three(before=0.5))
            seen = await how(listener)
            await sending
        else:
            await three()
            await listener.execute("SELECT 1")
            seen = await how(listener)
        return " ".join(seen)


async def main():
    print("waiting, goes on:", await heard(goes_on, waiting=True))
    print("waiting, left at each:", await heard(left_at_each, waiting=True))
    print("not waiting, left at each:", await heard(left_at_each, waiting=False))


asyncio.run(main())
PY
seen=$("$dir/venv/bin/python" "$dir/listen.py" "$dir/own")
echo "$seen"
[ "$seen" = 'waiting, goes on: 1 2 3
waiting, left at each: 1
not waiting, left at each: 1 2 3' ]
