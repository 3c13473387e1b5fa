#!/usr/bin/env bash
# chat_exporter 3.1.0: what people agreed on as "Tuesday, 8 December 2026 20:00" stands in the transcript as
# "Wednesday,  8 December 2026 19:59", and in UTC, whatever time zone the transcript was asked for.
#
# Behaviour: a Discord timestamp, <t:...:F>, is rendered by taking one second off, and by taking month, day and hour
# of that in the year 2010, whose weekday is written; then the text "2010" is replaced by the right year. `tz_info`
# reaches the times of the messages themselves, not the times in them. The day that 2010 did not have, 29 February,
# goes another way and has its own weekday, still a second early.
# Seen with tz_info "Europe/Berlin", message and timestamp both of the same moment, 20:00 in UTC, 21:00 in Berlin:
#   8 December 2026: message "21:00", timestamp "Wednesday,  8 December 2026 19:59" (it is a Tuesday)
#   29 February 2028: message "21:00", timestamp "Tuesday, 29 February 2028 19:59" (it is one)
# Why it matters: support tickets are closed into such transcripts, and the times that were offered and agreed are why
# somebody opens one again. A minute and a weekday off reads as somebody's mistake, and no test with ":R" or a year
# that begins on the same day, as 2027 does, shows the weekday.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check chat_exporter==3.1.0 discord.py==2.7.1
cat > "$dir/ticket.py" <<'PY'
import asyncio
import re
from datetime import datetime, timezone

import chat_exporter
import discord

PERSON = {"id": "5", "username": "somebody", "discriminator": "0", "avatar": None, "global_name": None}
MEMBER = {"user": PERSON, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False,
          "flags": 0}
ROLE = {"id": "1", "name": "@everyone", "permissions": "0", "position": 0, "color": 0, "hoist": False,
        "managed": False, "mentionable": False, "flags": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}
GUILD = {"id": "1", "name": "Community", "owner_id": "5", "roles": [ROLE], "members": [MEMBER], "emojis": [],
         "features": [], "member_count": 1}
CHANNEL = {"id": "2", "type": 0, "name": "ticket-7", "guild_id": "1", "position": 0, "permission_overwrites": []}


async def transcript(moment):
    """The time of a message, and what its timestamp of the same moment is shown as."""
    client = discord.Client(intents=discord.Intents.none())
    state = client._connection
    guild = discord.Guild(data=GUILD, state=state)
    channel = discord.TextChannel(state=state, guild=guild, data=CHANNEL)
    data = {"id": str(discord.utils.time_snowflake(moment)), "channel_id": "2", "author": PERSON, "member": MEMBER,
            "content": f"Shall we talk {discord.utils.format_dt(moment, 'F')}?", "timestamp": moment.isoformat(),
            "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
            "attachments": [], "embeds": [], "pinned": False, "type": 0, "flags": 0, "components": []}
    message = discord.Message(state=state, channel=channel, data=data)
    page = await chat_exporter.raw_export(channel, [message], tz_info="Europe/Berlin", military_time=True,
                                          raise_exceptions=True)
    sent = re.search(r'chatlog__timestamp"[^>]*>([^<]*)<', page)[1]
    shown = re.search(r'class="unix-timestamp"[^>]*>([^<]*)<', page)[1]
    return sent.split()[-1], shown


async def main():
    for day in ((2026, 12, 8), (2028, 2, 29)):
        moment = datetime(*day, 20, tzinfo=timezone.utc)
        print(moment.strftime("%A %H:%M"), "|", *await transcript(moment))


asyncio.run(main())
PY
seen=$("$dir/venv/bin/python" "$dir/ticket.py")
echo "$seen"
[ "$seen" = 'Tuesday 20:00 | 21:00 Wednesday,  8 December 2026 19:59
Tuesday 20:00 | 21:00 Tuesday, 29 February 2028 19:59' ]
