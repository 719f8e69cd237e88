// One call of the `pusher` package: what to do as JSON on standard input, how it went as JSON on standard output.
import { text } from 'node:stream/consumers';
import Pusher from 'pusher';
import { tell } from './lines.mjs';

const { url, appId, key, secret, user, body } = JSON.parse(await text(process.stdin));
const { hostname, port } = new URL(url);
const pusher = new Pusher({ appId, key, secret, host: hostname, port, useTLS: false });
try {
  const response = body
    ? await pusher.post({ path: `/users/${encodeURIComponent(user)}/terminate_connections`, body })
    : await pusher.terminateUserConnections(user);
  tell({ status: response.status, text: await response.text() });
} catch (error) {
  tell({ status: error.status ?? 0, text: String(error.body ?? error) });
}
