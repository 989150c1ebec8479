// The manual is found by the words that users type: for each task, the first result answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { answered } from './lib/search.js';

const demo = demonstration();

/** Each task: the words that somebody types, the page of the first result, and what its section says. */
const tasks = [
  ['add a podcast', 'publishing', /\[podcast\]/],
  ['hide a note', 'notes', /draft=true/],
  ['change colour', 'themes', /accent/],
  ['publish on GitHub Pages', 'hosts', /deploy-pages/],
  ['import Otter', 'importing', /postil import/],
  ['add a language', 'languages', /i18n/],
  ["set a speaker's name", 'importing', /--speaker/],
  ['remove a page', 'publishing', /delete its file/],
  ['make a quote', 'notes', /highlight/],
  ['change the theme', 'themes', /theme = "edition"/],
];

for (const [words, name, answer] of tasks) {
  test(`“${words}” is answered by the first result`, () =>
    demo.withPage({ viewport: { width: widths.laptop, height: 900 } }, async (page) => {
      await page.goto(`${demo.base}search/?${new URLSearchParams({ q: words })}`);
      const first = page.locator('.search-hit .hit-place').first();
      await answered(page);
      const target = new URL(await first.getAttribute('href'), page.url());
      assert.match(target.pathname, new RegExp(`/manual/${name}/`), `${words}: ${target}`);
      await page.goto(target.href);
      assert.match(await page.locator(`section${target.hash}`).innerText(), answer, target.href);
    }));
}
