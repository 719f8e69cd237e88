// Blocks a user for an hour, lifts the block, and closes the user's connections, waiting until every edge has. Node 18 or newer.
//
//   BOUNCER_URL=http://127.0.0.1:8080 BOUNCER_APP=demo BOUNCER_KEY=... node ban.mjs alice
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const { BOUNCER_URL, BOUNCER_APP, BOUNCER_KEY } = process.env;
const passes = (status) => status === 408 || status === 429 || status >= 500;

async function call(method, path, body) {
  const request = {
    method,
    body: JSON.stringify(body),
    // However often the key arrives, it is one command in the blocklist and in the audit log. Connections that
    // were opened between two tries may be closed too.
    headers: { Authorization: `Bearer ${BOUNCER_KEY}`, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
  };
  for (let tries = 1; ; tries++) {
    const answer = await fetch(`${BOUNCER_URL}/v1/apps/${BOUNCER_APP}${path}`, { ...request, signal: AbortSignal.timeout(30_000) })
      .catch((error) => ({ ok: false, status: 503, headers: new Headers(), text: async () => String(error) }));
    const said = await answer.text();
    if (answer.ok) return JSON.parse(said);
    if (tries === 5 || !passes(answer.status)) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
    await pause(1000 * Number(answer.headers.get('Retry-After') ?? 0) + 2 ** tries * 50);
  }
}

const user = encodeURIComponent(process.argv[2]);
console.log(await call('PUT', `/blocks/user/${user}?wait=10s`, { for: '1h', reason: 'spam wave 12', message: 'Come back in an hour.' }));
console.log(await call('DELETE', `/blocks/user/${user}`, { reason: 'appeal accepted' }));
console.log(await call('DELETE', `/sessions/user/${user}?wait=10s`, { reason: 'new password' }));
