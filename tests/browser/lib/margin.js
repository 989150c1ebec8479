// What tests of the margins share: a site that is written from the browser, and words selected on its pages.

import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { postil } from './paths.js';

/** A server that writes the site in the folder `root`: `{base, read, close}`. */
export async function serveWriting(root) {
  const server = spawn(postil, ['serve', '--root', root, '--port', '0', '--write']);
  const first = await new Promise((resolve) => server.stdout.once('data', (data) => resolve(String(data))));
  return {
    base: `http://localhost:${/localhost:(\d+)/.exec(first)[1]}/`,
    /** The text of a file below `content/`; of one that is not there, nothing. */
    read: (path) => textOf(join(root, 'content', path)),
    close: () => {
      server.kill();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Selects words as a reader does, from their first character to their last; they may be in several elements. */
export async function choose(page, from, to = from) {
  await page.evaluate(([from, to]) => {
    const nodes = [];
    const walker = document.createTreeWalker(document.querySelector('.body'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('.note, .label')) nodes.push(walker.currentNode);
    const first = nodes.find((node) => node.data.includes(from));
    const last = nodes.slice(nodes.indexOf(first)).find((node) => node.data.includes(to));
    const start = first.data.indexOf(from);
    const end = last.data.indexOf(to, first === last ? start : 0) + to.length;
    getSelection().setBaseAndExtent(first, start, last, end);
  }, [from, to]);
  await page.waitForFunction(() => getSelection().toString());
}

/** Waits until `read` gives another text than `before`, and returns that. */
export async function changed(read, before) {
  for (;;) {
    const now = read();
    if (now !== before) return now;
    await sleep(20);
  }
}

/** Takes the last change back until `read` gives the text from before. A page that is being loaded anew hears no key. */
export async function undone(page, read, before) {
  while (read() !== before) {
    await page.waitForSelector('html.postil-margin');
    await page.keyboard.press('u');
    for (let waited = 0; waited < 40 && read() !== before; waited += 1) await sleep(50);
  }
}

/** The server may delete the file at any moment, so that to look for it first would not do. */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}
