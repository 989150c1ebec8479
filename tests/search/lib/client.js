// The search client outside a browser: its scripts, and a document that loads data files from a folder.

import { existsSync, readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { largeIndex } from './large.js';
import { root } from './paths.js';

const pathOf = (name) => `${root}themes/default/js/search-${name}.js`;

// Those of every search, and those that are fetched when they are needed.
const scripts = ['stem', 'tokens', 'scan', 'spellings', 'data', 'stop', 'query', 'match', 'excerpt'];
const paths = (...names) => names.map(pathOf).join(' ');
const parts = {
  one: paths('lists', 'values', 'candidates', 'similar', 'rank', 'one'),
  places: pathOf('places'),
};

/** The client's functions, for the site that was built into `folder`. */
export function clientOf(folder = '') {
  globalThis.postilSearch = { scriptUrl: (address) => address };
  globalThis.document = documentOf(folder);
  for (const name of scripts) run(pathOf(name));
  return globalThis.postilSearch;
}

/** The same with the engine that suits the site: `engine` is promised, and `shape` says which it is. */
export function clientWithEngine(folder, shape) {
  const client = clientOf(folder);
  return Object.assign(client, { engine: () => (shape === 'one' ? client.index() : largeEngine(client, folder)) });
}

/** The engine of large sites, without a worker, beside the client: what one lacks is taken from the other. */
async function largeEngine(client, folder) {
  await client.ready();
  const { index, postilSearch } = await largeIndex(folder);
  for (const [name, value] of Object.entries(postilSearch)) client[name] ??= value;
  globalThis.postilSearch = client;
  return { search: (request) => index.search(request, () => {}) };
}

/** What a data file of the index assigns. */
export function dataOf(path) {
  run(path);
  return globalThis.postilSearchData;
}

function run(path) {
  runInThisContext(readFileSync(path, 'utf8'), { filename: path });
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
