import copy
from collections.abc import Iterator
from typing import Any

import discord

from bot.local_discord import LocalDiscord, Person
from tests.local_discord.conftest import Bot, Wire


def somebody(server: LocalDiscord) -> Person:
    """Make somebody whom the bot can write to."""
    made = server.add_person("alice")
    server.add_guild("Harbour").join(made)
    return made


class Panel(discord.ui.LayoutView):
    """Parts of the second generation: text, a section with a button, a row in a container."""

    def __init__(self) -> None:
        super().__init__()
        go = discord.ui.Button[Any](label="Go", custom_id="go")
        go.callback = self.pressed  # type: ignore[method-assign]
        row = discord.ui.ActionRow[Any](discord.ui.Button[Any](label="Off", disabled=True))
        section = discord.ui.Section[Any]("a section", accessory=go)
        self.add_item(discord.ui.TextDisplay[Any]("a title"))
        self.add_item(discord.ui.Container[Any](section, discord.ui.Separator[Any](), row))

    async def pressed(self, interaction: discord.Interaction) -> None:
        """Change the text."""
        self.clear_items()
        self.add_item(discord.ui.TextDisplay[Any]("done"))
        await interaction.response.edit_message(view=self)


async def test_parts_of_the_second_generation_are_read_and_pressed(
    server: LocalDiscord, bot: Bot
) -> None:
    """Texts in containers and sections are readable, buttons deep inside can be pressed."""
    alice = somebody(server)
    user = await bot.fetch_user(alice.id)
    await user.send(view=Panel())
    (shown,) = alice.sees(alice.dm)
    assert shown.text == "a title\na section"
    assert [(button, button.disabled) for button in shown.buttons] == [("Go", False), ("Off", True)]
    assert (await alice.press(shown, "Go")).kind == "update"
    assert shown.text == "done"


class Template(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"v1:(?P<token>[a-z]+)"):
    """A button that is known by the shape of its id alone."""

    def __init__(self, token: str) -> None:
        super().__init__(discord.ui.Button[Any](label="Read it", custom_id=f"v1:{token}"))
        self.token = token

    @classmethod
    async def from_custom_id(cls, _: Any, __: Any, match: Any) -> "Template":
        """Make it from its id."""
        return cls(match["token"])

    async def callback(self, interaction: discord.Interaction) -> Any:
        """Say the token."""
        await interaction.response.send_message(self.token, ephemeral=True)


async def test_a_button_outlives_its_view(server: LocalDiscord, bot: Bot, wire: Wire) -> None:
    """A button that the client never sent itself is recognised by its custom_id."""
    bot.add_dynamic_items(Template)
    alice = somebody(server)
    button = {"type": 2, "style": 1, "label": "Read it", "custom_id": "v1:abc"}
    body = {"content": "x", "components": [{"type": 1, "components": [button]}]}
    await wire("POST", f"/channels/{alice.dm.id}/messages", body)
    (shown,) = alice.sees(alice.dm)
    response = await alice.press(shown, "Read it")
    assert response.message is not None
    assert response.message.text == "abc"


async def test_an_old_form_works_too(server: LocalDiscord, bot: Bot) -> None:
    """A form of rows with text inputs is shown with its labels and comes back filled in."""

    class Old(discord.ui.Modal, title="Old"):
        words = discord.ui.TextInput[Any](label="Words", default="so far", required=False)

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.edit_message(content=self.words.value, view=None)

    class Opens(discord.ui.View):
        @discord.ui.button(label="Open")
        async def open(self, interaction: discord.Interaction, _: Any) -> None:
            await interaction.response.send_modal(Old())

    alice = somebody(server)
    await (await bot.fetch_user(alice.id)).send("press", view=Opens())
    (shown,) = alice.sees(alice.dm)
    opened = await alice.press(shown, "Open")
    assert opened.form is not None
    assert [(one.label, one.value, one.required) for one in opened.form.fields] == [
        ("Words", "so far", False)
    ]
    done = await alice.submit(opened.form, {})
    assert (done.kind, done.message, shown.text) == ("update", shown, "so far")


async def test_files_go_both_ways(server: LocalDiscord, bot: Bot) -> None:
    """What a person attaches can be downloaded, and what the bot uploads is attached."""
    alice = somebody(server)
    await alice.send(alice.dm, "look", files=[("a.png", b"not really")])
    (heard,) = await bot.hears()
    (attachment,) = heard.attachments
    assert (attachment.content_type, await attachment.read()) == ("image/png", b"not really")
    await heard.channel.send(file=discord.File(__file__, filename="b.txt"))
    (_, shown) = alice.sees(alice.dm)
    assert shown.attachments[0]["filename"] == "b.txt"


NONSENSE: list[Any] = [None, 1, -1, "x", "", [], {}, [1], {"a": 1}, True, 3.5, "x" * 5000, [{}]]
STRAY: dict[str, Any] = {"components": [], "accessory": {}, "component": {}}
"""What holds other parts, where nothing holds any."""
FINE: dict[str, Any] = {
    "content": "x",
    "flags": 0,
    "nonce": "1",
    "enforce_nonce": True,
    "embeds": [{"title": "t", "fields": [{"name": "a", "value": "b"}], "footer": {"text": "x"}}],
    "allowed_mentions": {"parse": ["users"], "users": []},
    "message_reference": {"message_id": "1", "fail_if_not_exists": False},
    "components": [
        {
            "type": 1,
            "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "c"} | STRAY],
        },
        {
            "type": 1,
            "components": [
                {"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "b"}]}
            ],
        },
    ],
}


def paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of everything in a body."""
    inside = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in inside:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from paths(value, (*path, key))


def spoiled(fine: Any) -> Iterator[Any]:
    """Give copies of a body, each with one piece of nonsense somewhere."""
    for path in paths(fine):
        for nonsense in NONSENSE:
            body = copy.deepcopy(fine)
            node = body
            for part in path[:-1]:
                node = node[part]
            node[path[-1]] = nonsense
            yield body


async def test_nonsense_is_refused_and_never_breaks_the_server(
    server: LocalDiscord, wire: Wire
) -> None:
    """Whatever stands anywhere in a body, the answer is a message or a refusal."""
    channel = server.add_guild("Harbour").add_channel("ask-here")
    statuses = set()
    for body in spoiled(FINE):
        status, answer = await wire("POST", f"/channels/{channel.id}/messages", body)
        statuses.add(status)
        assert status in (200, 400), (body, answer)
    assert statuses == {200, 400}


FINE_PARTS: list[Any] = [
    {
        "type": 17,
        "components": [
            {
                "type": 9,
                "components": [{"type": 10, "content": "x"}],
                "accessory": {"type": 2, "style": 5, "url": "https://example.org", "label": "x"},
            },
            {"type": 12, "items": [{"media": {"url": "https://example.org/x.png"}}]},
            {"type": 14, "spacing": 1},
        ],
    }
]
FINE_COMMANDS: list[Any] = [
    {
        "name": "a",
        "description": "x",
        "default_member_permissions": "8",
        "contexts": [0],
        "options": [{"type": 3, "name": "b", "description": "x", "choices": []}],
    },
    {"type": 3, "name": "c", "options": [], "choices": []},
]


async def test_nonsense_in_parts_and_commands_is_refused_too(
    server: LocalDiscord, wire: Wire
) -> None:
    """Parts of the second generation and commands are a body like any other."""
    channel = server.add_guild("Harbour").add_channel("ask-here")
    for parts in spoiled(FINE_PARTS):
        body = {"flags": 1 << 15, "components": parts}
        status, answer = await wire("POST", f"/channels/{channel.id}/messages", body)
        assert status in (200, 400), (body, answer)
    for bodies in spoiled(FINE_COMMANDS):
        status, answer = await wire("PUT", f"/applications/{server.bot_id}/commands", bodies)
        assert status in (200, 400), (bodies, answer)
