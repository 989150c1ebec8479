// The theme `edition`: the same site in another shape, on paper too, against the same rules.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';
import { edition } from './lib/paths.js';
import { violations } from './lib/rules.js';
import { answered } from './lib/search.js';

const demo = demonstration('/', edition);

for (const [kind, path] of Object.entries(kinds)) {
  test(kind, async () => {
    for (const [colorScheme, width] of [['light', widths.wide], ['dark', widths.phone]]) {
      await demo.withPage({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
        await page.goto(demo.base + path);
        if (kind === 'search') await answered(page);
        assert.deepEqual(await violations(page), [], `${colorScheme}, ${width}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${width}: ${overflow} pixels too wide`);
      });
    }
  });
}

test('notes stand below the words of their section, and lead back to them', async () => {
  await demo.withPage({ viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await page.goto(demo.base + kinds['transcript in English']);
    const section = page.locator('.section:has(.apparatus)').first();
    const lastTurn = await section.locator('.turn').last().boundingBox();
    const apparatus = await section.locator('.apparatus').boundingBox();
    assert.ok(apparatus.y >= lastTurn.y + lastTurn.height, 'the apparatus is the last of its section');
    await section.locator('.note-ref').first().click();
    await page.waitForURL(/#note-/);
    await page.locator('.note:target .note-number').click();
    await page.waitForURL(/#(ref|quote)-/);
  });
});

test('every turn has its number, on paper too', async () => {
  await demo.withPage({ viewport: { width: widths.wide, height: 900 } }, async (page) => {
    await page.goto(demo.base + kinds['transcript in English']);
    const number = () => page.locator('.turn').nth(2).evaluate((turn) => getComputedStyle(turn, '::before').content);
    assert.match(await number(), /counter\(turn\)/);
    await page.emulateMedia({ media: 'print' });
    assert.match(await number(), /counter\(turn\)/);
    assert.equal(await page.locator('.running').isVisible(), false);
  });
});
