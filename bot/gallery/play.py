"""A story of the gallery: a server, people who run, press and fill in, and what of it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.handlers import Handler, UserAction
from bot.discord_app.rendering.reply import Button, Reply
from bot.domain.ages import Age, AgeRule, Ages
from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId, message_at
from bot.domain.notices import Notice, NoticeKind
from bot.gallery import wire
from bot.gallery.own_words import OwnWords
from bot.gallery.shown import Json, Reader, Shown, Surface
from bot.gallery.world import Rooms
from bot.services.ages import statements
from bot.services.context import Member
from bot.services.conversations import edits, relay
from bot.services.listeners import approval

MODERATORS = RoleId(1_180_000_000_000_000_901)
_IDS = 1_180_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody was shown, where, and which words were taken for it."""

    shown: Reply | Form
    surface: Surface
    place: GuildId | None
    reader: Reader
    taken: Mapping[str, set[str]] = field(default_factory=dict)
    silent: bool = False
    by: str = ""

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Those below it."""
        return self.shown.buttons if isinstance(self.shown, Reply) else ()

    def has(self, action: str) -> bool:
        """Whether there is such a button."""
        return any(one.action == action for one in self.buttons)

    def button(self, action: str, nth: int = 0) -> Button:
        """The button with this action; of several the one at `nth`."""
        found = [one for one in self.buttons if one.action == action]
        assert len(found) > nth, f"no {action} below {self.payload()}"
        return found[nth]

    def payload(self) -> Json:
        """What goes over the wire."""
        if isinstance(self.shown, Form):
            return wire.form(self.shown)
        return wire.message(self.shown, self.surface, silent=self.silent)


class Gallery:
    """What was chosen to be shown, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.own = OwnWords(language)
        self.cases: list[Shown] = []
        self.numbers = count(1)
        """For people and servers: each is a new one."""

    def keep(self, case: str, seen: Seen) -> Seen:
        """Show this in the gallery."""
        payload = seen.payload()
        read = "\n".join(wire.texts(payload))
        read_in = (key for key, filled in seen.taken.items() if any(one in read for one in filled))
        keys, language = tuple(sorted(read_in)), self.language
        shown = Shown(case, language, seen.reader, seen.surface, payload, keys, seen.by)
        self.cases.append(shown)
        return seen


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

    def keep(self, case: str, seen: Seen) -> Seen:
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

    async def person(self, reader: Reader, age: Age | None = Age.ADULT) -> "Player":
        """Somebody new, who has said how old they are."""
        roles = frozenset({MODERATORS}) if reader is Reader.MODERATOR else frozenset()
        player = Player(self, self.somebody(), reader, roles)
        if age is not None:
            await statements.say(self.ctx, player.member, age)
        return player

    def panel(self) -> Seen:
        """The panel, in the channel for asks."""
        notice = Notice(NoticeKind.PANEL, self.guild, self.asks)
        return self.said(self.asks, notice, Reader.CHANNEL)

    def last_step(self) -> Seen:
        """The last step of the guide for listeners, as it stands in the server."""
        words = self.rooms.desk.words
        step = Reply(words("listen.guide_three"), buttons=(words.button("join"),))
        return Seen(step, Surface.EPHEMERAL, self.guild, Reader.LISTENER)

    async def approved(self, listener: "Player") -> Seen:
        """The page of a listener whom moderators approved for people of 13 to 17."""
        number = self.ctx.listener_number(listener.member)
        await approval.approve_for_young(self.ctx, number, approved=True)
        return await listener.run("listen")

    async def in_channel(self, channel: ChannelId) -> Seen:
        """What stands last in a channel."""
        await self.rooms.pass_time()
        return self.said(channel, self.rooms.messenger.notices(channel)[-1], Reader.CHANNEL)

    def said(self, where: int, notice: Notice, reader: Reader) -> Seen:
        """A notice as it reads."""
        place = self.guild if where in (self.asks, self.staff) else None
        reply = self.rooms.renderer.reply(notice)
        return Seen(reply, Surface.MESSAGE, place, reader)


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody of a story."""

    story: Story
    user: UserId
    reader: Reader
    roles: frozenset[RoleId] = frozenset()

    @property
    def member(self) -> Member:
        """Them, in the server of the story."""
        return Member(self.user, self.story.guild, self.roles)

    async def run(self, command: str, *, direct: bool = False, **options: str) -> Seen:
        """Run a slash command, in the server or in direct messages."""
        handler = self.story.rooms.router.commands[command]
        place = None if direct else self.story.guild
        return await self._did(f"/{command}", handler, self._action(place, answers=options))

    async def press(self, seen: Seen, action: str, nth: int = 0) -> Seen:
        """Press a button of what was shown; of several with this action the one at `nth`."""
        button = seen.button(action, nth)
        handler = self.story.rooms.router.buttons[action]
        number = button.choice if isinstance(button.choice, int) else None
        which = button.choice if isinstance(button.choice, str) else ""
        press = self._action(seen.place, button.token, number, which)
        return await self._did(f"button {action}", handler, press)

    async def fill(self, seen: Seen, **answers: str | list[str]) -> Seen:
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
        await relay.pass_on(self.story.ctx, relay.Written(self.user, message, words))
        await self.story.rooms.delivery.drain()
        return message

    async def edit(self, message: MessageId, words: str) -> None:
        """Edit what was written."""
        await edits.edited(self.story.ctx, relay.Written(self.user, message, words))
        await self.story.rooms.delivery.drain()

    async def got(self, *kinds: NoticeKind) -> Seen:
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
        manages = self.reader is Reader.MANAGER
        number = message_at(self.story.rooms.clock.now()) + next(self.story.numbers)
        return UserAction(
            self.user, place, manages, token, choice, which, answers or {}, roles, number
        )

    async def _did(self, by: str, handler: Handler, press: UserAction) -> Seen:
        """As the router does it, but that nobody waits for an answer."""
        rooms = self.story.rooms
        rooms.prompts.taken()
        shown: Reply | Form
        try:
            shown = await handler.work(press)
        except Exception as error:  # noqa: BLE001 - as at the edge, whatever it is, it is answered
            shown = await rooms.router.refusal(handler, press, error)
        seen = Seen(
            shown,
            Surface.FORM if isinstance(shown, Form) else Surface.EPHEMERAL,
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
