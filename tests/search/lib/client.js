// The search client outside a browser: its scripts, and a document that loads data files from a folder.

import { existsSync, readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { root } from './paths.js';

const pathOf = (name) => `${root}themes/default/js/search-${name}.js`;

// Those of every search, and those that are fetched when they are needed.
const scripts = ['stem', 'tokens', 'data', 'query', 'index', 'rank', 'excerpt'];
const parts = { one: pathOf('one'), shards: ['rest', 'shards'].map(pathOf).join(' '), meant: pathOf('meant') };

/** The client's functions, for the site that was built into `folder`. */
export function clientOf(folder = '') {
  globalThis.postilSearch = undefined;
  globalThis.document = documentOf(folder);
  globalThis.fetch = fetchFile;
  for (const name of scripts) run(pathOf(name));
  return globalThis.postilSearch;
}

/** What a data file of the index assigns. */
export function dataOf(path) {
  run(path);
  return globalThis.postilSearchData;
}

function run(path) {
  runInThisContext(readFileSync(path, 'utf8'), { filename: path });
}

/** Fetches from the disk, as a host would that sends files as they are. */
async function fetchFile(path) {
  const file = decodeURIComponent(path.replace(/\?.*$/, ''));
  return existsSync(file) ? new Response(readFileSync(file)) : new Response('', { status: 404 });
}

/** Of a document, as much as the client needs: scripts run when they are appended, and say so. */
function documentOf(folder) {
  const append = (script) => queueMicrotask(() => {
    const path = decodeURIComponent(script.src);
    if (!existsSync(path)) return script.onerror();
    run(path);
    script.onload();
  });
  return {
    documentElement: { dataset: { root: folder && `${folder}/` } },
    createElement: () => ({ remove() {} }),
    head: { append },
    querySelector: () => ({ dataset: parts }),
  };
}
