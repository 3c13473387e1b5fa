"""Every bench there is: what grows in it and from what size on, what stands beside it, what it
gives.

The only place that states sizes. `python -m tests.bench` measures all of them.
"""

from collections.abc import Sequence

from tests.bench.shape import Bench, Line

BENCHES: Sequence[Bench] = (
    Bench(
        "start",
        10,
        "servers",
        (
            Line(
                "from the start of the process to READY",
                "a bare discord.py client",
                "{s} s, {s times} times",
            ),
            Line(
                "memory at rest, the local Discord in another process",
                "a bare discord.py client",
                "{MiB} MiB, {MiB times} times",
            ),
        ),
        how={"rounds": 3},
    ),
    Bench(
        "relay",
        0.4,
        "words a second",
        (
            Line(
                "a word from one person to the other",
                "a bare echo",
                "p50 {p50 ms} ms, {p50 ms times} times; p99 {p99 ms} ms, {p99 ms times} times; of"
                " {words} words {lost} lost and {doubled} doubled",
            ),
        ),
        how={"seconds": 10, "rounds": 2},
    ),
    Bench(
        "press",
        0.4,
        "presses a second",
        tuple(
            Line(
                f"`/{command}`, from the press to the answer's words",
                "a bare command tree",
                "p50 {p50 ms} ms, {p50 ms times} times ({p50 times with buttons} times one with as"
                " many buttons); p99 {p99 ms} ms, {p99 ms times} times",
            )
            for command in ("privacy", "conversations")
        ),
        how={"seconds": 15, "rounds": 1},
    ),
    Bench(
        "pace",
        20,
        "encouragements waiting",
        (
            Line(
                "how much of the 50 requests a second that Discord allows is used while"
                " encouragements go out",
                "a bare client at 48 a second",
                "{of the ceiling}, the bare client {of the ceiling beside}; {429 global} and"
                " {429 global beside} answers of 429",
            ),
            Line(
                "a word that is passed on while encouragements go out",
                "the same while nothing waits",
                "p50 {p50 ms} ms, {p50 ms times} times; at most {max ms} ms, alone"
                " {max ms beside} ms",
            ),
        ),
    ),
    Bench(
        "outbox",
        1000,
        "notices waiting",
        tuple(
            Line(
                f"a look at what must be said, while notices wait {name}",
                "an empty outbox",
                "{ms} ms, {ms times} times",
            )
            for name in ("for closed direct messages", "as a broadcast")
        ),
    ),
    Bench(
        "catch_up",
        10,
        "channels to be read first",
        (
            Line(
                "the first word after a start",
                "a start with only the two who talk",
                "p50 {p50 ms} ms, {p50 ms times} times; at worst {slowest ms} ms",
            ),
        ),
        how={"rounds": 5},
    ),
    Bench(
        "schedules",
        10_000,
        "schedules in all zones",
        (
            Line(
                "10,000 that come in one minute, and the minutes before",
                "an APScheduler job for each, at most 10,000",
                "a look in vain {in vain ms} ms; finding those that come {selecting ms} ms; handing"
                " them over {handing over s} s, the loop still for {loop still ms} ms, with jobs"
                " for {loop still ms beside} ms",
            ),
        ),
    ),
    Bench(
        "ranking",
        1000,
        "listeners",
        (
            Line(
                "the best 24 of those on duty, every criterion on, reading included",
                "topics and languages alone",
                "{ms} ms, {ms times} times; at most {KiB} KiB, {KiB times} times; all sorted in"
                " full {in full ms} ms",
            ),
            Line(
                "the best 24 of those off duty, where few are in their hours",
                "topics and languages alone",
                "{ms} ms, {ms times} times; at most {KiB} KiB, {KiB times} times",
            ),
        ),
    ),
    Bench(
        "scale",
        1000,
        "listeners",
        (
            Line(
                "the best 24 of those on duty, on PostgreSQL",
                "SQLite",
                "{ms} ms, {ms times} times",
            ),
            Line(
                "the best 24 of those off duty, on PostgreSQL",
                "SQLite",
                "{ms} ms, {ms times} times",
            ),
            Line(
                "10,000 that come in one minute, of ten times as many schedules, on PostgreSQL",
                "SQLite",
                "a look in vain {in vain ms} ms, {in vain ms times} times; finding them"
                " {selecting ms} ms, {selecting ms times} times; handing them over"
                " {handing over s} s, {handing over s times} times",
            ),
            Line(
                "what one process sends, 2,000 waiting, with no limit, on PostgreSQL",
                "SQLite",
                "{sent a second} a second, {sent a second times} times; the processor"
                " {CPU ms each} ms each, {CPU ms each times} times",
            ),
            Line(
                "what the bot and a worker send, 2,000 waiting, with no limit, on PostgreSQL",
                "the bot alone",
                "{sent a second} a second, {sent a second times} times",
            ),
            Line(
                "what the bot and three workers send, 2,000 waiting, with no limit, on PostgreSQL",
                "the bot alone",
                "{sent a second} a second, {sent a second times} times",
            ),
        ),
        how={"queue": 2000, "rounds": 1},
    ),
    Bench(
        "erasure",
        100,
        "people with a full history",
        (
            Line(
                "erasing one of them, the slowest of 20",
                "as long a time in which nothing is done",
                "{all ms} ms, the loop still for {loop still ms} ms, doing nothing for"
                " {loop still ms beside} ms",
            ),
        ),
        how={"erased": 20},
    ),
    Bench(
        "rotation",
        100,
        "people with a full history",
        (
            Line(
                "another key: sealing everything anew, beside other work",
                "writing the file anew, as once a day",
                "{s} s, {s times} times; the loop still for {loop still ms} ms",
            ),
            Line(
                "another key: the next start, which turns every tag",
                "writing the file anew, as once a day",
                "{s} s, {s times} times",
            ),
        ),
    ),
    Bench(
        "images",
        0.12,
        "megapixels",
        (
            Line(
                "a photograph drawn anew in its process, there and back",
                "Pillow alone, which keeps what stands beside the picture",
                "p50 {p50 ms} ms, {p50 ms times} times; {MiB at most} MiB at most",
            ),
            Line(
                "a word at 20 a second, beside a photograph each second",
                "the same without photographs",
                "p50 {p50 ms} ms, {p50 ms times} times; p99 {p99 ms} ms, {p99 ms times} times",
            ),
        ),
        how={"photos": 20, "seconds": 10, "rounds": 1},
    ),
    Bench(
        "backup",
        5,
        "megabytes",
        (
            Line(
                "a word at 20 a second while the database is backed up",
                "the same without",
                "p50 {p50 ms} ms, {p50 ms times} times; p99 {p99 ms} ms, {p99 ms times} times; a"
                " backup takes {a backup s} s, behind everything else",
            ),
        ),
        how={"seconds": 10, "rounds": 2},
    ),
    Bench(
        "page",
        1,
        "words in the conversation",
        (
            Line(
                "the demo's page in Chromium: first paint",
                "a page of one sentence",
                "p50 {p50 ms} ms, {p50 ms times} times",
            ),
            Line(
                "the demo's page in Chromium: a word from one pane to the other",
                "the bare relay",
                "p50 {p50 ms} ms, {p50 ms times} times; p99 {p99 ms} ms",
            ),
        ),
        how={"words": 40, "starts": 5},
    ),
    Bench(
        "walk",
        1,
        "asks",
        (
            Line(
                "the walk of one ask, from `/ask` to the first word passed on",
                "the same at commit dc4862f",
                "{files} files of the bot, before {files beside}; {moves} moves between files,"
                " {moves times} times",
            ),
        ),
        ends=dict.fromkeys((10, 100), "it counts files, and the walk is that of one ask"),
    ),
    Bench(
        "load",
        10,
        "servers",
        (
            Line(
                "50 presses and 20 words a second together",
                "a bare discord.py client",
                "acknowledged p99.9 {ack p99.9} ms, {ack p99.9 times} times; a word p50 {word p50}"
                " ms, {word p50 times} times; the loop still for {longest stall} ms; memory"
                " {growth %}% more at the end",
            ),
        ),
        how={"minutes": 10},
        apart="it takes half an hour and is run only when it is named",
    ),
)
