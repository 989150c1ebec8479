// The labelled queries, asked of Postil and of Pagefind on the same pages. Run by hand: node quality.js
//
// Pagefind answers with pages, Postil with passages. An answer of Pagefind's counts when the wanted words are anywhere
// on its page; so it is for Postil under "pages", while under "passages" they must stand in the passage itself.

import { execFileSync } from 'node:child_process';
import { launch } from '../../browser/lib/browser.js';
import { serveFolder } from '../../browser/lib/server.js';
import { clientOf } from '../../search/lib/client.js';
import { root } from '../../search/lib/paths.js';
import { measure, passages, textOf } from '../../search/lib/quality.js';
import { corpus, shaped } from '../../search/lib/site.js';

const site = corpus(['seed', 'md-audreyt', 'md-bitcointranscripts', 'derived'], shaped('shards'));

// Pagefind keeps an index for each language and asks that of the page the reader is on. Here one has all pages, since
// nobody says what language a query is in; asked in the language of the words, it is given its best case.
const bundles = { all: ['--force-language', 'en'], 'by language': [] };
for (const [name, options] of Object.entries(bundles)) {
  const args = ['--site', site, '--output-subdir', `pagefind ${name}`, ...options];
  execFileSync(`${root}tests/bench/search/node_modules/.bin/pagefind`, args, { stdio: 'ignore' });
}

const client = clientOf(site);
console.log('postil, passages', await measure(passages(client)));
console.log('postil, pages', await measure(pages(client)));

const [browser, host] = await Promise.all([launch(), serveFolder(site)]);
for (const name of Object.keys(bundles)) console.log(`pagefind, pages, ${name}`, await measure(pagefind(name)));
await Promise.all([browser.close(), host.close()]);

/** The pages of the passages that are found, each once. */
function pages({ index, parse, rank }) {
  return async (text) => {
    const loaded = await index();
    const hits = await rank(loaded, parse(`${text} `));
    const found = [...new Set(hits.map((hit) => hit.page))].slice(0, 10);
    return Promise.all(found.map(wholeText));
  };
}

async function wholeText(page) {
  const texts = [];
  for (let at = 0; ; at++) {
    const entry = await page.entry(at).catch(() => undefined);
    if (!entry) return texts.join('\n');
    texts.push(await textOf({ page, at }));
  }
}

/** Pagefind's answers; of its languages, those of the first that has any. */
function pagefind(name) {
  const opened = new Map();
  const open = async (language) => {
    const page = await browser.newPage();
    await page.route('**/nothing', (route) => route.fulfill({ contentType: 'text/html', body: `<html lang="${language}">` }));
    await page.goto(`${host.base}nothing`);
    return page;
  };
  return async (text) => {
    const languages = /\p{Script=Han}/u.test(text) ? ['zh-hans', 'zh-hant', 'en'] : ['en', 'es', 'zh-hant', 'zh-hans'];
    for (const language of name === 'all' ? ['en'] : languages) {
      if (!opened.has(language)) opened.set(language, await open(language));
      const found = await opened.get(language).evaluate(ask, [name, text]);
      if (found.length > 0) return found;
    }
    return [];
  };
}

async function ask([name, text]) {
  const { search } = await import(`/${encodeURIComponent(`pagefind ${name}`)}/pagefind.js`);
  const { results } = await search(text);
  const found = await Promise.all(results.slice(0, 10).map((result) => result.data()));
  return found.map(({ meta, raw_content: words }) => `${meta.title}\n${words}`);
}
