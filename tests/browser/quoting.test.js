// Quoting: words that are selected offer a card, and what it copies leads back to them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';
import { atRest, copiedBy, eventually } from './lib/wait.js';

const english = kinds['transcript in English'];
const chinese = kinds['transcript in Chinese'];
const article = 'manual/concepts/';
const demo = demonstration();
const options = { permissions: ['clipboard-read', 'clipboard-write'], viewport: { width: widths.laptop, height: 900 } };

/** Selects `words` where they first stand in one node of the text, and waits for the card. */
async function select(page, words, until = words) {
  await page.evaluate(([from, to]) => {
    const walker = document.createTreeWalker(document.querySelector('.body'), NodeFilter.SHOW_TEXT);
    const find = (text) => {
      while (walker.nextNode()) if (walker.currentNode.data.includes(text)) return walker.currentNode;
      throw new Error(`${text} is not there`);
    };
    const range = new Range();
    const start = find(from);
    range.setStart(start, start.data.indexOf(from));
    const end = start.data.includes(to) ? start : find(to);
    range.setEnd(end, end.data.indexOf(to) + to.length);
    start.parentElement.scrollIntoView({ block: 'center' });
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }, [words, until]);
  await page.locator('.quote-card').waitFor({ state: 'visible' });
}

/** What a button of the card copies. */
const copied = (page, button) => copiedBy(page, () => page.locator('.quote-card').getByRole('button', { name: button, exact: true }).click());

/** What Ctrl+C copies of the selected words. */
const copiedByKeys = (page) => copiedBy(page, () => page.keyboard.press('Control+C'));

/** The sentence that is lit. */
async function litSentence(page) {
  await page.waitForFunction(() => CSS.highlights.get('sentence')?.size);
  return page.evaluate(() => String(Array.from(CSS.highlights.get('sentence'))[0]));
}

/** Waits until an element has the focus whose `name` of its data, or its id, is `value`. */
const isFocused = (page, name, value) => page.waitForFunction(([name, value]) => (name === 'id' ? document.activeElement.id : document.activeElement.dataset[name]) === value, [name, value]);

test('words are copied with their speaker, title, date, time and a link, in each form', () => demo.withPage(options, async (page) => {
  await page.goto(demo.base + english);
  await select(page, 'You make it sound simple');
  const parts = ['You make it sound simple', 'Ines Calder', 'The reading box', '2001', ':~:text=You%20make%20it%20sound%20simple'];
  for (const form of ['Text', 'Markdown', 'HTML', 'BibTeX', 'CSL-JSON']) {
    const text = await copied(page, form);
    for (const part of parts) assert.ok(text.includes(part), `${form} lacks ${part}:\n${text}`);
  }
  const [item] = JSON.parse(await copied(page, 'CSL-JSON'));
  assert.deepEqual(item.issued, { 'date-parts': [[2001, 5, 14]] });
  assert.match(await copied(page, 'BibTeX'), /^@misc\{ines-calder-2001,\n/);
  assert.match(await copied(page, 'Markdown'), /^> \*\*Ines Calder:\*\* You make it sound simple/);
}));

test('a quotation of two turns names both speakers, and holds no signs of notes', () => demo.withPage(options, async (page) => {
  await page.goto(demo.base + english);
  await select(page, 'It’s just not easy', 'At fifteen');
  const text = await copied(page, 'Text');
  assert.match(text, /^Nan Orrock \(1:49\): It’s just not easy/);
  assert.match(text, /\n\nInes Calder.*: At fifteen/);
  assert.doesNotMatch(text, /hours\.\d/);
  assert.match(text, /:~:text=[^,]+,[^,]+\n$/, 'a long quotation is named by its beginning and its end');
}));

test('Ctrl+C copies the words as said, with the names of who speaks and no numbers of notes', () => demo.withPage(options, async (page) => {
  await page.goto(demo.base + english);
  await select(page, 'It’s just not easy', 'At fifteen');
  const text = await copiedByKeys(page);
  assert.match(text, /^It’s just not easy/);
  assert.match(text, /\n\nInes Calder: At fifteen$/);
  assert.doesNotMatch(text, /hours\.\d|#|1:49/);
}));

test('a selection with its speaker begins with the name, and a note is copied as it stands', () => demo.withPage(options, async (page) => {
  await page.goto(demo.base + english);
  await page.locator('.turn').first().evaluate((turn) => getSelection().selectAllChildren(turn));
  assert.match(await copiedByKeys(page), /^Ines Calder: Where did you sit/);
  await page.locator('.note > p:not(.note-head)').first().evaluate((note) => getSelection().selectAllChildren(note));
  const words = await page.evaluate(() => String(getSelection()));
  assert.equal(await copiedByKeys(page), words);
}));

test('copied as a note, words are a quotation of a file of notes', () => demo.withPage(options, async (page) => {
  await page.goto(demo.base + english);
  await select(page, 'You make it sound simple');
  assert.equal(await copied(page, 'A note'), '> You make it sound simple\n\n');
}));

for (const [path, words, until] of [
  [english, 'You make it sound simple'],
  [english, 'ou make it sound simp'],
  [english, 'It’s just not easy', 'At fifteen'],
  [english, 'the reader’s, and'],
  [chinese, '看我干活'],
]) {
  test(`the link to “${words}”${until ? ` … “${until}”` : ''} leads to them`, () => demo.withPage(options, async (page) => {
    await page.goto(demo.base + path);
    await select(page, words, until);
    const selected = await page.evaluate(() => getSelection().getRangeAt(0).getBoundingClientRect().top + scrollY);
    const link = new URL(await copied(page, path === chinese ? '到这些文字的链接' : 'Link to the words'));
    const other = await page.context().newPage();
    await other.goto(`${demo.base}${path}?fresh${link.hash}`);
    await eventually(async () => {
      // Scrolled so that the words are in the middle: the fragment was found, not only the turn.
      const top = selected - await other.evaluate(() => scrollY);
      assert.ok(top > 60 && top < 840, `${top}: ${link.hash}`);
    });
    assert.equal(await other.evaluate(() => location.hash.includes(':~:')), false, 'the browser took it for a directive');
  }));
}

test('a link to the sentence leads to the sentence', () => demo.withPage(options, async (page) => {
  await page.goto(demo.base + english);
  await select(page, 'Every word and every stop');
  const link = new URL(await copied(page, 'Link to the sentence'));
  assert.match(link.hash, /~every-word-and-every/);
  await page.goto(`${demo.base}${english}?fresh${link.hash}`);
  const sentence = await litSentence(page);
  assert.match(sentence, /^Every word and every stop\.$/);
}));

test('words of an article are quoted with a link to their paragraph, by the keyboard too', () => demo.withPage(options, async (page) => {
  await page.goto(demo.base + article);
  const words = 'A build reads all files';
  await select(page, words);
  const text = await copied(page, 'Markdown');
  assert.match(text, /^> A build reads all files\n>\n> — \[How Postil works\]\(/);
  assert.equal(JSON.parse(await copied(page, 'CSL-JSON'))[0].type, 'webpage');
  const link = new URL(await copied(page, 'Link to the sentence'));
  await page.goto(`${demo.base}${article}?fresh${link.hash}`);
  const sentence = await litSentence(page);
  assert.match(sentence, /^A build reads all files, checks them/);
  await page.goto(`${demo.base}${article}?keys`);
  await page.keyboard.press('j');
  const id = await page.evaluate(() => document.activeElement.id);
  assert.ok(id, 'a paragraph is reached');
  await page.keyboard.press('q');
  await page.locator('.quote-card').waitFor({ state: 'visible' });
  assert.ok((await copied(page, 'Link to the words')).includes(`#${encodeURI(id)}:~:text=`));
}));

test('words of a list are quoted with a link to what stands before them', () => demo.withPage(options, async (page) => {
  await page.goto(`${demo.base}manual/publishing/`);
  const item = await page.locator('.body > .section > ul li').first().evaluate((li) => li.firstChild.textContent.trim().split(/\s+/).slice(0, 4).join(' '));
  await select(page, item);
  assert.ok((await copied(page, 'Text')).startsWith(item));
  assert.equal(await page.locator('.quote-card [data-format=sentence]').isVisible(), false);
}));

test('the keyboard quotes a turn, reaches the card, and closes it', () => demo.withPage(options, async (page) => {
  await page.goto(demo.base + english);
  await page.keyboard.press('j');
  const id = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.press('q');
  await isFocused(page, 'format', 'text');
  await page.keyboard.press('Tab');
  await isFocused(page, 'format', 'markdown');
  await page.keyboard.press('Enter');
  await page.locator('.said', { hasText: 'Copied' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.quote-card').waitFor({ state: 'hidden' });
  await isFocused(page, 'id', id);
}));

test('notes, headings and an empty selection offer nothing', () => demo.withPage(options, async (page) => {
  await page.goto(demo.base + english);
  for (const selector of ['.note > p:not(.note-head)', '.section-head > h2', '.points li']) {
    await page.locator(selector).first().evaluate((element) => getSelection().selectAllChildren(element));
    await page.waitForTimeout(350);
    assert.equal(await page.locator('.quote-card').isVisible(), false, selector);
  }
}));

for (const [size, touch] of [['laptop', false], ['phone', true]]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`the card is in the window and accessible, ${size}, ${colorScheme}`, () => {
      const here = { ...options, colorScheme, viewport: { width: widths[size], height: 800 }, hasTouch: touch, isMobile: touch };
      return demo.withPage(here, async (page) => {
        await page.goto(demo.base + english);
        await select(page, 'You make it sound simple');
        await atRest(page);
        const { box, words } = await page.locator('.quote-card').evaluate((card) => ({
          box: card.getBoundingClientRect().toJSON(), words: getSelection().getRangeAt(0).getBoundingClientRect().bottom,
        }));
        assert.ok(box.x >= 0 && box.x + box.width <= widths[size], JSON.stringify(box));
        assert.ok(box.y >= words, 'it does not cover the words');
        if (touch) assert.equal(Math.round(box.y + box.height), 800, 'it stays at the foot of the window');
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => axe.run('.quote-card'));
        assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
      });
    });
  }
}
