// centrifuge-js as an application uses it: connect with a token, and leave the rest to the library.
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';
import { obey, tell } from './lines.mjs';

let client;

obey({
  open({ url, token }) {
    client = new Centrifuge(new URL('/connection/websocket', url).href, {
      token,
      websocket: WebSocket,
      minReconnectDelay: 100,
      maxReconnectDelay: 500,
    });
    client.on('state', ({ newState }) => tell({ event: 'state', state: newState }));
    client.on('connected', () => tell({ event: 'in' }));
    // `connecting` tells why the library comes back, or 0 that it was asked to; `disconnected` why it does not.
    client.on('connecting', ({ code, reason }) => code && tell({ event: 'told', code, text: reason }));
    client.on('disconnected', ({ code, reason }) => tell({ event: 'told', code, text: reason }));
    client.connect();
  },
  connect: () => client.connect(),
});
