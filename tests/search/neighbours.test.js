// A segment of many pages keeps the common words beside rare ones, and beside pairs those that make frequent pairs with them:
// phrases of both are found by these, wherever they are.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { randomFrom } from './lib/entries.js';
import { asking, largeIndex, phrase } from './lib/large.js';
import { shaped, written } from './lib/site.js';

const PAGES = 646;
const REQUEST = { sort: 'best', from: 0, count: 10, perPage: 1 };
const LETTERS = [...'bdfghklmnprstvwz'];
const name = (number) => [number >> 8, number >> 4, number].map((at) => `${LETTERS[at & 15]}o`).join('');

const next = randomFrom(7);
const COMMON = Array.from({ length: 40 }, (_, number) => `the${LETTERS[number & 15]}${LETTERS[number >> 4]}`);
const RARE = Array.from({ length: 420 }, (_, number) => name(number));
const word = () => (next(2) === 0 ? COMMON[next(next(40) + 1)] : RARE[next(RARE.length)]);
const text = (length) => Array.from({ length }, word);

// Some turns are longer than an entry of the index, and go on in the next; others have a section of their own.
const pages = Array.from({ length: PAGES }, (_, number) => (number % 20 === 0 ? [text(1500)] : Array.from({ length: 4 }, () => text(40))));
const turns = pages.flat();
let index;
before(async () => {
  const section = (words, number) => `## Section ${number}\n\n**Ann:** ${words.join(' ')}\n`;
  const files = pages.map((turns, number) => [`p${number}.md`, `# Page\n\n${turns.map(section).join('\n')}`]);
  ({ index } = await largeIndex(written(files, shaped('large'))));
});

/** How often `words` follow one another in a turn. */
function occurrences(words) {
  const begins = (all, at) => words.every((word, distance) => all[at + distance] === word);
  return turns.reduce((sum, all) => sum + all.filter((_, at) => begins(all, at)).length, 0);
}

/** The words that are not among the common ones of a segment, and have the words beside them. */
async function neighboured() {
  const found = await Promise.all(RARE.map(async (rare) => {
    const [list] = await index.segments[0].lookUp(`w${rare}`);
    return list?.hasNeighbours ? rare : undefined;
  }));
  return found.filter(Boolean);
}

/** Asks for `count` phrases that are part of a turn and `isMeant`, each of which must be found as often as it is there. */
async function assertFound(count, isMeant) {
  let asked = 0;
  for (let tries = 0; tries < 40_000 && asked < count; tries++) {
    const turn = next(4) === 0 ? pages[20 * next(32)][0] : turns[next(turns.length)];
    const from = next(turn.length - 5);
    const words = turn.slice(from, from + 2 + next(4));
    if (!isMeant(words)) continue;
    const answer = await index.search({ query: asking(phrase(words.join(' '))), ...REQUEST });
    assert.equal(answer.occurrences, occurrences(words), words.join(' '));
    asked += 1;
  }
  assert.equal(asked, count);
}

test('phrases of rare and common words are found, each time, and over the end of an entry too', async () => {
  await index.segments[0].open();
  assert.ok(index.segments[0].continued.size > 20);
  const rare = new Set(await neighboured());
  assert.ok(rare.size > 10, `${rare.size} words have neighbours`);
  await assertFound(150, (words) => words.some((word, at) => rare.has(word) && [words[at - 1], words[at + 1]].some((other) => COMMON.includes(other))));
});

test('phrases of common words are found by pairs that know those beside them, and by triples', async () => {
  const pairs = COMMON.flatMap((first) => COMMON.map((second) => `2${first} ${second}`));
  const found = (await Promise.all(pairs.map((key) => index.segments[0].lookUp(key)))).flat();
  const [known, named] = [found.filter((list) => list.hasNeighbours), found.filter((list) => list.isNamed)];
  assert.ok(known.length > 20 && named.length > 5, `${known.length} know others, ${named.length} are named`);
  await assertFound(150, (words) => words.length > 2 && words.every((word) => COMMON.includes(word)));
});

test('so they are while their last word is typed', async () => {
  const [rare] = await neighboured();
  const turn = turns.find((words) => words.some((word, at) => word === rare && COMMON.includes(words[at - 1])));
  const at = turn.findIndex((word, at) => word === rare && COMMON.includes(turn[at - 1]));
  const words = turn.slice(at - 1, at + 2);
  const typed = { kind: 'phrase', isPrefix: true, isTyped: true, text: words.join(' ').slice(0, -1) };
  assert.ok((await index.search({ query: asking(typed), ...REQUEST, isTyping: true })).total > 0, typed.text);
});
