// The user-authentication endpoint of an application, which asks Bouncer before it lets pusher-js sign in.
// Bouncer would refuse a blocked user anyway; here the user is told by the application itself, and earlier.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import Pusher from 'pusher';

const { BOUNCER_URL, BOUNCER_APP, BOUNCER_KEY, PUSHER_KEY, PUSHER_SECRET, PORT } = process.env;
const pusher = new Pusher({ appId: BOUNCER_APP, key: PUSHER_KEY, secret: PUSHER_SECRET });

// Stands for the application's own session: never believe such a header in earnest.
const signedInUser = (request) => request.headers['x-user'];

// Only "not-blocked" lets a user in. Any other 404 is a mistake in the set-up, and must not open the door.
async function admission(user) {
  try {
    const answer = await fetch(`${BOUNCER_URL}/v1/apps/${BOUNCER_APP}/blocks/user/${encodeURIComponent(user)}`, {
      headers: { Authorization: `Bearer ${BOUNCER_KEY}` },
      signal: AbortSignal.timeout(2000),
    });
    const { type, message } = await answer.json();
    if (answer.status === 200) return { status: 403, error: message ?? 'You are blocked.' };
    if (answer.status === 404 && type === 'urn:bouncer:problem:not-blocked') return { status: 200 };
    console.error(`Bouncer answered ${answer.status} ${type}`);
  } catch (error) {
    console.error(`Bouncer did not answer: ${error}`);
  }
  return { status: 503, error: 'Try again later.' };
}

async function answerTo(request) {
  const user = signedInUser(request);
  if (!user) return { status: 401, body: { error: 'Sign in first.' } };
  const socketId = new URLSearchParams(await text(request)).get('socket_id') ?? '';
  if (!/^\d+\.\d+$/.test(socketId)) return { status: 400, body: { error: 'Expected a socket_id.' } };
  const { status, error } = await admission(user);
  return { status, body: error ? { error } : pusher.authenticateUser(socketId, { id: user }) };
}

const server = createServer(async (request, response) => {
  const { status, body } = await answerTo(request);
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
});
server.listen(Number(PORT ?? 3000), '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
