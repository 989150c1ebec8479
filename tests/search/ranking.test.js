// The client's answers: what comes first, what does not come, and what is shown of it.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { clientWithEngine } from './lib/client.js';
import { corpora } from './lib/paths.js';
import { ordered } from './lib/quality.js';
import { corpus, fixture, shaped } from './lib/site.js';

/** Searches the site in `folder`: each hit as what is shown of it, and what the answer says of itself. */
function searcher(folder, shape) {
  const { engine, parse, isEmpty, excerpt } = clientWithEngine(folder, shape);
  const opened = engine();
  const plain = (pieces) => pieces.map(([words, isMatch]) => (isMatch ? `[${words}]` : words)).join('');
  return async (text, options = {}) => {
    const query = parse(text);
    if (isEmpty(query)) return Object.assign([], { total: 0 });
    const result = await (await opened).search({ query, from: 0, count: 100, perPage: 100, ...options });
    const found = ordered(result).map((hit) => excerpt(hit.page, hit, query));
    return Object.assign(found.map((hit) => ({ ...hit, name: name(hit), text: plain(hit.text), title: plain(hit.title) })), result);
  };
}

function name({ heading, href }) {
  return heading.map(([words]) => words).join('') || decodeURIComponent(href.split('#')[1] ?? 'preface');
}

for (const shape of ['one', 'large']) describe(`on the fixture, ${shape}`, () => {
  let search;
  before(() => {
    search = searcher(fixture(shape), shape);
  });

  const finds = (query, ...expected) => test(`${query}: ${expected.join(', ')}`, async () => {
    const names = (await search(query)).map((hit) => hit.name);
    assert.deepEqual(names.slice(0, expected.length), expected, names.join(' | '));
  });

  const findsAll = (query, ...expected) => test(`${query}: ${expected.join(', ')} in any order`, async () => {
    assert.deepEqual((await search(query)).map((hit) => hit.name).sort(), [...expected].sort());
  });

  const findsOnly = (query, ...expected) => test(`${query}: ${expected.join(', ') || 'nothing'} alone`, async () => {
    const found = await search(query);
    assert.deepEqual(found.slice(0, found.total).map((hit) => hit.name), expected);
  });

  finds('tide table ', 'The tide tables', 'What the tide left');
  finds('running tides ', 'The tide tables');
  finds('Patrick Collins ', 'The bell');
  findsOnly('"Patrick told" ', 'The bell');
  findsOnly('"Collins Patrick" ');
  findsOnly('"to be or not to be" ', 'The bell');
  finds('to be or not to be ', 'The bell');
  finds('Mark-8 ', '潮汐表', 'The tide tables');
  findsOnly('Mark-5 ', 'The tide tables');
  findsOnly('Mark-8能', '潮汐表');
  finds('cafe ', 'The bell');
  findsOnly("don't ", 'The tide tables');
  finds('1931 ', 'note-cite-almanac');
  findsAll('almanac ', 'note-cite-almanac', 'The tide tables');
  finds('Ida Marsh archive ', 'note-cite-almanac');
  findsOnly('潮汐', '潮汐表');
  findsOnly('汐', '潮汐表', '钟声');
  findsOnly('钟声', '钟声');
  findsOnly('算力');
  finds('算 力', '算术');
  findsOnly('zeppelin ');
  findsOnly('table "stood nowhere" ');
  findsOnly('tide -step ', 'The tide tables');
  findsOnly('tide -"second step" ', 'The tide tables');
  finds('tide -"step second" ', 'The tide tables', 'What the tide left');
  findsOnly('-tide ');
  findsOnly('speaker:ida table ', 'The tide tables');
  findsOnly('speaker:"Owen Pell" Patrick ', 'The bell');
  findsOnly('speaker:ida frost ');
  findsOnly('speaker：白岸 钟', '钟声');
  findsOnly('speaker:nobody ');
  if (shape === 'one') finds('潮汐錶時間', '潮汐表', '钟声');
  finds('數學 算術 ', '算术');
  finds('dredger ', 'preface');
  finds('foghorn ', 'preface');

  describe('while a word is being typed', () => {
    findsAll('alm', 'note-cite-almanac', 'The tide tables');
    findsOnly('optimisati', 'The tide tables');
    findsOnly('optimisatx');
    finds('patrick col', 'The bell');
  });

  test('a hit is a turn, with its speaker, time and marked words', async () => {
    const [hit] = await search('cracked frost ');
    assert.equal(hit.by, 'Owen Pell');
    assert.equal(hit.time, '2:41');
    assert.match(hit.text, /^It \[cracked\] in the \[frost\]\. Collins/);
    assert.match(hit.href, /talks\/harbour\/index\.html\?q=cracked%20frost#owen-/);
  });

  test('a page whose title alone fits is one hit', async () => {
    const hits = await search('harbour ');
    assert.deepEqual(hits.map((hit) => hit.title), ['The [harbour] office']);
    assert.deepEqual((await search('office ')).map((hit) => hit.name), ['What the tide left']);
  });

  test('words of no language and no words at all are harmless', async () => {
    for (const query of ['', ' ', '"', '""', '-', '\u0301', '__proto__ ', 'constructor ', 'docs ', 'df ', '\ud842', '“']) {
      assert.equal((await search(query)).length, 0, JSON.stringify(query));
    }
  });
});

for (const shape of ['one', 'large']) describe(`on the corpora, ${shape}`, { skip: !corpora }, () => {
  let search;
  before(() => {
    search = searcher(corpus(['seed', 'md-audreyt', 'md-bitcointranscripts'], shaped(shape)), shape);
  });

  const sections = {
    '算力': ['15', '08'],
    '超级智能': ['04', '16'],
    '癌症': ['13', '14'],
    '贪吃蛇': ['01'],
    'GPT-8': ['13'],
    '晶体管': ['16'],
    '张力时间': ['02'],
    'Patrick Collison': ['03'],
  };
  for (const [query, numbers] of Object.entries(sections)) {
    test(`${query}: section ${numbers.join(', ')}`, async () => {
      const names = (await search(query)).map((hit) => hit.name);
      // Of two sections that are both about it, either may be the first.
      const first = names.slice(0, numbers.length).map((name) => name.slice(0, 2));
      assert.deepEqual(first.sort(), numbers.toSorted(), names.join(' | '));
    });
  }
});
