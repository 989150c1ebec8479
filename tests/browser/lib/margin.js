// What tests of the margins share: a site that is written from the browser, and words selected on its pages.

import assert from 'node:assert';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { serveSite } from './serve.js';
import { eventually } from './wait.js';

/** A server that writes the site in the folder `root`: `{base, read, close}`. */
export async function serveWriting(root) {
  const server = await serveSite(root, '--write');
  return {
    base: server.base,
    /** The text of a file below `content/`; of one that is not there, nothing. */
    read: (path) => textOf(join(root, 'content', path)),
    close: async () => {
      await server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/**
 * Does `act`, and does it again where the page was loaded anew meanwhile, as it is after a change that it cannot show
 * otherwise: what was selected and typed is gone then.
 */
export async function persist(page, act) {
  for (;;) {
    let isNew = false;
    const tell = () => { isNew = true; };
    page.on('domcontentloaded', tell);
    try {
      await page.waitForSelector('html.postil-margin');
      return await act();
    } catch (error) {
      if (!isNew && !/context was destroyed|navigation/.test(error.message)) throw error;
    } finally {
      page.off('domcontentloaded', tell);
    }
  }
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

/** Waits until an element says `text`, or none does, on a page that is whole: it may be loaded anew after a change. */
export async function until(page, selector, text, isThere) {
  await page.waitForFunction(([wanted, words, is]) => {
    const found = Array.from(document.querySelectorAll(wanted));
    const says = found.some((element) => element.textContent.replace(/\s+/g, ' ').includes(words));
    return document.readyState === 'complete' && found.length > 0 && says === is;
  }, [selector, text, isThere]);
  await page.waitForSelector('html.postil-margin');
}

/** Waits until `read` gives another text than `before`, and returns that. */
export function changed(read, before) {
  return eventually(() => {
    const now = read();
    assert.notEqual(now, before, 'the file has not changed');
    return now;
  });
}

/** Takes the last change back until `read` gives the text from before. A page that is being loaded anew hears no key. */
export async function undone(page, read, before) {
  while (read() !== before) {
    await page.waitForSelector('html.postil-margin');
    const asked = page.waitForRequest((request) => request.method() === 'POST', { timeout: 2000 }).catch(() => null);
    await page.keyboard.press('u');
    if (await asked) await eventually(() => assert.equal(read(), before, 'the change is not taken back'));
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
