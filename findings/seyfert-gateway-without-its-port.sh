#!/usr/bin/env bash
# seyfert 5.1.0 (npm): of the gateway's address it uses the host and the path; the port and ws:// are dropped.
#
# Behaviour: what GET /gateway/bot or `info.url` names is parsed as a whole and logged as a whole, and then asked
# for over TLS at port 443, whatever it says. The address of a gateway proxy or of a local server is taken, and
# the log names it, while the connection is refused elsewhere.
# Seen: given ws://127.0.0.1:<port>/, the listener at that port has 0 connections from seyfert 5.1.0; the request
# goes to 127.0.0.1 with no port, by the https module. discordeno's gateway 21.0.0, given the same, connects to it.
# Why it matters: proxies that hold the gateway connection while a bot restarts, and tests against a local
# Discord, are ordinary in this field, and here they cannot be had by configuration.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > npm.log
npm install --silent --no-audit --no-fund seyfert@5.1.0 @discordeno/gateway@21.0.0 >> npm.log
cat > look.cjs <<'JS'
const assert = require('node:assert');
const http = require('node:http');
const https = require('node:https');
const { setTimeout: wait } = require('node:timers/promises');

const asked = [];
const request = https.request;
https.request = (options, ...rest) => (asked.push(options), request(options, ...rest));

const server = http.createServer();
let connections = 0;
server.on('connection', () => connections++);
server.on('upgrade', () => {}); // the question is only who comes

server.listen(0, '127.0.0.1', async () => {
  const url = `ws://127.0.0.1:${server.address().port}/`;
  const sessionStartLimit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };

  const { ShardManager } = require('seyfert/lib/websocket');
  const seyfert = new ShardManager({
    token: 'a.b.c', intents: 0, info: { url, shards: 1, session_start_limit: sessionStartLimit }, handlePayload() {},
  });
  seyfert.spawnShards().catch(() => {});
  await wait(3000);
  const bySeyfert = connections;

  const { DiscordenoShard } = await import('@discordeno/gateway');
  const shard = new DiscordenoShard({
    id: 0, connection: { url, token: 'a.b.c', intents: 0, version: 10, compress: false, totalShards: 1, properties: {} },
    events: {},
  });
  shard.connect().catch(() => {});
  await wait(1000);

  const [{ hostname, port, path }] = asked;
  console.log('seen: connections by seyfert', bySeyfert, 'by discordeno', connections - bySeyfert,
    '- seyfert asked for', JSON.stringify({ hostname, port: port ?? 'none', path }));
  assert.equal(bySeyfert, 0);
  assert.equal(connections - bySeyfert, 1);
  assert.ok(hostname === '127.0.0.1' && port === undefined);
  process.exit(0);
});
JS
node look.cjs > look.log 2>&1 || { tail -n 5 look.log; exit 1; }
grep '^seen:' look.log
