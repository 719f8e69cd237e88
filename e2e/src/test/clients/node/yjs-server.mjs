// A server of shared documents with `y-websocket`.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { setupWSConnection } from 'y-websocket/bin/utils';
import { listen, userOf } from './servers.mjs';

const server = createServer();
const documents = new WebSocketServer({ server });

documents.on('headers', (headers, request) => {
  headers.push(`Bouncer-Subject: user=${encodeURIComponent(userOf(request))}`);
});

documents.on('connection', setupWSConnection);
listen(server);
