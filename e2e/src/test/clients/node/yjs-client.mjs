// `y-websocket` as an application uses it: a shared list. Its provider comes back by itself, always.
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { obey, tell } from './lines.mjs';

const doc = new Y.Doc();
const said = doc.getArray('said');
let provider;

said.observe(({ changes, transaction }) => {
  if (transaction.local) return;
  for (const { insert = [] } of changes.delta) insert.forEach((text) => tell({ event: 'heard', text }));
});

obey({
  open({ url, token, user }) {
    provider = new WebsocketProvider(`${url}/yjs`, 'room', doc, {
      params: token ? { token } : { user },
      WebSocketPolyfill: WebSocket,
      disableBc: true,
      maxBackoffTime: 500,
    });
    provider.on('sync', (synced) => synced && tell({ event: 'in' }));
    provider.on('connection-close', (event) => {
      tell({ event: 'told', code: event.code, text: event.reason });
      tell({ event: 'state', state: 'disconnected' });
    });
  },
  connect: () => provider.connect(),
  say: ({ text }) => said.push([text]),
});
