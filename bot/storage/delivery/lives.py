"""What becomes of what is still to be said, and of hours in which nothing is: a part of
`table_lives`."""

from collections.abc import Mapping

from bot.storage.table_life import Owner, TableLife, life, whole

_WITH = "with the row that it hangs on"

DELIVERY_LIVES: Mapping[str, TableLife] = {
    "bot_message": life(
        Owner.BOTH,
        "delivery",
        "where messages stand: Discord shows them",
        "those to the person",
        _WITH,
        *("channel_id_sealed", "message_id_sealed"),
    ),
    "quiet_hours": whole(
        *(Owner.PERSON, "person", "the place and the hours", "until they choose none"),
        *("person_tag", "hours_sealed"),
    ),
}
