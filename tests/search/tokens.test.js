// Tokens: the cases that the Rust side meets as well, and agreement with stock elasticlunr on English.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import elasticlunr from 'elasticlunr';
import { clientOf, dataOf } from './lib/client.js';
import { root } from './lib/paths.js';
import { written } from './lib/site.js';

const cases = JSON.parse(readFileSync(`${root}tests/search/tokens.json`, 'utf8'));

// A site with a page in each language of the cases: what a browser learns from it covers them all.
const languages = [...new Set(cases.map(([language]) => language))];
const wordsIn = (language) => cases.filter(([of]) => of === language).map(([, text]) => text.replace(/[^\p{L}]+/gu, ' '));
const pages = languages.map((language) => [`${language}.md`, `+++\nlanguage = "${language}"\n+++\n\n${wordsIn(language).join('\n')}`]);
const folder = written(pages);
const { tokens, stem, learn, stemmingOf } = clientOf(folder);
learn(dataOf(`${folder}/search/words.js`));

test('shared cases are met', () => {
  assert.ok(cases.length > 250);
  for (const [language, text, expected] of cases) {
    const found = tokens(text, stemmingOf(language)).map((token) => token.stem);
    assert.equal(found.join(' '), expected, `${language}: ${JSON.stringify(text)}`);
  }
});

test('tokens know their place', () => {
  const text = 'Ｃａｆé ✓ the bank’s GPT-8能治愈 𠮷野家';
  const places = tokens(text).map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(places, ['Ｃａｆé', 'the', 'bank', 'GPT', '8', '能治', '治愈', '愈', '𠮷野', '野家', '家']);
});

test('stems are those of elasticlunr', () => {
  for (const word of madeWords(200_000)) assert.equal(stem(word), elasticlunr.stemmer(word), word);
});

test('plain English words are indexed as elasticlunr would', () => {
  const text = readdirSync(`${root}content`, { recursive: true })
    .filter((path) => path.endsWith('.md'))
    .map((path) => readFileSync(`${root}content/${path}`, 'utf8'))
    .join('\n');
  const words = text.split(/[\s-]+/).filter((word) => /^[("*]*[A-Za-z0-9]+[.,;:?!)"*]*$/.test(word));
  const pipeline = new elasticlunr.Pipeline();
  pipeline.add(elasticlunr.trimmer, elasticlunr.stopWordFilter, elasticlunr.stemmer);
  let compared = 0;
  for (const word of words) {
    const [stock] = pipeline.run([word.toLowerCase()]);
    if (!stock) continue;
    assert.deepEqual(tokens(word, stem).map((token) => token.stem), [stock], word);
    compared += 1;
  }
  assert.ok(compared > 3000, `only ${compared} words`);
});

/** Words made of endings that stemming is about, by a generator that is the same each time. */
function* madeWords(count) {
  const pieces = ['y', 'a', 'e', 'i', 'o', 'u', 'b', 'll', 's', 't', 'z', 'x', 'w', 'ed', 'ing', 'eed', 'ation', 'ize',
    'er', 'ness', 'ful', 'ment', 'ement', 'ion', 'al', 'ies', 'sses', 'ble', 'ous', 'iviti', 'logi', 'bl', 'ent', "'", '1'];
  let seed = 1;
  const next = (below) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  for (let number = 0; number < count; number++) {
    yield Array.from({ length: 1 + next(5) }, () => pieces[next(pieces.length)]).join('');
  }
}
