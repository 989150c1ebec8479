// The labelled queries, asked of Postil and of Pagefind on the same pages. Run by hand:
//
//     node compare.js 100 1000
//
// The pages are the corpora, which have the answers, and as many made transcripts as it takes to so large a site.
// Pagefind answers with pages, Postil with passages. An answer of Pagefind's counts when the wanted words are anywhere
// on its page; so it is for Postil under "pages", while under "passages" they must stand in the passage itself.

import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { launch } from '../../browser/lib/browser.js';
import { serveFolder } from '../../browser/lib/server.js';
import { corpora, postil, root } from '../../search/lib/paths.js';
import { measure, queries } from '../../search/lib/quality.js';
import { askPagefind, askPostil } from './askers.js';
import { run, size } from './cost.js';
import { generate } from './generate.js';

const PAGEFIND = `${root}tests/bench/search/node_modules/.bin/pagefind`;
const CORPORA = ['seed', 'md-audreyt', 'md-bitcointranscripts', 'derived'];

// Pagefind keeps an index for each language and asks that of the page the reader is on. Here one has all pages, since
// nobody says what language a query is in; asked in the language of the words, it is given its best case.
const BUNDLES = { 'pagefind-all': ['--force-language', 'en'], 'pagefind-by-language': [] };

async function compare(count) {
  const source = mkdtempSync(join(tmpdir(), 'postil-compare-'));
  try {
    const site = join(source, 'public');
    write(source, count);
    console.log(`\n## ${count} transcripts, ${queries.length} queries\n`);
    console.log(`- postil: ${await run(postil, ['build', '--quiet', '--root', source, '--out', site])}; ${size(join(site, 'search'))}`);
    const bundles = await bundlesOf(site);
    const [browser, host] = await Promise.all([launch(), serveFolder(site)]);
    await table(browser, host, bundles);
    await Promise.all([browser.close(), host.close()]);
  } finally {
    rmSync(source, { recursive: true });
  }
}

/** A site of `count` transcripts: the corpora's, and others. */
function write(source, count) {
  mkdirSync(join(source, 'content'));
  const paths = CORPORA.flatMap((folder) => readdirSync(join(corpora, folder)).map((name) => join(corpora, folder, name)));
  const pages = paths.filter((path) => path.endsWith('.md'));
  for (const path of pages) copyFileSync(path, join(source, 'content', `${basename(dirname(path))}-${basename(path)}`));
  generate(source, Math.max(count - pages.length, 0));
  appendFileSync(join(source, 'site.toml'), 'title = "Comparison"\n[search]\nshape = "large"\n');
}

/** Has Pagefind index `site` in each way; the names of those it came to an end with. */
async function bundlesOf(site) {
  const made = [];
  for (const [name, options] of Object.entries(BUNDLES)) {
    try {
      const cost = await run(PAGEFIND, ['--site', site, '--output-subdir', name, ...options]);
      console.log(`- ${name}: ${cost}; ${size(join(site, name))}`);
      made.push(name);
    } catch (error) {
      console.log(`- ${name}: ${error.message}`);
    }
  }
  return made;
}

async function table(browser, host, bundles) {
  const ours = await answers((text) => askPostil(browser, host, text));
  const theirs = {};
  for (const name of bundles) theirs[name] = await answers((text) => askPagefind(browser, host, name, languagesOf(name, text), text));
  console.log('\n| | recall | precision | MRR | KB a query, median | most | files, median | ms cold | ms warm | most |');
  console.log('|:--|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
  await row('postil, passages', ours, 'passages');
  await row('postil, pages', ours, 'pages');
  for (const name of bundles) await row(name, theirs[name], 'pages');
  for (const name of bundles) compared(name, ours, theirs[name]);
}

async function answers(ask) {
  const found = new Map();
  for (const [text] of queries) found.set(text, await ask(text));
  return found;
}

const languagesOf = (name, text) => {
  if (name === 'pagefind-all') return ['en'];
  return /\p{Script=Han}/u.test(text) ? ['zh-hans', 'zh-hant', 'en'] : ['en', 'es', 'zh-hant', 'zh-hans'];
};

async function row(name, found, kind) {
  const { recall, precision, rank, missed } = await measure(async (text) => found.get(text)[kind]);
  const sorted = (key) => [...found.values()].map((cost) => cost[key]).sort((a, b) => a - b);
  const median = (key) => sorted(key)[found.size >> 1];
  const cells = [recall, precision, rank, kilobytes(median('bytes')), kilobytes(sorted('bytes').at(-1)), median('files'),
    median('cold'), median('warm'), sorted('warm').at(-1)];
  console.log(`| ${name} | ${cells.join(' | ')} |${missed.length > 0 ? ` missed: ${missed.join('; ')}` : ''}`);
}

/** Says for which queries Postil's bytes are more than half of Pagefind's. */
function compared(name, ours, theirs) {
  const shares = queries.map(([text]) => [text, ours.get(text).bytes / theirs.get(text).bytes]).sort((a, b) => b[1] - a[1]);
  const above = shares.filter(([, share]) => share > 0.5);
  const list = above.map(([text, share]) => `${text} ${share.toFixed(2)} (${kilobytes(ours.get(text).bytes)} KB)`);
  console.log(`\nBytes beside ${name}: median ${shares[shares.length >> 1][1].toFixed(2)}, most ${shares[0][1].toFixed(2)}; more than half for ${above.length}: ${list.join('; ')}`);
}

const kilobytes = (bytes) => Math.round(bytes / 1024);

for (const count of process.argv.slice(2).map(Number).filter((count) => count > 0)) await compare(count);
