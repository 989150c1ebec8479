// The index as others read it: stock elasticlunr loads it, and it holds exactly the tokens that the client makes.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import elasticlunr from 'elasticlunr';
import { clientOf, dataOf } from './lib/client.js';
import { corpora, demonstration } from './lib/paths.js';
import { corpus, fixture, indexOf, shaped } from './lib/site.js';

const FIELDS = ['title', 'speaker', 'section', 'note', 'body'];

describe('stock elasticlunr', () => {
  let index;
  let entries;
  before(() => {
    const folder = fixture();
    index = elasticlunr.Index.load(indexOf(folder));
    entries = entriesOf(folder);
  });

  const first = (query) => entries[index.search(query)[0]?.ref]?.anchor;

  test('finds stemmed English words', () => assert.equal(first('running tides'), 'the-tide-tables'));
  test('finds Chinese pairs', () => assert.equal(first(['潮汐', '汐表']), '潮汐表'));
  test('finds notes', () => assert.equal(first('almanac'), 'note-cite-almanac'));
  test('finds what is all stop words', () => assert.notEqual(first('to be or not to be'), undefined));
});

test('the fixture holds the tokens that the client makes', () => recount(fixture()));

test('so does the demonstration site', { skip: !existsSync(demonstration) }, () => recount(demonstration));

test('so do the corpora', { skip: !corpora }, () => {
  const counted = recount(corpus(['seed', 'md-audreyt', 'md-bitcointranscripts'], shaped('one')));
  assert.ok(counted > 100_000, `only ${counted} tokens`);
});

/** Compares every count in the index of `folder` with the client's own of the same text; returns how many tokens. */
function recount(folder) {
  const { index, documentStore } = indexOf(folder);
  const { tokens, learn, stemmingOf } = clientOf(folder);
  learn(dataOf(`${folder}/search/words.js`));
  const stored = Object.fromEntries(FIELDS.map((field) => [field, countsOf(index[field].root)]));
  let counted = 0;
  entriesOf(folder).forEach((entry, ref) => {
    for (const [field, text] of Object.entries(fieldsOf(entry))) {
      const made = tokens(text, stemmingOf(entry.language)).map((token) => token.stem);
      assert.deepEqual(stored[field].get(String(ref)) ?? new Map(), count(made), `${field} of ${entry.anchor}`);
      counted += made.length;
    }
  });
  assert.equal(documentStore.length, entriesOf(folder).length);
  return counted;
}

/** Every entry of a built site, in the order of the index. */
function entriesOf(folder) {
  const { pages } = dataOf(`${folder}/search/pages.js`);
  return pages.flatMap(({ address, title, language }) => {
    const { entries } = dataOf(`${folder}/search/text/${address}text.js`);
    return entries.map((entry) => ({ ...entry, title, language }));
  });
}

function fieldsOf({ title, heading = '', kind, parts }) {
  const words = parts.map((part) => part.text).join('\n');
  const speakers = [...new Set(parts.map((part) => part.by ?? ''))].join('\n');
  return { title, speaker: speakers, section: heading, [kind ? 'note' : 'body']: words };
}

/** How often each token of a trie occurs, by entry. */
function countsOf(root) {
  const counts = new Map();
  const visit = (node, token) => {
    for (const [ref, { tf }] of Object.entries(node.docs)) {
      if (!counts.has(ref)) counts.set(ref, new Map());
      counts.get(ref).set(token, Math.round(tf * tf));
    }
    for (const key of Object.keys(node)) if (key !== 'docs' && key !== 'df') visit(node[key], token + key);
  };
  visit(root, '');
  return counts;
}

function count(made) {
  const counts = new Map();
  for (const token of made) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
