// What archives and scholars ask for: topics of passages, checked quotations, sources, registers, printed pages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { specimen } from './lib/build.js';
import { demonstration } from './lib/demonstration.js';
import { violations } from './lib/rules.js';
import { silence } from './lib/sound.js';
import { copiedBy, eventually } from './lib/wait.js';

const demo = demonstration('/a/folder/');
const wide = { viewport: { width: widths.wide, height: 900 } };

const front = (title, more = '') => `+++
title = "${title}"
date = 2001-05-14
speakers = ["Nan Orrock", "Ines Calder"]
doi = "10.5281/zenodo.42"
${more}[source]
paged = true
+++

`;
const words = 'I held the copy, that is the name [p. 51] of it. They called it a box, and [p. 52] nobody said why.';
const site = specimen({
  'site.toml': 'title = "Specimen"\n[topics.work]\nlabel = "Work"\n',
  'content/plain.md': `${front('Plain')}**Nan Orrock:** [p. 50] ${words}\n\n**Ines Calder:** And then?\n`,
  'content/heard.md': `${front('Heard', '[media]\naudio = "talk.wav"\nduration = "0:20"\n')}## Work {topics="work"}\n\n**Nan Orrock:** [0:01] ${words}\n\n**Ines Calder:** [0:09] And then?\n`,
  'content/talk.wav': silence(20),
});

/* Topics */

test('each topic of a transcript has a track, which leads to its passages', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}strike/dod-ritchie/`);
  const names = await page.locator('.topic-tracks .topic-name').allInnerTexts();
  assert.deepEqual(names.sort(), ['Families', 'Money', 'The 1974 strike', 'Weather', 'Work']);
  const weather = page.locator('.topic-track', { hasText: 'Weather' }).locator('.tracks a');
  assert.equal(await weather.count(), 1);
  await weather.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/#snow$/);
}));

test('the page of a topic has the passages of all who speak of it', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}topics/strike/`);
  const people = await page.locator('.passage .name').allInnerTexts();
  assert.deepEqual(Array.from(new Set(people)).sort(), ['Dod Ritchie', 'Jean Mowat', 'Ruth Sillars']);
  await page.locator('.passage').filter({ hasText: 'There was no bell' }).locator('.from a').last().click();
  await page.waitForURL(/\/strike\/jean-mowat\//);
}));

test('a passage of a topic is heard in its place', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}topics/work/`);
  await page.locator('.passage .play').click();
  await page.waitForFunction(() => document.querySelector('.play[aria-pressed="true"]'));
}));

test('a search for a topic finds its passages alone', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}search/?q=tag%3Aweather`);
  await page.waitForFunction(() => document.querySelector('.search-results:not([aria-busy]) .hit-text'));
  const found = (await page.locator('.search-results').innerText()).toLowerCase();
  assert.ok(found.includes('snow'), found);
  assert.ok(!found.includes('hooter'), found);
}));

/* Quotations */

test('a quotation names its speaker and leads to the turn, which says where it is quoted', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}strike/what-the-bell-said/`);
  const quotation = page.locator('blockquote', { hasText: 'I rang for an accident' });
  assert.match(await quotation.innerText(), /Dod Ritchie, Somebody had to mind the steam\s+1:48/);
  await quotation.getByRole('link', { name: /1:48|Somebody had to mind/ }).last().click();
  await page.waitForURL(/\/strike\/dod-ritchie\/.*#dod-/);
  const turn = page.locator('.turn:target');
  assert.match(await turn.innerText(), /Quoted in: What the bell said/);
  await turn.locator('.quoted-in a').click();
  await page.waitForURL(/\/what-the-bell-said\//);
}));

test('a page lists the pages that link to it', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}strike/jean-mowat/`);
  assert.deepEqual(await page.locator('.backlinks a').allInnerTexts(), ['What the bell said']);
}));

/* Sources and registers */

test('a citation leads to its source, and the source back to the citation', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}strike/what-the-bell-said/`);
  await page.locator('.citation', { hasText: 'Portelli' }).click();
  assert.match(await page.locator('li:target').innerText(), /The Death of Luigi Trastulli/);
  await page.locator('li:target .back').click();
  assert.match(await page.locator('.citation:target').innerText(), /Portelli 1991/);
}));

test('the first mention on a page leads to its entry, which has all mentions', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}strike/ruth-sillars/`);
  await page.locator('.body a', { hasText: 'Mrs Ritchie' }).click();
  await page.waitForURL(/\/registers\/persons\/mrs-ritchie\//);
  assert.equal(await page.locator('.notes-list mark').count(), 3);
}));

/* Printed pages */

for (const [size, width] of Object.entries({ wide: widths.wide, phone: widths.phone })) {
  test(`page numbers of a printed source have links and are no words, ${size}`, () => site.withPage({ viewport: { width, height: 900 } }, async (page) => {
    await page.goto(`${site.base}plain/#p-51`);
    const mark = page.getByRole('link', { name: 'Page 51' });
    assert.equal(await mark.getAttribute('href'), '#p-51');
    await page.locator('.turn').first().evaluate((turn) => getSelection().selectAllChildren(turn.querySelector('p')));
    assert.match(await page.evaluate(() => getSelection().toString()), /the name of it\. They called it a box, and nobody said why/);
    const shown = await mark.evaluate((link) => getComputedStyle(link, '::after').content);
    assert.match(shown, /attr\(data-page\)|51/);
    await page.evaluate(() => getSelection().removeAllRanges());
    await eventually(async () => assert.equal(await page.locator('.quote-card:visible').count(), 0));
    assert.deepEqual(await violations(page), []);
  }));
}

test('a citation of selected words has speaker, words, time, printed pages, title, identifier and a link', () =>
  site.withPage({ ...wide, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    const cite = async (path) => {
      await page.goto(site.base + path);
      await page.locator('.turn').first().click({ position: { x: 5, y: 5 } });
      await page.keyboard.press('q');
      const card = page.locator('.quote-card');
      await card.waitFor({ state: 'visible' });
      const copied = (name) => copiedBy(page, () => card.getByRole('button', { name, exact: true }).click());
      return { text: await copied('Citation'), csl: JSON.parse(await copied('CSL-JSON'))[0], bibtex: await copied('BibTeX') };
    };
    const { text, csl, bibtex } = await cite('plain/');
    assert.match(text, /^Nan Orrock\. “I held the copy, that is the name of it\. .* nobody said why\.” pp\. 50–52\. Plain\. Specimen, 14 May 2001\. https:\/\/doi\.org\/10\.5281\/zenodo\.42 http/);
    assert.match(text, /\/plain\/#nan-[^ ]*:~:text=/);
    assert.deepEqual([csl.page, csl.DOI], ['50-52', '10.5281/zenodo.42']);
    assert.match(bibtex, /pages = \{50--52\}/);
    const heard = (await cite('heard/')).text;
    assert.match(heard, /nobody said why\.” \(0:01\)\. Heard\./, 'no page is named where the words begin on an unknown one');
  }));
