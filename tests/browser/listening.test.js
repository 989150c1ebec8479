// The recording word by word: what is heard is lit, a click plays, clips end, and a lecture without speakers does all of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specimen } from './lib/build.js';
import { silence } from './lib/sound.js';
import { atRest, eventually } from './lib/wait.js';

// A word every half second, ten to a paragraph.
const count = 120;
const words = Array.from({ length: count }, (_, at) => [`word${at}`, at / 2, at / 2 + 0.4]);
const said = (from, to) => words.slice(from, to).map(([word]) => word).join(' ');
const paragraphs = Array.from({ length: count / 10 }, (_, at) => `${said(at * 10, at * 10 + 5)}. W${said(at * 10 + 5, at * 10 + 10).slice(1)}.`);
const front = (title, more = '') => `+++\ntitle = "${title}"\n${more}[media]\naudio = "talk.wav"\nduration = "1:00"\n+++\n\n`;
const sidecar = JSON.stringify({ version: 1, media: 0, words });
const quoted = paragraphs.with(3, paragraphs[3].replace('word31 word32', '==word31 word32=='));

const site = specimen({
  'site.toml': 'title = "Specimen"\n[people.ann]\nname = "Ann"\n[people.ben]\nname = "Ben"\n',
  'content/two.md': front('Two') + '## Opening\n\n' + quoted.map((words, at) => `**${at % 2 ? 'Ben' : 'Ann'}:** ${words}`).join('\n\n').replace('**Ann:** word40', '## Later\n\n**Ann:** word40'),
  'content/two.words.json': sidecar,
  'content/lecture.md': front('Lecture') + quoted.join('\n\n').replace('word40', '## Later\n\nword40'),
  'content/lecture.words.json': sidecar,
  'content/plain.md': front('Plain') + paragraphs.map((words, at) => `[0:${String(at * 5).padStart(2, '0')}] ${words}`).join('\n\n'),
  'content/cut.md': `${front('Cut', 'kind = "transcript"\n')}‘Don’t’ — twenty-one, GPT5: 好的。ｱ [inaudible] x\n`,
  'content/talk.wav': silence(60),
});

const wide = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true };
const text = (page, name) => page.evaluate((name) => Array.from(CSS.highlights.get(name) ?? [], String).join('|'), name);
const time = (page) => page.evaluate(() => postilPlayer.time);
const isPaused = (page) => page.evaluate(() => !postilPlayer.isPlaying);

async function clickOn(page, word) {
  const find = () => page.evaluate((word) => {
    const walker = document.createTreeWalker(document.querySelector('.body'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(word);
      if (at < 0) continue;
      const range = new Range();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + word.length);
      walker.currentNode.parentElement.scrollIntoView({ block: 'center' });
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
    throw new Error(word);
  }, word);
  // What comes into view is laid out only then, and moves the word.
  await find();
  await atRest(page);
  const { x, y } = await find();
  await page.mouse.click(x, y);
}

for (const name of ['two', 'lecture']) {
  test(`nothing but the page is fetched before play, and then words are lit as they are heard: ${name}`, () => site.withPage(wide, async (page) => {
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${site.base}${name}/`, { waitUntil: 'networkidle' });
    assert.deepEqual(asked.filter((path) => /\.(json|wav)$/.test(path)), []);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForFunction(() => postilPlayer.time > 2.1);
    assert.ok(asked.includes(`/${name}/words.json`));
    await eventually(async () => {
      const [heard, now] = [await text(page, 'heard-word'), await time(page)];
      assert.ok(Math.abs(Number(heard.slice(4)) - now * 2) <= 1, `${heard} at ${now}`);
    });
    assert.match(await text(page, 'heard-sentence'), /^[wW]ord\d+( word\d+){4}\.$/);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    const lit = await text(page, 'heard-word');
    await page.waitForTimeout(700);
    assert.equal(await text(page, 'heard-word'), lit, 'nothing goes on while it is paused');
  }));

  test(`a click on a word plays from it: ${name}`, () => site.withPage(wide, async (page) => {
    await page.goto(`${site.base}${name}/`);
    await clickOn(page, 'word52');
    await page.waitForFunction(() => postilPlayer.isPlaying && postilPlayer.time >= 26 && postilPlayer.time < 40);
  }));

  test(`a clip is marked, played and ends: ${name}`, () => site.withPage(wide, async (page) => {
    await page.goto(`${site.base}${name}/#t=0:10,0:11.5`);
    await eventually(async () => assert.equal(await text(page, 'clip'), 'word20 word21 word22'));
    assert.ok(await isPaused(page));
    await page.getByRole('button', { name: 'Play clip 0:10–0:11.5' }).click();
    await page.waitForFunction(() => !postilPlayer.isPlaying && postilPlayer.time > 11.4);
    const end = await time(page);
    assert.ok(end < 12, `${end}, where the next word but one begins`);
  }));

  test(`selected words have a link to their clip, and a key quote plays: ${name}`, () => site.withPage({ ...wide, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    await page.goto(`${site.base}${name}/`);
    await page.evaluate(() => {
      const mark = document.querySelector('mark.quote');
      getSelection().selectAllChildren(mark);
    });
    await page.getByRole('button', { name: 'Link to this clip' }).click();
    await eventually(async () => assert.match(await page.evaluate(() => navigator.clipboard.readText()), /#t=0:15\.5,0:16\.4$/));
    await page.evaluate(() => getSelection().removeAllRanges());
    await page.getByRole('button', { name: 'Play clip: word31 word32' }).click();
    await page.waitForFunction(() => !postilPlayer.isPlaying && postilPlayer.time > 16.3);
    assert.equal(await text(page, 'clip'), 'word31 word32');
    await page.waitForURL(/#t=0:15\.5,0:16\.4$/);
  }));

  test(`the reader who scrolls away is left there, and one tap leads back: ${name}`, () => site.withPage(phone, async (page) => {
    await page.goto(`${site.base}${name}/`);
    await page.getByRole('button', { name: 'Play', exact: true }).tap();
    await page.waitForFunction(() => postilPlayer.time > 0.5);
    await page.evaluate(() => {
      dispatchEvent(new Event('touchmove'));
      scrollTo(0, document.documentElement.scrollHeight);
    });
    const back = page.getByRole('button', { name: 'Go to what is heard' });
    await back.waitFor();
    await atRest(page);
    const there = await page.evaluate(() => scrollY);
    const now = await time(page);
    await page.waitForFunction((now) => postilPlayer.time > now + 3, now);
    assert.equal(await page.evaluate(() => scrollY), there);
    await back.tap();
    await back.waitFor({ state: 'hidden' });
    await eventually(async () => assert.ok(await page.evaluate(() => {
      const { top, bottom } = Array.from(CSS.highlights.get('heard-word'))[0].getBoundingClientRect();
      return top > 0 && bottom < innerHeight - 100;
    })));
  }));
}

test('the scrubber moves the recording by mouse and by keys, and says where it is', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}two/`);
  const scrubber = page.getByRole('slider', { name: 'Place in the recording' });
  const box = await scrubber.boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await eventually(async () => assert.ok(Math.abs(await time(page) - 30) < 1.5));
  const before = await time(page);
  await scrubber.press('ArrowRight');
  assert.ok(Math.abs(await time(page) - before - 5) < 0.1);
  await scrubber.press('PageUp');
  await scrubber.press('Home');
  await eventually(async () => assert.equal(await time(page), 0));
  const says = (place) => eventually(async () => assert.match(await scrubber.getAttribute('aria-valuetext'), place));
  await says(/^0:00 \/ 1:00/);
  await page.evaluate(() => { postilPlayer.time = 21; });
  await says(/^0:21 \/ 1:00, Later$/);
}));

test('everything is reached by keys alone', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}lecture/`);
  const reached = [];
  await page.locator('.listen-place').focus();
  for (let at = 0; at < 3; at += 1) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement.ariaLabel));
  }
  assert.deepEqual(reached, ['Back 10 seconds', 'Play', 'Forward 10 seconds']);
  await page.locator('.listen-go').press('Enter');
  await page.waitForFunction(() => postilPlayer.isPlaying);
  await page.locator('h1').click();
  await page.keyboard.press('l');
  await page.waitForFunction(() => !postilPlayer.isPlaying);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'turn');
}));

test('the lock screen shows title and names, and its keys work', () => site.withPage(wide, async (page) => {
  await page.addInitScript(() => {
    window.orders = {};
    const set = MediaSession.prototype.setActionHandler;
    MediaSession.prototype.setActionHandler = function keep(name, order) {
      window.orders[name] = order;
      return set.call(this, name, order);
    };
  });
  await page.goto(`${site.base}two/`);
  const shown = await page.evaluate(() => {
    const { title, artist, album } = navigator.mediaSession.metadata;
    return { title, artist, album };
  });
  assert.deepEqual({ ...shown, artist: shown.artist.split(', ').sort().join(', ') }, { title: 'Two', artist: 'Ann, Ben', album: 'Specimen' });
  await page.evaluate(() => window.orders.seekto({ seekTime: 12 }));
  await eventually(async () => assert.equal(await time(page), 12));
  await page.evaluate(() => window.orders.nexttrack());
  await page.waitForFunction(() => postilPlayer.isPlaying && postilPlayer.time >= 20);
  await page.waitForFunction(() => navigator.mediaSession.playbackState === 'playing');
  await page.evaluate(() => window.orders.pause());
  await page.waitForFunction(() => navigator.mediaSession.playbackState === 'paused');
}));

test('without times of words sentences are followed by the times of paragraphs', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}plain/`);
  await page.evaluate(() => postilPlayer.playFrom(13));
  await page.waitForFunction(() => Array.from(CSS.highlights.get('heard-sentence') ?? [], String).join().startsWith('Word25'));
  assert.equal(await text(page, 'heard-word'), '');
}));

test('words are cut as the program cuts them', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}cut/`);
  assert.deepEqual(await page.evaluate(() => postilTimes.words(0)), ['Don’t', 'twenty', 'one', 'GPT5', '好', '的', 'ｱ', 'x']);
}));
