// What is withheld, as readers of the public edition and of the archive's see it, and the player that leaves it out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specimen } from './lib/build.js';
import { violations } from './lib/rules.js';
import { silence } from './lib/sound.js';

const files = {
  'site.toml': 'title = "Specimen"\n',
  'content/nan.md': `+++
title = "The shop"
speakers = ["Nan", "Bo"]
[media]
audio = "nan.wav"
duration = "1:00"
+++

**Bo:** [0:00] Who kept the shop?

**Nan:** [0:05] That was ||Mrs Kemp||{until=2051 because="third party"}, next door.

**Bo:** {withheld until=2051} [0:20] And what became of her?

**Nan:** [0:40] We never knew.

## The divorce {withheld}

**Nan:** [0:50] Nobody spoke of it.
`,
  'content/nan.wav': silence(60),
};

const site = specimen(files);
const sizes = { wide: { viewport: { width: 1280, height: 800 } }, phone: { viewport: { width: 390, height: 800 } } };

for (const [size, options] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`readers see until when and why words are withheld: ${size}, ${colorScheme}`, () => site.withPage({ ...options, colorScheme }, async (page) => {
      await page.goto(`${site.base}nan/`);
      const said = await page.locator('.body .withheld').allTextContents();
      assert.deepEqual(said, ['withheld until 2051: third party', 'withheld until 2051', 'withheld']);
      const text = await page.content();
      for (const word of ['Kemp', 'became', 'divorce', 'Nobody']) assert.ok(!text.includes(word), word);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      assert.deepEqual(await violations(page), []);
      if (process.env.POSTIL_PICTURES) await page.screenshot({ path: `${process.env.POSTIL_PICTURES}/withheld-${size}-${colorScheme}.png`, fullPage: true });
    }));
  }
}

test('the player leaves out what is withheld', () => site.withPage(sizes.wide, async (page) => {
  await page.goto(`${site.base}nan/`);
  await page.evaluate(() => postilPlayer.playFrom(25));
  await page.waitForFunction(() => postilPlayer.time >= 40);
  await page.evaluate(() => postilPlayer.playFrom(2));
  await page.waitForFunction(() => postilPlayer.time > 2.1 && postilPlayer.time < 20);
}));
