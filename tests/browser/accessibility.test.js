// Every kind of page, light and dark, wide and narrow, against the rules of WCAG 2.2 AA.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const demo = demonstration();

for (const [kind, path] of Object.entries(kinds)) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [size, width] of Object.entries({ wide: widths.wide, phone: widths.phone })) {
      test(`${kind}, ${colorScheme}, ${size}`, async () => {
        await demo.withPage({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
          await page.goto(demo.base + path);
          await openEverything(page);
          assert.deepEqual(await violations(page), []);
        });
      });
    }
  }
}

/** Notes and folded parts count too: what is hidden is not checked. */
async function openEverything(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((part) => { part.open = true; }));
}

async function violations(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), tags);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html}: ${any[0]?.message}`));
}
