// `graphql-ws` as an application uses it: a subscription, which the library takes up again as often as it sees fit.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { obey, tell } from './lines.mjs';

let client;

function subscribe() {
  client.subscribe({ query: 'subscription { said }' }, {
    next: ({ data: { said } }) => tell(said === 'welcome' ? { event: 'in' } : { event: 'heard', text: said }),
    error: () => tell({ event: 'state', state: 'disconnected' }),
    complete: () => tell({ event: 'state', state: 'disconnected' }),
  });
}

obey({
  open({ url, token, user, variant }) {
    client = createClient({
      ...(variant === 'auth' && { connectionParams: { authToken: token } }),
      url: variant === 'auth' ? `${url}/graphql-init?user=${user}`
        : `${url}/graphql?${token ? `token=${token}` : `user=${user}`}`,
      webSocketImpl: WebSocket,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)),
    });
    client.on('closed', ({ code, reason }) => tell({ event: 'told', code, text: reason }));
    subscribe();
  },
  connect: subscribe,
  say: ({ text }) => client.subscribe({ query: 'mutation($text: String!) { say(text: $text) }', variables: { text } },
    { next() {}, error: console.error, complete() {} }),
});
