// `ws` as an application uses it. It does not come back by itself.
import WebSocket from 'ws';
import { obey, tell } from './lines.mjs';

let options;
let socket;

function connect() {
  const { url, token, user } = options;
  socket = new WebSocket(`${url}/ws/room${user ? `?user=${user}` : ''}`, token ? ['chat', 'bearer', token] : ['chat']);
  socket.on('message', (data) =>
    tell(String(data) === 'welcome' ? { event: 'in' } : { event: 'heard', text: String(data) }));
  socket.on('error', (error) => tell({ event: 'told', code: 0, text: String(error) }));
  socket.on('close', (code, reason) => {
    tell({ event: 'told', code, text: String(reason) });
    tell({ event: 'state', state: 'disconnected' });
  });
}

obey({
  open(command) {
    options = command;
    connect();
  },
  connect,
  say: ({ text }) => socket.send(text),
});
