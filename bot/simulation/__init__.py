"""A community in memory, asks that come, and people who answer or do not: what `lend-an-ear
simulate` plays.

Who fits, who comes first and when more are told is not written here: `domain/offers`,
`domain/waves` and `services/offers/rules` decide it for the bot and for this alike.
"""
