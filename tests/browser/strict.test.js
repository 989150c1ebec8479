// Pages under the strictest of policies, in either direction, and when a script does not come.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specimen } from './lib/build.js';
import { silence } from './lib/sound.js';
import { eventually } from './lib/wait.js';

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";
const page = (title, language, text) => `+++
title = "${title}"
language = "${language}"
points = ["One point"]
[media]
audio = "talk.wav"
+++

## Points

**Ann** [0:05]: ${text}[^fact:one] And on. ${'More of it is said here. '.repeat(30)}

**Ben** [12:30]: ${text}[^two][^cite:three] ${'More of it is said here. '.repeat(40)}

[^fact:one]: {by=ann} ${'A long note, longer than its words. '.repeat(40)}
[^two]: Unsigned.
[^cite:three]: {by=ben} Source.
`;

const site = specimen({
  'site.toml': 'title = "Specimen"\n[people.ann]\nname = "Ann"\n[people.ben]\nname = "Ben"\n',
  'content/left.md': page('Left', 'en', 'We ==said so=='),
  'content/right.md': page('ימין', 'he', 'אמרנו ==כך=='),
  'content/talk.wav': silence(1),
}, { 'content-security-policy': policy });

const wide = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 800 } };

for (const name of ['left', 'right']) {
  test(`nothing on the page called ${name} is forbidden by a strict policy`, () => site.withPage(wide, async (page) => {
    await page.goto(`${site.base}${name}/`);
    await page.keyboard.press('q');
    await page.locator('.quote-card').waitFor({ state: 'visible' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('h');
    await eventually(async () => assert.equal(await page.locator('.note:visible').count(), 0));
    // What the policy forbids is said on the console, which fails the test.
  }));

  test(`on the page called ${name}, notes and names stand on the side where they belong`, () => site.withPage(wide, async (page) => {
    await page.goto(`${site.base}${name}/`);
    await eventually(async () => {
      const boxes = ['.label', '.turn > p', '.note'].map((part) => page.locator(part).first().boundingBox());
      const fromTheStart = await Promise.all(boxes);
      const [first, middle, last] = name === 'left' ? fromTheStart : fromTheStart.toReversed();
      assert.ok(first.x + first.width <= middle.x && middle.x + middle.width <= last.x, JSON.stringify(fromTheStart));
      assert.ok(first.x >= 0 && last.x + last.width <= 1440);
    });
  }));
}

test('a long note that crowds others is clipped, and opened by a button or by its address', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}left/`);
  const note = page.locator('#note-fact-one');
  const button = note.getByRole('button');
  const height = async () => (await note.boundingBox()).height;
  await eventually(async () => {
    assert.equal(await button.getAttribute('aria-expanded'), 'false');
    assert.ok(await height() <= 240);
  });
  await button.click();
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  await eventually(async () => {
    assert.ok(await height() > 400);
    const [above, below] = await Promise.all([note.boundingBox(), page.locator('#note-two').boundingBox()]);
    assert.ok(above.y + above.height <= below.y, 'the next makes room');
  });
  await button.click();
  await eventually(async () => assert.ok(await height() <= 240));
  await page.goto(`${site.base}left/?again#note-fact-one`);
  await eventually(async () => {
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    assert.equal(await page.locator('mark.chosen, mark.lit').count(), 1, 'its words are lit as well');
  });
}));

test('a part of the page and a section of the same name have addresses of their own', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}left/#points`);
  assert.equal(await page.locator(':target').evaluate((element) => element.localName), 'section');
  const twice = await page.evaluate(() => {
    const ids = Array.from(document.querySelectorAll('[id]'), ({ id }) => id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  });
  assert.deepEqual(twice, []);
}));

test('a time in the address seeks the recording', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}left/#t=12:31`);
  assert.equal(await page.locator('.turn.aimed .label cite').textContent(), 'Ben');
  assert.ok(await page.locator('.player').evaluate(async (player) => {
    if (player.currentTime > 0) return true;
    return new Promise((seeked) => { player.addEventListener('seeked', () => seeked(player.currentTime > 0)); player.load(); });
  }));
}));

test('a note says what it is: its kind and its number', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}left/`);
  await page.getByRole('note', { name: 'Fact check: Note 1' }).waitFor();
  await page.getByRole('note', { name: 'Note 2', exact: true }).waitFor();
  assert.equal(await page.locator('.note-ref').first().getAttribute('aria-label'), 'Fact check: Note 1');
  assert.equal(await page.locator('.turn .anchor').first().getAttribute('aria-label'), 'Link to this turn');
}));

for (const script of ['theme', 'page']) {
  test(`when ${script}.js does not come, every note can be read`, async () => {
    for (const options of [wide, phone]) {
      await site.withPage(options, async (page) => {
        const errors = [];
        let missing = 0;
        await page.route(new RegExp(`/assets/${script}\\.[0-9a-f]+\\.js`), (route) => {
          missing += 1;
          return route.fulfill({ contentType: 'text/javascript', body: '' });
        });
        page.removeAllListeners('pageerror');
        page.on('pageerror', (error) => errors.push(error.message));
        await page.goto(`${site.base}left/`);
        assert.ok(missing > 0, 'the page asks for it');
        if (options === phone) {
          const sign = page.locator('.note-ref').first();
          if (!await page.locator('.note').first().isVisible()) await sign.click();
        }
        await eventually(async () => assert.ok(await page.locator('.note').first().isVisible(), `${options.viewport.width}: ${errors}`));
        const hidden = await page.locator('.note').first().evaluate((note) => getComputedStyle(note).visibility);
        assert.equal(hidden, 'visible');
      });
    }
  });
}

test('on paper, notes stand numbered behind the text of their section, whole', () => site.withPage(wide, async (page) => {
  await page.goto(`${site.base}left/`);
  await page.emulateMedia({ media: 'print' });
  const { text, notes } = await page.evaluate(() => {
    const bottom = (element) => element.getBoundingClientRect().bottom;
    return {
      text: Math.max(...Array.from(document.querySelectorAll('.turn > p'), bottom)),
      notes: Array.from(document.querySelectorAll('.note'), (note) => ({
        top: note.getBoundingClientRect().top,
        cut: note.scrollHeight - note.clientHeight,
        number: note.querySelector('.note-number').textContent,
        isShown: note.checkVisibility({ contentVisibilityAuto: true }),
      })),
    };
  });
  assert.deepEqual(notes.map(({ number }) => number), ['1', '2', '3']);
  for (const note of notes) assert.ok(note.top >= text && note.cut <= 1 && note.isShown, JSON.stringify({ text, note }));
  assert.ok((await page.pdf({ format: 'A4' })).length > 5000);
}));
