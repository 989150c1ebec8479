// `postil serve` seen from an open page: it follows the author without losing the reader's place.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, withPage } from './lib/browser.js';
import { postil } from './lib/paths.js';
import { replaceFile, serveSite } from './lib/serve.js';
import { eventually } from './lib/wait.js';

const root = mkdtempSync(join(tmpdir(), 'postil-serve-'));
const file = join(root, 'content/lighthouse.md');
let browser, server, base, original, served;

before(async () => {
  execFileSync(postil, ['init', root]);
  original = readFileSync(file, 'utf8');
  server = await serveSite(root);
  base = server.base;
  // A server listens before its first build is done.
  served = await eventually(async () => {
    const answer = await fetch(`${base}lighthouse/`);
    assert.equal(answer.status, 200);
    return answer.text();
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(root, { recursive: true, force: true });
});

const html = async (address) => (await fetch(base + address)).text();
const edit = (from, to) => replaceFile(file, readFileSync(file, 'utf8').replace(from, to));

/** Takes back what a test before this one wrote, and waits until that is served: no page of this test follows it. */
async function restore() {
  if (readFileSync(file, 'utf8') !== original) replaceFile(file, original);
  await eventually(async () => assert.equal(await html('lighthouse/'), served));
}

test('a change is shown at the place where the reader was', async () => {
  await restore();
  await withPage(browser, { viewport: { width: 800, height: 400 } }, async (page) => {
    await page.goto(`${base}lighthouse/`);
    const heading = page.getByRole('heading', { name: 'What remains' });
    await heading.evaluate((element) => element.scrollIntoView({ behavior: 'instant' }));
    const top = () => heading.evaluate((element) => element.getBoundingClientRect().top);
    const before = await top();
    const added = 'A new paragraph, rather long. '.repeat(20);
    edit('What stands before', `${added}\n\nWhat stands before`);
    await page.getByText('A new paragraph').waitFor();
    await page.waitForLoadState('load');
    await page.waitForFunction(
      ([expected]) => {
        const found = [...document.querySelectorAll('h2')].find((h) => h.textContent.includes('What remains'));
        return found && Math.abs(found.getBoundingClientRect().top - expected) < 2;
      },
      [before]
    );
  });
});

/** Opens the page, waits until it could change in place, and leaves a mark that loading anew would remove. */
async function opened(page, address) {
  const again = page.waitForResponse((response) => response.request().resourceType() === 'fetch');
  await page.goto(`${base}${address}`);
  await (await again).finished();
  // The script asked for the page before: its answer is read before this one.
  await page.evaluate(async () => {
    await (await fetch(location.href)).text();
    await new Promise((next) => { requestAnimationFrame(() => requestAnimationFrame(next)); });
  });
  await page.evaluate(() => { window.isTheSame = true; });
  return () => page.evaluate(() => window.isTheSame === true);
}

for (const width of [1400, 600]) {
  test(`words change where they stand, ${width} wide, and what a reader opened stays open`, async () => {
    await restore();
    await withPage(browser, { viewport: { width, height: 800 } }, async (page) => {
      const isTheSame = await opened(page, 'lighthouse/');
      const ref = page.locator('.note-ref').first();
      await ref.click();
      const chosen = page.locator('.note.open:focus');
      const note = await chosen.getAttribute('id');
      edit('What stands before', 'A new paragraph.\n\nWhat stood before');
      await page.getByText('What stood before').waitFor();
      await page.getByText('A new paragraph.').waitFor();
      assert.equal(await chosen.getAttribute('id'), note);
      edit('A new paragraph.\n\nWhat stood before', 'What stands *again*');
      await page.locator('em').getByText('again').waitFor();
      assert.equal(await page.getByText('A new paragraph.').count(), 0);
      assert.ok(await isTheSame(), 'the page was not loaded anew');
      const words = () => page.locator('.text-header, .preface, .opening').allInnerTexts();
      const changed = await words();
      await page.reload();
      assert.deepEqual(changed, await words());
      assert.match(changed.join(' '), /What stands again/);
    });
  });
}

test('a page that differs where scripts act is loaded anew', async () => {
  await restore();
  await withPage(browser, {}, async (page) => {
    const isTheSame = await opened(page, 'lighthouse/');
    edit('Would you go back?', 'Would you go back?[^new]\n\n[^new]: A note that was not there.');
    await page.locator('.note p', { hasText: 'A note that was not there.' }).waitFor({ state: 'attached' });
    assert.equal(await isTheSame(), false);
    await page.waitForLoadState('load');
    await page.locator('.note-ref').first().click();
    await page.locator('.note.open:focus').waitFor();
  });
});

test('problems are shown in the page as text, and disappear when they are fixed', async () => {
  await restore();
  await withPage(browser, {}, async (page) => {
    await page.goto(`${base}lighthouse/`);
    edit('Would you go back?', 'Would you go back?[^<img src=x onerror=alert(1)>]');
    const panel = page.getByRole('alert');
    await panel.getByText('undefined-note').waitFor();
    assert.match(await panel.innerText(), /content\/lighthouse\.md:\d+:\d+/);
    assert.equal(await panel.locator('img').count(), 0);
    await panel.getByRole('button', { name: 'Hide' }).click();
    assert.equal(await panel.count(), 0);
    replaceFile(file, original.replace('Would you go back?', 'Would you really?'));
    await page.getByText('Would you really?').waitFor();
    await eventually(async () => assert.equal(await panel.count(), 0));
  });
});

test('a page that is opened while the build is broken shows why, over the last good version', async () => {
  await restore();
  await withPage(browser, {}, async (page) => {
    await page.goto(`${base}lighthouse/`);
    edit('Would you go back?', 'Would you go back?[^nowhere]');
    await page.getByRole('alert').waitFor();
    await page.goto(base);
    await page.getByRole('alert').getByText('undefined-note').waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
});

test('a site that never built shows why, until it does', async () => {
  const config = join(root, 'site.toml');
  const good = readFileSync(config, 'utf8');
  replaceFile(file, original);
  replaceFile(config, good.replace('title', 'titel'));
  const other = await serveSite(root);
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(other.base);
    await page.getByText('unknown key `titel`').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0, 'it is said once');
    replaceFile(config, good.replace('language', 'langauge'));
    await page.getByText('unknown key `langauge`').waitFor();
    replaceFile(config, good);
    await page.getByRole('heading', { name: 'Talks worth reading twice' }).waitFor();
    await context.close();
  } finally {
    await other.close();
  }
});

test('more pages can be open than a browser grants connections to a host', async () => {
  await restore();
  await withPage(browser, {}, async (page) => {
    for (let visit = 0; visit < 8; visit += 1) {
      await page.goto(visit % 2 ? base : `${base}lighthouse/`);
    }
    await page.goBack();
    edit('Would you go back?', 'Would you stay?');
    await page.getByText('Would you stay?').waitFor();
  });
});
