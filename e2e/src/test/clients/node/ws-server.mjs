// A chat with `ws`: what is said in a room, everybody in it hears.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { listen, userOf } from './servers.mjs';

const server = createServer();
const rooms = new WebSocketServer({
  server,
  perMessageDeflate: true,
  verifyClient: ({ req }, done) => done(!req.url.startsWith('/ws/private'), 418, 'members only', { 'X-Room': 'private' }),
});

rooms.on('headers', (headers, request) => {
  headers.push(`Bouncer-Subject: user=${encodeURIComponent(userOf(request))}`);
});

rooms.on('connection', (socket, { url }) => {
  socket.room = new URL(url, 'http://here').pathname;
  socket.on('message', (data, binary) => {
    if (!binary && String(data) === 'bye') return socket.close(4000, 'see you');
    for (const other of rooms.clients) {
      if (other.room === socket.room) other.send(data, { binary });
    }
  });
  socket.send('welcome');
});

listen(server);
