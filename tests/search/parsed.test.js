// What was typed and what is made of it; and that nothing that can be typed goes wrong.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { clientOf } from './lib/client.js';
import { shown } from './lib/parsed.js';
import { root } from './lib/paths.js';

const cases = JSON.parse(readFileSync(`${root}tests/search/parsed.json`, 'utf8'));
const { parse, tokensOf } = clientOf();

for (const [text, expected] of cases) {
  test(`${JSON.stringify(text)} is ${expected || 'nothing'}`, () => assert.equal(shown(parse(text), tokensOf), expected));
}

test('a term knows its place in what was typed', () => {
  const text = 'tide -“second step” speaker:ida kuberntes ';
  const places = parse(text).where.nodes.map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(places, ['tide', '-“second step”', 'speaker:ida', 'kuberntes']);
});

test('words that a site calls the same stand for each other', () => {
  const { parse, tokensOf, learnSynonyms } = clientOf();
  learnSynonyms([['AI', 'artificial intelligence'], ['潮汐', 'tide']]);
  const parsed = (text) => shown(parse(text), tokensOf);
  assert.equal(parsed('ai chips '), '(ai|artificial+intelligence) chips');
  assert.equal(parsed('ai'), '(ai…|artificial+intelligence)');
  assert.equal(parsed('new artificial intelligence chips '), 'new (artificial intelligence|AI) chips'.replace('AI', 'ai'));
  assert.equal(parsed('artificial chips '), 'artificial chips');
  assert.equal(parsed('tide '), '(tide|潮汐)');
  assert.equal(parsed('"AI" '), '"ai"');
  assert.equal(parsed('bell -ai '), 'bell -ai');
});

test('a pasted page is cut, and that is said', () => {
  for (const text of ['word '.repeat(2000), '潮'.repeat(10_000), `"${'word '.repeat(2000)}"`, 'a OR '.repeat(3000), '-x '.repeat(4000)]) {
    const query = parse(text);
    const count = (node) => (node.nodes ?? [node.node ?? []].flat()).reduce((sum, inner) => sum + count(inner), node.text === undefined ? 0 : tokensOf(node).length);
    assert.ok(query.where === null || count(query.where) <= 96, `${query.where && count(query.where)} tokens`);
    assert.equal(query.isCut, true);
  }
});

test('nothing that can be typed goes wrong', () => {
  const pieces = ['tide', '潮汐', '"', '“', '”', '«', '»', "'", '’', '「', '」', '-', '*', ' ', ' ', 'OR', 'NEAR', 'NEAR/3', 'AND', 'speaker:', 'year:', '2001', '..', 'kind:',
    '(', ')', ':', '|', '\\', '\u0301', '\ud842', '\u0000', 'ß', '１', '\n', '/', '+', '#', '_', '.'];
  let seed = 7;
  const next = (below) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  for (let number = 0; number < 20_000; number++) {
    const text = Array.from({ length: 1 + next(9) }, () => pieces[next(pieces.length)]).join('');
    const query = parse(text);
    assert.equal(typeof shown(query, tokensOf), 'string');
  }
});
