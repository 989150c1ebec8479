// Every kind of page, light and dark, wide and narrow, against the rules of WCAG 2.2 AA.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';
import { violations } from './lib/rules.js';
import { answered } from './lib/search.js';

const demo = demonstration();

for (const [kind, path] of Object.entries(kinds)) {
  for (const colorScheme of ['light', 'dark']) {
    // The colours are the same in all widths.
    const sizes = colorScheme === 'dark' ? { wide: widths.wide } : { wide: widths.wide, phone: widths.phone };
    for (const [size, width] of Object.entries(sizes)) {
      test(`${kind}, ${colorScheme}, ${size}`, async () => {
        await demo.withPage({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
          await page.goto(demo.base + path);
          if (kind === 'search') await answered(page);
          assert.deepEqual(await violations(page), []);
        });
      });
    }
  }
}
