// What a page comes to in a moment: it lays out and answers when the machine lets it.

import assert from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE = 10_000; // milliseconds, of which a good page needs next to none
const PAUSE = 50;

/**
 * Makes the same assertions again and again until they hold, or else fails as they last did. Any error counts: an element
 * that is drawn anew is missing for a moment.
 */
export async function eventually(assertions) {
  for (const end = Date.now() + PATIENCE; ;) {
    try {
      return await assertions();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(PAUSE);
  }
}

/** Waits until the page neither scrolls nor grows: for five frames in a row it is as it was. */
export function atRest(page) {
  return page.evaluate(async () => {
    const place = () => [scrollX, scrollY, document.documentElement.scrollHeight].join();
    for (let [same, last] = [0, '']; same < 5;) {
      await new Promise((next) => { requestAnimationFrame(next); });
      const now = place();
      same = now === last ? same + 1 : 0;
      last = now;
    }
  });
}

/** What `act` copies. The clipboard is emptied before, since it may still hold what was copied last. */
export async function copiedBy(page, act) {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await act();
  return eventually(async () => {
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(text, 'nothing is copied');
    return text;
  });
}
