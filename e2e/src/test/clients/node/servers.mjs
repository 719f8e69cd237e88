// What the servers have in common: who is there, and where they listen.

// Stands for the application's own login: never believe such a parameter in earnest.
export function userOf(request) {
  return new URL(request.url, 'http://here').searchParams.get('user') ?? 'visitor';
}

export function listen(server) {
  server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
}
