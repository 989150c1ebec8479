// Corrections and notes on real transcripts, by mouse and by keyboard: the page says exactly what was meant, the file
// differs in nothing else, and undo gives the bytes from before.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, widths, withPage } from './lib/browser.js';
import { changed, persist, serveWriting, undone, until } from './lib/margin.js';
import { postil, root as project } from './lib/paths.js';

const PAGES = ['reading-box', 'tiantou-dijiao', 'ferry-bell.ar'].map((name) => `transcripts/${name}`);
/** The places of words: any, in emphasis or a highlight, in a link, in a paragraph that has a note. */
const PLACES = ['p', 'em, strong, mark', 'a[href]:not(.note-ref)', 'p:has(.note-ref)'];
// By hand: POSTIL_EDITS=10 makes thirty corrections and thirty notes with each of mouse and keyboard.
const EACH = Number(process.env.POSTIL_EDITS ?? 2);

let browser, root, site;

before(async () => {
  browser = await launch();
  root = mkdtempSync(join(tmpdir(), 'postil-margin-'));
  for (const part of ['site.toml', 'content']) cpSync(join(project, part), join(root, part), { recursive: true });
  site = await serveWriting(root);
});

after(async () => {
  await browser?.close();
  await site?.close();
});

/**
 * Finds a word of a turn: `{word, number, turn, text, expected}`, with its number among those of the turn, that of the
 * turn, the words from its beginning on that are to be corrected, and what the page says when that is done.
 */
function target(page, place, seed, isByMouse) {
  return page.evaluate(([place, seed, isByMouse]) => {
    const body = document.querySelector('.body');
    const silent = '.note, .note-ref, .anchor, .label, .number, .related, time, button, code, pre';
    const nodesIn = (element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(silent)) nodes.push(walker.currentNode);
      return nodes;
    };
    const segmenter = new Intl.Segmenter(document.documentElement.lang, { granularity: 'word' });
    const turns = Array.from(body.querySelectorAll('.turn'));
    const found = [];
    for (const [number, turn] of turns.entries()) {
      let words = 0;
      for (const node of nodesIn(turn)) {
        const own = Array.from(segmenter.segment(node.data)).filter((word) => word.isWordLike);
        const isMeant = node.parentElement.closest(place) && (!isByMouse || !node.parentElement.closest('a'));
        // Words that go on in the next node are no words of one node.
        own.forEach((word, at) => {
          const isWhole = at + 1 < own.length && (at > 0 || /^\s/u.test(node.data));
          if (isMeant && isWhole && words + at < 25) found.push({ turn: number, node, index: word.index, word: word.segment, number: words + at });
        });
        words += own.length;
      }
    }
    if (!found.length) return null;
    const { turn, node, index, word, number } = found[(seed * 7919) % found.length];
    const all = nodesIn(body);
    const said = (nodes) => nodes.map(({ data }) => data).join('');
    const [head, tail] = [all.slice(0, all.indexOf(node)), all.slice(all.indexOf(node) + 1)];
    const expected = said(head) + node.data.slice(0, index) + 'Ersatz' + node.data.slice(index + word.length) + said(tail);
    const range = new Range();
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    turns[turn].scrollIntoView({ block: 'center', behavior: 'instant' });
    node.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
    const boxes = Array.from(range.getClientRects(), ({ left, right, top, bottom }) => ({ left, right, y: (top + bottom) / 2 }));
    const isLeftward = getComputedStyle(node.parentElement).direction === 'rtl' && !/[a-z\d]/iu.test(word);
    return { word, turn, number, expected: expected.replace(/\s+/gu, ''), box: boxes.length === 1 ? boxes[0] : null, isLeftward };
  }, [place, seed, isByMouse]);
}

/** Selects a word by drawing the mouse over it. */
async function selectByMouse(page, { box, isLeftward }) {
  const [from, to] = isLeftward ? [box.right, box.left] : [box.left, box.right];
  await page.mouse.move(from, box.y);
  await page.mouse.down();
  await page.mouse.move((from + to) / 2, box.y);
  await page.mouse.move(to, box.y);
  await page.mouse.up();
}

/** Selects a word with keys alone. */
async function selectByKeys(page, { turn, number }) {
  await page.evaluate(() => {
    document.activeElement.blur();
    getSelection().removeAllRanges();
    scrollTo({ top: 0, behavior: 'instant' });
  });
  const at = () => page.evaluate(() => Array.from(document.querySelectorAll('.body .turn')).indexOf(document.activeElement));
  for (let pressed = 0; await at() !== turn && pressed < 300; pressed += 1) await page.keyboard.press('j');
  await page.keyboard.press('v');
  const isLeftward = await page.evaluate(() => document.dir === 'rtl');
  for (let moved = 0; moved < number; moved += 1) await page.keyboard.press(isLeftward ? 'ArrowLeft' : 'ArrowRight');
}

const selected = (page) => page.evaluate(() => getSelection().toString().trim());

/** Everything that is said on the page, without white space. */
const said = (page) => persist(page, () => page.evaluate(() => {
  const silent = '.note, .note-ref, .anchor, .label, .number, .related, time, button, code, pre';
  const walker = document.createTreeWalker(document.querySelector('.body'), NodeFilter.SHOW_TEXT);
  let text = '';
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(silent)) text += walker.currentNode.data;
  return text.replace(/\s+/gu, '');
}));

/** What stands in the place of the characters that differ in two texts. */
function exchanged(before, now) {
  let head = 0;
  while (head < before.length && before[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(before.length, now.length) - head && before.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  return [before.slice(head, before.length - tail), now.slice(head, now.length - tail)];
}

/** Presses the button with this number of those for selected words, or the key that does the same. */
async function use(page, isByMouse, number, key) {
  if (isByMouse) await page.locator('.postil-margin-bar button').nth(number).click();
  else await page.keyboard.press(key);
}

const save = (page, isByMouse) => (isByMouse ? page.locator('.postil-panel button.first').click() : page.keyboard.press('Control+Enter'));

/** Chooses a word and selects it; on a page without words in such a place, any. */
async function pick(page, isByMouse, seed) {
  for (let more = 0; ; more += 1) {
    const place = PLACES[more > 5 ? 0 : seed % PLACES.length];
    const found = await target(page, place, seed + more * 31, isByMouse);
    if (!found || (isByMouse && !found.box)) continue;
    if (isByMouse) await selectByMouse(page, found);
    else await selectByKeys(page, found);
    assert.equal(await selected(page), found.word, JSON.stringify(found.box));
    return found;
  }
}

async function correctOne(page, isByMouse, seed, read) {
  const before = read();
  const spoken = await said(page);
  const { word, expected, now } = await persist(page, async () => {
    const found = await pick(page, isByMouse, seed);
    await use(page, isByMouse, 2, 'x');
    await page.locator('.postil-panel textarea').fill('Ersatz');
    await save(page, isByMouse);
    return { ...found, now: await changed(read, before) };
  });
  const [gone, come] = exchanged(before, now);
  assert.ok(word.includes(gone) && 'Ersatz'.includes(come), `${word}: ${gone} | ${come}`);
  await until(page, '.body', 'Ersatz', true);
  assert.equal(await said(page), expected);
  await undone(page, read, before);
  await until(page, '.body', 'Ersatz', false);
  assert.equal(await said(page), spoken);
}

async function noteOne(page, isByMouse, seed, read, readPage) {
  const [before, source] = [read(), readPage()];
  const comment = `Note ${seed} on it.`;
  const { word, now } = await persist(page, async () => {
    const found = await pick(page, isByMouse, seed);
    await use(page, isByMouse, 0, 'a');
    await page.locator('.postil-panel textarea').fill(comment);
    await save(page, isByMouse);
    return { ...found, now: await changed(read, before) };
  });
  const added = now.slice(before.length);
  const quotation = added.split('\n').find((line) => line.startsWith('> ')).slice(2);
  assert.ok(quotation === word || quotation.includes(`==${word}==`), added);
  assert.ok(added.endsWith(`${comment}\n`) && readPage() === source, added);
  await until(page, '.note', comment, true);
  // The note is at the words that were selected.
  const marked = await persist(page, () => page.evaluate((text) => {
    const note = Array.from(document.querySelectorAll('.note')).find(({ textContent }) => textContent.includes(text));
    return Array.from(document.querySelectorAll(`.body .note-ref[href="#${note.id}"]`), (ref) => {
      const range = new Range();
      range.setStart(ref.closest('p, li, blockquote'), 0);
      range.setEndBefore(ref);
      return range.cloneContents().textContent.trim();
    });
  }, comment));
  assert.ok(marked.some((head) => head.replace(/[\d\s]+$/u, '').endsWith(word)), `${word}: ${marked}`);
  await undone(page, read, before);
  await until(page, 'main', comment, false);
}

for (const isByMouse of [true, false]) {
  test(`corrections and notes by ${isByMouse ? 'mouse' : 'keyboard'} change their words and nothing else`, async () => {
    for (const [turn, name] of PAGES.entries()) {
      await withPage(browser, { viewport: { width: widths.laptop, height: 900 } }, async (page) => {
        const address = `${site.base}${name.replace('.', '/')}/`;
        while ((await fetch(address)).status !== 200) await sleep(100);
        await page.goto(address);
        await page.waitForSelector('html.postil-margin');
        page.removeAllListeners('console');
        const readPage = () => site.read(`${name}.md`);
        for (let number = 0; number < EACH; number += 1) await correctOne(page, isByMouse, turn * 10 + number + 1, readPage);
        for (let number = 0; number < EACH; number += 1) await noteOne(page, isByMouse, turn * 10 + number + 100, () => site.read(`${name}.notes.md`), readPage);
      });
    }
    execFileSync(postil, ['check', '--root', root], { stdio: 'ignore' });
  });
}
