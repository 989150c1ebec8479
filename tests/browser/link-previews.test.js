// Previews of links, by the rules of WCAG 2.2, 1.4.13: hovered and focused, dismissed with Escape, and there as long as needed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, widths, withPage } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { site } from './lib/paths.js';
import { violations } from './lib/rules.js';
import { serveFolder } from './lib/server.js';
import { eventually } from './lib/wait.js';

const demo = demonstration('/a/folder/');
const wide = { viewport: { width: widths.wide, height: 900 } };
const article = 'strike/what-the-bell-said/';
const shown = (page) => page.locator('.link-preview:visible');
const none = (page) => eventually(async () => assert.equal(await shown(page).count(), 0));

test('a link to a page shows its title and summary while it is hovered, and asks for nothing before', () => demo.withPage(wide, async (page) => {
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('/topics/money/')) asked.push(request.url()); });
  await page.goto(demo.base + article);
  assert.deepEqual(asked, []);
  const link = page.locator('.body a', { hasText: 'the money' });
  await link.hover();
  await shown(page).waitFor();
  assert.match(await shown(page).innerText(), /^Money\s[\s\S]*Wages, coal, debts\./);
  assert.equal(asked.length, 1);
  assert.equal(await link.getAttribute('aria-describedby'), '_preview');
  await shown(page).hover();
  await page.mouse.move(5, 5);
  await none(page);
  assert.equal(await link.getAttribute('aria-describedby'), null);
  await link.hover();
  await shown(page).waitFor();
  assert.equal(asked.length, 1, 'and asks once');
}));

test('a link to a turn shows who says what', () => demo.withPage(wide, async (page) => {
  await page.goto(demo.base + article);
  await page.locator('blockquote', { hasText: 'I rang for an accident' }).locator('a[href*="#dod-"]').first().hover();
  await shown(page).waitFor();
  const text = await shown(page).innerText();
  assert.match(text, /^Dod Ritchie\s+1:48 · Somebody had to mind the steam\s+I did not\. I rang for an accident\./);
  assert.doesNotMatch(text, /Quoted in/);
  await page.locator('.within a').focus();
  await page.locator('.body a', { hasText: 'Bannerman’s' }).hover();
  await eventually(async () => assert.match(await shown(page).innerText(), /^Bannerman’s cannery/));
}));

test('a link to a transcript shows its summary, date and length', () => demo.withPage(wide, async (page) => {
  await page.goto(`${demo.base}strike/`);
  await page.locator('.body a', { hasText: 'a man who kept the boilers warm' }).hover();
  await shown(page).waitFor();
  assert.match(await shown(page).innerText(), /^Somebody had to mind the steam\s+17 October 2000 · .* words · .*\s+The boilerman went in every night/);
}));

test('Escape takes a preview away, and it stays away', () => demo.withPage(wide, async (page) => {
  await page.goto(demo.base + article);
  const link = page.locator('.body a', { hasText: 'the money' });
  await link.hover();
  await shown(page).waitFor();
  await page.keyboard.press('Escape');
  await none(page);
}));

test('a link that the keyboard comes to shows its preview until it is left', () => demo.withPage(wide, async (page) => {
  await page.goto(demo.base + article);
  const link = page.locator('.body a', { hasText: 'the money' });
  await link.evaluate((element) => element.previousElementSibling?.focus?.());
  for (let tab = 0; tab < 60 && !(await link.evaluate((element) => element === document.activeElement)); tab += 1) {
    await page.keyboard.press('Tab');
  }
  await page.waitForFunction(() => document.querySelector('.link-preview:not([hidden])')?.innerText.startsWith('Money'));
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => !document.querySelector('.link-preview:not([hidden])')?.innerText.startsWith('Money'));
}));

test('a preview stays in the window', () => demo.withPage({ viewport: { width: 700, height: 500 } }, async (page) => {
  await page.goto(`${demo.base}strike/`);
  for (const name of ['a woman who led it', 'money']) {
    await page.locator('.body a', { hasText: name }).hover();
    await eventually(async () => {
      const { words, inside } = await shown(page).evaluate((card) => {
        const { left, right, top, bottom } = card.getBoundingClientRect();
        return { words: card.innerText, inside: left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight };
      });
      assert.match(words, name === 'money' ? /^Money/ : /^We only meant/);
      assert.ok(inside, name);
    });
  }
}));

test('navigation has no previews, and a touch screen none at all', () => demo.withPage({ ...wide, hasTouch: true, isMobile: true }, async (page) => {
  await page.goto(demo.base + article);
  await page.locator('.body a', { hasText: 'the money' }).dispatchEvent('pointerover', { pointerType: 'touch', bubbles: true });
  await page.locator('.body a', { hasText: 'the money' }).dispatchEvent('pointerover', { pointerType: 'mouse', bubbles: true });
  await page.waitForTimeout(800);
  assert.equal(await page.locator('.link-preview').count(), 0);
}));

test('previews work under a strict policy', async () => {
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";
  const [browser, host] = await Promise.all([launch(), serveFolder(site, '/', { 'content-security-policy': policy })]);
  try {
    await withPage(browser, wide, async (page) => {
      await page.goto(host.base + article);
      await page.locator('.body a', { hasText: 'the money' }).hover();
      await shown(page).waitFor();
    });
  } finally {
    await Promise.all([browser.close(), host.close()]);
  }
});
