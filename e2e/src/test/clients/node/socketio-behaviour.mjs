// What two users of the chat see: the first at one address, the second at another.
import { io } from 'socket.io-client';

const [first, second, token, transports] = process.argv.slice(2);
const options = {
  ...(transports && { transports: [transports] }),
  extraHeaders: { Cookie: `session=${token}` },
  forceNew: true,
};

async function entered(url) {
  const socket = io(url, options);
  socket.io.once('open', () => console.log('begun with', socket.io.engine.transport.name));
  await new Promise((resolve) => socket.once('connect', resolve));
  const { engine } = socket.io;
  if (engine.transport.name !== (transports || 'websocket')) await new Promise((resolve) => engine.once('upgrade', resolve));
  return socket;
}

const heard = (socket) => new Promise((resolve) => socket.once('said', resolve));

const alice = await entered(first);
const bob = await entered(second);
console.log(await alice.emitWithAck('echo', { text: 'čau 🐎', list: [1, null, true] }));
console.log(await alice.emitWithAck('echo', Buffer.from([0, 255, 128])));
const large = 'x'.repeat(500_000);
console.log('large', (await bob.emitWithAck('echo', large)) === large);
console.log(await alice.emitWithAck('join', 'talk'), await bob.emitWithAck('join', 'talk'));
for (const what of ['hello', { bytes: Buffer.from('abc') }]) {
  const both = Promise.all([heard(alice), heard(bob)]);
  alice.emit('say', 'talk', what);
  console.log(await both);
}
const members = io(`${first}/members`, options);
console.log('members', (await new Promise((resolve) => members.once('connect_error', resolve))).message);
const left = new Promise((resolve) => bob.once('disconnect', resolve));
bob.emit('bye');
console.log('bob', await left);
process.exit();
