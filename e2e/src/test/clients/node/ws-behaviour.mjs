// What two users of the chat see: the first at one address, the second at another.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import WebSocket from 'ws';

const [first, second, token] = process.argv.slice(2);
const enter = (url, room = 'talk') => new WebSocket(`${url}/ws/${room}?x=%2F&y=a+b`, ['chat', 'bearer', token]);
const seen = (data) => data.length > 100 ? createHash('sha256').update(data).digest('hex') : data.toString();

async function heard(socket) {
  const [data, binary] = await once(socket, 'message');
  return `${binary ? 'binary' : 'text'} ${data.length} ${seen(data)}`;
}

async function entered(url) {
  const socket = enter(url);
  console.log(await heard(socket), socket.protocol, socket.extensions);
  return socket;
}

const alice = await entered(first);
const bob = await entered(second);

async function says(message, options) {
  const both = Promise.all([heard(alice), heard(bob)]);
  alice.send(message, options);
  console.log(await both);
}

await says('hello');
await says('');
await says('čau 🐎');
await says(Buffer.from([0, 255, 128]));
await says('x'.repeat(200_000), { compress: false });
await says(Buffer.alloc(1_000_000, 'compressed well '));
await says(Buffer.alloc(1_000_000, createHash('sha256').update('compressed badly').digest()), { compress: false });

const whole = Promise.all([heard(alice), heard(bob)]);
bob.send('in ', { fin: false });
bob.ping('between');
bob.send('three ', { fin: false });
bob.send('parts', { fin: true });
console.log(String((await once(bob, 'pong'))[0]), await whole);

const many = new Promise((resolve) => {
  const order = [];
  bob.on('message', (data) => order.push(Number(data)) === 1000 && resolve(order.every((n, i) => n === i)));
});
for (let i = 0; i < 1000; i++) alice.send(String(i));
console.log('in order', await many);

bob.close(4001, 'done');
console.log('bob', (await once(bob, 'close')).map(String));
alice.send('bye');
console.log('alice', (await once(alice, 'close')).map(String));

const refused = enter(first, 'private').on('error', () => {});
const [, answer] = await once(refused, 'unexpected-response');
console.log(answer.statusCode, answer.headers['x-room'], String(await answer.toArray()));
process.exit();
