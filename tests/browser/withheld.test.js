// What is withheld, as readers of the public edition and of the archive's see it, and the player that leaves it out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specimen } from './lib/build.js';
import { violations } from './lib/rules.js';
import { silence } from './lib/sound.js';
import { eventually } from './lib/wait.js';

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
    test(`the public sees until when and why: ${size}, ${colorScheme}`, async () => {
      const page = await site.open('nan/', { ...options, colorScheme });
      const said = await page.locator('.body .withheld').allTextContents();
      assert.deepEqual(said.slice(0, 2), ['withheld until 2051: third party', 'withheld until 2051']);
      const text = await page.content();
      for (const word of ['Kemp', 'became', 'divorce', 'Nobody']) assert.ok(!text.includes(word), word);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      assert.deepEqual(await violations(page), []);
      await page.context().close();
    });
  }
}

test('the player leaves out what is withheld', async () => {
  const page = await site.open('nan/', sizes.wide);
  await page.waitForFunction(() => document.querySelector('audio')?.readyState >= 1);
  await page.evaluate(() => { document.querySelector('audio').currentTime = 25; });
  await page.waitForFunction(() => document.querySelector('audio').currentTime >= 40);
  await page.evaluate(() => { document.querySelector('audio').currentTime = 41; });
  await eventually(async () => assert.ok(await page.evaluate(() => document.querySelector('audio').currentTime < 45)));
  await page.context().close();
});
