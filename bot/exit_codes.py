"""With which codes the commands end; systemd's unit and README.md say them, too."""

FAILED = 1
"""Everything that the operator has to mend: to start again does not help."""

BROKEN = 70
"""A fault of the bot's own (EX_SOFTWARE): to start again may help."""

IN_SAFE_MODE = 78
"""`run` was stopped while it could only show help lines (EX_CONFIG): to start again does not help
before somebody has mended what it named."""

TOKEN_REVOKED = IN_SAFE_MODE
"""Discord took the token back while the bot ran: nothing helps but another one."""

TAKEN_OVER = 75
"""Another bot took over the PostgreSQL database, or a worker is to begin anew (EX_TEMPFAIL): to
start again lets it stand by."""
