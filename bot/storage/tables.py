"""Every table, as the services are given them."""

from functools import cached_property

from bot.storage.aftercare.chat_cleanings import Clearings
from bot.storage.aftercare.feedback import Feedback
from bot.storage.aftercare.reflections import Reflections
from bot.storage.aftercare.same_listener import SameListenerRows
from bot.storage.ages.statements import AgeStatements
from bot.storage.asks.asks import Asks
from bot.storage.asks.drafts import Drafts
from bot.storage.asks.held_asks import HeldAsks
from bot.storage.blocks.blocks import Blocks
from bot.storage.button_tokens import Buttons
from bot.storage.community.tallies import Tallies
from bot.storage.connection import Connection
from bot.storage.conversations.conversations import Conversations
from bot.storage.conversations.copies_by_writer import CopiesByWriter
from bot.storage.conversations.discreet_notices import DiscreetNotices
from bot.storage.conversations.handed_over import HandedOver
from bot.storage.conversations.held_texts import HeldTexts
from bot.storage.conversations.message_copies import MessageCopies
from bot.storage.conversations.of_person import PersonalConversations
from bot.storage.conversations.overview import Overview
from bot.storage.conversations.read_here import ReadHere
from bot.storage.conversations.rooms import RoomRows
from bot.storage.delivery.backlog import Backlog
from bot.storage.delivery.closed_dms import ClosedDms
from bot.storage.delivery.corrections import Corrections
from bot.storage.delivery.doubts import Doubts
from bot.storage.delivery.message_ids import Messages
from bot.storage.delivery.outbox import Outbox
from bot.storage.delivery.quiet_hours import QuietTimes
from bot.storage.delivery.signs import SignRows
from bot.storage.direct_messages.incoming import Incoming
from bot.storage.direct_messages.openings import Openings
from bot.storage.direct_messages.unaddressed import Unaddressed
from bot.storage.encouragements.shown_and_kept import Texts
from bot.storage.encryption.sealing import Sealer
from bot.storage.forms.rejected import RejectedForms
from bot.storage.goals.goals import Goals
from bot.storage.goals.partners import Partners
from bot.storage.help.countries import HelpCountries
from bot.storage.limits import LimitMarks
from bot.storage.listeners.days_off import PublicHolidayDays
from bot.storage.listeners.listeners import Listeners
from bot.storage.listeners.newcomers import Newcomers
from bot.storage.listeners.of_person import PersonalListening
from bot.storage.listeners.preferences import ListenerPreferences
from bot.storage.listeners.skills import ListenerSkills
from bot.storage.listeners.still_glad import StillGlad
from bot.storage.meta import Meta
from bot.storage.moderation.actions import Actions
from bot.storage.moderation.evidence import ReportEvidence, WordsBefore
from bot.storage.moderation.health import HealthCounts
from bot.storage.moderation.known_numbers import KnownNumbers
from bot.storage.moderation.moderators_seen import ModeratorsSeen
from bot.storage.moderation.name_openings import NameOpenings
from bot.storage.moderation.record import Record
from bot.storage.moderation.report_questions import ReportQuestions
from bot.storage.moderation.reports import Reports
from bot.storage.numbers import Known, ServerNumbers
from bot.storage.offers.begun import BegunLately
from bot.storage.offers.candidates import Candidates
from bot.storage.offers.first_questions import FirstQuestions
from bot.storage.offers.likely_here import LikelyHere
from bot.storage.offers.morning_words import MorningWordsTable
from bot.storage.offers.offers import Offers
from bot.storage.open_asks.of_person import PersonalThreads
from bot.storage.open_asks.thread_messages import ThreadMessages
from bot.storage.open_asks.threads import OpenThreads
from bot.storage.open_things import OpenThings
from bot.storage.people import People
from bot.storage.privacy.erasing import Erasing
from bot.storage.privacy.of_person import personal_tables
from bot.storage.schedules.homes import ScheduleHomes
from bot.storage.schedules.occurrences import Occurrences
from bot.storage.schedules.schedules import Schedules
from bot.storage.servers.departed import Departed
from bot.storage.servers.guilds import Guilds
from bot.storage.servers.lost_channels import LostChannels
from bot.storage.servers.panels import Panels
from bot.storage.servers.setup_drafts import SetupDrafts
from bot.storage.servers.used_by import KnownServers
from bot.storage.strangers import Strangers
from bot.storage.suggestions.deck import SuggestedDeck
from bot.storage.suggestions.suggestions import Suggestions
from bot.storage.timers import Timers


class Tables:
    """Every table, inside one transaction or one read; each is made when it is first asked for."""

    def __init__(self, sql: Connection, sealer: Sealer, known: Known | None = None) -> None:
        self.sql, self.sealer = sql, sealer
        self.numbers = ServerNumbers(sql, sealer, known or Known())
        self.all = sql, sealer, self.numbers

    actions = cached_property(lambda own: Actions(own.sql, own.sealer))
    age_statements = cached_property(lambda own: AgeStatements(own.sql))
    after = cached_property(lambda own: Feedback(own.sql))
    same_listener = cached_property(lambda own: SameListenerRows(own.sql, own.sealer))
    asks = cached_property(lambda own: Asks(*own.all))
    begun = cached_property(lambda own: BegunLately(own.sql))
    blocks = cached_property(lambda own: Blocks(own.sql, own.sealer))
    button_tokens = cached_property(lambda own: Buttons(*own.all))
    candidates = cached_property(lambda own: Candidates(*own.all))
    chat_cleanings = cached_property(lambda own: Clearings(own.sql, own.sealer))
    backlog = cached_property(lambda own: Backlog(own.sql))
    closed_dms = cached_property(lambda own: ClosedDms(own.sql))
    conversations = cached_property(lambda own: Conversations(*own.all))
    copies_by_writer = cached_property(lambda own: CopiesByWriter(own.sql, own.sealer))
    corrections = cached_property(lambda own: Corrections(own.sql, own.sealer))
    departed = cached_property(lambda own: Departed(own.sql))
    erasing = cached_property(lambda own: Erasing(*own.all))
    dm_openings = cached_property(lambda own: Openings(own.meta))
    doubts = cached_property(lambda own: Doubts(*own.all))
    drafts = cached_property(lambda own: Drafts(*own.all))
    first_questions = cached_property(lambda own: FirstQuestions(*own.all))
    morning_words = cached_property(lambda own: MorningWordsTable(own.sql, own.sealer))
    goals = cached_property(lambda own: Goals(own.sql, own.sealer))
    guilds = cached_property(lambda own: Guilds(own.sql))
    handed_over = cached_property(lambda own: HandedOver(own.sql, own.sealer))
    held_texts = cached_property(lambda own: HeldTexts(own.sql, own.sealer))
    health = cached_property(lambda own: HealthCounts(own.sql, own.sealer))
    held_asks = cached_property(lambda own: HeldAsks(own.sql))
    help_countries = cached_property(lambda own: HelpCountries(own.sql, own.sealer))
    incoming = cached_property(lambda own: Incoming(own.sql, own.sealer))
    discreet_notices = cached_property(lambda own: DiscreetNotices(own.sql, own.sealer))
    occurrences = cached_property(lambda own: Occurrences(own.sql))
    listeners = cached_property(lambda own: Listeners(*own.all))
    limits = cached_property(lambda own: LimitMarks(own.sql, own.sealer))
    messages = cached_property(lambda own: Messages(own.sql, own.sealer))
    meta = cached_property(lambda own: Meta(own.sql))
    name_openings = cached_property(lambda own: NameOpenings(own.sql, own.sealer))
    newcomers = cached_property(lambda own: Newcomers(own.sql, own.sealer))
    offers = cached_property(lambda own: Offers(own.sql, own.sealer))
    open_threads = cached_property(lambda own: OpenThreads(own.sql, own.sealer))
    open_things = cached_property(lambda own: OpenThings(own.sql, own.sealer))
    outbox = cached_property(lambda own: Outbox(own.sql, own.sealer))
    partners = cached_property(lambda own: Partners(own.sql))
    people = cached_property(lambda own: People(own.sql, own.sealer))
    personal = cached_property(lambda own: personal_tables(*own.all))
    personal_conversations = cached_property(lambda own: PersonalConversations(*own.all))
    personal_listening = cached_property(lambda own: PersonalListening(*own.all))
    personal_threads = cached_property(lambda own: PersonalThreads(*own.all))
    public_holidays = cached_property(lambda own: PublicHolidayDays(own.sql))
    likely_here = cached_property(lambda own: LikelyHere(own.sql, own.numbers))
    preferences = cached_property(lambda own: ListenerPreferences(own.sql))
    skills = cached_property(lambda own: ListenerSkills(own.sql, own.sealer))
    still_glad = cached_property(lambda own: StillGlad(own.sql, own.sealer))
    message_copies = cached_property(lambda own: MessageCopies(own.sql, own.sealer))
    known_numbers = cached_property(lambda own: KnownNumbers(own.sql, own.sealer))
    known_servers = cached_property(lambda own: KnownServers(*own.all))
    overview = cached_property(lambda own: Overview(*own.all))
    lost_channels = cached_property(lambda own: LostChannels(own.sql))
    panels = cached_property(lambda own: Panels(own.sql, own.sealer))
    moderators_seen = cached_property(lambda own: ModeratorsSeen(own.sql, own.sealer))
    record = cached_property(lambda own: Record(own.sql, own.sealer))
    quiet_times = cached_property(lambda own: QuietTimes(own.sql, own.sealer))
    reflections = cached_property(lambda own: Reflections(own.sql, own.sealer))
    report_evidence = cached_property(lambda own: ReportEvidence(own.sql, own.sealer))
    report_questions = cached_property(lambda own: ReportQuestions(own.sql, own.sealer))
    reports = cached_property(lambda own: Reports(own.sql, own.sealer))
    schedule_homes = cached_property(lambda own: ScheduleHomes(own.sql, own.sealer))
    schedules = cached_property(lambda own: Schedules(own.sql))
    setup_drafts = cached_property(lambda own: SetupDrafts(own.sql))
    strangers = cached_property(lambda own: Strangers(*own.all))
    suggested_deck = cached_property(lambda own: SuggestedDeck(own.sql, own.sealer))
    suggestions = cached_property(lambda own: Suggestions(*own.all))
    signs = cached_property(lambda own: SignRows(own.sql, own.sealer))
    unaddressed = cached_property(lambda own: Unaddressed(own.sql, own.sealer))
    tallies = cached_property(lambda own: Tallies(own.sql, own.sealer))
    thread_messages = cached_property(lambda own: ThreadMessages(own.sql, own.sealer))
    texts = cached_property(lambda own: Texts(own.sql))
    read_here = cached_property(lambda own: ReadHere(own.sql, own.sealer))
    rooms = cached_property(lambda own: RoomRows(*own.all))
    rejected_forms = cached_property(lambda own: RejectedForms(own.sql, own.sealer))
    words_before = cached_property(lambda own: WordsBefore(own.sql, own.sealer))
    timers = cached_property(lambda own: Timers(own.sql, own.numbers))
