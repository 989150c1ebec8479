// Light and dark: by the system, and by the switch, which is remembered.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, withPage } from './lib/browser.js';
import { site } from './lib/paths.js';
import { serveFolder } from './lib/server.js';

let browser;
let host;
before(async () => {
  [browser, host] = await Promise.all([launch(), serveFolder(site)]);
});
after(() => Promise.all([browser.close(), host.close()]));

for (const colorScheme of ['light', 'dark']) {
  test(`the page is ${colorScheme} when the system is`, async () => {
    await withPage(browser, { colorScheme }, async (page) => {
      await page.goto(host.base);
      assert.equal(await appearance(page), colorScheme);
    });
  });
}

test('the switch has three states, names each, and is remembered', async () => {
  await withPage(browser, { colorScheme: 'dark' }, async (page) => {
    await page.goto(host.base);
    const names = [await name(page)];
    const appearances = [];
    for (let press = 0; press < 3; press += 1) {
      await page.locator('.theme-switch').click();
      await page.goto(`${host.base}manual/`);
      names.push(await name(page));
      appearances.push(await appearance(page));
    }
    assert.deepEqual(appearances, ['light', 'dark', 'dark'], 'light, dark, and as the system has it');
    assert.equal(new Set(names).size, 3, 'each state says what it is');
    assert.equal(names[3], names[0], 'and the third press leads back');
  });
});

/** Whether the page's own background is light or dark. */
function appearance(page) {
  return page.evaluate(() => {
    const [red, green, blue] = getComputedStyle(document.documentElement).backgroundColor.match(/[\d.]+/g).map(Number);
    return (red + green + blue) / 3 > 128 ? 'light' : 'dark';
  });
}

function name(page) {
  return page.locator('.theme-switch').getAttribute('aria-label');
}
