"""Parts of the preview of an ask: what could give its author away, and its buttons."""

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.rendering.giving_away import in_quotes
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.asks import AskKind, Draft
from bot.domain.details import exact_words
from bot.services.asks import drafts
from bot.services.server_choices import ServerChoices


def warnings(desk: DiscordContext, preview: drafts.Preview) -> list[str]:
    """What its author should know before they post: that few people are here, and which of their
    words tell who they are."""
    words, told = desk.words, list[str]()
    if preview.small:
        told.append(words("ask.small"))
    if exact := _exact_words(desk, preview.draft):
        told.append(words("ask.gives_away", exact=in_quotes(words, exact)))
    return told


def buttons(desk: DiscordContext, preview: drafts.Preview) -> list[Button]:
    """Posting first."""
    button, draft = desk.words.button, preview.draft
    if draft.changes is not None:
        use = button("use_new_words", draft.id, Style.MAIN)
        return [use, button("change", draft.id), button("leave_ask", draft.id), button("helplines")]
    post = "post_as_it_is" if _exact_words(desk, draft) else "post"
    found = [button(post, draft.id, Style.MAIN), button("change", draft.id)]
    if draft.kind is AskKind.OPEN:
        found.append(button("ask_privately", draft.id))
    elif AskKind.OPEN in preview.kinds:
        found.append(button("ask_openly", draft.id))
    choices = (button("more_choices", draft.id), button("learn_how", draft.id))
    more = (*choices, button("cancel", draft.id), button("helplines"))
    return [*found, *more]


def of_new_words(desk: DiscordContext, preview: drafts.Preview) -> Reply:
    """What is to take the place of the words of an ask that was posted."""
    words, draft = desk.words, preview.draft
    text = words("ask.new_words", until=words.moment(draft.expires_at))
    text = words.with_help("\n".join([text, *warnings(desk, preview)]))
    return Reply(text, words.boxes(draft.text), tuple(buttons(desk, preview)))


def seen_by(guilds: ServerChoices, preview: drafts.Preview) -> str:
    """Under which key it stands who will see it."""
    if not preview.shown:
        return "not_by_all"
    draft = preview.draft
    return "in_no_channel" if guilds.of(draft.guild_id).keeps_groups_apart else draft.kind


def _exact_words(desk: DiscordContext, draft: Draft) -> tuple[str, ...]:
    both = (
        exact_words(desk.ctx.details, part) for part in (draft.text.words, draft.text.would_help)
    )
    return tuple(dict.fromkeys(one for part in both for one in part))
