// The index of a large site gives the answers that a scan of all its entries gives: all of them, and no others.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { entriesOf, randomFrom, Scan } from './lib/entries.js';
import { Host, asking, largeIndex, not, phrase, speaker, words, packNames } from './lib/large.js';
import { PAGES, madeFiles } from './lib/made.js';
import { shaped, written } from './lib/site.js';

const REQUEST = { sort: 'best', from: 0, count: 10, perPage: 3 };
const SIZE = 60;

describe('on a site of several segments', () => {
  const files = madeFiles();
  let folder;
  let index;
  let scan;
  let entries;
  let postilSearch;
  before(async () => {
    folder = written(files, shaped('large'));
    const loaded = await largeIndex(folder);
    ({ index, postilSearch } = loaded);
    entries = entriesOf(written(files, shaped('one')));
    scan = new Scan(entries, postilSearch);
  });

  const ask = (nodes, more) => index.search({ query: asking(...nodes), ...REQUEST, ...more });

  /** So many quotations of entries, each a run of words that `cut` takes from a part. */
  function quotations(seed, cut) {
    const next = randomFrom(seed);
    const found = [];
    for (let tries = 0; found.length < SIZE && tries < 5000; tries++) {
      const { parts } = entries[next(entries.length)];
      const text = cut(parts[next(parts.length)]?.text ?? '', next);
      if (text) found.push(text);
    }
    assert.equal(found.length, SIZE);
    return found;
  }

  async function isExact(text) {
    const answer = await ask([phrase(text)]);
    assert.equal(answer.total, scan.total([phrase(text)]), text);
    assert.equal(answer.occurrences, scan.occurrences(phrase(text)), text);
    assert.ok(answer.total > 0 && !answer.isPartial, text);
    assert.ok(answer.groups[0].hits[0].parts.length > 0, text);
  }

  test('there are two, each a complete index', () => {
    assert.deepEqual(index.segments.map(({ first, pages }) => [first, pages]), [[0, 128], [128, PAGES - 128]]);
  });

  test('a quotation of three to six words is found wherever it is', async () => {
    const cut = (text, next) => {
      const all = text.split(/\s+/).filter((word) => /^[\p{L}’,.-]+$/u.test(word));
      const from = next(Math.max(all.length - 6, 1));
      return all.length > 8 && !/\p{Script=Han}/u.test(text) ? all.slice(from, from + 3 + next(4)).join(' ') : undefined;
    };
    for (const text of quotations(17, cut)) await isExact(text);
  });

  test('so is one of words that are everywhere', async () => {
    const { common } = index.segments[0].survey;
    const known = new Set(common.slice(0, 40));
    const cut = (text, next) => {
      const all = text.toLowerCase().split(' ');
      const from = next(all.length);
      const end = all.findIndex((word, at) => at >= from && !known.has(word));
      return end - from >= 2 ? all.slice(from, end).join(' ') : undefined;
    };
    for (const text of quotations(3, cut)) await isExact(text);
  });

  test('so is a string of Han of any length, and as often', async () => {
    const cut = (text, next) => {
      const runs = text.match(/\p{Script=Han}+/gu);
      const run = runs && runs[next(runs.length)];
      const from = run && next(run.length);
      return run && run.slice(from, from + 1 + next(8));
    };
    for (const text of quotations(5, cut)) await isExact(text);
  });

  test('Han that a mark divides is found with the mark and without', async () => {
    assert.equal((await ask([phrase('时候，先写')])).total, scan.total([phrase('时候，先写')]));
    assert.equal((await ask([phrase('时候先写')])).total, 0);
  });

  test('Han that is nowhere as it is written is looked for in pieces, typed or not', async () => {
    for (const node of [words('潮汐表时候'), { kind: 'prefix', text: '潮汐表时候', isTyped: true }]) {
      const { total, apart, near } = await ask([node]);
      assert.equal(total, scan.total([words('潮汐'), words('汐表'), words('表时'), words('时候')]));
      assert.equal(apart.length, 1);
      assert.ok(near.groups.length > 0 && near.groups[0].hits[0].missing.length > 0);
    }
  });

  test('what somebody says is told from what others say', async () => {
    const names = ['Ida Marsh', 'Bea Ostrander', '白岸'];
    for (const name of names) {
      assert.equal((await ask([speaker(name)])).total, scan.total([], { name }), name);
      for (const text of ['the', 'page', 'reader', '潮汐']) {
        const expected = scan.total([words(text)], { name });
        assert.equal((await ask([speaker(name), words(text)])).total, expected, `${name}: ${text}`);
        const without = scan.total([words(text)], { name, excluded: [words('notes')] });
        assert.equal((await ask([speaker(name), words(text), not(words('notes'))])).total, without, `${name}: ${text} -notes`);
      }
    }
  });

  test('totals of words are true, however many', async () => {
    for (const text of ['the', 'a page', 'reader notes', 'one of the words', 'talk page', 'part reader', '时间 page', 'Ostrander']) {
      const nodes = text.split(' ').map(words);
      assert.equal((await ask(nodes)).total, scan.total(nodes), text);
    }
  });

  test('a word with a typing error is among what may be meant', async () => {
    const known = new Map();
    const spoken = entries.flatMap(({ parts }) => parts.flatMap(({ text }) => text.toLowerCase().match(/\p{L}+/gu) ?? []));
    spoken.forEach((word) => known.set(word, (known.get(word) ?? 0) + 1));
    // Three times, so that one of the two segments has it twice.
    const all = [...known.keys()].filter((word) => /^[a-z]{6,}$/.test(word) && known.get(word) > 2).sort();
    const next = randomFrom(31);
    const errors = {
      swapped: (word, at) => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
      missing: (word, at) => word.slice(0, at) + word.slice(at + 1),
      doubled: (word, at) => word.slice(0, at) + word[at] + word.slice(at),
      wrong: (word, at) => `${word.slice(0, at)}${'aeioust'[next(7)]}${word.slice(at + 1)}`,
    };
    for (const [kind, make] of Object.entries(errors)) {
      const missed = [];
      let tries = 0;
      while (tries < 40) {
        const word = all[next(all.length)];
        const typed = make(word, next(word.length - 1));
        if (known.has(typed)) continue;
        tries += 1;
        const meant = await postilSearch.closest(index, typed);
        if (!meant.includes(word)) missed.push(`${typed}: ${meant}, not ${word}`);
      }
      assert.deepEqual(missed, [], kind);
    }
  });

  test('a phrase is taken out exactly', async () => {
    const [text] = quotations(29, (text) => text.match(/[a-z]+ [a-z]+ [a-z]+/)?.[0]);
    const expected = scan.total([words('the')], { excluded: [phrase(text)] });
    assert.equal((await ask([words('the'), not(phrase(text))])).total, expected, text);
  });

  test('pages of results are all there, and each hit once', async () => {
    const seen = new Set();
    for (let from = 0; ; from += 10) {
      const { groups, pages, total } = await ask([words('the')], { from });
      if (groups.length === 0) {
        assert.equal(seen.size, pages);
        assert.ok(total > 200);
        break;
      }
      for (const { page } of groups) {
        assert.ok(!seen.has(page.number));
        seen.add(page.number);
      }
    }
  });

  test('the newest come first, all of them', async () => {
    const { groups, pages } = await ask([words('the')], { sort: 'newest', count: 1000 });
    const dates = groups.map(({ page }) => page.date);
    assert.equal(groups.length, pages);
    assert.deepEqual(dates, [...dates].sort().reverse());
  });

  test('facets count the hits of the query', async () => {
    const { facets, total } = await ask([words('reader')], { facets: ['speaker'] });
    assert.equal(facets.year.reduce((sum, { count }) => sum + count, 0), total);
    const [{ value, count }] = facets.tag;
    assert.equal((await ask([words('reader'), { kind: 'field', field: 'tag', value }])).total, count);
    const notes = facets.kind.find((kind) => kind.value === 'fact');
    assert.equal((await ask([words('reader'), { kind: 'field', field: 'kind', value: 'fact' }])).total, notes.count);
    assert.ok(facets.speaker.every(({ count }) => count <= total));
  });

  test('files that are gone take their hits with them, and that is said', async () => {
    const { index: broken } = await largeIndex(folder, new Host({ isMissing: (path) => isOfSegment(path, 1) }));
    const answer = await broken.search({ query: asking(words('the')), ...REQUEST });
    assert.ok(answer.isPartial && answer.missing > 0);
    assert.ok(answer.total > 0 && answer.total < scan.total([words('the')]));
  });

  test('whatever tenth of the packs is gone, the rest is found', async () => {
    const all = packNames(folder).flatMap((names) => Object.values(names).flat());
    for (let gone = 0; gone < all.length; gone += 1) {
      const isMissing = (path) => all.some((name, at) => at % 10 === gone % 10 && path.endsWith(`${name}.pack`));
      const { index: broken } = await largeIndex(folder, new Host({ isMissing }));
      const whole = scan.total([words('the')]);
      const { total, isPartial, groups } = await broken.search({ query: asking(words('the')), ...REQUEST });
      assert.ok(total <= whole && (isPartial || (total === whole && groups.length === 10)), `${total} of ${whole} without ${gone}`);
      if (gone === 9) break;
    }
  });

  test('lines are all the places, in order, and paged', async () => {
    const query = asking(phrase('the page'));
    const all = await postilSearch.linesOf(index, { query, order: 'page', from: 0, count: 10_000 }, () => {});
    assert.equal(all.total, scan.occurrences(phrase('the page')));
    assert.equal(all.lines.length, all.total);
    assert.ok(all.lines.every((line) => line.words.toLowerCase().replace(/\s+/g, ' ') === 'the page'), JSON.stringify(all.lines.map((line) => line.words)));
    const second = await postilSearch.linesOf(index, { query, order: 'page', from: 5, count: 5 }, () => {});
    assert.deepEqual(second.lines, all.lines.slice(5, 10));
    const following = await postilSearch.linesOf(index, { query, order: 'following', from: 0, count: 10_000 }, () => {});
    const letters = (text) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim().toLowerCase();
    const keys = following.lines.map((line) => `${letters(line.after)} ${letters(line.words)}`);
    assert.deepEqual(keys, [...keys].sort((a, b) => a.localeCompare(b)));
    const his = await postilSearch.linesOf(index, { query: asking(speaker('Owen Pell'), words('page')), order: 'page', from: 0, count: 1000 }, () => {});
    assert.ok(his.total > 0 && his.lines.every(({ by }) => by === 'Owen Pell'));
  });

  test('a host without ranges gives the same answers', async () => {
    const { index: whole, host } = await largeIndex(folder, new Host({ hasRanges: false }));
    const answer = await whole.search({ query: asking(phrase('of the')), ...REQUEST });
    assert.equal(answer.total, scan.total([phrase('of the')]));
    assert.ok(answer.isSlow && !answer.isPartial);
    assert.ok(host.requests < 40, `${host.requests} requests`);
  });

  test('no file is large, and a new page leaves those of the first segment alone', () => {
    const packs = (at) => readdirSync(join(at, 'search')).filter((name) => name.endsWith('.pack'));
    const before = packs(folder);
    assert.ok(before.every((name) => statSync(join(folder, 'search', name)).size <= 256 * 1024));
    const more = written([...files, ['new.md', '+++\ndate = 2030-01-01\n+++\n\n**Ann Lee:** Something else.\n']], shaped('large'));
    const after = new Set(packs(more));
    const ofFirst = Object.values(packNames(folder)[0]).flat().map((name) => `${name}.pack`);
    assert.ok(ofFirst.length > 4 && ofFirst.every((name) => after.has(name)));
  });

  const isOfSegment = (path, number) => Object.values(packNames(folder)[number]).flat().some((name) => path.endsWith(`${name}.pack`));
});

test('a quotation is found where a long text was cut for the index', async () => {
  const long = Array.from({ length: 900 }, (_, number) => `word${number} and`).join(' ');
  const page = `**Ann:** ${long}\n\nAnd a second paragraph of hers.\n\n**Bob:** Not the same text.\n`;
  const { index } = await largeIndex(written([['long.md', page]], shaped('large')));
  const quoted = async (text) => (await index.search({ query: asking(phrase(text)), ...REQUEST })).occurrences;
  assert.ok(index.segments[0].documents > 3, 'it was cut');
  for (let number = 0; number + 3 < 900; number++) {
    assert.equal(await quoted(`word${number} and word${number + 1} and`), 1, `word${number}`);
  }
  assert.equal(await quoted('word899 and And a second'), 1, 'paragraphs of one turn go on');
  assert.equal(await quoted('hers Not the same'), 0, 'turns do not');
});

test('a heading without a text is found as others are', async () => {
  const { index } = await largeIndex(written([['a.md', '# A\n\n## Braids\n\n## Two\n\n**Ann:** The tide.\n']], shaped('large')));
  const { total, groups: [{ hits: [hit] }] } = await index.search({ query: asking(words('braids')), ...REQUEST });
  assert.deepEqual([total, hit.heading, hit.parts.map(({ text }) => text), hit.part], [1, 'Braids', [''], 0]);
});

test('a topic narrows to the passages about it, and a tag to all of its page', async () => {
  const files = [
    ['a.md', '+++\ntags = ["strike"]\n+++\n\n# A\n\n## One\n\n**Ann:** The tide came.\n\n## Two\n\n**Ann:** The tide went.\n'],
    ['b.md', '# B\n\n## One\n\n**Ann:** The tide was late.\n\n## Two {topics="strike"}\n\n**Ann:** The tide was early.\n'],
  ];
  const { index, postilSearch } = await largeIndex(written(files, shaped('large')));
  const strike = { kind: 'field', field: 'tag', value: 'strike' };
  const { total, groups, facets } = await index.search({ query: asking(words('tide'), strike), ...REQUEST, facets: true });
  assert.equal(total, 3);
  assert.deepEqual(groups.map(({ total }) => total).sort(), [1, 2]);
  assert.deepEqual(facets.tag.map(({ value, count }) => [value, count]), [['strike', 3]]);
  assert.equal((await postilSearch.valuesOf(index, { field: 'tag' }))[0].count, 2, 'two pages');
});

test('the same site gives the same files, and other hosts do not matter', () => {
  const files = madeFiles().slice(0, 20);
  const [first, second] = [written(files, shaped('large')), written(files, shaped('large'))];
  const contents = (folder) => readdirSync(join(folder, 'search')).sort().map((name) => `${name} ${readFileSync(join(folder, 'search', name)).length}`);
  assert.deepEqual(contents(first), contents(second));
});
