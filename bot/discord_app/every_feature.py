"""Every feature there is, put together."""

from functools import partial

from bot.discord_app.aftercare.clear_chat import ClearChat
from bot.discord_app.aftercare.feedback import LookingBack
from bot.discord_app.aftercare.listener_check import AfterListening
from bot.discord_app.aftercare.reflections import Reflecting
from bot.discord_app.aftercare.same_listener import AskingTheSame
from bot.discord_app.ages.own_age import ShowingOwnAge
from bot.discord_app.asks.changing import ChangingAsk
from bot.discord_app.asks.compose import Asking
from bot.discord_app.asks.form_from_button import AskForm
from bot.discord_app.asks.post_without_dm import PostingWithoutDm
from bot.discord_app.asks.to_learn import AskingToLearn
from bot.discord_app.blocks.blocking import Blocking
from bot.discord_app.community.report import ShowingCommunity
from bot.discord_app.conversations.finding_words import FindingWords
from bot.discord_app.conversations.giving_away import GivingAway
from bot.discord_app.conversations.handing_over import HandingOver
from bot.discord_app.conversations.my_language import ChoosingLanguage
from bot.discord_app.conversations.overview import MyConversationsShown
from bot.discord_app.conversations.quiet_hours import ChoosingQuietHours
from bot.discord_app.conversations.read_here import ReadingHere
from bot.discord_app.conversations.recipient import Choosing
from bot.discord_app.conversations.second_listener import CallingASecond
from bot.discord_app.conversations.silence import BeingSilent
from bot.discord_app.conversations.telling_on import TellingOn
from bot.discord_app.conversations.what_waits import ReadingWhatWaits
from bot.discord_app.conversations.write_and_end import Talking
from bot.discord_app.direct_messages.unaddressed import PassingStraysOn
from bot.discord_app.encouragements.channel_schedule import ChannelSchedule
from bot.discord_app.encouragements.on_demand import Encouraging
from bot.discord_app.encouragements.personal_schedule import MySchedule
from bot.discord_app.gateway.on_discord import OnDiscord
from bot.discord_app.goals.check_in_answers import AnsweringCheckIns
from bot.discord_app.goals.goal import GoalShown
from bot.discord_app.help.help import Helping
from bot.discord_app.help.helplines import ShowingHelpLines
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.handlers import Handlers
from bot.discord_app.interactions.middleware import (
    knowing_the_drafts_server,
    noting_moderators,
    noting_where,
    showing_help_cards,
    showing_how_it_stands,
)
from bot.discord_app.interactions.router import InteractionRouter
from bot.discord_app.interactions.which_server import InOneServer
from bot.discord_app.listeners.days_off import TakingDaysOff
from bot.discord_app.listeners.duty import Listening
from bot.discord_app.listeners.preferences import Settling
from bot.discord_app.listeners.skills import NamingSkills
from bot.discord_app.moderation.actions import ActingOnNumbers
from bot.discord_app.moderation.asked_back import AnsweringQuestions
from bot.discord_app.moderation.from_moderators import ReadingModerators
from bot.discord_app.moderation.held_asks import ShowingHeldAsks
from bot.discord_app.moderation.moderate import Moderating
from bot.discord_app.moderation.new_listeners import LookingAtListeners
from bot.discord_app.moderation.numbers import ShowingNumbers
from bot.discord_app.moderation.opening import OpeningNames
from bot.discord_app.moderation.record import ShowingRecord
from bot.discord_app.moderation.reporting import Reporting
from bot.discord_app.moderation.reports import ShowingReports
from bot.discord_app.moderation.telling_who import TellingWho
from bot.discord_app.moderation.trial import TryingAsks
from bot.discord_app.moderation.worry import BeingWorried
from bot.discord_app.moderation.young_listeners import ApprovingListeners
from bot.discord_app.mornings.in_their_morning import InTheirMorning
from bot.discord_app.offers.responses import Offering, WhoWaits
from bot.discord_app.open_asks.afterwards import LookingAtAnswers
from bot.discord_app.open_asks.answering import AnsweringOpenly
from bot.discord_app.privacy.privacy import Privacy
from bot.discord_app.question_before_accepting.both_sides import AnsweringFirst, AskingFirst
from bot.discord_app.rendering.notices import Renderer
from bot.discord_app.servers.setup import SettingUp
from bot.discord_app.servers.setup_ages import ChoosingAges
from bot.discord_app.servers.setup_trial import TryingOut
from bot.discord_app.servers.setup_zone import ChoosingServerClock
from bot.discord_app.suggestions.deciding import DecidingSuggestions
from bot.discord_app.suggestions.own import ShowingOwnSuggestions
from bot.discord_app.suggestions.suggesting import Suggesting


def router(desk: DiscordContext, place: OnDiscord, renderer: Renderer) -> InteractionRouter:
    """All of them behind one router, in the language of the desk."""
    noting, moderates = partial(noting_where, desk.ctx), partial(noting_moderators, desk.ctx)
    of_members = (
        *_of_asking_and_talking(desk, place, renderer),
        *_of_ones_own(desk, place),
        *map(moderates, _of_managers(desk, place)),
        *_of_what_moderators_do(desk, place),
    )
    with_cards = [showing_help_cards(desk, feature) for feature in of_members]
    of_listeners = [noting(moderates(feature)) for feature in _of_listeners(desk)]
    anywhere = InOneServer(desk, of_listeners, place.guild_name)
    noted = [*(noting(feature) for feature in with_cards), *anywhere.features, anywhere]
    # help lines and help must work when the database does not, and looking at what is kept keeps
    # nothing: so nothing is noted around them
    privacy = (Privacy(desk, place.guild_name), ShowingOwnAge(desk))
    unnoted = (ShowingHelpLines(desk), Helping(desk), *privacy)
    return InteractionRouter(desk, [*noted, *unnoted, *map(moderates, _of_moderators(desk))])


def _of_asking_and_talking(
    desk: DiscordContext, place: OnDiscord, renderer: Renderer
) -> tuple[Handlers, ...]:
    asking = Asking(desk)
    changing = ChangingAsk(desk, asking.blank, asking.preview)
    of_drafts = (asking, PostingWithoutDm(desk), changing, AskingToLearn(desk, asking.preview))
    form = AskForm(desk, asking.blank, asking.preview, place.guild_name)
    mine = MyConversationsShown(desk, place.guild_name)
    stands = partial(showing_how_it_stands, look=mine.how_it_stands)
    return (
        *(stands(knowing_the_drafts_server(desk.ctx, one)) for one in of_drafts),
        Offering(desk),
        Talking(desk, renderer.reply),
        ReadingHere(desk, renderer.reply),
        GivingAway(desk, renderer.reply),
        Choosing(desk, renderer.reply),
        BeingSilent(desk),
        FindingWords(desk),
        HandingOver(desk),
        CallingASecond(desk),
        TellingOn(desk),
        mine,
        ReadingWhatWaits(desk, renderer.reply),
        PassingStraysOn(desk, asking.preview, place.guild_name),
        GoalShown(desk, asking.preview),
        AfterListening(desk, form),
        stands(AskingTheSame(desk, form)),
    )


def _of_ones_own(desk: DiscordContext, place: OnDiscord) -> tuple[Handlers, ...]:
    my_schedule = MySchedule(desk)
    return (
        LookingBack(desk),
        AnsweringOpenly(desk),
        AskingFirst(desk),
        InTheirMorning(desk),
        AnsweringFirst(desk),
        LookingAtAnswers(desk),
        ClearChat(desk),
        Reflecting(desk),
        ChoosingLanguage(desk),
        ChoosingQuietHours(desk),
        Blocking(desk, place.guild_name),
        Encouraging(desk, my_schedule.move),
        Suggesting(desk),
        ShowingOwnSuggestions(desk, place.guild_name),
        my_schedule,
        ChannelSchedule(desk, place.guild),
        ShowingCommunity(desk),
        AnsweringCheckIns(desk),
    )


def _of_managers(desk: DiscordContext, place: OnDiscord) -> tuple[Handlers, ...]:
    guild = place.guild
    return (
        SettingUp(desk, guild),
        ChoosingAges(desk, guild),
        ChoosingServerClock(desk, guild),
        TryingOut(desk, guild),
    )


def _of_what_moderators_do(desk: DiscordContext, place: OnDiscord) -> tuple[Handlers, ...]:
    return (
        ReadingModerators(desk, place.guild_name),
        Reporting(desk, place.guild_name),
        AnsweringQuestions(desk, place.guild_name),
        BeingWorried(desk),
        TellingWho(desk),
    )


def _of_listeners(desk: DiscordContext) -> tuple[Handlers, ...]:
    settings = Settling(desk), NamingSkills(desk), TakingDaysOff(desk)
    return (Listening(desk), WhoWaits(desk), *settings)


def _of_moderators(desk: DiscordContext) -> tuple[Handlers, ...]:
    numbers = ShowingNumbers(desk)
    return (
        Moderating(desk),
        numbers,
        ActingOnNumbers(desk, numbers.shown),
        ShowingRecord(desk),
        OpeningNames(desk),
        ApprovingListeners(desk),
        LookingAtListeners(desk),
        ShowingReports(desk, numbers.shown),
        ShowingHeldAsks(desk, numbers.shown),
        TryingAsks(desk),
        DecidingSuggestions(desk),
    )
