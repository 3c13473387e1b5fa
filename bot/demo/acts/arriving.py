"""Setting the bot up, and becoming a listener."""

from bot.demo.cast import Part
from bot.demo.frames import said
from bot.demo.show import Show
from bot.local_discord import Message

AGREES, ADULT = "listen.form.agree", "age.form.adult"


async def set_up(show: Show) -> None:
    """The moderator goes through the steps, and the bot says that it has all it needs."""
    moderator, stage = show.cast.moderator, show.stage
    answer = await show.run(moderator, "setup")
    show.check("The answer is for her alone", answer.ephemeral)
    answer = await show.pick(moderator, answer, "setup.pick.role", stage.moderators)
    places = {"asks": stage.asks, "panel": stage.entrance, "staff": stage.staff}
    for place, channel in places.items():
        answer = await show.pick(moderator, answer, f"setup.pick.{place}", channel)
    for action in ("setup_next", "setup_adults", "setup_to_check"):
        answer = await show.press(moderator, answer, action)
    waits = show.words("setup.not_in_place").strip() in answer.text
    show.check("Nothing holds before she puts it in place", waits, answer.text)
    answer = await show.press(moderator, answer, "setup_apply")
    well = show.words("setup.ready_but").strip() in answer.text
    show.check("The bot misses no permission", well, answer.text)
    buttons = ("ask", "conversations", "helplines", "privacy")
    await show.all_see("All four see the panel", "notice.panel", *buttons, channel=stage.entrance)


async def listeners_join(show: Show) -> None:
    """Two people opt in; one of them says that she is here now."""
    both = show.cast.listeners
    welcomes = [await show.run(part, "listen") for part in both]
    await show.beat()
    panels = [await _join(show, *one) for one in zip(both, welcomes, strict=True)]
    await show.beat()
    hour = show.words("time.hours", count=1)
    on_duty = await show.press(show.cast.listener, panels[0], "duty", length=hour)
    show.check("Marmalade is on duty", show.words.reads(said(on_duty), "listen.on_duty"))
    nobody_else = (show.cast.moderator, show.cast.asker)
    show.saw_nothing("Nobody else sees who listens", nobody_else)


async def _join(show: Show, part: Part, welcome: Message) -> Message:
    step = welcome
    for _ in range(2):  # the guide has three short steps
        step = await show.press(part, step, "guide")
    form = await show.open_by(part, step, "join")
    labels = [field.label for field in form.fields]
    boxes = [show.words(f"{one}.field_label") for one in (AGREES, ADULT)]
    show.check(f"{part.name} is asked to agree, and once how old she is", labels == boxes)
    panel = await show.fill(part, form, {AGREES: True, ADULT: True})
    is_one = show.words.reads(said(panel), "listen.off_duty")
    words = f"{part.name} has read what it means, and is a listener now, off duty"
    show.check(words, is_one, said(panel))
    return panel
