// The review of notes in doubt, by keyboard alone: what is shown, and what is written.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { launch, widths, withPage } from './lib/browser.js';
import { postil } from './lib/paths.js';
import { serveSite } from './lib/serve.js';
import { eventually } from './lib/wait.js';

const PAGE = `+++
title = "The gate opens itself"
speakers = ["Nan", "Bo"]
+++
**Nan:** [41:02] There are eleven tons on the high side and it isn’t interested in you. My father would take his hand off the wheel at that moment, every time.

**Bo:** [41:40] And the wheel? We oiled it every spring. Nobody else did.

**Nan:** [42:10] We worked in small groups of two, and nobody minded at all.
`;
const NOTES = `+++
by = "ailsa"
+++

> There are ==eleven tons on the high side and it isn’t interested== in you

The gates of 1931 weigh six and a half tons each. She means the load at a head of one metre, which is near eleven.

> We oiled it every spring

Twice a year, as the log says.

> in ==small== groups

Three, at first.

> boats went out

Which boats?
`;

let browser, root, server;
const notes = () => readFileSync(join(root, 'content/gate.notes.md'), 'utf8');
const review = () => `${server.base}__postil/review`;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'postil-review-'));
  mkdirSync(join(root, 'content'));
  writeFileSync(join(root, 'site.toml'), 'title = "Slack Water"\n[people.ailsa]\nname = "Ailsa Brandt"\n');
  const page = join(root, 'content/gate.md');
  writeFileSync(page, PAGE);
  writeFileSync(join(root, 'content/gate.notes.md'), NOTES);
  execFileSync(postil, ['permalinks', '--root', root], { stdio: 'ignore' });
  writeFileSync(page, PAGE.replace('eleven tons', 'something like eleven tonnes').replace('it isn’t', 'it is not')
    .replace(' We oiled it every spring.', '').replace('small groups', 'large groups')
    .replace('at all.', 'at all. Our boats went far out. Boats went out at six.'));
});

afterEach(async () => {
  await server?.close();
  rmSync(root, { recursive: true, force: true });
});

const focused = (page) => page.evaluate(() => document.activeElement?.closest('.review')?.querySelector('h2').textContent);

test('each note is decided with one key', async () => {
  server = await serveSite(root, '--write');
  await withPage(browser, { viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await page.goto(review());
    assert.equal(await page.locator('#count').textContent(), '4 notes to look at.');
    assert.match(await focused(page), /by Ailsa Brandt/);
    const cards = page.locator('.review');
    assert.equal(await cards.nth(0).locator('ins').first().textContent(), 'tonnes ');
    await page.keyboard.press('t');
    await page.getByText('Quoted again.').first().waitFor();
    assert.match(notes(), /> eleven tonnes on the high side and it is not interested\n/);
    await page.keyboard.press('o');
    await page.getByText('Kept without a place.').waitFor();
    assert.match(notes(), /## \{orphan\}\n\n> We oiled it every spring/);
    await page.keyboard.press('s');
    await page.keyboard.press('k');
    await page.keyboard.press('1');
    await page.locator('.review.decided').nth(2).waitFor();
    assert.match(notes(), /> large\n/);
    await eventually(async () => assert.equal(await page.locator('#count').textContent(), '1 to look at.'));
    await page.reload();
    assert.equal(await page.locator('#count').textContent(), '1 note to look at.');
  });
});

test('a file that changed meanwhile is not written', async () => {
  server = await serveSite(root, '--write');
  await withPage(browser, { viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await page.goto(review());
    const other = notes().replace('==eleven tons', '==those eleven tons');
    writeFileSync(join(root, 'content/gate.notes.md'), other);
    const answer = page.waitForResponse((response) => response.request().method() === 'POST');
    // Chromium reports the refusal on the console, which is right here.
    page.removeAllListeners('console');
    await page.keyboard.press('t');
    assert.equal((await answer).status(), 409);
    await page.getByText('changed meanwhile').waitFor();
    assert.equal(notes(), other);
  });
});

test('without --write the page shows the notes and decides nothing', async () => {
  server = await serveSite(root);
  await withPage(browser, { viewport: { width: widths.phone, height: 800 } }, async (page) => {
    await page.goto(review());
    await page.getByText('postil serve --write').waitFor();
    await page.keyboard.press('t');
    await page.keyboard.press('o');
    assert.equal(notes(), NOTES);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
  });
});
