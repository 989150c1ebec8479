// A browser that knows nothing yet asks a query: of Postil and of Pagefind, in the same words for both.

import { gzipSync } from 'node:zlib';

// A page with nothing on it.
const empty = (language) => `<!doctype html><html lang="${language}"><meta charset="utf-8">`;

/** The bytes of a response: of a script or a style sheet, as any host would compress it. */
async function sizeOf(response) {
  const body = await response.body().catch(() => Buffer.alloc(0));
  return /\.(js|css|html)(\?|$)/.test(response.url()) ? gzipSync(body).length : body.length;
}

/** Counts what a new page of `browser` fetches of the search from now on. */
async function counted(browser, isSearch) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const seen = [];
  context.on('response', (response) => isSearch(new URL(response.url()).pathname) && seen.push(sizeOf(response)));
  const cost = async () => {
    const sizes = await Promise.all(seen);
    return { bytes: sizes.reduce((sum, size) => sum + size, 0), files: sizes.length };
  };
  return { context, page, cost };
}

/**
 * Asks Postil, on its search page. Beside what it cost there are the texts of the first ten answers, those of their pages, and
 * on how many pages there are answers.
 */
export async function askPostil(browser, host, text) {
  const isSearch = (path) => /\/(assets\/search-|search\/.)/.test(path);
  const { context, page, cost } = await counted(browser, isSearch);
  const begun = performance.now();
  await page.goto(`${host.base}search/?q=${encodeURIComponent(text)}`);
  const isAnswered = () => document.querySelector('.search-status')?.textContent && !document.querySelector('.search-results[aria-busy]');
  await page.waitForFunction(isAnswered, undefined, { polling: 10 });
  const cold = Math.round(performance.now() - begun);
  const { bytes, files } = await cost();
  const answers = await page.evaluate(inPostil, text);
  await context.close();
  return { ...answers, cold, bytes, files };
}

/** Asks again, for the time that it takes once files are there, and for the words of the answers. */
async function inPostil(text) {
  const { index, parse, corrected } = globalThis.postilSearch;
  const engine = await index();
  const search = (asked) => engine.search({ query: parse(`${asked} `), sort: 'best', from: 0, count: 10, perPage: 10 });
  const begun = performance.now();
  let found = await search(text);
  const meant = found.total === 0 && corrected({ text }, found.unknown);
  if (meant) found = await search(meant);
  const warm = Math.round(performance.now() - begun);
  const groups = [...found.groups, ...found.near.groups];
  const textOf = (page, { heading, parts }) => [page.title, heading, ...parts.map((part) => part.text)].join('\n');
  const all = groups.flatMap(({ page, hits }) => hits.map((hit) => ({ score: hit.score, text: textOf(page, hit) })));
  const passages = all.sort((a, b) => b.score - a.score).slice(0, 10).map((hit) => hit.text);
  const pages = groups.slice(0, 10).map(({ page, hits }) => hits.map((hit) => textOf(page, hit)).join('\n'));
  return { warm, passages, pages, total: found.pages };
}

/** Asks the index that Pagefind made in `folder`, on a page in one language after another until one has an answer. */
export async function askPagefind(browser, host, folder, languages, text) {
  for (const language of languages) {
    const { context, page, cost } = await counted(browser, (path) => path.startsWith(`/${folder}/`));
    await page.route('**/nothing', (route) => route.fulfill({ contentType: 'text/html', body: empty(language) }));
    await page.goto(`${host.base}nothing`);
    const { ms: cold, pages, total } = await page.evaluate(inPagefind, [folder, text]);
    const { bytes, files } = await cost();
    const { ms: warm } = await page.evaluate(inPagefind, [folder, text]);
    await context.close();
    const found = { pages, total, cold, warm, bytes, files };
    if (found.pages.length > 0 || language === languages.at(-1)) return found;
  }
}

async function inPagefind([folder, text]) {
  const start = performance.now();
  const { search } = await import(`/${folder}/pagefind.js`);
  const { results } = await search(text);
  const found = await Promise.all(results.slice(0, 10).map((result) => result.data()));
  const ms = Math.round(performance.now() - start);
  return { ms, total: results.length, pages: found.map(({ meta, raw_content: words }) => `${meta.title}\n${words}`) };
}
