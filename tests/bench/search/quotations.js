// Quotations, asked of Postil and of Pagefind on the same pages. Run by hand:
//
//     node quotations.js SOURCE [COUNT]     the folder of a site with site.toml
//
// The quotations have three to six words and are drawn from the turns of the site, the same every time, without Han, whose
// words each would cut in another way. Each is asked in quotation marks, in a browser that knows nothing yet. It is found if
// a page that has it is among the first ten; and the total is right if it is the number of pages that have it, by a scan of
// all turns.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from '../../browser/lib/browser.js';
import { serveFolder } from '../../browser/lib/server.js';
import { randomFrom } from '../../search/lib/entries.js';
import { largeIndex } from '../../search/lib/large.js';
import { postil, root } from '../../search/lib/paths.js';
import { askPagefind, askPostil } from './askers.js';
import { run, size } from './cost.js';

const PAGEFIND = `${root}tests/bench/search/node_modules/.bin/pagefind`;
const [source, count = '100'] = process.argv.slice(2);

/** The turns of each page by its address, and what makes tokens of a text. */
async function textsOf(site) {
  const { index, postilSearch } = await largeIndex(site);
  const pages = new Map();
  for (const segment of index.segments) {
    await segment.open();
    for (let document = 0; document < segment.entries; document++) {
      const { parts, address } = await segment.text(document);
      segment.known.delete(`text ${document}`);
      pages.set(address, [...(pages.get(address) ?? []), ...parts.map(({ text }) => text)]);
    }
  }
  return { pages, tokens: postilSearch.tokens };
}

/** So many quotations, each `{text, words}`, and the number of pages that have it. */
function drawn({ pages, tokens }) {
  const next = randomFrom(42);
  const pick = (list) => list[next(list.length)];
  const joined = (text) => ` ${tokens(text).map((token) => token.text).join(' ')} `;
  const all = [...pages.values()].filter((turns) => turns.length > 0);
  const found = [];
  while (found.length < Number(count)) {
    const words = pick(pick(all)).split(/\s+/);
    const length = 3 + next(4);
    const from = next(Math.max(words.length - length + 1, 1));
    const text = words.slice(from, from + length).join(' ');
    if (!/[\p{Script=Han}"“”„]/u.test(text) && tokens(text).length >= 3) found.push({ text, words: joined(text), pages: 0 });
  }
  for (const turns of all) {
    const folded = turns.map(joined);
    for (const quotation of found) quotation.pages += Number(folded.some((turn) => turn.includes(quotation.words)));
  }
  return { quotations: found, joined };
}

/** Asks each quotation, and prints a row of the table. */
async function row(name, { quotations, joined }, ask) {
  const answers = [];
  for (const { text, words, pages } of quotations) {
    const answer = await ask(`"${text}"`);
    answers.push({ ...answer, isFound: answer.pages.some((page) => joined(page).includes(words)), isRight: answer.total === pages });
  }
  const share = (key) => `${answers.filter((answer) => answer[key]).length} of ${answers.length}`;
  const sorted = (key) => answers.map((answer) => answer[key]).sort((a, b) => a - b);
  const at = (key, place) => sorted(key)[Math.min(answers.length - 1, Math.floor(place * answers.length))];
  const bytes = [0.5, 0.95, 1].map((place) => Math.round(at('bytes', place) / 1024)).join(' | ');
  console.log(`| ${name} | ${share('isFound')} | ${share('isRight')} | ${bytes} | ${at('files', 0.5)} |`);
}

const folder = mkdtempSync(join(tmpdir(), 'postil-quotations-'));
try {
  const site = join(folder, 'site');
  console.log(`- Postil: ${await run(postil, ['build', '--quiet', '--root', source, '--out', site])}; ${size(join(site, 'search'))}`);
  console.log(`- Pagefind: ${await run(PAGEFIND, ['--site', site, '--force-language', 'en'])}; ${size(join(site, 'pagefind'))}`);
  const texts = drawn(await textsOf(site));
  const [browser, host] = await Promise.all([launch(), serveFolder(site)]);
  console.log('\n| | found | total right | KB, median | 95 % | most | requests, median |\n|:--|--:|--:|--:|--:|--:|--:|');
  await row('Postil', texts, (text) => askPostil(browser, host, text));
  await row('Pagefind', texts, (text) => askPagefind(browser, host, 'pagefind', ['en'], text));
  await Promise.all([browser.close(), host.close()]);
} finally {
  rmSync(folder, { recursive: true });
}
