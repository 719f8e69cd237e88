// A chat with `socket.io`: rooms, acknowledgements, and a namespace of which not everybody is.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { listen, userOf } from './servers.mjs';

const server = createServer();
const io = new Server(server);

io.engine.on('headers', (headers, request) => {
  headers['Bouncer-Subject'] = `user=${encodeURIComponent(userOf(request))}`;
});

io.on('connection', (socket) => {
  socket.on('join', (room, joined) => {
    socket.join(room);
    joined(`in ${room}`);
  });
  socket.on('say', (room, what) => io.to(room).emit('said', what));
  socket.on('echo', (what, answer) => answer(what));
  socket.on('bye', () => socket.disconnect(true));
});
io.of('/members').use((socket, next) => next(new Error('members only')));

listen(server);
