"""Tables of servers, their panels, who used the bot there, and those it was taken out of."""
