"""Lend an Ear: ask for help without your name, be heard, be encouraged.

Who may import whom:

    cli, app -> discord_app, jobs -> services -> storage -> domain

    cli.py         the command line; __main__.py is the same as `lend-an-ear`
    app.py         builds, starts and stops everything
    config.py      config.yaml as frozen settings       setting_sections.py  names, defaults
    setting_values.py  their bounds
    token.py       the token, shown to nobody           strict_yaml.py     shared by all loaders
    prompts.py     every visible word                   prompt_files.py    reads prompts/*.yaml
    earlier_settings.py  what became of those of earlier versions
    own_prompts.py whether those of a folder of one's own are all there
    deck_files.py  encouragements and names among them  helplines.py       the help lines
    message_files.py  sentences, and how long they may be
    crisis_rule_files.py  what those may say
    crisis_rules.py  the rules of screening             care_model.py      and its second opinion
    screen_command.py  tries both on lines
    detail_cues.py  what gives somebody away            phone_numbers.py   which digits are a number
    backup_commands.py  making a backup, putting one back
    public_holidays.py  which days are off, by country
    rotation_command.py  a new key                      opened_store.py    database and key, opened
    setting_storage.py  where the data lies             database_place.py  a file or a PostgreSQL
    database_file.py    what only a file can have done  move_command.py    from a file to the other
    farewell_command.py  stopping for good              assembly.py        what services are given
    erase_command.py    erasing somebody by a private number
    trial_command.py    where an ask would go that nobody asked
    exits.py       how the commands end                 unopened_reports.py  what `check` tells
    exit_codes.py  with which codes                     remarks.py         what `check` finds
    init_command.py  settings and key of a new bot      new_files.py       never over others
    systemd_unit.py  what `init --systemd` prints       example_settings.py  where they come from
    invite_command.py  the link, and what it asks for   nearest_key.py     which key was meant
    check_command.py  what a run needs, and more        at_discord.py      what Discord says of it
    application_settings.py  in its developer portal    causes.py          why it cannot run whole
    run_command.py  whole, or in safe mode              safe_mode.py       only help lines
    leaving.py     no thread holds up the end           until_stopped.py   until it is stopped
    worker.py      sends beside the bot                 work_command.py    as a process
    operation/     numbers of a running bot, a page of them, a dashboard, alerts
    setting_metrics.py  whether there is that page
    service_manager.py  what systemd is told            health.py          how to ask a running bot
    health_command.py  one line and a code              local_discord_cli.py  its options
    local_discord_command.py  the local Discord by itself
    audit_command.py    whether the record of what moderators did is whole
    logs.py        event codes and ids only
    jobs.py        one tick a second                    zone_data.py       whose time zones are used
    readiness.py   what `run` and `check` ask           versions.py        which run here
    lists.py       several things in one sentence
    garbage.py     when Python need not look for it
    domain/        what an ask, a conversation, a listener is: pure
    places/        the cities of the world by name, for the reader of places
    services/      one function for each intention of a person; the outbox loop; what is due
    storage/       the only place with SQL and with keys
    discord_app/   commands, buttons, forms, and how notices read
                   in these three one folder a subject, by the same word: ls bot/*/conversations
    images/        images drawn anew, in a process of their own
    local_discord/ a small Discord-compatible server; imports nothing else of bot
    gallery/       everything it says, in every state; only demo may use it
    demo/          four people on that server; may use app, gallery and local_discord, and
                   nothing may use it
"""

from bot import zone_data

zone_data.use()
