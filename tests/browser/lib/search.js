// The search page, when it has answered.

/** Waits for all results of the query: they come in parts, and replace each other. */
export async function answered(page) {
  await page.waitForFunction(() => document.querySelector('.search-results:not([aria-busy]) > *')
    && document.getAnimations().every((animation) => animation.playState !== 'running'));
}
