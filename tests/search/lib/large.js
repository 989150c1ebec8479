// The engine of large sites outside a worker, with a host whose answers a test decides on.

import { existsSync, readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { bundled, run } from './bundle.js';

// The bytes that tell where 16 texts are: the name of their pack, the place of the first, and the length of each.
const PLACES = 6 + 4 + 3 * 16;

// Without what only a worker can do.
const PARTS = bundled('search-worker').filter((path) => !path.endsWith('-worker.js'));

/** A host that sends the files of a folder; it counts what it sends. */
export class Host {
  requests = 0;
  bytes = 0;

  /** Without ranges, a host sends whole files; `isMissing` says which it does not have. */
  constructor({ hasRanges = true, isMissing = () => false } = {}) {
    Object.assign(this, { hasRanges, isMissing });
  }

  async fetch(address, { headers = {} } = {}) {
    const path = decodeURIComponent(address);
    this.requests += 1;
    if (!existsSync(path) || this.isMissing(path)) return new Response('', { status: 404 });
    const bytes = readFileSync(path);
    const range = this.hasRanges && /^bytes=(\d+)-(\d+)$/.exec(headers.Range ?? '');
    const sent = range ? bytes.subarray(Number(range[1]), Number(range[2]) + 1) : bytes;
    this.bytes += sent.length;
    return new Response(sent, { status: range ? 206 : 200 });
  }
}

/** The index of the site that was built into `folder`, as `{index, host, postilSearch}`. */
export async function largeIndex(folder, host = new Host()) {
  globalThis.postilSearch = undefined;
  globalThis.fetch = (address, options) => host.fetch(address, options);
  PARTS.forEach(run);
  run(`${folder}/search/words.js`);
  const { postilSearch } = globalThis;
  postilSearch.learn(globalThis.postilSearchData);
  return { postilSearch, host, index: await postilSearch.LargeIndex.open(`${folder}/`) };
}

/** The names of the packs of each segment by stream, of the site that was built into `folder`: as its files have them. */
export function packNames(folder) {
  const file = (name) => readFileSync(`${folder}/search/${name}`);
  const { root } = JSON.parse(file('root.json'));
  return JSON.parse(inflateRawSync(file(root).subarray(8))).segments.map(({ terms, about, parts }) => {
    const [ofTerms, ofAbout] = [terms, about].map(({ packs }) => packs.match(/.{12}/g) ?? []);
    const bytesOf = (names) => Buffer.concat(names.map((name) => file(`${name}.pack`)));
    const all = bytesOf(ofAbout);
    const part = (name) => all.subarray(...parts.find((part) => part[0] === name).slice(1));
    const places = part('places');
    const blocks = Array.from({ length: places.length / PLACES }, (_, at) => places.subarray(at * PLACES, at * PLACES + 6));
    const texts = [...new Set(blocks.flatMap(namesIn))];
    return { terms: ofTerms, ...postingPacks(part('keys'), JSON.parse(inflateRawSync(part('head'))).keys.sizes, bytesOf(ofTerms)), texts, about: ofAbout };
  });
}

const namesIn = (bytes) => bytes.toString('hex').match(/.{12}/g) ?? [];

/** The names of the packs of postings, which the blocks of the dictionary have; the keys of these blocks tell where they begin. */
function postingPacks(keys, sizes, terms) {
  const [docs, positions] = [new Set(), new Set()];
  let [at, group] = [0, 0];
  const varint = (bytes) => {
    let [number, shift] = [0, 0];
    for (; bytes[at] >= 0x80; shift += 7) number |= (bytes[at++] & 0x7f) << shift;
    return number | (bytes[at++] << shift);
  };
  for (const size of sizes) {
    const end = (group += size);
    at = end - size;
    let block = varint(keys);
    while (at < end) {
      varint(keys);
      const rest = varint(keys);
      at += rest;
      const length = varint(keys);
      const next = at;
      at = block;
      for (const names of [docs, positions]) {
        varint(terms);
        const count = varint(terms);
        namesIn(terms.subarray(at, at + count * 6)).forEach((name) => names.add(name));
        at += count * 6;
      }
      [at, block] = [next, block + length];
    }
  }
  return { docs: [...docs], positions: [...positions] };
}

/** A query that asks for all of `nodes`; their places in its text are made up. */
export function asking(...nodes) {
  const placed = nodes.map((node, at) => ({ start: at, end: at + 1, ...node }));
  return { text: nodes.map(({ text }) => text ?? '').join(' '), where: { kind: 'and', nodes: placed } };
}

export const words = (text) => ({ kind: 'words', text });
export const phrase = (text) => ({ kind: 'phrase', text });
export const speaker = (text) => ({ kind: 'field', field: 'speaker', text });
export const not = (node) => ({ kind: 'not', node });
