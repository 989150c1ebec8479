// What a page comes to in a moment: it lays out and answers when the machine lets it.

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
