// Faults that readers met once: each stays away.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specimen } from './lib/build.js';

const files = {
  'site.toml': 'title = "T"\nbase_url = "https://example.org/"\n[tags.salt]\nlabel = "Salt"\n',
  'content/zh.md': `+++
title = "一次谈话"
language = "zh-Hans"
+++

**林望潮：** 盐不是晒出来的，==是等出来的==[^a]，我们等了三十年，一直等到海水退了。

**陈素兰：** 后来呢？

**林望潮：** 后来就没有人了。

**陈素兰：** 是吗？

[^a]: 一条旁注，比正文窄得多，如果两端对齐，字与字之间就会出现空隙，像河流一样，所以左对齐。
`,
  'content/talk.md': `+++
title = "A talk"
tags = ["salt"]
points = ["One point."]
+++

## First

**Ann Lee:** The ==sluice==[^a] stood open all night, and the water came in.

## Second

**Bo Ray:** Whose ==bell==[^cite:b] was it that rang over the flats?

**Ann Lee:** My mother called it הפעמון, and his grandfather said 盐不是晒出来的.

[^a]: A *gate* for water, see *The Lock*.
[^cite:b]: [*Bells*](https://example.org/bells), p. 3.
`,
};
const site = specimen(files);
const phone = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } };

test('a narrow Chinese note has no rivers', () => site.withPage({ viewport: { width: 1400, height: 900 } }, async (page) => {
  await page.goto(`${site.base}zh/`);
  assert.equal(await page.locator('.note p').first().evaluate((note) => getComputedStyle(note).textAlign), 'start');
  assert.equal(await page.locator('.turn > p').first().evaluate((turn) => getComputedStyle(turn).textAlign), 'justify');
}));

test('words in another script say their language and direction', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}talk/`);
  const runs = await page.locator('.turn p [lang]').evaluateAll((all) => all.map((run) => [run.lang, run.dir, run.textContent]));
  assert.deepEqual(runs, [['he', 'rtl', 'הפעמון'], ['zh-Hans', '', '盐不是晒出来的']]);
}));

test('the list of topics is laid out as a page, and not as a row of tags', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}topics/`);
  const main = await page.locator('main').boundingBox();
  assert.ok(main.width > 600, `${main.width}`);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).display), 'flex');
  assert.equal(await page.evaluate(() => document.body.classList.contains('tags')), false);
}));

test('marks of a search keep the spaces between words', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}talk/?q=night+water`);
  await page.locator('mark').filter({ hasText: /night|water/ }).first().waitFor();
  assert.match(await page.locator('.turn > p').first().innerText(), /open all night, and the water came in\./);
  await page.goto(`${site.base}search/?q=night+water`);
  await page.locator('.search-hit .hit-text mark').first().waitFor();
  assert.match(await page.locator('.search-hit .hit-text').first().innerText(), /open all night, and the water came in\./);
}));

test('the reference of an open note leaves its word to be read on touch', () => site.withPage(phone, async (page) => {
  await page.goto(`${site.base}talk/`);
  await page.locator('.note-ref').first().tap();
  await page.locator('.note').first().waitFor();
  const word = await page.locator('mark.span').first().evaluate((mark) => {
    const range = document.createRange();
    range.selectNodeContents(mark.firstChild);
    return range.getBoundingClientRect().right;
  });
  const sign = page.locator('.note-ref').first();
  // The link is larger than its number, so that a finger meets it: what is painted of it must not lie over the word.
  const [number, ground] = await sign.evaluate((link) => {
    const { backgroundColor, backgroundClip, paddingLeft } = getComputedStyle(link);
    const isPainted = !/, 0\)|transparent/.test(backgroundColor);
    const left = link.getBoundingClientRect().left + (backgroundClip === 'content-box' ? parseFloat(paddingLeft) : 0);
    return [link.querySelector('sup').getBoundingClientRect().left, isPainted ? left : Infinity];
  });
  assert.ok(number >= word - 1, `the number at ${number} is over the word, which ends at ${word}`);
  assert.ok(ground >= word - 1, `the ground at ${ground} is over the word, which ends at ${word}`);
}));

test('lists of notes and of sources keep emphasis', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}notes/`);
  assert.ok(await page.locator('main em', { hasText: 'gate' }).count() > 0);
  await page.goto(`${site.base}notes/sources/`);
  assert.ok(await page.locator('main em', { hasText: 'Bells' }).count() > 0);
}));

test('a page that is not there has its style at any depth', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}no/such/page/`);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).display), 'flex');
}));

test('the frame of the focus stands off the letters', () => site.withPage({}, async (page) => {
  for (const path of ['talk/', 'topics/', 'notes/']) {
    await page.goto(site.base + path);
    const frames = await page.locator('a[href]:visible, button:visible, summary:visible').evaluateAll((all) => all.map((element) => {
      element.focus({ focusVisible: true });
      const { outlineStyle, outlineOffset } = getComputedStyle(element);
      return { element: element.outerHTML.slice(0, 80), style: outlineStyle, offset: parseFloat(outlineOffset) };
    }));
    assert.ok(frames.length > 5, `${frames.length}`);
    assert.deepEqual(frames.filter(({ style, offset }) => style === 'none' || offset < 2), [], path);
  }
}));

test('numbers in the list of contents can be read where the bar is lit', () => site.withPage({ viewport: { width: 1100, height: 900 } }, async (page) => {
  await page.goto(`${site.base}talk/`);
  await page.locator('.contents-toggle').click();
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const colours = await page.locator('.contents :is(a, .count)').evaluateAll((all) => all.map((element) => getComputedStyle(element).color));
  const paper = light(await page.locator('.contents').evaluate((nav) => getComputedStyle(nav).backgroundColor));
  for (const colour of colours) {
    const [high, low] = [paper, light(colour)].sort((a, b) => b - a);
    assert.ok((high + 0.05) / (low + 0.05) >= 4.5, colour);
  }
}));
