// Every kind of page, light and dark, wide and narrow, against the rules of WCAG 2.2 AA.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';
import { violations } from './lib/rules.js';

const demo = demonstration();

// Returns true once the results of the search are there, in full colour.
function settledResults() {
  const results = document.querySelector('.search-results');
  return results?.querySelector('li') && getComputedStyle(results).opacity === '1';
}

for (const [kind, path] of Object.entries(kinds)) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [size, width] of Object.entries({ wide: widths.wide, phone: widths.phone })) {
      test(`${kind}, ${colorScheme}, ${size}`, async () => {
        await demo.withPage({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
          await page.goto(demo.base + path);
          // While the search still works, its old results are dimmed.
          if (kind === 'search') await page.waitForFunction(settledResults);
          assert.deepEqual(await violations(page), []);
        });
      });
    }
  }
}
