// `socket.io-client` as an application uses it, with its own idea of transports or with the one it is told.
import { io } from 'socket.io-client';
import { obey, tell } from './lines.mjs';

let socket;

function away(code, text) {
  tell({ event: 'told', code, text });
  tell({ event: 'state', state: 'disconnected' });
}

// What the library has in these places is a text at times.
function code(...places) {
  return places.find(Number.isInteger) ?? 0;
}

obey({
  open({ url, token, user, variant }) {
    const auth = variant?.startsWith('auth');
    socket = io(url, {
      ...(auth && { path: '/io/', auth: { token } }),
      ...(variant === 'auth-websocket' && { transports: ['websocket'] }),
      ...(variant && !auth && { transports: [variant] }),
      ...(token && !auth && { extraHeaders: { Cookie: `session=${token}` } }),
      ...(user && { query: { user } }),
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
      timeout: 1000,
    });
    socket.on('connect', () => {
      const { engine } = socket.io;
      const join = () => socket.emit('join', 'room', () => tell({ event: 'in' }));
      if (variant === 'polling' || engine.transport.name === 'websocket') join();
      else engine.once('upgrade', join);
    });
    socket.on('said', (text) => tell({ event: 'heard', text }));
    socket.on('disconnect', (reason, details) => away(code(details?.context?.code, details?.description), reason));
    socket.on('connect_error', (error) => away(code(error.description), error.message));
  },
  connect: () => socket.connect(),
  say: ({ text }) => socket.emit('say', 'room', text),
});
