// A chat with `graphql-ws`: what is said, every subscriber hears.
import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { listen, userOf } from './servers.mjs';

const schema = buildSchema(`
  type Query { hello(name: String!): String! }
  type Mutation { say(text: String!): Boolean! }
  type Subscription { said: String!  countdown(from: Int!): Int! }
`);
const room = new EventEmitter().setMaxListeners(0);

async function* said() {
  const heard = on(room, 'said');
  yield { said: 'welcome' };
  for await (const [text] of heard) yield { said: text };
}

async function* countdown({ from }) {
  for (let n = from; n >= 0; n--) yield { countdown: n };
}

const roots = {
  query: { hello: ({ name }) => `hello ${name}` },
  mutation: { say: ({ text }) => room.emit('said', text) },
  subscription: { said, countdown },
};

const server = createServer();
const sockets = new WebSocketServer({ server, path: '/graphql' });

sockets.on('headers', (headers, request) => {
  headers.push(`Bouncer-Subject: user=${encodeURIComponent(userOf(request))}`);
});

useServer({ schema, roots, onConnect: ({ connectionParams }) => ({ welcome: connectionParams?.name ?? 'stranger' }) }, sockets);
listen(server);
