// The front of a site: home, collections, people, key quotes; and the tools of a long transcript.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { specimen } from './lib/build.js';
import { violations } from './lib/rules.js';
import { silence } from './lib/sound.js';
import { eventually } from './lib/wait.js';

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
  await page.waitForFunction(() => !document.querySelector('.play[aria-pressed="true"]'));
}));

test('a collection has a compact list, and choices that lead to pages', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}salt-talks/`);
  await page.locator('.densities a', { hasText: 'Compact' }).click();
  await page.waitForURL(/compact/);
  assert.equal(await page.locator('.rows tbody tr').count(), 13);
  for (const link of await page.locator('.choices a').evaluateAll((all) => all.map((a) => a.href))) {
    assert.equal((await page.request.get(link)).status(), 200, link);
  }
}));

test('section numbers are no part of titles, and titles have nothing else in them', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}salt-talks/t0/`);
  const heading = page.locator('.section h2').first();
  assert.equal(await page.getByRole('heading', { name: '01 7 seconds of salt', exact: true }).count(), 1, 'its name is the title alone');
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
  const says = (text) => page.locator('.find-count', { hasText: new RegExp(`^${text}$`) }).waitFor();
  await says('2');
  await eventually(async () => assert.equal(await page.locator('.tracks .found line').count(), 2));
  await page.locator('.find-here').press('Enter');
  await says('1 / 2');
  await page.locator('.only-speaker').selectOption('Ann Lee');
  await eventually(async () => assert.equal(await page.locator('.turn:visible').count(), 3));
}));

test('marked words stay words where the system sets the colours', () =>
  site.withPage({ forcedColors: 'active', colorScheme: 'dark', viewport: { width: widths.laptop, height: 1600 } }, async (page) => {
    await page.goto(`${site.base}salt-talks/t0/`);
    const marks = await page.locator('.body mark').all();
    assert.ok(marks.length > 2, `${marks.length}`);
    for (const mark of marks) {
      const contrast = await contrastIn(page, await mark.evaluate((element) => element.getClientRects()[0].toJSON()));
      assert.ok(contrast >= 7, `${await mark.textContent()}: ${contrast}`);
    }
    assert.deepEqual(await violations(page), []);
  }));

/** The contrast of the lightest and the darkest pixel inside a box of the window, by the formula of WCAG. */
async function contrastIn(page, { x, y, width, height }) {
  const clip = { x: x + 2, y: y + 2, width: width - 4, height: height - 4 };
  const picture = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    const linear = (part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const lights = [];
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue] = Array.from(data.slice(at, at + 3), (part) => linear(part / 255));
      lights.push(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    }
    return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
  }, picture);
}

test('Latin words on a Chinese page keep their apostrophes and lose the dots', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}zh/one/`);
  const drawn = await page.evaluate(() => {
    const nodeOf = (words, place = '.body') => {
      const walker = document.createTreeWalker(document.querySelector(place), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) if (walker.currentNode.data.includes(words)) return walker.currentNode;
      throw new Error(words);
    };
    const style = (...given) => getComputedStyle(nodeOf(...given).parentElement);
    const node = nodeOf('don’t');
    const range = new Range();
    range.setStart(node, node.data.indexOf('’'));
    range.setEnd(node, node.data.indexOf('’') + 1);
    const dots = (words) => style(words, '.body em').textEmphasisStyle;
    return { width: range.getBoundingClientRect().width / parseFloat(style('don’t').fontSize), latin: dots('ask'), han: dots('不要') };
  });
  assert.ok(drawn.width < 0.6, `the apostrophe has ${drawn.width} of the width of a Chinese character`);
  assert.deepEqual([drawn.latin, drawn.han], ['none', 'dot']);
}));

test('names are separated as their language does it', () => site.withPage({}, async (page) => {
  // The words of an item, with those that a style puts before and after each name.
  const names = () => page.locator('.item-speakers').first().evaluate((item) => Array.from(item.childNodes, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    const [before, after] = ['::before', '::after'].map((part) => getComputedStyle(node, part).content.replace(/^(none|normal)$|^"|"$/g, ''));
    return before + node.textContent + after;
  }).join(''));
  await page.goto(`${site.base}zh/`);
  assert.equal(await names(), 'Ann Lee、林望潮');
  await page.goto(`${site.base}salt-talks/`);
  assert.equal(await names(), '林望潮, Ann Lee');
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
