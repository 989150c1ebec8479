// The manual is found by the words that users type: for each task, the first result answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';

const demo = demonstration();

/** Each task: the words that somebody types, the page of the first result, and words that its section has. */
const tasks = [
  ['add a podcast', 'manual/', /podcast/i],
  ['hide a note', 'manual/', /draft/i],
  ['change colour', 'manual/', /accent/i],
  ['publish on GitHub Pages', 'manual/hosts/', /actions\/deploy-pages/],
  ['import Otter', 'manual/importing/', /postil import/],
  ['add a language', 'manual/languages/', /i18n/],
  ['rename a speaker', 'manual/importing/', /--speaker/],
  ['remove a page', 'manual/publishing/', /delete its file/i],
  ['make a quote', 'manual/notes/', /==/],
  ['change the theme', 'manual/themes/', /theme = "edition"/],
];

for (const [words, address, answer] of tasks) {
  test(`“${words}” is answered by the first result`, () =>
    demo.withPage({ viewport: { width: widths.laptop, height: 900 } }, async (page) => {
      await page.goto(`${demo.base}search/?${new URLSearchParams({ q: words, collection: 'manual' })}`);
      const hit = page.locator('.search-hit a').first();
      await hit.waitFor();
      const href = await hit.getAttribute('href');
      assert.ok(new URL(href, page.url()).pathname.includes(`/${address}`), `${words}: ${href}`);
      await hit.click();
      await page.waitForURL(/\/manual\//);
      const id = decodeURIComponent(new URL(page.url()).hash.slice(1).split('~')[0].split(':')[0]);
      const section = id ? page.locator(`section:has([id="${id}"]), section[id="${id}"]`).last() : page.locator('main');
      assert.match(await section.innerText(), answer, `${words}: ${page.url()}`);
    }));
}
