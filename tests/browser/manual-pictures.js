// Takes the pictures of the manual: `node manual-pictures.js`, after a build of the program. That of the editor needs Neovim, and
// Python with pyte.

import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from './lib/browser.js';
import { postil, root } from './lib/paths.js';
import { serveFolder } from './lib/server.js';

const site = mkdtempSync(join(tmpdir(), 'postil-pictures-'));
for (const part of ['site.toml', 'content']) cpSync(join(root, part), join(site, part), { recursive: true });
const server = spawn(postil, ['serve', '--root', site, '--port', '0', '--write']);
const first = await new Promise((resolve) => server.stdout.once('data', (data) => resolve(String(data))));
const address = `http://localhost:${/localhost:(\d+)/.exec(first)[1]}/transcripts/reading-box/`;
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });

/** Selects words in the text, with some room above them. */
const choose = (page, words, room = 140) => page.evaluate(([wanted, room]) => {
  const walker = document.createTreeWalker(document.querySelector('.body'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const at = node.data.indexOf(wanted);
    if (at < 0 || node.parentElement.closest('.note')) continue;
    const paragraph = node.parentElement.closest('p');
    scrollTo(0, scrollY + paragraph.getBoundingClientRect().top - room);
    getSelection().setBaseAndExtent(node, at, node, at + wanted.length);
    return;
  }
}, [words, room]);

const picture = (name) => join(root, 'content/manual', name);
const take = (name, clip) => page.screenshot({ path: picture(name), clip });

await page.goto(address);
await page.waitForSelector('html.postil-margin');
await choose(page, 'every forenoon to take it out of you');
await page.keyboard.press('a');
await page.getByLabel('Note (Markdown)').fill('A custom of many *trades*: milk was thought to bind the lead.');
await page.getByLabel('Kind').selectOption('context');
await page.getByLabel('By').selectOption('ailsa');
await page.waitForTimeout(400);
await take('writing-note.png', { x: 180, y: 90, width: 1080, height: 560 });
await page.keyboard.press('Escape');
await page.keyboard.press('m');
await page.waitForSelector('.postil-panel textarea');
await page.waitForTimeout(400);
await take('writing-turn.png', { x: 180, y: 90, width: 760, height: 440 });
server.kill();

// What a reader sees on a phone: a note that is being written, and the list of notes.
appendFileSync(join(site, 'site.toml'), '\n[readers]\nnotes = "mailto:ann@talks.example"\n');
execFileSync(postil, ['build', '--quiet', '--root', site, '--out', join(site, 'public')]);
const host = await serveFolder(join(site, 'public'));
const phone = await browser.newPage({ viewport: { width: 390, height: 640 }, reducedMotion: 'reduce', deviceScaleFactor: 1.5 });
await phone.goto(`${host.base}transcripts/reading-box/`);
await phone.waitForLoadState('networkidle');
await choose(phone, 'every forenoon to take it out of you', 60);
await phone.getByRole('button', { name: 'Write a note' }).click();
await phone.getByLabel('Your note', { exact: true }).fill('My aunt drank it too, in the composing room in Leith.');
await phone.getByLabel('Your name').fill('María');
await phone.waitForTimeout(400);
await phone.screenshot({ path: picture('readers-writing.png') });
await phone.getByRole('button', { name: 'Keep' }).click();
const list = phone.locator('.reader-notes');
await list.locator('.comment').waitFor();
await list.scrollIntoViewIfNeeded();
const box = await list.boundingBox();
await phone.screenshot({ path: picture('readers-list.png'), clip: { x: 0, y: box.y - 12, width: 390, height: box.height + 24 } });
await host.close();

// Neovim with the language server.
const html = join(site, 'editor.html');
writeFileSync(html, execFileSync('python3', [join(root, 'tests/browser/manual-editor.py'), postil, site]));
const editor = await browser.newPage({ viewport: { width: 1000, height: 600 } });
await editor.goto(`file://${html}`);
await editor.locator('pre').screenshot({ path: picture('editor-problems.png') });
await browser.close();
rmSync(site, { recursive: true, force: true });
