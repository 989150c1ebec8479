// Sections name passages of other pages that are about the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specimen } from './lib/build.js';

const page = (title, sections, more = '') => `+++\ntitle = "${title}"\n${more}+++\n\n${Object.entries(sections).map(([heading, text]) => `## ${heading}\n\n**Ida Marsh:** ${text}\n`).join('\n')}`;
const lanterns = 'The lantern above the foghorn went out, and the keeper came. A lantern is no foghorn. No keeper sleeps.';
const others = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [
  `content/other-${at}.md`,
  page(`Other ${at}`, { Talk: `Word${at} is what we say, word${at} again, and thing${at}, thing${at}, with place${at} at place${at}.` }),
]));
const files = {
  'content/harbour.md': page('Harbour', { 'Lights out': lanterns, Weather: 'Rain fell, and rain stayed. Nothing else did.' }),
  'content/island.md': page('Island', { Boats: 'A boat went, another boat came.', 'The keeper': lanterns.replace('above', 'beside') }),
  'content/island.de.md': page('Insel', { Boote: 'Ein Boot ging, ein Boot kam.', 'Der Wärter': 'Die Laterne ging aus.' }, 'language = "de"\n'),
  ...others,
};

const site = specimen({ 'site.toml': 'title = "Specimen"\n[search]\nrelated = true\n', ...files });
const plain = specimen({ 'site.toml': 'title = "Specimen"\n', ...files });

test('a section ends with passages that are about the same, and they lead there', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}harbour/`);
  const links = page.locator('.related a');
  assert.deepEqual(await links.allInnerTexts(), ['Island: The keeper'], 'and nothing that shares little');
  assert.equal(await page.locator('.section', { has: links }).locator('h2').innerText(), 'Lights out');
  await links.click();
  await page.waitForURL(/island\/index\.html#the-keeper$|island\/#the-keeper$/);
  assert.equal(await page.locator(':target h2').innerText(), 'The keeper');
}));

test('a site that does not ask for it has none', () => plain.withPage({}, async (page) => {
  await page.goto(`${plain.base}harbour/`);
  assert.equal(await page.locator('.related').count(), 0);
}));
