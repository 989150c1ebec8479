// What the search costs on sites of several sizes, beside Pagefind on the same pages. Run by hand:
//
//     node bench.js 100 1000            English transcripts
//     node bench.js --zh 100            Chinese ones
//     node bench.js --alone 10000       without Pagefind
//
// It needs the corpora for its words, and the browser tests' modules for its browser. No figure is checked.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from '../../browser/lib/browser.js';
import { serveFolder } from '../../browser/lib/server.js';
import { postil, root } from '../../search/lib/paths.js';
import { askPagefind, askPostil } from './askers.js';
import { run, size } from './cost.js';
import { generate } from './generate.js';

const PAGEFIND = `${root}tests/bench/search/node_modules/.bin/pagefind`;
const QUERIES = {
  en: ['transaction', 'lightning channel fee', 'block size limit', 'hard fork consensus rules', 'people', 'signature',
    'what is the difference between miners and nodes'],
  zh: ['政府', '開放資料', '民主', '大家一起討論', '系統'],
};

const language = process.argv.includes('--zh') ? 'zh' : 'en';
const isAlone = process.argv.includes('--alone');
const sizes = process.argv.slice(2).map(Number).filter((size) => size > 0);

async function bench(count) {
  const source = mkdtempSync(join(tmpdir(), 'postil-bench-'));
  try {
    generate(source, count, language);
    console.log(`\n${count} transcripts (${language}): ${size(join(source, 'content'))}`);
    await build(source, 'without search', 'enabled = false');
    if (count <= 100) await build(source, 'one file', 'shape = "one"');
    const site = await build(source, 'large', 'shape = "large"');
    await ask(site, 'postil', (browser, host, text) => askPostil(browser, host, text));
    if (!isAlone) await pagefind(site);
  } finally {
    rmSync(source, { recursive: true });
  }
}

async function build(source, name, search) {
  writeFileSync(join(source, 'site.toml'), `title = "Bench"\n[search]\n${search}\n`);
  const out = join(source, name.replaceAll(' ', '-'));
  const cost = await run(postil, ['build', '--quiet', '--root', source, '--out', out]);
  const index = search.startsWith('enabled') ? '' : `; index ${size(join(out, 'search'))}`;
  console.log(`  ${name}: ${cost}${index}`);
  return out;
}

async function pagefind(site) {
  const cost = await run(PAGEFIND, ['--site', site]);
  console.log(`  pagefind: ${cost}; index ${size(join(site, 'pagefind'))}`);
  await ask(site, 'pagefind', (browser, host, text) => askPagefind(browser, host, 'pagefind', [language], text));
}

/** Asks each query in a browser that knows nothing yet, and again once it has been answered. */
async function ask(site, name, asker) {
  const [browser, host] = await Promise.all([launch(), serveFolder(site)]);
  for (const text of QUERIES[language]) {
    const { bytes, files, cold, warm } = await asker(browser, host, text);
    console.log(`    ${name} ${JSON.stringify(text)}: ${(bytes / 1024).toFixed(0)} KB in ${files} files, ${cold} ms; warm ${warm} ms`);
  }
  await Promise.all([browser.close(), host.close()]);
}

for (const count of sizes.length > 0 ? sizes : [100]) await bench(count);
