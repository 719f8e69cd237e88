// What two users of the API see: the first at one address, the second at another.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [first, second, token] = process.argv.slice(2);
const client = (url, name) => createClient({
  url: `${url}/graphql?token=${token}`,
  webSocketImpl: WebSocket,
  connectionParams: { name },
  lazy: false,
  onNonLazyError: console.error,
  on: { connected: (_, payload) => console.log('connected', name, payload) },
});
const alice = client(first, 'alice');

async function results(of, query, variables, upTo = Infinity) {
  const all = [];
  for await (const result of of.iterate({ query, variables })) {
    all.push(JSON.stringify(result));
    if (all.length >= upTo) break;
  }
  return all;
}

console.log(await results(alice, 'query($name: String!) { hello(name: $name) }', { name: 'čau 🐎' }));
console.log(await results(alice, '{ nothing }').catch((errors) => errors.map(({ message }) => message)));
console.log(await Promise.all([5, 3].map((from) =>
  results(alice, 'subscription($from: Int!) { countdown(from: $from) }', { from }))));
console.log(await results(alice, 'subscription { countdown(from: 1000) }', {}, 2));

const bob = client(second, 'bob');
const heard = bob.iterate({ query: 'subscription { said }' });
console.log((await heard.next()).value.data);
const long = 'x'.repeat(100_000);
for (const text of ['hello', long]) {
  await results(alice, 'mutation($text: String!) { say(text: $text) }', { text });
  const { said } = (await heard.next()).value.data;
  console.log(said.length, said === text);
}
process.exit();
