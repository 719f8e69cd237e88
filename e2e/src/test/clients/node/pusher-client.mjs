// pusher-js as an application uses it: connect, sign in, and leave the rest to the library.
import Backend from 'pusher';
import Pusher from 'pusher-js';
import { obey, tell } from './lines.mjs';

let client;

// The user is authenticated here with the app's secret, or where `endpoint` is given, by that.
function authentication({ key, secret, user, endpoint }) {
  if (endpoint) return { endpoint, transport: 'ajax', headers: { 'X-User': user } };
  const backend = new Backend({ appId: '1', key, secret });
  return {
    customHandler: ({ socketId }, callback) => callback(null, backend.authenticateUser(socketId, { id: user })),
  };
}

obey({
  open(command) {
    const { hostname, port } = new URL(command.url);
    client = new Pusher(command.key, {
      cluster: 'none',
      wsHost: hostname,
      wsPort: Number(port),
      forceTLS: false,
      enabledTransports: ['ws'],
      userAuthentication: authentication(command),
    });
    client.connection.bind('state_change', ({ current }) => tell({ event: 'state', state: current }));
    client.connection.bind('error', ({ data, error }) =>
      tell({ event: 'told', code: data?.code ?? 0, text: String(data?.message ?? error) }));
    client.connection.bind('message', ({ event }) => {
      if (event === 'pusher:signin_success') tell({ event: 'in' });
    });
    client.signin();
  },
  connect: () => client.connect(),
});
