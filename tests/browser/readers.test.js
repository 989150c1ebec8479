// The reader's margin: from a phone to the author's file and back to the published page, without a service.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, widths, withPage } from './lib/browser.js';
import { choose } from './lib/margin.js';
import { postil } from './lib/paths.js';
import { serveFolder } from './lib/server.js';

const PAGE = `+++
title = "The gate opens itself"
speakers = ["Nan", "Bo"]
+++
**Nan:** There are *eleven tons* on the high side, and it isn’t interested in you. Yes.

**Bo:** And the wheel? Yes. We oiled it every spring.
`;
const STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
  + "base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types postil";

let browser, root, host;
const run = (...args) => execFileSync(postil, args, { cwd: root, encoding: 'utf8' });

before(async () => {
  browser = await launch();
  root = mkdtempSync(join(tmpdir(), 'postil-readers-'));
  mkdirSync(join(root, 'content/talks'), { recursive: true });
  writeFileSync(join(root, 'site.toml'), 'title = "Slack Water"\n[readers]\nnotes = "mailto:ann@a.example?subject={title}&body={body}"\n'
    + 'corrections = "https://git.example/edit/main/{path}?words={words}#L{line}"\n');
  writeFileSync(join(root, 'content/talks/gate.md'), PAGE);
  run('build');
  host = await serveFolder(join(root, 'public'), '/', { 'content-security-policy': STRICT });
});

after(async () => {
  await Promise.all([browser?.close(), host?.close()]);
  rmSync(root, { recursive: true, force: true });
});

const address = () => `${host.base}talks/gate/`;

async function write(page, words, comment, name) {
  await choose(page, ...words);
  await page.waitForSelector('.quote-card:not([hidden])');
  await page.getByRole('button', { name: 'Write a note' }).click();
  await page.getByLabel('Your note', { exact: true }).fill(comment);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.locator('.reader-notes .comment', { hasText: comment.slice(0, 20) }).waitFor();
}

const phone = { viewport: { width: widths.phone, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'] };

test('a note goes from a phone into the author’s file and onto the published page', async () => {
  await withPage(browser, { ...phone, acceptDownloads: true }, async (page) => {
    await page.goto(address());
    await write(page, ['eleven tons', 'high side'], 'The log says *twelve*.\n# Not a heading', 'María');
    await write(page, ['Yes'], '> Which yes?', 'María');
    await page.reload();
    assert.equal(await page.locator('.reader-notes li').count(), 2, 'notes stay in the browser');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
    assert.equal(download.suggestedFilename(), 'gate.notes.maría.md');
    const sent = join(root, 'gate.notes.maria.md');
    await download.saveAs(sent);
    assert.equal(readFileSync(sent, 'utf8').replace(/date=\d{4}-\d\d-\d\d/g, 'date=DAY'),
      '+++\ndraft = true\n+++\n\n> eleven tons on the high side\n\n{by=María date=DAY}\nThe log says *twelve*.\n\\# Not a heading\n\n'
      + '> side, and it isn’t interested in you. ==Yes==.\n\n{by=María date=DAY}\n\\> Which yes?\n');
  });
  const said = run('import', 'gate.notes.maria.md');
  assert.match(said, /talks\/gate\.notes\.maria\.md/);
  run('build');
  const built = () => readFileSync(join(root, 'public/talks/gate/index.html'), 'utf8');
  assert.ok(!built().includes('twelve'), 'drafts are not published');
  const file = join(root, 'content/talks/gate.notes.maria.md');
  writeFileSync(file, readFileSync(file, 'utf8').replace('draft = true\n', ''));
  run('build');
  await withPage(browser, { viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await page.goto(address());
    assert.deepEqual(await page.locator('.body mark').allTextContents(), ['eleven tons on the high side', 'Yes']);
    await page.locator('.note', { hasText: 'twelve' }).waitFor();
  });
  rmSync(file);
  run('build');
});

test('a link carries a note to another reader, who keeps it', async () => {
  let link;
  await withPage(browser, phone, async (page) => {
    await page.goto(address());
    await write(page, ['oiled it'], 'Every <b>spring</b> & autumn 春', 'Bo <script>');
    await page.locator('.reader-notes').getByRole('button', { name: 'Link to the words' }).click();
    await page.waitForFunction(() => document.querySelector('.said').textContent);
    link = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /#_note=[\w-]+$/);
  });
  await withPage(browser, { viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await page.goto(`${address()}${new URL(link).hash}`);
    const panel = page.locator('.postil-panel');
    assert.equal(await panel.locator('.comment').textContent(), 'Every <b>spring</b> & autumn 春');
    assert.equal(await panel.locator('b, script').count(), 0);
    await page.getByRole('button', { name: 'Keep' }).click();
    assert.equal(await page.locator('.reader-notes li').count(), 1);
    assert.equal(new URL(page.url()).hash, '');
  });
});

test('hostile links are text, or nothing', async () => {
  const { deflateRawSync } = await import('node:zlib');
  const hash = (value) => `#_note=${deflateRawSync(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))).toString('base64url')}`;
  const note = { quote: ['the wheel'], before: '', after: '', kind: 'note', date: '2026-01-02', name: '<img src=x onerror=alert(1)>', comment: '<script>alert(1)</script>[x](javascript:alert(1))' };
  const bad = [
    '#_note=', '#_note=%00', '#_note=AAAA', hash('null'), hash('{'), hash({ ...note, quote: [{}] }), hash({ ...note, quote: [] }),
    hash({ ...note, kind: '"><script>' }), hash({ ...note, comment: 7 }), hash({ ...note, date: 'x' }), hash({ ...note, comment: 'x'.repeat(70000) }), hash('['.repeat(60000)),
  ];
  await withPage(browser, { viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    page.on('dialog', () => assert.fail('a script ran'));
    await page.goto(`${address()}${hash(note)}`);
    const panel = page.locator('.postil-panel');
    assert.equal(await panel.locator('.comment').textContent(), note.comment);
    assert.equal(await panel.locator('img, script, a').count(), 0);
    await page.keyboard.press('Escape');
    for (const one of bad) {
      await page.goto('about:blank');
      await page.goto(`${address()}${one}`);
      await page.waitForFunction(() => document.querySelector('.said').textContent.includes('cannot be read'));
      assert.equal(await panel.count(), 0, one.slice(0, 40));
    }
    await page.evaluate(() => localStorage.setItem(`postil-notes:${location.pathname}`, '[{"quote":7},null,"x"]'));
    await page.reload();
    await page.waitForSelector('.reader-notes', { state: 'attached' });
    assert.equal(await page.locator('.reader-notes li').count(), 0);
  });
});

test('a correction is suggested for a turn, and names its line', async () => {
  await withPage(browser, { viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await page.goto(address());
    await page.locator('.turn', { hasText: 'And the wheel?' }).hover();
    await page.locator('.reader-correct').click();
    const text = page.getByLabel('The words as they should be');
    assert.equal(await text.inputValue(), 'And the wheel? Yes. We oiled it every spring.');
    await text.fill('And the wheel? Yes. We oil it every spring.');
    await page.getByRole('button', { name: 'Keep' }).click();
    // The address is another host's: it is read and not followed.
    await page.evaluate(() => document.addEventListener('click', (event) => {
      if (!event.target.matches('a[target]')) return;
      event.preventDefault();
      document.documentElement.dataset.followed = event.target.href;
    }, true));
    await page.getByRole('button', { name: 'Send to the author' }).click();
    const followed = await page.evaluate(() => document.documentElement.dataset.followed);
    assert.equal(followed, `https://git.example/edit/main/content/talks/gate.md?words=${encodeURIComponent('And the wheel? Yes. We oiled it every spring.')}#L7`);
  });
});

test('the other theme has the margin as well', async () => {
  const settings = readFileSync(join(root, 'site.toml'), 'utf8');
  writeFileSync(join(root, 'site.toml'), `theme = "edition"\n${settings}`);
  run('build', '--out', 'edition');
  writeFileSync(join(root, 'site.toml'), settings);
  const edition = await serveFolder(join(root, 'edition'), '/', { 'content-security-policy': STRICT });
  await withPage(browser, { viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await page.goto(`${edition.base}talks/gate/`);
    await write(page, ['eleven tons', 'high side'], 'The log says twelve.', 'Nan');
    assert.equal(await page.locator('.reader-notes li').count(), 1);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });
  await edition.close();
});

test('a site without the setting has no trace of it', async () => {
  const bare = mkdtempSync(join(tmpdir(), 'postil-bare-'));
  mkdirSync(join(bare, 'content'));
  writeFileSync(join(bare, 'site.toml'), 'title = "T"\n');
  writeFileSync(join(bare, 'content/gate.md'), PAGE);
  execFileSync(postil, ['build'], { cwd: bare });
  const html = readFileSync(join(bare, 'public/gate/index.html'), 'utf8');
  assert.ok(!html.includes('_readers') && !html.includes('data-line='));
  rmSync(bare, { recursive: true, force: true });
});
