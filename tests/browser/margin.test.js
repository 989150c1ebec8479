// The author's margin, by mouse and by keyboard: the files afterwards differ only where that was meant.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { launch, widths, withPage } from './lib/browser.js';
import { changed, choose, persist, serveWriting, undone, until } from './lib/margin.js';
import { replaceFile } from './lib/serve.js';
import { eventually } from './lib/wait.js';

const PAGE = `+++
title = "The gate opens itself"
speakers = ["Nan", "Bo", "王芳", "ליאת"]
+++
A preface with a *few* words.

## 01 The gate

**Nan:** [0:12] There are *eleven tons* on the high side, and it isn’t [interested](https://a.example) in you.[^you]

My father would ==take his hand== off the wheel at that moment, every
time, and put it on the beam.

**Bo:** And the wheel? The wheel? AT&amp;T \\*made\\* it.

**王芳:** 我们每年春天都给它*上油*，没有别人
这样做。

**ליאת:** אמא אמרה ש*הכול* בסדר, and she left.

- one item
- another *item*

[^you]: Nobody at all.
`;

let browser, root, site;
const read = (path = 'gate.md') => site.read(path);

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'postil-margin-'));
  mkdirSync(join(root, 'content'));
  writeFileSync(join(root, 'site.toml'), 'title = "Slack Water"\n[people.ailsa]\nname = "Ailsa Brandt"\n[people.nan]\nname = "Nan"\n');
  writeFileSync(join(root, 'content/gate.md'), PAGE);
  site = await serveWriting(root);
});

afterEach(() => site?.close());

async function open(use, width = widths.laptop) {
  await withPage(browser, { viewport: { width, height: 900 } }, async (page) => {
    await page.goto(`${site.base}gate/`);
    await page.waitForSelector('html.postil-margin');
    await use(page);
  });
}

/** Waits until a file is other than it was, and returns the lines that differ: `-old` and `+new`. */
async function difference(before, path) {
  const now = await changed(() => read(path), before);
  const [olds, news] = [before.split('\n'), now.split('\n')];
  while (olds.length && news.length && olds[0] === news[0]) { olds.shift(); news.shift(); }
  while (olds.length && news.length && olds.at(-1) === news.at(-1)) { olds.pop(); news.pop(); }
  return [...olds.map((line) => `-${line}`), ...news.map((line) => `+${line}`)].join('\n');
}

/** Waits until the page shows what its file says, after a change that makes it say `text`, or no longer. */
const shows = (page, text, isThere = true) => until(page, '.body', text, isThere);

/** Waits until the text has so many elements, which differ from those of the version before, and can be edited. */
const has = (page, selector, count) => page.waitForFunction(([wanted, number]) => document.readyState === 'complete'
  && document.documentElement.matches('.postil-margin') && document.querySelectorAll(`.body ${wanted}`).length === number, [selector, count]);

const speaks = (page, name, count) => page.waitForFunction(([wanted, number]) => document.readyState === 'complete'
  && document.documentElement.matches('.postil-margin')
  && Array.from(document.querySelectorAll('.label cite')).filter((cite) => cite.textContent === wanted).length === number, [name, count]);

const undo = (page) => undone(page, read, PAGE);

test('words are corrected, and what is around them stays', async () => {
  const cases = [
    ['eleven tons', 'eleven tons', 'eleven tonnes',
      '-**Nan:** [0:12] There are *eleven tons* on the high side, and it isn’t [interested](https://a.example) in you.[^you]\n'
      + '+**Nan:** [0:12] There are *eleven tonnes* on the high side, and it isn’t [interested](https://a.example) in you.[^you]'],
    ['There are', 'in you.', 'There were eleven tons on the low side, and it is not interested in you.',
      '-**Nan:** [0:12] There are *eleven tons* on the high side, and it isn’t [interested](https://a.example) in you.[^you]\n'
      + '+**Nan:** [0:12] There were *eleven tons* on the low side, and it is not [interested](https://a.example) in you.[^you]'],
    ['moment, every', 'moment, every', 'moment, each',
      '-My father would ==take his hand== off the wheel at that moment, every\n+My father would ==take his hand== off the wheel at that moment, each'],
    ['AT&T *made* it', 'AT&T *made* it', 'AT&T *made* this',
      '-**Bo:** And the wheel? The wheel? AT&amp;T \\*made\\* it.\n+**Bo:** And the wheel? The wheel? AT&amp;T \\*made\\* this.'],
    ['没有别人', '没有别人这样做', '沒有人这样做',
      '-**王芳:** 我们每年春天都给它*上油*，没有别人\n+**王芳:** 我们每年春天都给它*上油*，沒有人'],
    ['בסדר', 'בסדר', 'טוב',
      '-**ליאת:** אמא אמרה ש*הכול* בסדר, and she left.\n+**ליאת:** אמא אמרה ש*הכול* טוב, and she left.'],
    ['another', 'item', 'a third item', '-- another *item*\n+- a third *item*'],
    ['A preface', 'A preface', 'One preface', '-A preface with a *few* words.\n+One preface with a *few* words.'],
    ['The gate', 'The gate', 'The gates', '-## 01 The gate\n+## 01 The gates'],
  ];
  await open(async (page) => {
    for (const [from, to, text, expected] of cases) {
      const lines = await persist(page, async () => {
        await choose(page, from, to);
        await page.keyboard.press('x');
        await page.getByLabel('The words as they should be').fill(text);
        await page.keyboard.press('Control+Enter');
        return difference(PAGE);
      });
      assert.equal(lines, expected, text);
      await shows(page, text);
      await undo(page);
      await shows(page, text, false);
    }
  });
});

test('the second of two equal words is the one that is changed', async () => {
  await open(async (page) => {
    await page.evaluate(() => {
      const paragraph = Array.from(document.querySelectorAll('.turn p')).find((p) => p.textContent.includes('wheel? The'));
      const node = paragraph.firstChild;
      const at = node.data.lastIndexOf('wheel');
      getSelection().setBaseAndExtent(node, at, node, at + 5);
    });
    await page.keyboard.press('x');
    await page.getByLabel('The words as they should be').fill('rudder');
    await page.getByRole('button', { name: 'Save' }).click();
    assert.match(await difference(PAGE), /And the wheel\? The rudder\?/);
  });
});

test('a note is written beside its words, with author, kind and preview', async () => {
  await open(async (page) => {
    await choose(page, 'eleven tons', 'high side');
    await page.locator('.postil-margin-bar').getByRole('button', { name: 'Note' }).click();
    await page.getByLabel('Note (Markdown)').fill('The gates weigh *six* tons.');
    await page.getByLabel('Kind').selectOption('fact');
    await page.getByLabel('By').selectOption('ailsa');
    await page.getByRole('button', { name: 'Preview' }).click();
    assert.equal(await page.locator('.postil-panel .preview em').textContent(), 'six');
    await page.getByRole('button', { name: 'Save' }).click();
    const added = await difference('', 'gate.notes.md');
    assert.match(added, /^\+## fact\n\+\n\+> eleven tons on the high side\n\+\n\+\{by=ailsa date=\d{4}-\d\d-\d\d\}\n\+The gates weigh \*six\* tons\.$/);
    assert.equal(read(), PAGE, 'the page itself stays as it is');
    await until(page, '.note', 'six tons', true);
    const one = read('gate.notes.md');
    await persist(page, async () => {
      await choose(page, '每年春天', '上油');
      await page.keyboard.press('a');
      await page.getByLabel('Note (Markdown)').fill('真的吗？');
      await page.keyboard.press('Control+Enter');
      await changed(() => read('gate.notes.md'), one);
    });
    await until(page, '.note', '真的吗', true);
    assert.match(read('gate.notes.md'), /\n> 每年春天都给它上油\n/);
  });
});

test('a key quote is marked, or it is said why not', async () => {
  await open(async (page) => {
    const lines = await persist(page, async () => {
      await choose(page, 'There are', 'tons');
      await page.keyboard.press('y');
      return difference(PAGE);
    });
    assert.match(lines, /\+\*\*Nan:\*\* \[0:12\] ==There are \*eleven tons\*== on the high side/);
    await has(page, 'mark', 2);
    await undo(page);
    await has(page, 'mark', 1);
    page.removeAllListeners('console');
    for (const [from, to, reason] of [['There are', 'eleven', 'begin or end inside of emphasis'], ['in you.', 'My father', 'more than one paragraph']]) {
      await persist(page, async () => {
        await choose(page, from, to);
        await page.keyboard.press('y');
        await page.getByText(reason).waitFor();
      });
    }
    assert.equal(read(), PAGE);
  });
});

test('turns are edited where they stand, given to another speaker, split, joined and timed', async () => {
  await open(async (page) => {
    /** Selects words, presses a key, answers what it asks for, and returns what differs in the file. */
    const by = (words, key, label, answer) => persist(page, async () => {
      await choose(page, words);
      await page.keyboard.press(key);
      if (label) {
        await page.getByLabel(label, { exact: true }).fill(answer);
        await page.keyboard.press('Enter');
      }
      return difference(PAGE);
    });
    const turn = page.locator('.turn', { hasText: 'And the wheel?' });
    await turn.hover();
    await page.locator('.postil-margin-tools').getByRole('button', { name: 'Edit' }).click();
    const markdown = page.getByLabel('Markdown', { exact: true });
    assert.equal(await markdown.inputValue(), '**Bo:** And the wheel? The wheel? AT&amp;T \\*made\\* it.');
    await markdown.fill('**Bo:** And the *wheel*? The wheel? AT&amp;T \\*made\\* it.');
    await page.keyboard.press('Control+Enter');
    assert.equal(await difference(PAGE), '-**Bo:** And the wheel? The wheel? AT&amp;T \\*made\\* it.\n+**Bo:** And the *wheel*? The wheel? AT&amp;T \\*made\\* it.');
    await until(page, '.turn em', 'wheel', true);
    await undo(page);
    await until(page, '.turn em', 'wheel', false);

    assert.equal(await by('And the wheel', 's', 'Speaker', 'Nan'), '-**Bo:** And the wheel? The wheel? AT&amp;T \\*made\\* it.\n+**Nan:** And the wheel? The wheel? AT&amp;T \\*made\\* it.');
    await speaks(page, 'Bo', 0);
    await undo(page);
    await speaks(page, 'Bo', 1);

    assert.equal(await by('The wheel? AT', 'b', 'Speaker', 'Nan'), '-**Bo:** And the wheel? The wheel? AT&amp;T \\*made\\* it.\n+**Bo:** And the wheel?\n+\n+**Nan:** The wheel? AT&amp;T \\*made\\* it.');
    await speaks(page, 'Nan', 2);
    await undo(page);
    await speaks(page, 'Nan', 1);

    assert.equal(await by('And the wheel', 'i'), '-**Bo:** And the wheel? The wheel? AT&amp;T \\*made\\* it.\n+And the wheel? The wheel? AT&amp;T \\*made\\* it.');
    await speaks(page, 'Bo', 0);
    await undo(page);
    await speaks(page, 'Bo', 1);

    assert.match(await by('And the wheel', 't', 'Time', '1:02:03'), /\+\*\*Bo:\*\* \[1:02:03\] And the wheel/);
  });
});

test('both versions are shown when the file changed meanwhile, and the author says which stays', async () => {
  await open(async (page) => {
    page.removeAllListeners('console');
    await choose(page, 'And the wheel');
    await page.keyboard.press('m');
    const markdown = page.getByLabel('Markdown', { exact: true });
    await markdown.fill('**Bo:** And the tiller? AT&amp;T made it.');
    const other = PAGE.replace('\\*made\\*', '\\*made\\* **all** of');
    replaceFile(join(root, 'content/gate.md'), other.replace('**all** of', ''));
    replaceFile(join(root, 'content/gate.md'), other);
    await shows(page, 'all of it');
    assert.ok(await markdown.isVisible(), 'the panel stays');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.conflict pre', { hasText: '**all** of it' }).waitFor();
    assert.equal(read(), other);
    await page.getByRole('button', { name: 'Write my version over it' }).click();
    assert.match(await difference(other), /\+\*\*Bo:\*\* And the tiller\? AT&amp;T made it\.$/);
  });
});

test('words are chosen, split and corrected with the keyboard alone', async () => {
  await open(async (page) => {
    const press = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const selected = () => page.evaluate(() => getSelection().toString());
    await press('j', 'v');
    assert.equal(await selected(), 'There', 'the first word of the turn in focus');
    await press('ArrowRight', 'ArrowRight', 'Shift+ArrowRight');
    assert.equal(await selected(), 'eleven tons');
    await press('Escape');
    assert.equal(await selected(), '');
    await press('v', 'ArrowLeft');
    assert.equal(await selected(), 'gate', 'the heading above ends there');

    await press('Escape', 'j', 'b');
    await page.getByText('move with the arrow keys').waitFor();
    await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter');
    await page.getByText('The new turn begins with “The wheel?').waitFor();
    await page.getByLabel('Speaker', { exact: true }).fill('Nan');
    await press('Enter');
    assert.equal(await difference(PAGE), '-**Bo:** And the wheel? The wheel? AT&amp;T \\*made\\* it.\n+**Bo:** And the wheel?\n+\n+**Nan:** The wheel? AT&amp;T \\*made\\* it.');
    await speaks(page, 'Nan', 2);
    await undo(page);
    await speaks(page, 'Nan', 1);

    // To the left is forward here.
    const lines = await persist(page, async () => {
      await page.evaluate(() => document.activeElement.blur());
      await choose(page, 'אמא');
      await press('v', 'ArrowLeft', 'x');
      assert.equal(await page.getByLabel('The words as they should be').inputValue(), 'אמרה');
      await page.getByLabel('The words as they should be').fill('אומרת');
      await press('Control+Enter');
      return difference(PAGE);
    });
    assert.equal(lines, '-**ליאת:** אמא אמרה ש*הכול* בסדר, and she left.\n+**ליאת:** אמא אומרת ש*הכול* בסדר, and she left.');
    await shows(page, 'אומרת');
    await undo(page);
    await shows(page, 'אומרת', false);
    await press('?');
    await page.locator('.keys dd', { hasText: 'Choose words' }).waitFor();
  });
});

test('the texts are in the language of the page', async () => {
  replaceFile(join(root, 'content/gate.md'), PAGE.replace('+++\n', '+++\nlanguage = "de"\n'));
  await eventually(async () => assert.match(await (await fetch(`${site.base}gate/`)).text(), /lang="?de/));
  await open(async (page) => {
    page.removeAllListeners('console');
    await persist(page, async () => {
      await choose(page, 'There are', 'eleven');
      await page.keyboard.press('y');
      await page.getByText('enden in einer Hervorhebung').waitFor();
    });
    await page.keyboard.press('a');
    await page.getByLabel('Art').selectOption({ label: 'Faktencheck' });
    await page.getByRole('button', { name: 'Verwerfen' }).click();
  });
});

test('on a phone the panel is at the foot of the window, and the page is no wider', async () => {
  await open(async (page) => {
    await choose(page, 'on the high side');
    await page.keyboard.press('a');
    const box = await page.locator('.postil-panel').boundingBox();
    assert.ok(box.x >= 0 && box.width <= 390 && box.y + box.height <= 901, JSON.stringify(box));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }, widths.phone);
});
