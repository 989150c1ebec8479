// What authors write beside words, as readers see it: figures, formulas, readings, vertical text, examples and series.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widths } from './lib/browser.js';
import { specimen } from './lib/build.js';
import { violations } from './lib/rules.js';

const LOOM = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400"><path d="M0 0h600v400z"/></svg>';
const words = 'The water came over the sill, and nobody said a word until the lamp went out. '.repeat(6);

const files = {
  'site.toml': 'title = "Slack “Water”"\nbase_url = "https://example.org/"\n',
  'content/loom.svg': LOOM,
  'content/figures.md': `# Figures

${words}

![A loom](loom.svg){width=300 caption="The loom of 1951."}

${words}

![A loom](loom.svg){.right caption="At the side."}

${words} So $\`x^2 + y^2\`$ is {岬|みさき}.

\`\`\`math
\\int_0^1 x^2\\,dx = \\frac{1}{3}
\`\`\`

Stem
: To hold a boat in its place.

\`\`\`\`markdown example
## At the works

**Ann Lee:** We ==bet==[^a] it.

**Bo Ray:** Did you?

[^a]: A note.
\`\`\`\`
`,
  'content/tate.md': `+++
title = "灯台守の話"
language = "ja"
writing = "vertical"
speakers = ["森", "佐藤"]
+++

${Array.from({ length: 12 }, (_, n) => `**${n % 2 ? '佐藤' : '森'}：** {岬|みさき}の灯台で、夜のあいだ、二時間ごとに芯を切る。父もそうしていましたし、祖父もそうしていたと聞いています。==それが仕事というものです。==[^n${n}]\n\n[^n${n}]: ランプの芯。\n`).join('\n')}`,
  'content/tapes/_index.md': '+++\ntitle = "The Estuary Tapes"\n[defaults]\nseason = 1\n+++\n',
};
for (let number = 1; number <= 9; number += 1) {
  files[`content/tapes/e${number}.md`] = `+++
title = "Episode about ${number}"
date = 2024-01-0${number}
episode = ${number}
${number > 6 ? 'season = 2' : ''}
+++

**Ann Lee:** ${words}

**Bo Ray:** ${words.repeat(9)}

**Ann Lee:** Yes.

**Bo Ray:** No.
`;
}
const site = specimen(files);

for (const path of ['figures/', 'tate/', 'tapes/', 'tapes/e3/']) {
  for (const colorScheme of ['light', 'dark']) {
    test(`/${path} is whole and clean, ${colorScheme}`, async () => {
      for (const width of [widths.wide, widths.tablet, widths.phone]) {
        await site.withPage({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
          await page.goto(site.base + path);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, `sideways at ${width}`);
          assert.deepEqual(await violations(page), []);
        });
      }
    });
  }
}

test('the text does not move when an image comes', () => site.withPage({ viewport: { width: 390, height: 800 } }, async (page) => {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route('**/loom.svg', async (route) => { await held; await route.continue(); });
  await page.goto(`${site.base}figures/`);
  const caption = page.locator('figcaption').first();
  const before = await caption.evaluate((element) => element.getBoundingClientRect().top + scrollY);
  await page.locator('figure img').first().scrollIntoViewIfNeeded();
  release();
  await page.waitForFunction(() => { const image = document.querySelector('figure img'); return image.complete && image.naturalWidth > 0; });
  assert.equal(await caption.evaluate((element) => element.getBoundingClientRect().top + scrollY), before);
}));

test('formulas are drawn without a script', () => site.withPage({ javaScriptEnabled: false }, async (page) => {
  await page.goto(`${site.base}figures/`);
  const [line, block] = await page.locator('math').evaluateAll((all) => all.map((math) => math.getBoundingClientRect().height));
  assert.ok(line > 8 && block > line, `${line}, ${block}`);
}));

test('an example shows the page that it makes, and nothing of it is a place of the page around it', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}figures/`);
  const result = page.locator('.example-result');
  await result.locator('.turn cite', { hasText: 'Ann Lee' }).waitFor();
  assert.ok(await result.locator('.note').isVisible());
  assert.equal(await result.locator('[id], a[href^="#"]').count(), 0);
  assert.equal(await page.getByRole('heading', { name: 'At the works' }).count(), 0);
}));

test('vertical lines run from the right, and a wheel reads on', () => site.withPage({ viewport: { width: 900, height: 700 } }, async (page) => {
  await page.goto(`${site.base}tate/`);
  const tops = await page.locator('.turn').evaluateAll((turns) => turns.map((turn) => turn.getBoundingClientRect().right));
  assert.ok(tops.every((right, at) => at === 0 || right < tops[at - 1]), String(tops));
  const label = await page.locator('.turn > .label').first().boundingBox();
  const paragraph = await page.locator('.turn > p').first().boundingBox();
  assert.ok(label.y + label.height <= paragraph.y + 1, 'the name stands above the words');
  const body = page.locator('.body');
  await body.scrollIntoViewIfNeeded();
  await body.hover();
  await page.mouse.wheel(0, 300);
  await page.waitForFunction(() => document.querySelector('.body').scrollLeft < 0);
}));

test('a reading is small, above its word, and on the right of it in vertical lines', () => site.withPage({}, async (page) => {
  const reading = () => page.locator('ruby').first().evaluate((ruby) => {
    const [word, own] = [ruby.firstChild, ruby.querySelector('rt')].map((node) => {
      const range = new Range();
      range.selectNodeContents(node);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { x: (left + right) / 2, y: (top + bottom) / 2 };
    });
    const size = (element) => parseFloat(getComputedStyle(element).fontSize);
    return { text: ruby.querySelector('rt').textContent, size: size(ruby.querySelector('rt')) / size(ruby), x: own.x - word.x, y: own.y - word.y };
  });
  await page.goto(`${site.base}figures/`);
  const above = await reading();
  assert.ok(above.text === 'みさき' && above.size < 0.7 && Math.abs(above.x) < 4 && above.y < -8, JSON.stringify(above));
  await page.goto(`${site.base}tate/`);
  const beside = await reading();
  assert.ok(beside.text === 'みさき' && beside.size < 0.7 && beside.x > 8 && Math.abs(beside.y) < 4, JSON.stringify(beside));
}));

test('a series leads from episode to episode, and its list is by season', () => site.withPage({}, async (page) => {
  await page.goto(`${site.base}tapes/`);
  assert.deepEqual(await page.locator('.season h2').allTextContents(), ['Season 2', 'Season 1']);
  await page.getByRole('link', { name: 'Episode about 6' }).click();
  await page.waitForURL(/e6/);
  assert.match(await page.locator('.within').innerText(), /The Estuary Tapes\s+Season 1\s+Episode 6/);
  await page.locator('.neighbours .next').click();
  await page.waitForFunction(() => document.querySelector('.within .episode')?.textContent.includes('Episode 7'));
}));
