// Notes: beside their words without overlapping, in the flow on a phone, readable without scripts,
// and on paper.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';
import { eventually } from './lib/wait.js';

const transcripts = [kinds['transcript in English'], kinds['transcript in Chinese']];

const demo = demonstration();

for (const path of transcripts) {
  test(`side notes of ${path} keep apart and on the page at every width`, async () => {
    await demo.withPage({ viewport: { width: 1024, height: 900 } }, async (page) => {
      await page.goto(demo.base + path);
      for (const width of [1024, 1150, 1280, 1366, 1440, 1600, 1920, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        await eventually(async () => {
          await settled(page);
          const notes = await boxes(page);
          assert.ok(notes.length > 20, `${notes.length} notes at ${width}`);
          assert.deepEqual(overlaps(notes), [], `overlapping at ${width}`);
          assert.deepEqual(notes.filter(({ left, right }) => left < 0 || right > width), [], `off the page at ${width}`);
          assert.deepEqual(await overText(page), [], `over the text at ${width}`);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, 'no sideways scrolling');
        });
      }
    });
  });

  test(`every note of ${path} can be read without scripts`, async () => {
    for (const width of [widths.wide, widths.phone]) {
      await demo.withPage({ javaScriptEnabled: false, viewport: { width, height: 900 } }, async (page) => {
        await page.goto(demo.base + path);
        // To be measured, turns have to be laid out that nobody has scrolled to.
        await page.$$eval('.turn', (turns) => turns.forEach(({ style }) => style.setProperty('content-visibility', 'visible')));
        const notes = await boxes(page);
        assert.equal(notes.length, await page.locator('.note').count(), 'all of them are shown');
        assert.deepEqual(overlaps(notes), [], `overlapping at ${width}`);
      });
    }
  });

  test(`every note of ${path} is printed`, async () => {
    await demo.withPage({ viewport: { width: 794, height: 1123 } }, async (page) => {
      await page.goto(demo.base + path);
      await page.emulateMedia({ media: 'print' });
      assert.equal((await boxes(page)).length, await page.locator('.note').count());
      assert.equal(await page.locator('.site-header').isVisible(), false, 'what cannot be pressed on paper is left out');
    });
  });
}

test('a note stands beside its words when there is room', async () => {
  await demo.withPage({ viewport: { width: widths.wide, height: 900 } }, async (page) => {
    await page.goto(demo.base + kinds['home page']);
    await settled(page);
    const words = await page.locator('#ref-term-postil').boundingBox();
    const note = await page.locator('#note-term-postil').boundingBox();
    assert.ok(Math.abs(words.y - note.y) < 10, `words at ${words.y}, note at ${note.y}`);
    assert.ok(note.x > words.x + words.width);
  });
});

test('on a phone a sign opens its note under the paragraph and closes it again', async () => {
  await demo.withPage({ viewport: { width: widths.phone, height: 800 }, hasTouch: true }, async (page) => {
    await page.goto(demo.base + transcripts[0]);
    const note = page.locator('#note-term-box');
    const sign = page.locator('a.note-ref[href="#note-term-box"]').first();
    await eventually(async () => assert.deepEqual(await boxes(page), [], 'closed at first'));
    await sign.tap();
    await eventually(async () => assert.equal((await boxes(page)).length, 1));
    const [open] = await boxes(page);
    const paragraph = await sign.locator('xpath=ancestor::p').boundingBox();
    assert.ok(open.top >= Math.floor(paragraph.y + paragraph.height), 'below its paragraph');
    assert.ok(open.left >= 0 && open.right <= widths.phone, 'on the screen');
    assert.match(await note.innerText(), /Printing houses/);
    await sign.tap();
    await eventually(async () => assert.deepEqual(await boxes(page), [], 'closed again'));
  });
});

test('the keyboard leads from a sign to its note and back', async () => {
  await demo.withPage({ viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await page.goto(demo.base + transcripts[0]);
    await page.locator('a.note-ref[href="#note-fact-milk"]').first().press('Enter');
    await page.waitForFunction(() => document.activeElement.id === 'note-fact-milk');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement.hash === '#note-fact-milk');
  });
});

test('the address of a note opens it', async () => {
  for (const width of [widths.laptop, widths.phone]) {
    await demo.withPage({ viewport: { width, height: 800 } }, async (page) => {
      await page.goto(`${demo.base}${transcripts[0]}#note-context-edinburgh`);
      await settled(page);
      await eventually(async () => {
        const { y, height } = await page.locator('#note-context-edinburgh').boundingBox();
        assert.ok(height > 50 && y + height > 0 && y < 800, `at ${width} it is ${height} high and at ${y}`);
      });
    });
  }
});

/** Waits until two frames in a row place every note alike. */
async function settled(page) {
  await page.evaluate(async () => {
    const frame = () => new Promise((next) => { requestAnimationFrame(next); });
    const tops = () => Array.from(document.querySelectorAll('.note'), (note) => note.getBoundingClientRect().top).join();
    await document.fonts.ready;
    for (let last = '', now = tops(); last !== now; [last, now] = [now, tops()]) {
      await frame();
      await frame();
    }
  });
}

/** Where each note that is shown stands. */
function boxes(page) {
  return page.$$eval('.note', (notes) => notes
    .filter((note) => note.checkVisibility() && note.getBoundingClientRect().height > 1)
    .map((note) => {
      const { left, right, top, bottom } = note.getBoundingClientRect();
      return { id: note.id, left, right, top, bottom };
    }));
}

/** The notes that cover a paragraph of the text. */
function overText(page) {
  return page.$$eval('.note', (notes) => {
    const paragraphs = Array.from(document.querySelectorAll('.turn > p, .preface > p'), (p) => p.getBoundingClientRect());
    const covers = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return notes.filter((note) => paragraphs.some((p) => covers(note.getBoundingClientRect(), p))).map(({ id }) => id);
  });
}

function overlaps(notes) {
  const pairs = notes.flatMap((a, index) => notes.slice(index + 1).map((b) => [a, b]));
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  return pairs.filter(([a, b]) => !apart(a, b)).map(([a, b]) => `${a.id} and ${b.id}`);
}
