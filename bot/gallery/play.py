"""A story of the gallery: a server, people who run, press and fill in, and what of it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import discord

from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.handlers import (
    Ack,
    Answers,
    Handler,
    PickedChannel,
    UserAction,
)
from bot.discord_app.rendering.reply import PICKED, Reply
from bot.domain.ages import Age, AgeRule, Ages
from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId, message_at
from bot.domain.notices import Notice, NoticeKind
from bot.gallery.showing import Gallery, Showing
from bot.gallery.shown import ReadBy, Surface
from bot.gallery.world import Rooms
from bot.services.ages import statements
from bot.services.context import Member
from bot.services.conversations import edits, relay
from bot.services.listeners import approval
from bot.storage.store import Tables

MODERATORS = RoleId(1_180_000_000_000_000_901)
_IDS = 1_180_000_000_000_000_000


class Story:
    """One chapter, in a server of its own."""

    def __init__(self, rooms: Rooms, gallery: Gallery, chapter: str) -> None:
        self.rooms, self.ctx = rooms, rooms.ctx
        self.own = gallery.own
        self._gallery, self._chapter = gallery, chapter
        self.numbers = gallery.numbers
        number = 10 * next(self.numbers)
        self.guild = GuildId(_IDS + 10_000 + number)
        self.asks, self.staff = ChannelId(self.guild + 1), ChannelId(self.guild + 2)

    def keep(self, case: str, seen: Showing) -> Showing:
        """Show this in the gallery."""
        return self._gallery.keep(f"{self._chapter}.{case}", seen)

    def elsewhere(self) -> "Story":
        """The same story in another server."""
        return Story(self.rooms, self._gallery, self._chapter)

    async def set_up(
        self,
        *features: Feature,
        ages: Ages | None = Ages.ADULTS_ONLY,
        open_asks: bool = False,
    ) -> None:
        """What somebody who manages the server chooses."""
        choices = GuildChoices(
            self.guild,
            self.asks,
            self.staff,
            MODERATORS,
            open_asks,
            features=frozenset(features),
            language=self.rooms.language,
            ages=None if ages is None else AgeRule(ages),
        )
        await self.ctx.store.transaction(lambda tables: tables.guilds.save(choices))
        self.ctx.guilds.remember(choices)

    def somebody(self) -> UserId:
        """Somebody new, of whom nothing is known."""
        return UserId(_IDS + 900_000 + next(self.numbers))

    async def person(self, reader: ReadBy, age: Age | None = Age.ADULT) -> "Player":
        """Somebody new, who has said how old they are."""
        roles = frozenset({MODERATORS}) if reader is ReadBy.MODERATOR else frozenset()
        player = Player(self, self.somebody(), reader, roles)
        if age is not None:
            await statements.say(self.ctx, player.member, age)
        return player

    def panel(self) -> Showing:
        """The panel, in the channel for asks."""
        notice = Notice(NoticeKind.PANEL, self.guild, self.asks)
        return self.said(self.asks, notice, ReadBy.CHANNEL)

    def last_step(self) -> Showing:
        """The last step of the guide for listeners, as it stands in the server."""
        words = self.rooms.desk.words
        step = Reply(words("listen.guide_three"), buttons=(words.button("join"),))
        return Showing(step, Surface.EPHEMERAL, self.guild, ReadBy.LISTENER)

    async def approved(self, listener: "Player") -> Showing:
        """The page of a listener whom moderators approved for people of 13 to 17."""
        number = self.ctx.listener_number(listener.member)
        await approval.approve_for_young(self.ctx, number, _noted, approved=True)
        return await listener.run("listen")

    async def in_channel(self, channel: ChannelId) -> Showing:
        """What stands last in a channel."""
        await self.rooms.pass_time()
        return self.said(channel, self.rooms.messenger.notices(channel)[-1], ReadBy.CHANNEL)

    def said(self, where: int, notice: Notice, reader: ReadBy) -> Showing:
        """A notice as it reads."""
        in_server = reader is ReadBy.CHANNEL or where in (self.asks, self.staff)
        place = self.guild if in_server else None
        reply = self.rooms.renderer.reply(notice)
        return Showing(reply, Surface.MESSAGE, place, reader)


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody of a story."""

    story: Story
    user: UserId
    reader: ReadBy
    roles: frozenset[RoleId] = frozenset()

    @property
    def member(self) -> Member:
        """Them, in the server of the story."""
        return Member(self.user, self.story.guild, self.roles)

    async def run(self, command: str, *, direct: bool = False, **options: str) -> Showing:
        """Run a slash command, in the server or in direct messages."""
        handler = self.story.rooms.router.commands[command]
        place = None if direct else self.story.guild
        return await self._did(f"/{command}", handler, self._action(place, answers=options))

    async def press(
        self,
        seen: Showing,
        action: str,
        nth: int = 0,
        among: Mapping[str, Handler] | None = None,
    ) -> Showing:
        """Press a button of what was shown; of several with this action the one at `nth`. It does
        what all buttons do, or those of a feature that is given."""
        button = seen.button(action, nth)
        handler = (among or self.story.rooms.router.buttons)[action]
        number = button.choice if isinstance(button.choice, int) else None
        which = button.choice if isinstance(button.choice, str) else ""
        press = self._action(seen.place, button.token, number, which)
        keeps = isinstance(handler, Answers) and handler.ack is Ack.UPDATE
        surface = seen.surface if keeps else Surface.EPHEMERAL
        return await self._did(f"button {action}", handler, press, surface)

    async def pick(
        self, seen: Showing, choice: str, *values: str, kind: discord.ChannelType | None = None
    ) -> Showing:
        """Pick in the menu for something; `kind`: that of the channel, where Discord tells it."""
        menu = seen.menu(choice)
        handler = self.story.rooms.router.buttons[menu.action]
        press = self._action(seen.place, menu.token, None, choice, {PICKED: list(values)})
        if kind is not None:
            told = {int(one): PickedChannel(kind.value) for one in values}
            press = replace(press, channels=told)
        return await self._did(f"button {menu.action}", handler, press)

    async def fill(self, seen: Showing, **answers: str | list[str]) -> Showing:
        """Fill in a form and send it off."""
        assert isinstance(seen.shown, Form), "only a form is filled in"
        to = seen.shown.custom_id
        handler = self.story.rooms.router.forms[to.action]
        number = to.choice if isinstance(to.choice, int) else None
        press = self._action(seen.place, to.token, number, "", answers)
        return await self._did(f"form {to.action}", handler, press)

    async def write(self, words: str) -> MessageId:
        """Write to the bot in direct messages, and wait for what comes of it."""
        now = self.story.rooms.clock.now()
        message = MessageId(message_at(now) + next(self.story.numbers))
        channel = ChannelId(self.user)
        self.story.rooms.messenger.typed[message] = words
        await relay.pass_on(
            self.story.ctx, relay.Written(self.user, message, words, channel=channel)
        )
        await self.story.rooms.delivery.drain()
        return message

    async def edit(self, message: MessageId, words: str) -> None:
        """Edit what was written."""
        await edits.edited(self.story.ctx, relay.Written(self.user, message, words))
        await self.story.rooms.delivery.drain()

    async def got(self, *kinds: NoticeKind) -> Showing:
        """The newest notice in their direct messages; of these kinds, if any are named."""
        await self.story.rooms.pass_time()
        notices = self.story.rooms.messenger.notices(self.user)
        fitting = [one for one in notices if not kinds or one.kind in kinds]
        assert fitting, f"none of {kinds} among {[one.kind for one in notices]}"
        notice = fitting[-1]
        return self.story.said(self.user, notice, self.reader)

    def _action(
        self,
        place: GuildId | None,
        token: str = "",
        choice: int | None = None,
        which: str = "",
        answers: Mapping[str, str | list[str]] | None = None,
    ) -> UserAction:
        roles = None if place is None else self.roles
        manages = self.reader is ReadBy.MANAGER
        number = message_at(self.story.rooms.clock.now()) + next(self.story.numbers)
        return UserAction(
            self.user, place, manages, token, choice, which, answers or {}, roles, number
        )

    async def _did(
        self,
        by: str,
        handler: Handler,
        press: UserAction,
        surface: Surface = Surface.EPHEMERAL,
    ) -> Showing:
        """As the router does it, but that nobody waits for an answer."""
        rooms = self.story.rooms
        rooms.prompts.taken()
        shown: Reply | Form
        try:
            shown = await handler.work(press)
        except Exception as error:  # noqa: BLE001 - as at the edge, whatever it is, it is answered
            shown = await rooms.router.refusal(handler, press, error)
            surface = Surface.EPHEMERAL
        seen = Showing(
            shown,
            Surface.FORM if isinstance(shown, Form) else surface,
            press.guild,
            self.reader,
            rooms.prompts.taken(),
            by=by,
        )
        if isinstance(shown, Reply):
            for follows in (shown.once_shown, shown.afterwards):
                if follows is not None:
                    await follows()
        return seen


async def _noted(tables: Tables) -> None:
    """What a moderator's press would put into the record, which is shown elsewhere."""
