// The search client outside a browser: its scripts, and a document that loads data files from a folder.

import { existsSync } from 'node:fs';
import { bundled, run } from './bundle.js';
import { largeIndex } from './large.js';

// Those of every search that need no page.
const scripts = bundled('search-base').filter((path) => !/-(view|large)\.js$/.test(path));

// What is fetched when it is needed, by the name that it is asked for by.
const parts = { one: 'search-one', places: 'search-places' };

/** The client's functions, for the site that was built into `folder`. */
export function clientOf(folder = '') {
  globalThis.postilSearch = { scriptUrl: (address) => address };
  globalThis.document = documentOf(folder);
  scripts.forEach(run);
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

/** Of a document, as much as the client needs: scripts run when they are appended, and say so. */
function documentOf(folder) {
  const append = (script) => queueMicrotask(() => {
    const path = decodeURIComponent(script.src);
    const paths = Object.values(parts).includes(path) ? bundled(path) : [path];
    if (!paths.every(existsSync)) return script.onerror();
    paths.forEach(run);
    script.onload();
  });
  return {
    documentElement: { dataset: { root: folder && `${folder}/` } },
    createElement: () => ({ remove() {} }),
    head: { append },
    querySelector: () => ({ dataset: parts }),
  };
}
