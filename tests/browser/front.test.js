// The front of a site: home, collections, people, key quotes; and the tools of a long transcript.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { specimen } from './lib/build.js';
import { violations } from './lib/rules.js';
import { silence } from './lib/sound.js';

/** A talk of Ann and 林望潮, with times, a quote and a note. */
const talk = (title, year, more = '') => `+++
title = "${title}"
date = ${year}-03-04
speakers = ["ann", "lin"]
tags = ["Salt", "Fog"]
${more}
+++

## 01.7 seconds of salt

Ann [00:01]: What did the water say to you on that day?

林 [00:05]: It said that ==you don’t open a lock==. Then the tide went out over the flats. ==盐不是晒出来的，是等出来的。==

## 02.The second day

Ann [00:20]: And the ==sluice==[^x] stood open?

林 [00:25]: All night, until the bell.

Ann [00:40]: Whose bell was it?

林 [00:45]: The one on the ferry, which nobody rings now.

[^x]: A gate for water.
`;

const files = {
  'site.toml': `title = "Slack Water"
description = "Conversations by water"
base_url = "https://example.org/"
[people.ann]
name = "Ann Lee"
role = "host"
[people.lin]
name = "林望潮"
aliases = ["林"]
`,
  'content/salt-talks/talk.wav': silence(60),
};
for (let number = 0; number < 13; number += 1) {
  files[`content/salt-talks/t${number}.md`] = talk(`Talk ${number}`, 1990 + number * 2, '[media]\naudio = "talk.wav"\n');
}
files['content/zh/one.md'] = `+++
title = "一次谈话"
language = "zh-Hans"
speakers = ["ann", "lin"]
+++

Ann：他说 don’t ask 是什么意思？

林：就是*不要 ask*的意思。
`;

const site = specimen(files);

test('a new site leads to its parts', () => site.withPage({}, async (page) => {
  await page.goto(site.base);
  const links = await page.locator('.site-header .site-nav a').allTextContents();
  assert.deepEqual(links, ['Salt talks', 'Zh', 'People', 'Topics', 'Key quotes', 'By year', 'Notes']);
  assert.match(await page.locator('.identity .meta').textContent(), /14 transcripts.*1990–2014/);
  assert.equal(await page.locator('.covers > li').count(), 6);
  assert.equal(await page.locator('.more a').first().textContent(), 'All 14 transcripts');
}));

test('a quote is heard in its place', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}quotes/`);
  const play = page.locator('.play').first();
  await play.click();
  await page.waitForFunction(() => document.querySelector('.play[aria-pressed="true"]'));
  assert.ok(page.url().endsWith('quotes/'), 'the page stays');
  await play.press(' ');
  assert.equal(await page.locator('.play[aria-pressed="true"]').count(), 0);
}));

test('a collection has a compact list, and choices that lead to pages', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}salt-talks/`);
  await page.locator('.densities a', { hasText: 'Compact' }).click();
  assert.equal(await page.locator('.rows tbody tr').count(), 13);
  for (const link of await page.locator('.choices a').evaluateAll((all) => all.map((a) => a.href))) {
    assert.equal((await page.request.get(link)).status(), 200, link);
  }
}));

test('section numbers are no part of titles, and titles have nothing else in them', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}salt-talks/t0/`);
  const heading = page.locator('.section h2').first();
  assert.equal((await heading.textContent()).replace(/\s+/g, ' '), '01 7 seconds of salt');
  const boxes = await heading.evaluate((h2) => [h2.querySelector('.number'), h2.lastChild].map((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  }).map((box) => [box.left, box.right]));
  assert.ok(boxes[0][1] < boxes[1][0] - 8, 'the number stands apart');
  assert.equal(await page.getByRole('article').count() > 5, true, 'turns are articles');
}));

test('words are found in a transcript, and one speaker read alone', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}salt-talks/t0/`);
  await page.locator('.find-here').fill('bell');
  assert.equal(await page.locator('.find-count').textContent(), '2');
  assert.equal(await page.locator('.tracks .found line').count(), 2);
  await page.locator('.find-here').press('Enter');
  assert.equal(await page.locator('.find-count').textContent(), '1 / 2');
  await page.locator('.only-speaker').selectOption('Ann Lee');
  assert.equal(await page.locator('.turn:visible').count(), 3);
}));

test('marked words stay words where the system sets the colours', () =>
  site.withPage({ forcedColors: 'active', colorScheme: 'dark' }, async (page) => {
    await page.goto(`${site.base}salt-talks/t0/`);
    const colours = await page.locator('mark').evaluateAll((marks) => marks.map((mark) => {
      const { color, backgroundColor } = getComputedStyle(mark);
      return color !== backgroundColor;
    }));
    assert.ok(colours.length > 2 && colours.every(Boolean), String(colours));
    assert.deepEqual(await violations(page), []);
  }));

test('Latin words on a Chinese page keep their apostrophes and lose the dots', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}zh/one/`);
  const apostrophe = page.locator('[lang="und-Latn"]', { hasText: 'don’t' });
  assert.doesNotMatch(await apostrophe.evaluate((span) => getComputedStyle(span).fontFamily), /Han Marks/);
  assert.equal(await page.locator('em [lang="und-Latn"]').evaluate((span) => getComputedStyle(span).textEmphasisStyle), 'none');
}));

test('names are separated as their language does it', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}zh/`);
  assert.match(await page.locator('.item-speakers').first().textContent(), /、/);
  await page.goto(`${site.base}salt-talks/`);
  assert.doesNotMatch(await page.locator('.item-speakers').first().textContent(), /、/);
}));

test('a finger sees no sign behind every name', () => site.withPage({ hasTouch: true, isMobile: true, viewport: { width: widths.phone, height: 800 } }, async (page) => {
  await page.goto(`${site.base}salt-talks/t0/`);
  assert.equal(await page.locator('.label > .anchor:visible').count(), 0);
}));

for (const path of ['', 'salt-talks/', 'salt-talks/compact/', 'people/', 'people/lin/', 'quotes/', 'quotes/by-person/', 'topics/', 'topics/salt/', 'archive/', 'notes/']) {
  for (const colorScheme of ['light', 'dark']) {
    test(`/${path} is whole and clean, ${colorScheme}`, async () => {
      // The colours are the same in all widths.
      for (const width of colorScheme === 'dark' ? [widths.wide] : [widths.wide, widths.tablet, widths.phone]) {
        await site.withPage({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
          await page.goto(site.base + path);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, `sideways at ${width}`);
          assert.deepEqual(await violations(page), []);
        });
      }
    });
  }
}
