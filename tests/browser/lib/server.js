// A host of static files, as plain as they come: what works here works anywhere.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** Serves `folder` below `prefix` on a free port of this machine, with more `headers`. */
export async function serveFolder(folder, prefix = '/', headers = {}) {
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answer(folder, prefix, request, response);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    base: `http://127.0.0.1:${server.address().port}${prefix}`,
    close: () => new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    }),
  };
}

function answer(folder, prefix, request, response) {
  const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
  if (!path.startsWith(prefix)) return send(response, 404, join(folder, '404.html'));
  const file = join(folder, normalize(`/${path.slice(prefix.length)}`));
  if (!existsSync(file)) return send(response, 404, join(folder, '404.html'));
  if (!statSync(file).isDirectory()) return send(response, 200, file);
  if (path.endsWith('/')) return send(response, 200, join(file, 'index.html'));
  response.writeHead(301, { location: `${encodeURI(path)}/` }).end();
}

function send(response, status, file) {
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(status, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}
