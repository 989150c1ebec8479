// `postil serve` seen from an open page: it follows the author without losing the reader's place.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, withPage } from './lib/browser.js';
import { postil } from './lib/paths.js';

const root = mkdtempSync(join(tmpdir(), 'postil-serve-'));
const file = join(root, 'content/lighthouse.md');
let browser, server, base, original;

before(async () => {
  execFileSync(postil, ['init', root]);
  original = readFileSync(file, 'utf8');
  server = spawn(postil, ['serve', '--root', root, '--port', '0']);
  const [, port] = /localhost:(\d+)/.exec(await firstLine(server.stdout));
  base = `http://127.0.0.1:${port}/`;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.kill();
  rmSync(root, { recursive: true, force: true });
});

function firstLine(stream) {
  return new Promise((resolve) => stream.once('data', (data) => resolve(String(data))));
}

/** How many milliseconds pass from `act` until `until` is through. */
async function timed(act, until) {
  const start = performance.now();
  act();
  await until();
  return performance.now() - start;
}

const edit = (from, to) => writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));

test('a change is shown within a second, at the place where the reader was', async () => {
  writeFileSync(file, original);
  await withPage(browser, { viewport: { width: 800, height: 400 } }, async (page) => {
    await page.goto(`${base}lighthouse/`);
    const heading = page.getByRole('heading', { name: 'What remains' });
    await heading.evaluate((element) => element.scrollIntoView({ behavior: 'instant' }));
    const top = () => heading.evaluate((element) => element.getBoundingClientRect().top);
    const before = await top();
    const added = 'A new paragraph, rather long. '.repeat(20);
    const took = await timed(
      () => edit('What stands before', `${added}\n\nWhat stands before`),
      () => page.getByText('A new paragraph').waitFor(),
    );
    assert.ok(took < 1000, `${took} ms`);
    await page.waitForLoadState('load');
    await page.waitForFunction(
      ([expected]) => {
        const found = [...document.querySelectorAll('h2')].find((h) => h.textContent.includes('What remains'));
        return Math.abs(found.getBoundingClientRect().top - expected) < 2;
      },
      [before], { timeout: 3000 }
    );
  });
});

test('problems are shown in the page as text, and go when they are mended', async () => {
  writeFileSync(file, original);
  await withPage(browser, {}, async (page) => {
    await page.goto(`${base}lighthouse/`);
    edit('Would you go back?', 'Would you go back?[^<img src=x onerror=alert(1)>]');
    const panel = page.getByRole('alert');
    await panel.getByText('undefined-note').waitFor();
    assert.match(await panel.innerText(), /content\/lighthouse\.md:\d+:\d+/);
    assert.equal(await panel.locator('img').count(), 0);
    await panel.getByRole('button', { name: 'Hide' }).click();
    assert.equal(await panel.count(), 0);
    writeFileSync(file, original.replace('Would you go back?', 'Would you really?'));
    await page.getByText('Would you really?').waitFor();
    assert.equal(await panel.count(), 0);
  });
});

test('a page that is opened while the build is broken shows why, over the last good version', async () => {
  writeFileSync(file, original);
  await withPage(browser, {}, async (page) => {
    await page.goto(`${base}lighthouse/`);
    edit('Would you go back?', 'Would you ==go back?');
    await page.getByRole('alert').waitFor();
    await page.goto(base);
    await page.getByRole('alert').getByText('unclosed-highlight').waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
});

test('a site that never built shows why, until it does', async () => {
  const config = join(root, 'site.toml');
  const good = readFileSync(config, 'utf8');
  writeFileSync(file, original);
  writeFileSync(config, good.replace('title', 'titel'));
  const other = spawn(postil, ['serve', '--root', root, '--port', '0']);
  try {
    const [, port] = /localhost:(\d+)/.exec(await firstLine(other.stdout));
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByText('unknown key `titel`').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0, 'it is said once');
    writeFileSync(config, good.replace('language', 'langauge'));
    await page.getByText('unknown key `langauge`').waitFor();
    writeFileSync(config, good);
    await page.getByRole('heading', { name: 'Conversations' }).waitFor();
    await context.close();
  } finally {
    other.kill();
  }
});

test('more pages can be open than a browser grants connections to a host', async () => {
  writeFileSync(file, original);
  await withPage(browser, {}, async (page) => {
    for (let visit = 0; visit < 8; visit += 1) {
      await page.goto(visit % 2 ? base : `${base}lighthouse/`, { timeout: 5000 });
    }
    await page.goBack();
    edit('Would you go back?', 'Would you stay?');
    await page.getByText('Would you stay?').waitFor({ timeout: 5000 });
  });
});
