"""One question of a listener who has read an ask, before they accept it, and its answer.

What becomes of it as the ask goes on: `offers.first_questions`.
"""
