// A browser that knows nothing yet asks a query: of Postil and of Pagefind, in the same words for both.

import { gzipSync } from 'node:zlib';

// A page with nothing on it but what the clients look for, `parts` being what the script says that loads Postil's.
const empty = (language, parts) => `<!doctype html><html lang="${language}" data-root="/"><meta charset="utf-8"><form class="search-form"><input></form><script type="text/plain" ${parts}></script></html>`;

/**
 * Opens an empty page of `host` and asks `text` there, twice. Of the first time there are `bytes` and `files`; the
 * client's are counted, the page is not. Of each there is the time in milliseconds, `cold` and `warm`.
 */
async function asked(browser, host, { language, parts = '', ask, argument }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route('**/nothing', (route) => route.fulfill({ contentType: 'text/html', body: empty(language, parts) }));
  await page.goto(`${host.base}nothing`);
  const seen = [];
  page.on('response', (response) => seen.push(sizeOf(response)));
  const scripts = /data-parts="([^"]*)"/.exec(parts)?.[1] ?? '';
  for (const url of scripts.split(' ').filter(Boolean)) await page.addScriptTag({ url });
  const { ms: cold, ...answers } = await page.evaluate(ask, argument);
  const sizes = await Promise.all(seen);
  const { ms: warm } = await page.evaluate(ask, argument);
  return { page, context, ...answers, cold, warm, bytes: sizes.reduce((sum, size) => sum + size, 0), files: sizes.length };
}

/** The bytes of a response: of a script, as any host would compress it. */
async function sizeOf(response) {
  const body = await response.body().catch(() => Buffer.alloc(0));
  return response.url().endsWith('.js') ? gzipSync(body).length : body.length;
}

/** Asks Postil. Beside what it cost there are the texts of the first ten answers, and of their pages. */
export async function askPostil(browser, host, text) {
  const home = await (await fetch(host.base)).text();
  const written = /<script[^>]*(\sdata-parts[^>]*)>/.exec(home)[1];
  const parts = written.replace(/(["\s])(?:\.\/)+/g, '$1/');
  const { page, context, ...found } = await asked(browser, host, { language: 'en', parts, ask: inPostil, argument: text });
  const answers = await page.evaluate(textsInPostil);
  await context.close();
  return { ...found, ...answers };
}

async function inPostil(text) {
  const start = performance.now();
  const { index, parse, rank, excerpt, meant } = globalThis.postilSearch;
  const loaded = await index();
  const answer = async (asked) => {
    const query = parse(`${asked} `);
    const hits = await rank(loaded, query);
    await Promise.all(hits.slice(0, 10).map((hit) => excerpt(hit, query)));
    return { query, hits };
  };
  const { query, hits } = await answer(text);
  const correction = await meant(loaded, query, hits.unknown);
  globalThis.found = correction ? (await answer(correction)).hits : hits;
  return { ms: Math.round(performance.now() - start) };
}

async function textsInPostil() {
  const textOf = ({ title }, { heading = '', parts }) => [title, heading, ...parts.map((part) => part.text)].join('\n');
  const { found } = globalThis;
  const passages = await Promise.all(found.slice(0, 10).map(async ({ page, at }) => textOf(page, await page.entry(at))));
  const whole = async (page) => {
    const texts = [];
    for (let at = 0, entry; (entry = await page.entry(at).catch(() => undefined)); at++) texts.push(textOf(page, entry));
    return texts.join('\n');
  };
  return { passages, pages: await Promise.all([...new Set(found.map((hit) => hit.page))].slice(0, 10).map(whole)) };
}

/** Asks the index that Pagefind made in `folder`, on a page in one language after another until one has an answer. */
export async function askPagefind(browser, host, folder, languages, text) {
  for (const language of languages) {
    const { context, ...found } = await asked(browser, host, { language, ask: inPagefind, argument: [folder, text] });
    await context.close();
    if (found.pages.length > 0 || language === languages.at(-1)) return found;
  }
}

async function inPagefind([folder, text]) {
  const start = performance.now();
  const { search } = await import(`/${folder}/pagefind.js`);
  const { results } = await search(text);
  const found = await Promise.all(results.slice(0, 10).map((result) => result.data()));
  const ms = Math.round(performance.now() - start);
  return { ms, pages: found.map(({ meta, raw_content: words }) => `${meta.title}\n${words}`) };
}
