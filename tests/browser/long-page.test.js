// A long page: what is out of sight is not laid out, and is found and printed all the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specimen } from './lib/build.js';
import { eventually } from './lib/wait.js';

const TURNS = 600;
const LAST = 'quincunx'; // said once, near the end

const turn = (n) => {
  const words = `Turn ${n} ${'says a number of words that fill some lines of a narrow screen, '.repeat(1 + (n % 4))}and ends.`;
  const said = n === TURNS - 10 ? `Here is a ==${LAST}==[^note]. And a sentence of its own.` : words;
  return `**${n % 2 ? 'Ann' : 'Ben'}:** [${Math.floor(n / 6)}:${n % 6}0] ${said}\n`;
};
const text = Array.from({ length: TURNS }, (_, n) => `${n % 60 ? '' : `## Part ${n / 60}\n\n`}${turn(n)}`).join('\n');
const site = specimen({
  'site.toml': 'title = "Long"\n',
  'content/plain.md': `+++\ntitle = "Plain"\nspeakers = ["Ann", "Ben"]\n+++\n\n${text.replace('[^note]', '')}`,
  'content/open.md': `+++\ntitle = "Open"\nspeakers = ["Ann", "Ben"]\n+++\n\n${Array.from({ length: 24 }, (_, n) => turn(n)).join('\n')}`,
  'content/long.md': `+++\ntitle = "Long"\nspeakers = ["Ann", "Ben"]\n+++\n\n${text}\n[^note]: Noted.\n`,
});
const narrow = { viewport: { width: 390, height: 844 } };

/** The turns that a reader sees some of, by what they begin with. */
const inSight = (page) => page.$$eval('.turn', (turns) => turns.filter((turn) => {
  const { top, bottom } = turn.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}).map((turn) => turn.textContent));

const isInSight = (page, words, why) => eventually(async () => assert.ok((await inSight(page)).some((text) => text.includes(words)), why));

/** Goes to `hash` of the page as from elsewhere. */
async function visit(page, hash) {
  await page.goto('about:blank');
  await page.goto(`${site.base}long/${hash}`);
  await page.waitForLoadState('load');
}

test('what is out of sight is not laid out', () => site.withPage(narrow, async (page) => {
  await visit(page, '');
  await eventually(async () => {
    const laidOut = await page.$$eval('.turn > p', (found) => found.filter((words) => words.checkVisibility({ contentVisibilityAuto: true })).length);
    assert.ok(laidOut > 0 && laidOut < TURNS / 4, `${laidOut} of ${TURNS}`);
  });
}));

test('a wide page without notes is laid out where it is seen, with its labels', () => site.withPage({ viewport: { width: 1440, height: 900 } }, async (page) => {
  await page.goto(`${site.base}plain/`);
  await eventually(async () => {
    const laidOut = await page.$$eval('.turn > p', (found) => found.filter((words) => words.checkVisibility({ contentVisibilityAuto: true })).length);
    assert.ok(laidOut > 0 && laidOut < TURNS / 4, `${laidOut} of ${TURNS}`);
  });
  const margin = await page.$eval('.turn', (turn) => parseFloat(getComputedStyle(turn).overflowClipMargin));
  const overhang = await page.$eval('.turn', (turn) => turn.getBoundingClientRect().left - turn.querySelector('.label').getBoundingClientRect().left);
  assert.ok(overhang > 0 && margin > overhang, `${margin} pixels are painted, ${overhang} are needed`);
}));

test('the timeline names the turns that it leads to', () => site.withPage(narrow, async (page) => {
  await page.goto(`${site.base}open/`);
  const links = page.locator('.timeline .tracks > a');
  await links.first().locator('title').waitFor({ state: 'attached' });
  assert.match(await links.first().locator('title').textContent(), /^Ben: Turn 0 says a number of words/);
  await eventually(async () => assert.equal(await links.locator('title').count(), await links.count()));
}));

test('links into it lead to their place', () => site.withPage(narrow, async (page) => {
  await visit(page, '');
  const [anchor, section, note] = await page.evaluate((word) => {
    const found = Array.from(document.querySelectorAll('.turn')).find((turn) => turn.textContent.includes(word));
    return [found.id, Array.from(document.querySelectorAll('.section')).at(-1).id, found.querySelector('.note').id];
  }, LAST);
  for (const hash of [`#${anchor}`, '#t=98:20', `#${anchor}~and-a-sentence`, `#${note}`]) {
    await visit(page, hash);
    await isInSight(page, LAST, hash);
  }
  await visit(page, `#${section}`);
  await isInSight(page, `Turn ${TURNS - 60} `, section);
}));

test('a browser finds its words', () => site.withPage(narrow, async (page) => {
  await visit(page, '');
  assert.ok(await page.evaluate((word) => window.find(word), LAST));
  await isInSight(page, LAST, 'found');
}));

test('a hit of the search is in sight', () => site.withPage(narrow, async (page) => {
  await page.goto(`${site.base}search/?q=${LAST}`);
  await page.locator('.search-hit a').first().click();
  await page.waitForURL(/long\//);
  await isInSight(page, LAST, page.url());
}));

test('all of it is printed', () => site.withPage(narrow, async (page) => {
  await visit(page, '');
  await page.emulateMedia({ media: 'print' });
  const hidden = await page.$$eval('.turn', (turns) => turns.filter((turn) => getComputedStyle(turn).contentVisibility !== 'visible').length);
  assert.equal(hidden, 0);
}));

test('on the way back a reader is where they were', () => site.withPage(narrow, async (page) => {
  await visit(page, '#t=60:00');
  await isInSight(page, 'Turn 360 ', 'before');
  const before = await inSight(page);
  await page.reload();
  await eventually(async () => {
    const after = await inSight(page);
    assert.ok(after.some((text) => before.includes(text)), `${before.map((text) => text.slice(0, 30))} / ${after.map((text) => text.slice(0, 30))}`);
  });
}));
