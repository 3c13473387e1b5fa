"""Two people talk through the bot: whose words they are, where they go, how it ends.

    open -----> stopped
      |            |
      '-> ended <--'
            |
            v
          erased

    it opens             offers.acceptance; beside another, in one room: offers.joining
    open to stopped      lost_partner.went: somebody left, was put out, is timed out for long, or
                         cannot be written to for good; nothing is passed on, nobody is told yet
    stopped to ended     departures.tell, some time later, in the words of every ending
    open to ended        ending.end_own, for either side; ending.leave; idle_timeout;
                         server_departures; and with the ask waiting again:
                         silence.find_somebody_else, first_reply_timeout
    ended to erased      retention

Closed direct messages leave it open: whoever opens them again by the time that is drawn, or reads
what waits for them, was never lost; else departures.tell ends it, too.
"""
