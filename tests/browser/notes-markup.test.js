// Notes wherever words can stand, and by several hands on words that cross: valid, accessible, each one note.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import axe from 'axe-core';
import { specimen } from './lib/build.js';
import { root } from './lib/paths.js';
import { eventually } from './lib/wait.js';

const hands = ['ann', 'bo', 'cai'];
const colours = ['red', 'blue', 'green', 'violet', 'ochre', 'teal', 'rose', 'grey']
  .map((colour) => `[notes.kinds.${colour}]\nlabel = "In ${colour}"\nsign = "♪"\ncolour = "${colour}"\n`).join('');
const front = '+++\nspeakers = ["Dee", "Eve"]\n+++\n';

const site = specimen({
  'site.toml': `title = "Made up"\n${hands.map((id) => `[people.${id}]\nname = "${id}"\n`).join('')}${colours}`,
  'content/crossing.md': `${front}
**Dee:** one two *three four* five [six seven](https://example.org/) eight nine ten.

**Eve:** Yes.

And then she went on.
`,
  'content/crossing.notes.ann.md': '> two three four five\n\nFour words.\n',
  'content/crossing.notes.bo.md': '> four five six seven\n\nFour others.\n\n> ten. Yes. And then\n\nOver two turns.\n',
  'content/crossing.notes.cai.md': '> five six … eight nine\n\nSome of each.\n',
  'content/anywhere.md': `${front}
## A heading with ==words==[^fact:heading] {#first}

**Dee:** A list:

- with ==an item==[^cite:item];
- and a point.[^point]

> A quotation with ==words of its own==[^context:quoted].

| Name | Said |
|:-----|:-----|
| Dee  | ==twice==[^fix:cell][^red:a][^blue:b][^green:c][^violet:d][^ochre:e][^teal:f][^rose:g][^grey:h] |

**Eve:** ==Six==[^one][^two][^three][^term:four][^fact:five][^six] on a word, ==over
a line==[^lines], ==with **bold ==and inner== words**[^inner] and [a link](https://example.org/)==[^outer].

${['fact:heading', 'cite:item', 'point', 'context:quoted', 'fix:cell', 'red:a', 'blue:b', 'green:c', 'violet:d', 'ochre:e', 'teal:f', 'rose:g', 'grey:h', 'one', 'two', 'three', 'term:four', 'fact:five', 'six', 'lines', 'inner', 'outer']
    .map((name) => `[^${name}]: About ${name.replace(':', ' ')}.`).join('\n')}
`,
});

for (const [name, notes] of Object.entries({ crossing: 4, anywhere: 22 })) {
  test(`${name}: the markup is valid`, () => {
    const vnu = join(root, 'tests/browser/node_modules/vnu-jar/build/dist/vnu.jar');
    // A turn is an article that its speaker names, without a heading of its own.
    const allowed = ['--filterpattern', 'Article lacks heading.*'];
    execFileSync('java', ['-jar', vnu, '--Werror', ...allowed, join(site.folder, name, 'index.html')], { stdio: 'pipe' });
  });

  for (const [width, colorScheme] of [[1600, 'light'], [390, 'dark']]) {
    test(`${name}: each note is one, with one sign, and accessible at ${width}`, () => site.withPage({ viewport: { width, height: 900 }, colorScheme }, async (page) => {
      await page.goto(`${site.base}${name}/`);
      assert.equal(await page.locator('.note').count(), notes);
      assert.equal(await page.locator('.note-ref').count(), notes);
      for (const sign of await page.locator('.note-ref').all()) {
        const note = page.locator(new URL(await sign.evaluate(({ href }) => href)).hash);
        assert.equal(await note.count(), 1);
        if (width < 960) await sign.click();
        await note.waitFor();
      }
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
    }));
  }
}

test('hovering words lights every note that they carry, and all of its words', () => site.withPage({ viewport: { width: 1600, height: 900 } }, async (page) => {
  await page.goto(`${site.base}crossing/`);
  await page.locator('mark', { hasText: /^five$/ }).last().hover();
  const lit = () => page.locator('.note.lit').evaluateAll((notes) => notes.map((note) => note.dataset.by));
  await eventually(async () => assert.deepEqual(await lit(), ['ann', 'bo', 'cai']));
  const words = await page.locator('mark.lit').allTextContents();
  assert.ok(words.join(' ').includes('eight nine'), 'words that another span has cut off as well');
  await page.locator('h1').hover();
  await eventually(async () => assert.equal(await page.locator('.lit').count(), 0));
}));

test('a kind shows the sign and the colour that the site gave it', () => site.withPage({ viewport: { width: 1600, height: 900 } }, async (page) => {
  await page.goto(`${site.base}anywhere/`);
  const { sign, colour, plain } = await page.evaluate(() => {
    const head = (note) => getComputedStyle(document.querySelector(`${note} .note-kind`), '::before');
    return { sign: head('#note-blue-b').content, colour: head('#note-blue-b').color, plain: head('#note-fact-five').color };
  });
  assert.ok(sign.includes('♪'), sign);
  assert.equal(colour, 'rgb(43, 95, 134)');
  assert.notEqual(colour, plain);
}));
