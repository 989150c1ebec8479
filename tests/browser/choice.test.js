// Which notes a reader sees: filters in the address, all open, none at all.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';
import { eventually } from './lib/wait.js';

const path = kinds['transcript in English'];
const demo = demonstration();

const wide = { viewport: { width: widths.laptop, height: 900 } };
const phone = { viewport: { width: widths.phone, height: 800 } };

/** The values of `attribute` among the notes that are shown. */
function shown(page, attribute) {
  return page.$$eval('.note', (notes, name) => Array.from(new Set(notes
    .filter((note) => note.checkVisibility() && note.getBoundingClientRect().height > 1)
    .map((note) => note.getAttribute(name)))).sort(), attribute);
}

const open = (page) => page.locator('.note-tools summary').click();
const box = (page, name) => page.locator('.note-tools').getByLabel(name);

test('kinds are left out and taken in, the address says which, and it is read again', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}${path}#note-fact-milk`);
  const all = await shown(page, 'data-kind');
  await open(page);
  await box(page, 'Fact check').uncheck();
  await box(page, 'Term').uncheck();
  const left = all.filter((kind) => !['fact', 'term'].includes(kind));
  await eventually(async () => assert.deepEqual(await shown(page, 'data-kind'), left));
  await eventually(async () => {
    const address = new URL(await page.evaluate(() => location.href));
    assert.deepEqual(address.search.replace('?notes=', '').split(',').sort(), left);
    assert.equal(address.hash, '#note-fact-milk', 'the place stays');
    assert.match(await page.locator('.note-tools').getByRole('status').innerText(), /Notes shown: \d+ of \d+/);
    assert.equal(await page.locator('.note-ref[data-kind=fact]:visible').count(), 0, 'nor are there references of them');
  });

  await page.goto(`${demo.base}${path}?notes=cite,fix`);
  await eventually(async () => assert.deepEqual(await shown(page, 'data-kind'), ['cite', 'fix']));
  await page.locator('.contents a').first().evaluate((link) => link.click());
  await eventually(async () => assert.deepEqual(await shown(page, 'data-kind'), ['cite', 'fix'], 'a link on the page keeps it'));
  await page.waitForURL((url) => url.search === '?notes=cite,fix');
}));

test('hands are left out, and so are the unsigned', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}${path}?by=ailsa`);
  await eventually(async () => assert.deepEqual(await shown(page, 'data-by'), ['ailsa']));
  await open(page);
  await box(page, 'Ailsa Kerr').uncheck();
  await eventually(async () => assert.deepEqual(await shown(page, 'data-by'), []));
  await box(page, 'Ailsa Kerr').check();
  await box(page, 'Mair Bevan').check();
  await eventually(async () => assert.deepEqual(await shown(page, 'data-by'), ['ailsa', 'mair']));
}));

test('an address of a note that was left out shows it', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}${path}?notes=cite#note-fact-milk`);
  await page.locator('#note-fact-milk').waitFor({ state: 'visible' });
  await eventually(async () => assert.deepEqual(await shown(page, 'data-kind'), ['cite', 'fact'], 'with its kind, and no other'));
}));

for (const options of [wide, phone]) {
  test(`notes off: neither notes nor signs, remembered, at ${options.viewport.width}`, () => demo.withPage(options, async (page) => {
    await page.goto(demo.base + path);
    await page.keyboard.press('h');
    const visible = () => page.locator('.note:visible, .note-ref:visible').count();
    await eventually(async () => assert.equal(await visible(), 0));
    await page.reload();
    await eventually(async () => assert.equal(await visible(), 0, 'remembered'));
    await page.keyboard.press('h');
    await eventually(async () => assert.ok(await visible() > 20));
  }));
}

test('on a phone a key opens all notes and closes them', () => demo.withPage(phone, async (page) => {
  await page.goto(demo.base + path);
  const all = await page.locator('.note').count();
  const opened = (count) => eventually(async () => assert.equal((await shown(page, 'id')).length, count));
  await opened(0);
  await page.keyboard.press('o');
  await opened(all);
  await page.keyboard.press('o');
  await opened(0);
}));

test('keys lead over what was left out', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}${path}?notes=fix`);
  for (let press = 0; press < 2; press += 1) {
    await page.keyboard.press('n');
    assert.equal(await page.evaluate(() => document.activeElement.dataset.kind), 'fix');
  }
}));

test('without scripts there is nothing to choose, and every note is there', async () => {
  await demo.withPage({ ...wide, javaScriptEnabled: false }, async (page) => {
    await page.goto(`${demo.base}${path}?notes=cite`);
    assert.equal(await page.locator('.note-tools').isVisible(), false);
    assert.equal(await page.locator('.note:visible').count(), await page.locator('.note').count());
  });
});

for (const colorScheme of ['light', 'dark']) {
  test(`the open choice is accessible, ${colorScheme}`, () => demo.withPage({ ...phone, colorScheme }, async (page) => {
    await page.goto(`${demo.base}${path}?notes=cite`);
    await open(page);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => axe.run('.note-tools'));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
  }));
}
