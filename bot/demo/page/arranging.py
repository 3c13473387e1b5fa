"""Owns what is done before the newcomer comes, as the three would: so that one press begins it.

The moderator has set the bot up, for adults only; the listener has joined and is on duty; the one
who will ask has said that they are an adult. What only they saw of it is put away.
"""

from collections.abc import Mapping

from bot.demo.page.people import Part, Place
from bot.demo.wording import Wording
from bot.local_discord import Message, NotSeenError, Response

HOURS_ON_DUTY = 4
ADULT = "age.form.adult"


async def arrange(place: Place, parts: Mapping[str, Part], words: Wording) -> None:
    """Do all of it. Raises NotSeenError where the bot does not answer as it should."""
    await _set_up(place, parts["moderator"], words)
    await come_on_duty(place, parts["listener"], words)
    await _state_age(place, parts["asker"], words)
    for part in parts.values():
        for form in list(part.person.forms.values()):
            part.person.dismiss(form)
        for channel in part.person.places():
            for message in [one for one in part.person.sees(channel) if one.ephemeral]:
                await part.person.delete(message)


async def _set_up(place: Place, part: Part, words: Wording) -> None:
    answer = _said(await part.person.run("setup", in_=place.asks))
    picked = {"role": place.moderators, "asks": place.asks, "panel": place.entrance}
    for menu, what in {**picked, "staff": place.staff}.items():
        answer = _said(await part.person.choose(answer, words(f"setup.pick.{menu}"), what))
    for action in ("setup_next", "setup_adults", "setup_to_check", "setup_apply"):
        answer = _said(await _press(part, answer, words(f"press.{action}.button")))


async def come_on_duty(place: Place, part: Part, words: Wording) -> None:
    """Somebody becomes a listener, and is there now."""
    step = _said(await part.person.run("listen", in_=place.asks))
    for _ in range(2):
        step = _said(await _press(part, step, words("press.guide.button")))
    opened = await _press(part, step, words("press.join.button"))
    step = await _filled(part, opened, words, {"listen.form.agree": True, ADULT: True})
    length = words("time.hours", count=HOURS_ON_DUTY)
    await _press(part, step, words("press.duty.button", length=length))


async def _state_age(place: Place, part: Part, words: Wording) -> None:
    opened = await part.person.run("ask", in_=place.asks)
    wrote = {"ask.form.words": words("press.ask.button"), ADULT: True}
    preview = await _filled(part, opened, words, wrote)
    await _press(part, preview, words("press.cancel.button"))


async def _filled(
    part: Part, opened: Response, words: Wording, values: Mapping[str, object]
) -> Message:
    if opened.form is None:
        raise NotSeenError("no form opened")
    by_label = {words(f"{key}.field_label"): value for key, value in values.items()}
    return _said(await part.person.submit(opened.form, by_label))


async def _press(part: Part, message: Message, label: str) -> Response:
    return await part.person.press(message, label)


def _said(response: Response) -> Message:
    if response.message is None:
        raise NotSeenError("the bot did not answer")
    return response.message
