"""Somebody of whom every table holds something: they ask, listen, write, keep and set up all that
can be."""

from bot.domain.aftercare import Helped
from bot.domain.asks import AskKind, Wishes
from bot.domain.blocks import Block
from bot.domain.first_questions import FirstQuestion
from bot.domain.goals import Answer
from bot.domain.ids import (
    AskId,
    ClearingId,
    ConversationId,
    FirstQuestionId,
    MessageId,
    MorningWordsId,
    NumberId,
    UserId,
)
from bot.domain.listening import Heavy
from bot.domain.moderation import ActionKind
from bot.domain.mornings import MorningWords
from bot.domain.notices import NoticeKind
from bot.domain.rejected_forms import Typed
from bot.domain.suggestions import Suggested
from bot.services import cool_downs, membership
from bot.services.aftercare import clear_chat, feedback, reflections, thanks
from bot.services.asks import drafts, posting
from bot.services.conversations import (
    discreet_mode,
    edits,
    quiet_hours,
    read_here,
    relay,
    write_form,
)
from bot.services.direct_messages import unaddressed
from bot.services.encouragements import on_demand, personal_schedule
from bot.services.forms import rejected
from bot.services.goals import check_in_answers
from bot.services.goals import goal as goals
from bot.services.help import country as help_country
from bot.services.listeners import duty, preferences
from bot.services.moderation import (
    actions,
    answers,
    asked_back,
    numbers,
    report_desk,
    reporting,
    telling,
)
from bot.services.open_asks import writing as thread_words
from bot.services.suggestions import deciding, writing
from tests import server_setup, stated
from tests.own_goals import goal_of
from tests.services.scene import (
    ASKER,
    ASKS,
    CROWD,
    GUILD,
    HOUR,
    LISTENER,
    OTHER,
    STRANGER,
    Scene,
    here,
)

MINE = {
    "in a thread": "Faden weitergesponnen",
    "written inside": "Drinnen geschrieben",
    "first ask": "Quittenmus verschuettet",
    "ask": "Regenschirm verlegt",
    "written": "Holunder gepflueckt",
    "undelivered": "Moosbeeren gesucht",
    "held": "Fuerwen istdas",
    "outside": "Vordertuer geklopft",
    "typed": "Formular verdorben",
    "note": "Merkzettel geschrieben",
    "goal": "Treppen gestiegen",
    "thanks": "Blumenstrauss gebunden",
    "draft": "Entwurf begonnen",
    "appeal": "Einspruch erhoben",
    "a report": "Beschwerde eingereicht",
    "an answer": "Rueckfrage beantwortet",
    "suggested": "Lindenbluete vorgeschlagen",
    "a question": "Vorneweg gefragt",
    "a skill": "Korbflechten vorgefuehrt",
    "a morning": "Morgens gegruesst",
}
THEIRS = {
    "to read": "Zwetschgen eingekocht",
    "behind a press": "Verborgenes aufgehoben",
    "their ask": "Lampenschirm zerbrochen",
    "a warning": "Ermahnung ausgesprochen",
    "reported": "Schnippisches geantwortet",
    "asked back": "Naeheres erbeten",
    "about a suggestion": "Vorschlag zurueckgestellt",
    "read inside": "Hier gelesen",
}
"""Other people's words that this person may read."""
SECRETS = {
    "to somebody else": "Fremdes geheimnis",
    "a note": "Vermerk hinterlegt",
}
"""Words of others to others."""


async def live(scene: Scene, me: UserId = ASKER) -> None:
    """Everything, in a bit more than a day."""
    await scene.join(*CROWD)
    await scene.setup(GUILD, ASKS, open_asks=True)
    await server_setup.switch_on(scene.ctx, GUILD, stated.ALL_WITHOUT_A_LOOK)
    await _each_day(scene, me)
    await _listen(scene, me)
    ending = await _ask_and_look_back(scene, me)
    await _outside(scene, me)
    await _moderated(scene, me)
    await _reported(scene, me, ending)
    await _suggested(scene, me)
    await scene.pass_time(HOUR / 12)  # else what is written next may be for the one who has gone
    await _unfinished(scene, me, ending, await _talk(scene, me))
    await _wondered(scene, me)


async def _wondered(scene: Scene, me: UserId) -> None:
    """They would like to ask something about an ask of somebody else, and have not sent it."""
    theirs = scene.ctx.asker_number(here(LISTENER))
    ((ask,),) = await scene.rows("SELECT ask_id FROM ask WHERE asker_number = ?", theirs)
    number, until = scene.ctx.listener_number(here(me)), scene.clock.now() + HOUR
    key, who = FirstQuestionId("wondered"), scene.store.person(me)
    ask_id, words = AskId(str(ask)), MINE["a question"]
    one = FirstQuestion(key, ask_id, number, who, "Heron", words, until=until)
    await scene.store.transaction(lambda tables: tables.first_questions.add(one))
    morning, now = MorningWordsId("morning"), scene.clock.now()
    kept = MorningWords(morning, ask_id, number, MINE["a morning"], ready=True, written_at=now)
    await scene.store.transaction(lambda tables: tables.morning_words.put(kept))


async def _each_day(scene: Scene, me: UserId) -> None:
    await help_country.remember(scene.ctx, me, "DE")
    await quiet_hours.choose_quiet(scene.ctx, me, "UTC", "22:00-8:00")
    await goals.save(
        scene.ctx, me, goal_of(me), words=MINE["goal"], every="1", at="12:00", zone="UTC"
    )
    shown = await on_demand.show(scene.ctx, me)
    await on_demand.keep(scene.ctx, me, shown.id)
    await personal_schedule.save(
        scene.ctx,
        me,
        at="12:00",
        zone="UTC",
        weekdays=range(7),
        themes=["growth"],
        language="en",
        guild=GUILD,
    )
    await scene.pass_time(18 * HOUR)  # from the evening until the moment that both come
    asked = [one.token for one in scene.messenger.said(me) if one.token and "check_in" in one.kind]
    await check_in_answers.answer(scene.ctx, me, asked[-1], Answer.PARTLY)


async def _listen(scene: Scene, me: UserId) -> None:
    await scene.join(me)
    await preferences.when(scene.ctx, here(me), zone="UTC", quiet="22-8", off_duty=True)
    await preferences.what_to_take(
        scene.ctx, here(me), topics=["loss"], languages=["en"], at_once=3, heavy=Heavy.YES
    )
    await preferences.which_skills(scene.ctx, here(me), listed=["music"], typed=MINE["a skill"])
    await preferences.which_days(scene.ctx, here(me), days=[0, 1], span="18-20")
    await preferences.which_days_off(scene.ctx, here(me), typed="1 May", out=(), holidays="Germany")
    await duty.set_duty(scene.ctx, here(me), 4 * HOUR)


async def _ask_and_look_back(scene: Scene, me: UserId) -> str:
    await _post(scene, me, MINE["first ask"], AskKind.OPEN)
    (thread,) = scene.messenger.threads
    button = scene.messenger.said(thread)[-1].token
    assert button is not None
    await thread_words.write(scene.ctx, here(me), button, 7003, MINE["in a thread"])
    await scene.deliver()
    await scene.accept(LISTENER, scene.accept_button())
    message = await scene.write(LISTENER, "I was here.")
    await scene.deliver()
    await edits.edited(scene.ctx, relay.Written(LISTENER, message, THEIRS["reported"]))
    await scene.deliver()
    await scene.end(me)
    token = scene.after_button(me)
    await feedback.answer(scene.ctx, me, token, Helped.YES)
    await reflections.write(scene.ctx, me, token, MessageId(7001), MINE["note"])
    await thanks.thank(scene.ctx, me, token, MINE["thanks"])
    return token


async def _post(scene: Scene, me: UserId, words: str, kind: AskKind = AskKind.PRIVATE) -> None:
    preview = await drafts.draft(scene.ctx, here(me), words, "")
    await drafts.choose(scene.ctx, here(me), preview.draft.id, kind)
    await drafts.choose_more(scene.ctx, here(me), preview.draft.id, Wishes("", "en"), ())
    await posting.post(scene.ctx, here(me), preview.draft.id)
    await scene.tick()
    await scene.deliver()


async def _outside(scene: Scene, me: UserId) -> None:
    await membership.note_use(scene.ctx, me, GUILD)
    await scene.write(me, MINE["outside"])
    await scene.deliver()
    ((token,),) = await scene.rows("SELECT token FROM stray")
    await unaddressed.server_options(scene.ctx, me, str(token))


async def _moderated(scene: Scene, me: UserId) -> None:
    """They are warned as somebody who asks, and answer; a moderator notes something."""
    number = await scene.store.transaction(
        lambda tables: numbers.know_asker(scene.ctx, tables, here(me))
    )
    warned, noted = THEIRS["a warning"], SECRETS["a note"]
    await actions.act(scene.ctx, here(OTHER), number, ActionKind.WARN, warned)
    await actions.act(scene.ctx, here(OTHER), number, ActionKind.NOTE, noted)
    shown = await numbers.get_number(scene.ctx, GUILD, number)
    await answers.answer(scene.ctx, me, shown.actions[-1].id, MINE["appeal"])
    await actions.act(scene.ctx, here(me), await _another(scene), ActionKind.NOTE, noted)


async def _reported(scene: Scene, me: UserId, button: str) -> None:
    """They report a listener, and are asked back; that listener reports them, in vain."""
    draft = await reporting.from_button(scene.ctx, me, None, button)
    await reporting.say(scene.ctx, me, draft.report.id, MINE["a report"])
    (place,) = (n for n, one in draft.offered if one.words == THEIRS["reported"])
    await reporting.turn(scene.ctx, me, draft.report.id, place)
    await reporting.send(scene.ctx, me, draft.report.id)
    asked = THEIRS["asked back"]
    await report_desk.ask_back(scene.ctx, here(OTHER), draft.report.id, asked)
    shown = await report_desk.open_report(scene.ctx, here(OTHER), draft.report.id)
    question = shown.questions[0].id
    await asked_back.answer_question(scene.ctx, me, question, MINE["an answer"])
    theirs = await reporting.from_button(scene.ctx, LISTENER, None, scene.after_button(LISTENER))
    await reporting.send(scene.ctx, LISTENER, theirs.report.id)
    await report_desk.decide_nothing(scene.ctx, here(OTHER), theirs.report.id)
    await telling.note_moderator(scene.ctx, here(me))
    frees, whose = scene.clock.now() + HOUR, reporting.of_reports(me)
    await scene.store.transaction(lambda tables: cool_downs.note(scene.ctx, tables, whose, frees))


async def _suggested(scene: Scene, me: UserId) -> None:
    """An encouragement of theirs, which a moderator does not take."""
    text = Suggested(MINE["suggested"], "growth", "en", tell=True)
    draft = await writing.begin_suggestion(scene.ctx, here(me), text)
    await writing.send_suggestion(scene.ctx, here(me), draft.id)
    why = THEIRS["about a suggestion"]
    await deciding.leave_out(scene.ctx, here(OTHER), draft.id, why)


async def _another(scene: Scene) -> NumberId:
    return await scene.store.transaction(
        lambda tables: numbers.know_listener(scene.ctx, tables, here(STRANGER))
    )


async def _talk(scene: Scene, me: UserId) -> str:
    """An open conversation as asker, and one as listener; a button of the first."""
    await _post(scene, me, MINE["ask"])
    await scene.accept(OTHER, scene.accept_button())
    token = scene.end_button(me)
    await scene.write(me, MINE["written"])
    await scene.write(OTHER, "I'm here.")
    await scene.deliver()
    await _post(scene, LISTENER, THEIRS["their ask"])
    await scene.accept(me, scene.accept_button())
    await scene.write(me, MINE["held"])
    await scene.deliver()
    await discreet_mode.choose(scene.ctx, me, discreet=True)
    await scene.write(OTHER, THEIRS["read inside"])
    await scene.deliver()
    await read_here.choose_where(scene.ctx, me, token, by_dm=False)
    await write_form.write(scene.ctx, me, token, 7004, MINE["written inside"])
    await read_here.choose_where(scene.ctx, me, token, by_dm=True)
    await scene.write(OTHER, THEIRS["behind a press"])
    await scene.deliver()
    return token


async def _unfinished(scene: Scene, me: UserId, ending: str, talk: str) -> None:
    """What is on its way, or was begun."""
    for _ in range(2):
        preview = await drafts.draft(scene.ctx, here(me), MINE["draft"], "", for_goal=goal_of(me))
    await drafts.choose_more(scene.ctx, here(me), preview.draft.id, Wishes(), [STRANGER])
    await posting.post(scene.ctx, here(me), preview.draft.id)
    preview = await drafts.draft(scene.ctx, here(me), MINE["draft"], "")
    await drafts.choose_more(scene.ctx, here(me), preview.draft.id, Wishes(), [STRANGER])
    typed = Typed(
        "goal", "token", {"words": MINE["typed"], "without": [str(STRANGER)]}, [("a", "b")]
    )
    await rejected.keep(scene.ctx, me, typed)
    block = Block("block", GUILD, "Alder", scene.clock.now().date())
    both = (scene.store.asker_number(GUILD, one) for one in (me, STRANGER))
    await scene.store.transaction(lambda on: on.blocks.add(block, ConversationId("gone"), *both))
    await scene.write(OTHER, THEIRS["to read"])
    await write_form.write(scene.ctx, me, talk, 7002, MINE["undelivered"])
    await scene.change_rows(
        "UPDATE outbox SET attempts = 1 WHERE notice = ?", NoticeKind.FROM_MODERATORS
    )
    await clear_chat.clear(scene.ctx, me, ending)
    ((key,),) = await scene.rows("SELECT clearing_id FROM clearing")
    page, key = [MessageId(1001)], ClearingId(str(key))
    await scene.store.transaction(lambda on: on.chat_cleanings.add_page(key, page, page[0]))
