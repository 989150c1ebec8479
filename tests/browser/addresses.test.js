// Addresses of places: targets lit with their speakers, times, sentences, and links that copy themselves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';
import { atRest, copiedBy, eventually } from './lib/wait.js';

const english = kinds['transcript in English'];
const chinese = kinds['transcript in Chinese'];
const demo = demonstration();

const permissions = ['clipboard-read', 'clipboard-write'];

/** The times of the turns that are lit and in the window, below whatever sticks to its top. */
function litTimes(page) {
  return page.$$eval('.turn.aimed, .turn:target', (turns) => turns.filter((turn) => {
    const { top } = turn.getBoundingClientRect();
    const bar = document.querySelector('.contents')?.getBoundingClientRect();
    const isStuck = bar && bar.width > innerWidth * 0.9;
    return top > (isStuck ? bar.bottom : 0) - 1 && top < innerHeight;
  }).map((turn) => turn.querySelector('.time')?.textContent));
}

for (const width of [widths.wide, widths.laptop, widths.phone]) {
  test(`a time finds the turn that is spoken then, at ${width}`, () => demo.withPage({ viewport: { width, height: 800 } }, async (page) => {
    for (const [time, spoken] of [['359', '5:57'], ['5:58.5', '5:57'], ['0:06:11', '6:11'], ['npt:99,120', '0:59'], ['0', '0:01'], ['9999', null]]) {
      await page.goto(`${demo.base}${english}?${encodeURIComponent(time)}#t=${time}`);
      // A page goes on to find its place while turns above are laid out.
      await eventually(async () => {
        const lit = await litTimes(page);
        assert.equal(lit.length, 1, `#t=${time} at ${width}`);
        if (spoken) assert.deepEqual(lit, [spoken], `#t=${time}`);
      });
    }
  }));

  test(`a turn that is linked to is lit and in sight at ${width}`, () => demo.withPage({ viewport: { width, height: 800 } }, async (page) => {
    await page.goto(demo.base + english);
    const anchors = await page.$$eval('.turn', (turns) => turns.map(({ id }) => id));
    for (const anchor of anchors.filter((_, index) => index % 9 === 4)) {
      await page.goto(`${demo.base}${english}?${anchor}#${anchor}`);
      await eventually(async () => assert.equal((await litTimes(page)).length, 1, anchor));
    }
  }));
}

test('malformed addresses and unknown times do nothing', () => demo.withPage({}, async (page) => {
  for (const hash of ['t=', 't=x', 't=1:2:3:4', '%E0%A4%A', '~', 'nothing~at-all', 't=12:34:~:text=a']) {
    await page.goto(`${demo.base}${english}?${encodeURIComponent(hash)}#${hash}`);
    await page.locator('h1').waitFor();
  }
}));

for (const path of [english, chinese]) {
  test(`every sentence of ${path} has an address that leads to it alone`, () => demo.withPage({}, async (page) => {
    await page.goto(demo.base + path);
    const wrong = await page.evaluate(async () => {
      const missed = [];
      for (const turn of document.querySelectorAll('.turn')) {
        const all = postilWords.sentences(turn);
        for (const sentence of all.filter(({ text }) => postilWords.slug(text))) {
          location.hash = `${turn.id}~${postilWords.nameOf(sentence, all)}`;
          await new Promise((done) => { addEventListener('hashchange', done, { once: true }); });
          const [range] = CSS.highlights.get('sentence') ?? [];
          const isRight = range?.toString().startsWith(sentence.text.slice(0, 4));
          if (!isRight) missed.push(`${location.hash}: ${range}`);
        }
      }
      return missed;
    });
    // A sentence that says what one before it in the turn says cannot be told from it.
    assert.deepEqual(wrong, []);
  }));
}

test('a sentence whose words are gone leads to its turn', () => demo.withPage({}, async (page) => {
  await page.goto(demo.base + english);
  const id = await page.locator('.turn').nth(5).getAttribute('id');
  await page.goto(`${demo.base}${english}?again#${id}~words-that-nobody-said`);
  assert.equal(await page.locator('.turn.aimed').getAttribute('id'), id);
}));

test('a click on the link of a section, turn or note copies it, says so, and follows it', async () => {
  await demo.withPage({ permissions, viewport: { width: widths.laptop, height: 900 } }, async (page) => {
    await page.goto(`${demo.base}${english}?notes=fact`);
    const address = (await page.locator('link[rel=canonical]').count()) ? await page.locator('link[rel=canonical]').getAttribute('href') : `${demo.base}${english}`;
    for (const link of ['.section > .section-head > .anchor', '.turn > .label > :is(.anchor, .time)', '#note-fact-milk .anchor']) {
      const place = page.locator(link).first();
      const hash = await place.evaluate((element) => element.hash);
      await atRest(page);
      const text = await copiedBy(page, () => Promise.all([page.locator('.said', { hasText: 'Link copied' }).waitFor(), place.click({ force: true })]));
      assert.equal(text, address + hash);
      // It is a link all the same.
      await page.waitForURL((url) => url.hash === hash);
    }
  });
});

test('a key copies the link of the turn in focus', () => demo.withPage({ permissions }, async (page) => {
  await page.goto(demo.base + english);
  await page.keyboard.press('j');
  const id = await page.evaluate(() => document.activeElement.id);
  const text = await copiedBy(page, () => Promise.all([page.locator('.said', { hasText: 'Link copied' }).waitFor(), page.keyboard.press('c')]));
  assert.ok(text.endsWith(`#${id}`), text);
}));
