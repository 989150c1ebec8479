// The index of a large site: stock elasticlunr loads every shard, and the shards of a query give what all of them give.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import elasticlunr from 'elasticlunr';
import { clientOf } from './lib/client.js';
import { corpora } from './lib/paths.js';
import { corpus, fixture, indexOf, shaped, written } from './lib/site.js';

const FIELDS = ['title', 'speaker', 'section', 'note', 'body'];
const unpack = (path) => JSON.parse(gunzipSync(readFileSync(path)));

/** The shards of the site in `folder`, in order, and the manifest's borders. */
function shardsOf(folder) {
  const top = join(folder, 'search/t');
  const paths = readdirSync(top, { recursive: true }).filter((path) => /\d\.bin$/.test(path));
  const number = (path) => Number(path.match(/(\d+)\.bin$/)[1]);
  const shards = paths.sort((a, b) => number(a) - number(b)).map((path) => unpack(join(top, path)));
  const folders = unpack(join(folder, 'search/manifest.bin')).shards.borders;
  const borders = folders.flatMap((border, at) => unpack(join(top, at.toString(16), 'shards.bin')).borders);
  return { shards, borders };
}

/** How many postings of tokens are packed in a shard. */
function packedIn({ rest }) {
  const { unpacked } = globalThis.postilSearch;
  return rest.slice(1).flatMap(Object.values).reduce((sum, text) => sum + unpacked(text).length / 3, 0);
}

/** One index of several: their tries hold different tokens. */
function merged(shards) {
  const [first, ...others] = structuredClone(shards);
  for (const { index } of others) for (const field of FIELDS) graft(first.index[field].root, index[field].root);
  return elasticlunr.Index.load(first);
}

function graft(onto, from) {
  for (const [key, node] of Object.entries(from)) {
    if (key === 'df') onto.df = Math.max(onto.df, node);
    else if (key === 'docs') Object.assign(onto.docs, node);
    else if (key in onto && typeof node === 'object') graft(onto[key], node);
    else onto[key] = node;
  }
}

/** Every token of a shard that a field has on so many pages. */
function tokensOf({ index }, least = 1) {
  const found = new Set();
  const visit = (node, token) => {
    if (node.df >= least) found.add(token);
    for (const key of Object.keys(node)) if (key.length === 1) visit(node[key], token + key);
  };
  for (const field of FIELDS) visit(index[field].root, '');
  return [...found];
}

test('a site without words is searched, and has nothing', async () => {
  const { index, parse, rank } = clientOf(written([], shaped('shards')));
  for (const text of ['tide ', 'tide', '潮', '"to be"', 'speaker:ann ']) {
    assert.deepEqual([...await rank(await index(), parse(text))], [], text);
  }
});

test('every character of a token is a key of its own, and every shard an index', () => {
  const { shards, borders } = shardsOf(fixture('shards'));
  assert.equal(shards.length, borders.length);
  const index = merged(shards);
  assert.ok(index.search('running tides').length > 0);
  assert.equal(index.search('潮汐').length, 1);
});

describe('on the corpora', { skip: !corpora }, () => {
  const folders = ['seed', 'md-audreyt', 'md-bitcointranscripts'];
  let folder;
  let shards;
  let borders;
  before(() => {
    folder = corpus(folders, shaped('shards'));
    ({ shards, borders } = shardsOf(folder));
  });

  test('there are several shards, and the borders part their tokens', () => {
    assert.ok(shards.length > 5, `${shards.length} shards`);
    shards.forEach((shard, at) => {
      for (const token of tokensOf(shard)) {
        assert.ok(token >= borders[at] && (at + 1 === borders.length || token < borders[at + 1]), `${token} in ${at}`);
      }
    });
  });

  test('the shards of a query give what all of them give', () => {
    const all = merged(shards);
    const stock = shards.map((shard) => elasticlunr.Index.load(shard));
    // elasticlunr stems what it is asked for: a word in another language may not be its own English stem.
    const isStem = (token) => elasticlunr.stemmer(token) === token;
    const inShards = (least) => shards.flatMap((shard, at) => tokensOf(shard, least).filter(isStem).map((token) => [token, at]));
    const [tokens, frequent] = [inShards(1), inShards(20)];
    let compared = 0;
    let results = 0;
    for (let from = 0; from + 3 < tokens.length; from += 37) {
      const some = [tokens[from], frequent[(from * 7) % frequent.length]];
      const needed = new Set(some.map(([, at]) => at));
      const few = needed.size === 1 ? stock[[...needed][0]] : merged([...needed].map((at) => shards[at]));
      const query = some.map(([token]) => token);
      const plain = (hits) => hits.map(({ ref, score }) => [ref, score.toFixed(6)]).sort();
      const found = plain(few.search(query, {}));
      assert.deepEqual(found, plain(all.search(query, {})), query.join(' '));
      results += found.length;
      compared += 1;
      if (compared === 400) break;
    }
    assert.ok(compared >= 300 && results >= 3000, `${results} results of ${compared} queries compared`);
  });

  test('they hold the tokens of the one file, for the same entries', async () => {
    await clientOf().need('shards');
    const one = indexOf(corpus(folders, shaped('one')));
    const countOf = (root) => {
      let count = 0;
      const visit = (node) => {
        count += node.df;
        for (const key of Object.keys(node)) if (key !== 'docs' && key !== 'df') visit(node[key]);
      };
      visit(root);
      return count;
    };
    const entries = (shard) => {
      let count = packedIn(shard);
      const visit = (node) => {
        count += Object.values(node.docs).reduce((sum, { s }) => sum + s.length / 2, 0);
        for (const key of Object.keys(node)) if (key.length === 1) visit(node[key]);
      };
      for (const field of FIELDS.slice(1)) visit(shard.index[field].root);
      return count;
    };
    const expected = ['speaker', 'section', 'note', 'body'].reduce((sum, field) => sum + countOf(one.index[field].root), 0);
    assert.equal(shards.reduce((sum, shard) => sum + entries(shard), 0), expected);
  });

  test('a host may unpack the files or not', async () => {
    const { index } = clientOf(folder);
    const packed = await index();
    const client = clientOf(folder);
    globalThis.fetch = async (path) => new Response(gunzipSync(readFileSync(path.replace(/\?.*$/, ''))));
    assert.deepEqual((await client.index()).manifest, packed.manifest);
  });
});
