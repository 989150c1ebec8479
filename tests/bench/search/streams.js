// Where the bytes of a query go. Run by hand:
//
//     node streams.js SITE [COUNT]    a built site whose search has the shape "large"
//
// Of words, quotations and phrases of common words, drawn from entries of the site, the same every time: what a browser
// that knows nothing yet fetches of each stream of the index. The scripts of the search are not in these figures; what they
// take compressed is said first.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundled } from '../../search/lib/bundle.js';
import { randomFrom } from '../../search/lib/entries.js';
import { Host, asking, largeIndex, packNames, phrase, words } from '../../search/lib/large.js';

const [site, count = '200'] = process.argv.slice(2);
const KB = 1024;

// From so many entries the queries are drawn.
const SAMPLE = 400;

const streamOf = new Map(packNames(site).flatMap((names) => Object.entries(names).flatMap(([stream, packs]) => packs.map((pack) => [`${pack}.pack`, stream]))));
const nameOf = (path) => streamOf.get(basename(path)) ?? (path.endsWith('.root') ? 'root' : 'other');

/** A host that counts what it sends by stream. */
class CountingHost extends Host {
  sent = new Map();

  async fetch(address, options) {
    const response = await super.fetch(address, options);
    const { byteLength } = await response.clone().arrayBuffer();
    const stream = nameOf(decodeURIComponent(address));
    this.sent.set(stream, (this.sent.get(stream) ?? 0) + byteLength);
    return response;
  }
}

const host = new CountingHost();
const { index, postilSearch: { tokens, LargeIndex } } = await largeIndex(site, host);
const next = randomFrom(42);
const pick = (list) => list[next(list.length)];

async function sample() {
  for (const segment of index.segments) await segment.open();
  const texts = [];
  while (texts.length < SAMPLE) {
    const segment = pick(index.segments.flatMap((segment) => Array(Math.ceil(segment.entries / 1000)).fill(segment)));
    texts.push((await segment.text(next(segment.entries))).parts);
  }
  return texts;
}

const common = new Set(index.segments[0].survey.common.slice(0, 100));
const makers = {
  words(text) {
    const all = tokens(text).map((token) => token.text).filter((word) => /^[a-z]+$/.test(word));
    return all.length > 20 && Array.from({ length: 1 + next(4) }, () => words(pick(all)));
  },
  quotation(text) {
    const all = text.split(/\s+/);
    const length = 3 + next(4);
    const from = next(Math.max(all.length - length + 1, 1));
    const quoted = all.slice(from, from + length).join(' ');
    return !/\p{Script=Han}/u.test(text) && !/["“”„]/.test(quoted) && tokens(quoted).length >= 3 && [phrase(quoted)];
  },
  'common words'(text) {
    const all = tokens(text).map((token) => token.text);
    const from = next(Math.max(all.length, 1));
    let end = from;
    while (common.has(all[end]) && end - from < 6) end += 1;
    return end - from >= 2 && [phrase(all.slice(from, end).join(' '))];
  },
};

async function asked(nodes) {
  host.sent.clear();
  const cold = await LargeIndex.open(`${site}/`);
  const { total } = await cold.search({ query: asking(...nodes), sort: 'best', from: 0, count: 10, perPage: 1 });
  return { nodes, total, requests: cold.packs.cost.requests, bytes: cold.packs.cost.bytes, sent: new Map(host.sent) };
}

const at = (values, share) => values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
const spread = (values) => [0.5, 0.95, 1].map((share) => Math.round(at([...values], share) / KB)).join(' / ');

function sizes() {
  const found = new Map();
  for (const name of readdirSync(join(site, 'search'))) {
    const stream = nameOf(name);
    const { files, bytes } = found.get(stream) ?? { files: 0, bytes: 0 };
    found.set(stream, { files: files + 1, bytes: bytes + statSync(join(site, 'search', name)).size });
  }
  return [...found].map(([stream, { files, bytes }]) => `${stream} ${(bytes / 1e6).toFixed(1)} MB in ${files} files`);
}

const scripts = ['search-page', 'search-worker'].map((bundle) => gzipSync(bundled(bundle).map((path) => readFileSync(path, 'utf8')).join('\n')).length);
console.log(`scripts: ${Math.round(scripts.reduce((sum, size) => sum + size, 0) / KB)} KB compressed; index: ${sizes().join(', ')}\n`);
console.log('KB cold, median / 95 % / most');
const texts = await sample();
for (const [kind, make] of Object.entries(makers)) {
  const found = [];
  for (let tries = 0; tries < 20_000 && found.length < Number(count); tries++) {
    const part = pick(pick(texts));
    const nodes = part && make(part.text);
    if (nodes) found.push(await asked(nodes));
  }
  const streams = [...new Set(found.flatMap(({ sent }) => [...sent.keys()]))];
  const requests = found.map((one) => one.requests);
  console.log(`${kind}: ${spread(found.map(({ bytes }) => bytes))}; requests ${[0.5, 0.95, 1].map((share) => at([...requests], share)).join(' / ')}`);
  console.log(`    ${streams.map((stream) => `${stream} ${spread(found.map(({ sent }) => sent.get(stream) ?? 0))}`).join('; ')}`);
  for (const { bytes, total, nodes } of [...found].sort((a, b) => b.bytes - a.bytes).slice(0, 5)) {
    console.log(`    ${Math.round(bytes / KB)} KB for ${total} hits: ${nodes.map(({ text }) => text).join(' | ')}`);
  }
}
