// Side notes, however many: none over another, none off the page, none further down than those above
// it force it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specimen } from './lib/build.js';
import { eventually } from './lib/wait.js';

const widths = [320, 390, 600, 820, 959, 960, 1100, 1280, 1440, 1600, 1920, 2560];
const GAP = 14; // pixels between two notes, as the theme has them
const LIFT = 32; // how far above its words a note may be moved to make room below it

const site = specimen({
  'site.toml': 'title = "Made up"\n',
  'content/one.md': page(1, 40),
  'content/forty.md': page(40, 3),
  'content/many.md': page(400, 4),
  'content/crowded.md': page(400, 400),
});

/** A transcript of `count` notes, `each` of them in a paragraph; every seventh is long. */
function page(count, each) {
  const turns = [];
  for (let first = 0; first < count; first += each) {
    const numbers = Array.from({ length: Math.min(each, count - first) }, (_, at) => first + at);
    const words = numbers.map((n) => `Some words before ==the marked ones ${n}==[^n${n}] and some behind.`).join(' ');
    turns.push(`**${turns.length % 2 ? 'Eve' : 'Dee'}:** ${words}`);
  }
  const long = 'A note that has a good deal more to say than the others have, and takes its time. '.repeat(4);
  const notes = Array.from({ length: count }, (_, n) => `[^n${n}]: ${n % 7 === 3 ? long : `Note ${n}.`}`);
  return `+++\nspeakers = ["Dee", "Eve"]\n+++\n\n${turns.join('\n\n')}\n\n${notes.join('\n')}\n`;
}

for (const [name, count] of Object.entries({ one: 1, forty: 40, many: 400, crowded: 400 })) {
  test(`${name}: side notes stand where they may at every width`, async () => {
    await site.withPage({ viewport: { width: widths[0], height: 900 } }, async (page) => {
      await page.goto(`${site.base}${name}/`);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await eventually(async () => {
          await settled(page);
          const { scrollWidth, scrollHeight } = await page.evaluate(() => {
            const { scrollWidth, scrollHeight } = document.documentElement;
            return { scrollWidth, scrollHeight };
          });
          assert.equal(scrollWidth, width, 'no sideways scrolling');
          const notes = await places(page);
          assert.equal(notes.length, width < 960 ? 0 : count, `side notes at ${width}`);
          check(notes, { width, height: scrollHeight });
        });
      }
    });
  });
}

function check(notes, { width, height }) {
  const inOrder = notes.toSorted((a, b) => a.top - b.top);
  for (const [index, note] of inOrder.entries()) {
    const where = `${note.id} at ${width}`;
    assert.ok(note.left >= 0 && note.right <= width && note.top >= 0 && note.bottom <= height, `${where} is on the page`);
    const above = index ? inOrder[index - 1].bottom : -Infinity;
    assert.ok(note.top >= above, `${where} covers the one above it`);
    assert.ok(note.top <= Math.max(note.words, above + GAP) + 1, `${where} is further down than it must be`);
    assert.ok(note.top >= note.words - LIFT - 1, `${where} is too far above its words`);
    if (index) assert.ok(note.words >= inOrder[index - 1].words, `${where} is in the order of the words`);
  }
}

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

/** Where each side note stands, and where its words begin; nothing where notes stand in the flow. */
function places(page) {
  return page.evaluate(() => {
    const beside = (note) => getComputedStyle(note).position === 'absolute';
    return Array.from(document.querySelectorAll('.note')).filter(beside).map((note) => {
      const { left, right, top, bottom } = note.getBoundingClientRect();
      const words = document.getElementById(note.id.replace('note-', 'ref-')).getClientRects()[0].top;
      return { id: note.id, left, right, top: top + scrollY, bottom: bottom + scrollY, words: words + scrollY };
    });
  });
}
