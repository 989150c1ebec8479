// What a page comes to in a moment: it lays out and answers when the machine lets it.

import { AssertionError } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE = 10_000; // milliseconds, of which a good page needs next to none
const PAUSE = 50;

/** Makes the same assertions again and again until they hold, or else fails as they last did. */
export async function eventually(assertions) {
  for (const end = Date.now() + PATIENCE; ;) {
    try {
      return await assertions();
    } catch (error) {
      if (!(error instanceof AssertionError) || Date.now() > end) throw error;
    }
    await sleep(PAUSE);
  }
}
