// A host of static files, as plain as they come: what works here works anywhere.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.svg': 'image/svg+xml',
  '.vtt': 'text/vtt',
  '.wav': 'audio/wav',
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
  const missing = () => send(response, { status: 404, file: join(folder, '404.html') });
  if (!path.startsWith(prefix)) return missing();
  const file = join(folder, normalize(`/${path.slice(prefix.length)}`));
  if (!existsSync(file)) return missing();
  if (!statSync(file).isDirectory()) return send(response, { status: 200, file, range: request.headers.range });
  if (path.endsWith('/')) return send(response, { status: 200, file: join(file, 'index.html') });
  response.writeHead(301, { location: `${encodeURI(path)}/` }).end();
}

function send(response, { status, file, range }) {
  if (!existsSync(file)) return response.writeHead(404).end();
  const type = { 'content-type': types[extname(file)] ?? 'application/octet-stream' };
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (start === undefined) {
    response.writeHead(status, type);
    return createReadStream(file).pipe(response);
  }
  // A recording is entered anywhere: browsers ask for a part of it.
  const size = statSync(file).size;
  const last = Math.min(Number(end || size - 1), size - 1);
  response.writeHead(206, { ...type, 'accept-ranges': 'bytes', 'content-range': `bytes ${start}-${last}/${size}` });
  createReadStream(file, { start: Number(start), end: last }).pipe(response);
}
