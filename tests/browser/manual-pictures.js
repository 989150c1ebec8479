// Takes the pictures of the manual: `node manual-pictures.js`, after a build of the program.

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from './lib/browser.js';
import { postil, root } from './lib/paths.js';

const site = mkdtempSync(join(tmpdir(), 'postil-pictures-'));
for (const part of ['site.toml', 'content']) cpSync(join(root, part), join(site, part), { recursive: true });
const server = spawn(postil, ['serve', '--root', site, '--port', '0', '--write']);
const first = await new Promise((resolve) => server.stdout.once('data', (data) => resolve(String(data))));
const address = `http://localhost:${/localhost:(\d+)/.exec(first)[1]}/transcripts/reading-box/`;
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });

/** Selects words in the text, with some room above them, and gives the place of their paragraph. */
const choose = (words) => page.evaluate((wanted) => {
  const walker = document.createTreeWalker(document.querySelector('.body'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const at = node.data.indexOf(wanted);
    if (at < 0 || node.parentElement.closest('.note')) continue;
    const paragraph = node.parentElement.closest('p');
    scrollTo(0, scrollY + paragraph.getBoundingClientRect().top - 140);
    getSelection().setBaseAndExtent(node, at, node, at + wanted.length);
    return;
  }
}, words);

const take = (name, clip) => page.screenshot({ path: join(root, 'content/manual', name), clip });

await page.goto(address);
await page.waitForSelector('html.postil-margin');
await choose('every forenoon to take it out of you');
await page.keyboard.press('a');
await page.getByLabel('Note, in Markdown').fill('A custom of many *trades*: milk was thought to bind the lead.');
await page.getByLabel('Kind').selectOption('context');
await page.getByLabel('By').selectOption('ailsa');
await page.waitForTimeout(400);
await take('writing-note.png', { x: 180, y: 90, width: 1080, height: 366 });
await page.keyboard.press('Escape');
await page.keyboard.press('m');
await page.waitForSelector('.postil-panel textarea');
await page.waitForTimeout(400);
await take('writing-turn.png', { x: 180, y: 90, width: 760, height: 440 });
await Promise.all([browser.close(), server.kill()]);
rmSync(site, { recursive: true, force: true });
