// What two authors of a document see: the first at one address, the second at another.
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const [first, second, token] = process.argv.slice(2);

async function author(url) {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${url}/yjs`, `draft-${process.pid}`, doc, {
    params: { token },
    WebSocketPolyfill: WebSocket,
    disableBc: true,
  });
  await new Promise((resolve) => provider.once('sync', resolve));
  return { text: doc.getText('draft'), awareness: provider.awareness };
}

const textIs = (of, length) => new Promise((resolve) => {
  const look = () => of.text.length === length && (of.text.unobserve(look), resolve(of.text.toString()));
  of.text.observe(look);
  look();
});

const alice = await author(first);
const bob = await author(second);
alice.text.insert(0, 'hello world');
console.log(await textIs(bob, 11));
bob.text.insert(5, ' wide');
console.log(await textIs(alice, 16));
alice.text.delete(0, 6);
bob.text.insert(bob.text.length, '!');
await Promise.all([textIs(alice, 11), textIs(bob, 11)]);
console.log(alice.text.toString(), alice.text.toString() === bob.text.toString());
alice.text.insert(0, 'x'.repeat(300_000));
console.log((await textIs(bob, 300_011)).length);

alice.awareness.setLocalState({ cursor: 7 });
await new Promise((resolve) => {
  const look = () => [...bob.awareness.getStates().values()].some(({ cursor }) => cursor === 7) && resolve();
  bob.awareness.on('change', look);
  look();
});
console.log('sees the cursor');

const late = await author(second);
console.log('late', late.text.length);
process.exit();
