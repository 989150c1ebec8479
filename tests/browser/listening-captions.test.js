// Captions of a video as YouTube writes them, imported and built as their owner would: nobody is named in them, and all the same they
// are followed, scrubbed, quoted, found and read without a mouse.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { specimen } from './lib/build.js';
import { postil } from './lib/paths.js';
import { violations } from './lib/rules.js';
import { silence } from './lib/sound.js';
import { atRest, eventually } from './lib/wait.js';

const LINES = 70;
const STEP = 0.4; // seconds from one word to the next
const word = (at) => `spoken${at}`;

/** Captions that roll: each line comes up word by word, and then stands above the next. */
function captions() {
  const clock = (seconds) => new Date(Math.round(seconds * 1000)).toISOString().slice(11, 23);
  const cues = Array.from({ length: LINES }, (_, line) => {
    const words = Array.from({ length: 6 }, (_, at) => line * 6 + at);
    const [start, end] = [words[0] * STEP, (words[0] + 6) * STEP];
    const rolling = words.map((at, place) => (place ? `<${clock(at * STEP)}><c> ${word(at)}</c>` : word(at))).join('');
    const before = line ? words.map((at) => word(at - 6)).join(' ') : ' ';
    return `${clock(start)} --> ${clock(end)} align:start position:0%\n${before}\n${rolling}\n\n${clock(end)} --> ${clock(end + 0.01)} align:start position:0%\n${words.map(word).join(' ')}\n `;
  });
  return `WEBVTT\nKind: captions\nLanguage: en\n\n${cues.join('\n\n')}\n`;
}

function imported() {
  const folder = mkdtempSync(join(tmpdir(), 'postil-captions-'));
  try {
    writeFileSync(join(folder, 'harbour.vtt'), captions());
    execFileSync(postil, ['import', 'harbour.vtt'], { cwd: folder });
    return { page: readFileSync(join(folder, 'harbour.md'), 'utf8'), words: readFileSync(join(folder, 'harbour.words.json'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { page: text, words } = imported();
const media = '[media]\naudio = "harbour.wav"\nduration = "2:48"\n';
const site = specimen({
  'site.toml': 'title = "Specimen"\n',
  'content/harbour.md': text.replace(/\n\+\+\+\n/, `\n${media}+++\n`).replace(word(200), `==${word(200)}==`),
  'content/harbour.words.json': words,
  'content/harbour.notes.md': '## mud {at=0:40 to=1:04}\n\nA long stretch about the mud.\n\n## tide {at=1:20}\n\nA moment.\n',
  'content/harbour.wav': silence(168),
  'content/other.md': '# Another page\n\nNothing of the harbour.\n',
});

const sizes = { wide: { viewport: { width: 1280, height: 800 } }, phone: { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true } };
const time = (page) => page.evaluate(() => postilPlayer.time);
const lit = (page, name) => page.evaluate((name) => Array.from(CSS.highlights.get(name) ?? [], String).join('|'), name);

/** Where a word stands in the window. */
const boxOf = (page, sought) => page.evaluate((sought) => {
  const walker = document.createTreeWalker(document.querySelector('.body'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(sought);
    if (at < 0 || /\d/.test(walker.currentNode.data[at + sought.length] ?? '')) continue;
    const range = new Range();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + sought.length);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    return { left, top, right, bottom, inView: top > 0 && bottom < innerHeight };
  }
  throw new Error(sought);
}, sought);

for (const [size, options] of Object.entries(sizes)) {
  test(`captions without speakers are followed by the word, ${size}`, () => site.withPage(options, async (page) => {
    await page.goto(`${site.base}harbour/`);
    await page.evaluate(() => postilPlayer.playFrom(100));
    await eventually(async () => {
      const [heard, now] = [await lit(page, 'heard-word'), await time(page)];
      assert.ok(now > 100.5 && Math.abs(Number(heard.slice(6)) - now / 0.4) <= 1, `${heard} at ${now}`);
      assert.ok((await boxOf(page, heard)).inView, heard);
    });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  }));

  test(`found words of captions have a time, and lead there, ${size}`, () => site.withPage(options, async (page) => {
    await page.goto(`${site.base}search/?q=${word(333)}`);
    await page.locator('.search-hit mark').first().waitFor();
    const shown = await page.locator('.search-hit .hit-time').first().textContent();
    const [minutes, seconds] = shown.split(':').map(Number);
    const said = 333 * STEP;
    assert.ok(minutes * 60 + seconds <= said && minutes * 60 + seconds > said - 60, `${shown} for ${said}`);
    await page.locator('.search-hit a').first().click();
    const mark = page.locator('.body mark.hit.current');
    await mark.waitFor();
    assert.equal(await mark.textContent(), word(333));
    await eventually(async () => assert.ok((await boxOf(page, word(333))).inView));
    await page.keyboard.press('l');
    await page.evaluate(() => postilPlayer.playFrom(135));
    await eventually(async () => assert.equal(await lit(page, 'heard-word'), word(Math.floor((await time(page) + 0.02) / STEP))));
    assert.equal(await page.locator('.turn:target > .time').textContent(), shown);
  }));

  test(`a link to a clip has its words and its button in view, ${size}`, () => site.withPage(options, async (page) => {
    await page.goto(`${site.base}harbour/#t=2:00,2:02`);
    await eventually(async () => assert.equal(await lit(page, 'clip'), [300, 301, 302, 303, 304].map(word).join(' ')));
    const button = page.getByRole('button', { name: 'Play clip 2:00–2:02' });
    await eventually(async () => {
      const { y, height } = await button.boundingBox();
      assert.ok(y > 0 && y + height <= 800, `the button is at ${y}`);
      assert.ok((await boxOf(page, word(302))).inView);
    });
    await button.click();
    await page.waitForFunction(() => !postilPlayer.isPlaying && postilPlayer.time > 121.9);
    assert.ok(await time(page) < 122.4, `${await time(page)}, where the next word ends`);
  }));

  for (const scheme of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }]) {
    test(`whoever listens meets no barrier, ${size}, ${Object.values(scheme)}`, () => site.withPage({ ...options, ...scheme }, async (page) => {
      await page.goto(`${site.base}harbour/#t=1:00,1:02`);
      await atRest(page);
      assert.deepEqual(await violations(page), []);
      await page.evaluate(() => postilPlayer.playFrom(60));
      await page.locator('.listening').waitFor();
      await atRest(page);
      assert.deepEqual(await violations(page), []);
    }));
  }
}

test('a finger on the scrubber moves the recording', () => site.withPage(sizes.phone, async (page) => {
  await page.goto(`${site.base}harbour/`);
  const scrubber = page.getByRole('slider', { name: 'Place in the recording' });
  const { x, y, width, height } = await scrubber.boundingBox();
  assert.ok(height >= 36, `${height}`);
  await page.touchscreen.tap(x + width * 0.75, y + height / 2);
  await eventually(async () => assert.ok(Math.abs(await time(page) - 126) < 6, `${await time(page)}`));
}));

test('a note on a stretch of the recording is as long on the scrubber', () => site.withPage(sizes.wide, async (page) => {
  await page.goto(`${site.base}harbour/`);
  const drawn = await page.evaluate(() => {
    const line = document.querySelector('.listen-place').getBoundingClientRect();
    return Array.from(document.querySelectorAll('.listen .marks a'), (mark) => {
      const { left, right } = mark.lastElementChild.getBoundingClientRect();
      return { label: mark.querySelector('title').textContent, from: (left - line.left) / line.width * 168, to: (right - line.left) / line.width * 168 };
    });
  });
  const [mud, tide] = ['0:40–1:04', '1:20'].map((times) => drawn.find(({ label }) => label.endsWith(times)));
  assert.ok(Math.abs(mud.from - 40) < 1 && Math.abs(mud.to - 64) < 1, JSON.stringify(drawn));
  assert.ok(tide.to - tide.from < 2 && Math.abs((tide.from + tide.to) / 2 - 80) < 1, JSON.stringify(drawn));
}));

test('where a browser has no highlights of its own, the sentence and the word are boxes', () => site.withPage(sizes.wide, async (page) => {
  await page.addInitScript(() => { delete window.Highlight; });
  await page.goto(`${site.base}harbour/`);
  await page.evaluate(() => postilPlayer.playFrom(80));
  await page.locator('.light-heard-word').waitFor();
  await page.evaluate(() => postilPlayer.act('play'));
  await eventually(async () => {
    const now = Math.floor((await time(page) + 0.02) / STEP);
    const { left, top, right, bottom } = await boxOf(page, word(now));
    const light = await page.locator('.light-heard-word').boundingBox();
    assert.ok(Math.abs(light.x - left) < 2 && Math.abs(light.x + light.width - right) < 2, JSON.stringify([light, left, right]));
    assert.ok(Math.abs(light.y + light.height / 2 - (top + bottom) / 2) < 3, JSON.stringify([light, top, bottom]));
  });
  assert.ok(await page.locator('.light-heard-sentence').count() > 0);
}));

test('a paused player does nothing, and a playing one draws when a word begins', () => site.withPage(sizes.wide, async (page) => {
  await page.addInitScript(() => {
    window.asked = 0;
    for (const name of ['requestAnimationFrame', 'setTimeout', 'setInterval']) {
      const original = window[name].bind(window);
      window[name] = (...given) => {
        window.asked += 1;
        return original(...given);
      };
    }
  });
  await page.goto(`${site.base}harbour/`);
  await page.evaluate(() => postilPlayer.playFrom(20));
  await page.waitForFunction(() => postilPlayer.time > 21);
  await page.waitForTimeout(300); // a function that is waited for asks for frames itself
  const [before, from] = await page.evaluate(() => [window.asked, postilPlayer.time]);
  await page.waitForTimeout(4000);
  const [asked, seconds] = await page.evaluate(([before, from]) => [window.asked - before, postilPlayer.time - from], [before, from]);
  assert.ok(seconds > 1, `${seconds}`);
  assert.ok(asked <= seconds * 12 + 2, `${asked} timers in ${seconds} seconds: less than three words, and four times that are told, in each`);
  await page.evaluate(() => postilPlayer.act('play'));
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  const paused = await page.evaluate(() => window.asked);
  await page.waitForTimeout(1500);
  assert.equal(await page.evaluate(() => window.asked), paused);
}));
