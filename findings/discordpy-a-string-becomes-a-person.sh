#!/usr/bin/env bash
# discord.py 2.7.1: in a form, what a string select gives is no string where a user select beside it names the same
# person. `Select.values` then holds a User, and only then.
#
# Behaviour: Discord sends what all selects of a form resolved to in one object, beside the values of each. For every
# select, of whatever kind, discord.py takes from that object whatever has an id among its values, and leaves the
# values alone only where it finds nothing. A string select whose options are ids (people whom somebody talked with,
# say) so changes the type of its answer by what was picked in another field.
# Seen, one option chosen each time, its value an id: nobody picked in the user select -> ['str']; somebody else
# picked -> ['str']; the same person picked -> ['User'].
# Why it matters: "leave these out" as a list of one's own and a picker for everybody else is a form where both
# naturally name the same person. Comparing ids with the answer then finds nobody, without an error, and the person
# who was to be left out twice is not left out at all. `interaction.data` keeps the strings.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check discord.py==2.7.1
"$dir/venv/bin/python" - <<'PY'
import asyncio

import discord

ONE, ANOTHER = "204000000000000001", "204000000000000002"
seen = []


class LeaveOut(discord.ui.Modal, title="Leave somebody out"):
    talked = discord.ui.Label(
        text="You talked with them",
        component=discord.ui.Select(custom_id="talked", options=[discord.SelectOption(label="Kettle", value=ONE)]),
    )
    anybody = discord.ui.Label(
        text="Anybody else", component=discord.ui.UserSelect(custom_id="anybody", required=False)
    )

    async def on_submit(self, interaction):
        seen.append([type(value).__name__ for value in self.talked.component.values])


def account(number):
    return {"id": number, "username": "somebody", "discriminator": "0", "global_name": None, "avatar": None}


def submitted(picked):
    """What the gateway sends for a form that was submitted in direct messages."""
    talked = {"type": 3, "id": 2, "custom_id": "talked", "values": [ONE]}
    anybody = {"type": 5, "id": 4, "custom_id": "anybody", "values": picked}
    fields = [{"type": 18, "id": 1, "component": talked}, {"type": 18, "id": 3, "component": anybody}]
    resolved = {"users": {number: account(number) for number in picked}} if picked else {}
    return {
        "id": "1", "application_id": "2", "type": 5, "token": "token", "version": 1, "locale": "en-US",
        "user": account("3"), "channel_id": "9", "channel": {"id": "9", "type": 1, "flags": 0}, "entitlements": [],
        "authorizing_integration_owners": {}, "attachment_size_limit": 10485760,
        "data": {"custom_id": "form", "components": fields, "resolved": resolved},
    }


async def main():
    client = discord.Client(intents=discord.Intents.none())
    await client._async_setup_hook()
    for picked in ([], [ANOTHER], [ONE]):
        client._connection._view_store.add_view(LeaveOut(custom_id="form"))
        client._connection.parse_interaction_create(submitted(picked))
        await asyncio.sleep(0.5)
        print("picked beside it:", picked, "-> the string select gives", seen[-1])


asyncio.run(main())
assert seen == [["str"], ["str"], ["User"]], seen
PY
