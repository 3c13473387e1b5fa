"""An ask from its draft to its end: written, posted, followed up, closed; what limits it.

draft ------> waiting <------> taken
  |            ^   |             |
  |            |   v             |
  '-> erased <- closed <---------'

draft to waiting     posting
waiting to taken     offers.acceptance
taken to waiting     conversations.ending.end_and_reopen_ask
waiting to closed    closing: taken back, unanswered, expired
taken to closed      conversations.ending.end and .end_unread
(its words change while it waits: changing)
closed to waiting    follow_up.extend, conversations.first_in_line
draft to erased      drafts, when it is cancelled; retention, when nobody came back to it
closed to erased     retention: the words soon, all else with what is kept of what is closed
"""
