#!/usr/bin/env bash
# @discordeno/gateway 21.0.0 (npm): while the gateway answers 503, a shard tries again without any pause, hundreds
# of times a second and more.
#
# Behaviour: a connection that fails before it opens is closed with 1006, and a close with 1006 is answered by a
# resume at once, which connects again. There is no wait between the tries, growing or not, and no last one.
# Seen: a loopback server that refuses each upgrade with 503: over 1,000 tries in each second of three by one
# shard (200 a second are asked for here).
# Why it matters: 503 is what an outage of Discord looks like. A bot of a few shards that goes on like this knocks
# many thousand times before anybody looks, with every log line of it, just when the service comes back.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > npm.log
npm install --silent --no-audit --no-fund @discordeno/gateway@21.0.0 >> npm.log
cat > look.cjs <<'JS'
const assert = require('node:assert');
const http = require('node:http');
const { setTimeout: wait } = require('node:timers/promises');

let tries = 0;
const server = http.createServer();
server.on('upgrade', (_, socket) => {
  tries++;
  socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
});

server.listen(0, '127.0.0.1', async () => {
  const { DiscordenoShard } = await import('@discordeno/gateway');
  const shard = new DiscordenoShard({
    id: 0,
    connection: {
      url: `ws://127.0.0.1:${server.address().port}/`, token: 'a.b.c', intents: 0, version: 10, compress: false,
      totalShards: 1, properties: {},
    },
    events: {},
  });
  shard.connect().catch(() => {});
  const seconds = [];
  for (let second = 0; second < 3; second++) {
    const before = tries;
    await wait(1000);
    seconds.push(tries - before);
  }
  console.log('seen: tries in each second', seconds.join(' '));
  assert.ok(seconds.every((count) => count > 200));
  process.exit(0);
});
JS
node look.cjs > look.log 2>&1 || { tail -n 5 look.log; exit 1; }
grep '^seen:' look.log
