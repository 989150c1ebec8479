// What the search costs on sites of several sizes, beside Pagefind on the same pages. Run by hand:
//
//     node bench.js 100 1000            English transcripts
//     node bench.js --zh 100            Chinese ones
//
// It needs the corpora for its words, and the browser tests' modules for its browser. No figure is checked.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch } from '../../browser/lib/browser.js';
import { serveFolder } from '../../browser/lib/server.js';
import { postil, root } from '../../search/lib/paths.js';
import { generate } from './generate.js';

const PAGEFIND = `${root}tests/bench/search/node_modules/.bin/pagefind`;
const QUERIES = {
  en: ['transaction', 'lightning channel fee', 'block size limit', 'hard fork consensus rules', 'people', 'signature',
    'what is the difference between miners and nodes'],
  zh: ['政府', '開放資料', '民主', '大家一起討論', '系統'],
};

const language = process.argv.includes('--zh') ? 'zh' : 'en';
const sizes = process.argv.slice(2).map(Number).filter((size) => size > 0);

async function bench(size) {
  const source = mkdtempSync(join(tmpdir(), 'postil-bench-'));
  try {
    generate(source, size, language);
    console.log(`\n${size} transcripts (${language}), ${megabytes(bytesBelow(join(source, 'content')))} of text`);
    await build(source, 'without search', 'enabled = false');
    if (size <= 100) await build(source, 'one file', 'shape = "one"');
    await build(source, 'shards', 'shape = "shards"');
    const out = join(source, 'shards');
    await query(out, 'postil', ours);
    if (!process.argv.includes("--alone")) await pagefind(out);
    if (!process.argv.includes("--alone")) await query(out, "pagefind", theirs);
  } finally {
    rmSync(source, { recursive: true });
  }
}

async function build(source, name, search) {
  writeFileSync(join(source, 'site.toml'), `title = "Bench"\n[search]\n${search}\n`);
  const out = join(source, name.split(' ').join('-'));
  const cost = await run(postil, ['build', '--quiet', '--root', source, '--out', out]);
  const index = search.startsWith('enabled') ? '' : `, index ${filesBelow(join(out, 'search')).length} files ${megabytes(bytesBelow(join(out, 'search')))}`;
  console.log(`  ${name}: ${cost}${index}`);
}

async function pagefind(site) {
  const cost = await run(PAGEFIND, ['--site', site]);
  const made = join(site, 'pagefind');
  console.log(`  pagefind: ${cost}, index ${filesBelow(made).length} files ${megabytes(bytesBelow(made))}`);
}

/** Runs a command, and says how long it took and how much memory it had at most. */
async function run(command, args) {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 20);
  const code = await new Promise((ended) => child.on('exit', ended));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
  return `${((performance.now() - start) / 1000).toFixed(1)} s, ${peak} MB`;
}

/** The most memory of a process and of those it started, in megabytes. */
function peakOf(pid) {
  try {
    const own = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return Math.round(Math.max(own, ...children.map(peakOf)));
  } catch {
    return 0; // It has ended.
  }
}

/** Asks each query in a browser that knows nothing yet, and again in one that has just asked it. */
async function query(site, name, ask) {
  const host = await serveFolder(site);
  const browser = await launch();
  for (const text of QUERIES[language]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const seen = [];
    page.on('response', (response) => seen.push(sizeOf(response)));
    const cold = await ask(page, host.base, text);
    const sizes = await Promise.all(seen);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    const warm = await ask(page, host.base, text);
    console.log(`    ${name} ${JSON.stringify(text)}: ${(bytes / 1024).toFixed(0)} KB in ${sizes.length} files, ${cold} ms; warm ${warm} ms`);
    await context.close();
  }
  await browser.close();
  await host.close();
}

/** The bytes of a response: of a script, as any host would compress it. */
async function sizeOf(response) {
  const body = await response.body().catch(() => Buffer.alloc(0));
  return response.url().endsWith('.js') ? gzipSync(body).length : body.length;
}

/** The client's scripts are counted, the page is not. */
async function ours(page, base, text) {
  if (page.url() === 'about:blank') {
    await page.route('**/nothing', (route) => route.fulfill({ contentType: 'text/html', body: EMPTY }));
    const parts = /data-parts="([^"]*)"/.exec(await (await fetch(base)).text())[1].split(' ').filter(Boolean);
    await page.goto(`${base}nothing`);
    for (const part of parts) {
      await page.addScriptTag({ url: base + part.replace(/^(\.\/)+/, '') });
    }
  }
  return page.evaluate(async (asked) => {
    const start = performance.now();
    const { index, parse, rank, excerpt } = globalThis.postilSearch;
    const loaded = await index();
    const query = parse(`${asked} `);
    const hits = await rank(loaded, query);
    await Promise.all(hits.slice(0, 10).map((hit) => excerpt(hit, query)));
    return Math.round(performance.now() - start);
  }, text);
}

// A page with nothing on it.
const EMPTY = '<!doctype html><html lang="en" data-root="/"><form class="search-form"><input></form></html>';

async function theirs(page, base, text) {
  if (page.url() === 'about:blank') {
    await page.route('**/nothing', (route) => route.fulfill({ contentType: 'text/html', body: EMPTY }));
    await page.goto(`${base}nothing`);
  }
  return page.evaluate(async (asked) => {
    const start = performance.now();
    const pagefind = await import('/pagefind/pagefind.js');
    const { results } = await pagefind.search(asked);
    await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return Math.round(performance.now() - start);
  }, text);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true }).map((path) => join(folder, path)).filter((path) => statSync(path).isFile());
}

function bytesBelow(folder) {
  return filesBelow(folder).reduce((sum, path) => sum + statSync(path).size, 0);
}

function megabytes(bytes) {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

for (const size of sizes.length > 0 ? sizes : [100]) await bench(size);
