// The recording: heard from the text, followed in it, in reach, and never asked of another host unasked.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specimen } from './lib/build.js';
import { silence } from './lib/sound.js';
import { atRest, eventually } from './lib/wait.js';

const turns = Array.from({ length: 40 }, (_, at) => `**${at % 2 ? 'Ben' : 'Ann'}** [0:${String(at).padStart(2, '0')}]: ${'Something is said here. '.repeat(20)}`).join('\n\n');
const page = (media, text = turns) => `+++\ntitle = "Talk"\n[media]\n${media}\n+++\n\n${text}\n`;
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; frame-src https://www.youtube-nocookie.com https://player.vimeo.com";

const site = specimen({
  'site.toml': 'title = "Specimen"\n[people.ann]\nname = "Ann"\n[people.ben]\nname = "Ben"\n',
  'content/sound.md': page('audio = "talk.wav"', `${turns}\n\n**Ann:** Later [0:39] on.`),
  'content/tube.md': page('youtube = "abcdefghijk"'),
  'content/vimeo.md': page('vimeo = "76979871"'),
  'content/silent.md': turns,
  'content/talk.wav': silence(45),
}, { 'content-security-policy': policy });

const wide = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 800 } };
const lit = (page) => page.locator('.turn.playing');
const at = (page, second) => page.locator(`.turn[data-start="${second}"]`);
const time = (page) => page.locator('audio').evaluate((audio) => audio.currentTime);

/** Waits until the turn that is heard is one from `second` on: each is heard for one second. */
const heard = (page, second) => page.waitForFunction((second) => {
  const start = Number(document.querySelector('.turn.playing')?.dataset.start);
  return start >= second && start < second + 6;
}, second);

async function listen(page, second) {
  await page.goto(`${site.base}sound/`);
  await at(page, second).locator('.label > .time').click();
  await heard(page, second);
}

for (const [size, options] of Object.entries({ wide, phone })) {
  test(`a time plays the recording from there, and the player stays in reach, ${size}`, () => site.withPage(options, async (page) => {
    await listen(page, 20);
    await eventually(async () => {
      const bar = await page.locator('.listen-bar').boundingBox();
      assert.ok(Math.abs(bar.y + bar.height - options.viewport.height) <= 1, JSON.stringify(bar));
    });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.waitForFunction(() => document.querySelector('audio').paused && !document.querySelector('.listening'));
  }));
}

test('the turn that is heard is followed until the reader scrolls away, and again when asked', () => site.withPage(wide, async (page) => {
  await listen(page, 20);
  await heard(page, 23);
  await eventually(async () => {
    const top = await lit(page).evaluate((turn) => turn.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 600, `${top}`);
  });
  const back = page.getByRole('button', { name: 'Go to what is heard' });
  assert.equal(await back.isVisible(), false);
  await page.mouse.move(700, 300);
  await page.mouse.wheel(0, -6000);
  await back.waitFor();
  await atRest(page);
  const before = await page.evaluate(() => scrollY);
  const now = await time(page);
  await page.waitForFunction((now) => document.querySelector('audio').currentTime > now + 2, now);
  assert.equal(await page.evaluate(() => scrollY), before, 'the reader is left where they are');
  await back.click();
  await back.waitFor({ state: 'hidden' });
  const inSight = (turn) => turn.getBoundingClientRect().top > 0 && turn.getBoundingClientRect().top < innerHeight;
  await eventually(async () => assert.ok(await lit(page).evaluate(inSight)));
}));

test('keys play, skip and change the speed, which is remembered with the place', () => site.withPage(wide, async (page) => {
  await listen(page, 20);
  await page.keyboard.press('.');
  await page.waitForFunction(() => document.querySelector('audio').currentTime >= 30);
  await page.keyboard.press(',');
  await page.waitForFunction(() => document.querySelector('audio').currentTime < 29);
  await page.keyboard.press('>');
  await page.waitForFunction(() => document.querySelector('audio').playbackRate === 1.25);
  await page.keyboard.press('l');
  await page.waitForFunction(() => document.querySelector('audio').paused);
  const place = Math.floor(await time(page));
  await page.reload();
  await eventually(async () => assert.equal(await time(page), place));
  assert.equal(await page.getByLabel('Playing speed').inputValue(), '1.25');
  await page.goto(`${site.base}sound/#t=0:05`);
  await page.waitForFunction(() => document.querySelector('audio').currentTime === 5);
}));

test('where storage is forbidden, the recording plays all the same', () => site.withPage(wide, async (page) => {
  await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }));
  await listen(page, 12);
}));

test('captions are the transcript', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}sound/`);
  const cues = await page.locator('track').evaluate((element) => new Promise((done) => {
    element.addEventListener('load', () => done(element.track.cues.length));
    element.track.mode = 'hidden';
  }));
  assert.ok(cues >= 40, `${cues}`);
}));

test('without scripts there are the browser’s controls, and times lead into the file', () => site.withPage({ ...wide, javaScriptEnabled: false }, async (page) => {
  await page.goto(`${site.base}sound/`);
  assert.equal(await page.locator('audio').getAttribute('controls'), '');
  assert.equal(await page.locator('.turn p .time').getAttribute('href'), '../talk.wav#t=39');
  assert.equal(await page.locator('.listen-tools').isVisible(), false);
}));

test('where there is no recording there is nothing of it', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}silent/`);
  assert.equal(await page.locator('.listen, .player, script[src*="player"], link[href*="listen"]').count(), 0);
  await page.keyboard.press('l');
}));

/** What a host's frame says and understands, as far as it is used here. */
const frames = {
  tube: {
    host: 'https://www.youtube-nocookie.com',
    frame: '/embed/abcdefghijk?autoplay=1&enablejsapi=1&playsinline=1',
    script: `addEventListener('message', ({ data }) => {
      const { event, func, args } = JSON.parse(data);
      const say = (info) => parent.postMessage(JSON.stringify({ event: 'infoDelivery', info }), '*');
      if (event === 'listening') say({ playerState: 1, currentTime: 0 });
      if (func === 'seekTo') say({ currentTime: args[0] });
    });`,
  },
  vimeo: {
    host: 'https://player.vimeo.com',
    frame: '/video/76979871?autoplay=1&dnt=1&playsinline=1',
    script: `addEventListener('message', ({ data }) => {
      const { method, value } = JSON.parse(data);
      const say = (event, data) => parent.postMessage(JSON.stringify({ event, data }), '*');
      if (method === 'addEventListener' && value === 'play') say('play', {});
      if (method === 'addEventListener' && value === 'timeupdate') say('timeupdate', { seconds: 0 });
      if (method === 'setCurrentTime') say('timeupdate', { seconds: value });
    });`,
  },
};

for (const [name, { host, frame, script }] of Object.entries(frames)) {
  test(`nothing is asked of ${host} before a click, and then times lead into its video`, () => site.withPage(wide, async (page) => {
    await page.goto(`${site.base}${name}/`, { waitUntil: 'networkidle' });
    // Until here a request to another host fails the test; from here on one is what the reader asked for.
    const asked = [];
    page.removeAllListeners('request');
    await page.route(`${host}/**`, (route) => {
      asked.push(route.request().url());
      return route.fulfill({ contentType: 'text/html', body: `<script>${script}</script>` });
    });
    await page.getByRole('button', { name: /^Play here/ }).click();
    await lit(page).waitFor();
    await at(page, 20).locator('.label > .time').click();
    await at(page, 20).and(lit(page)).waitFor();
    assert.deepEqual(asked, [host + frame]);
    // It stays in reach, as soon as the page has scrolled.
    await page.locator('.listening iframe').waitFor();
  }));
}
