// Whether a large index answers exactly, and what a query costs a browser that knows nothing yet. Run by hand:
//
//     node judge.js SITE            a built site whose search has the shape "large"
//     node judge.js SITE --whole    as a host without ranges would answer
//     node judge.js SITE --few      a fifth of the queries, as a test has it
//
// Quotations, phrases of common words, strings of Han, words, and speakers with and without words are drawn from its own
// entries, the same every time. SQLite (python3 with FTS5) has the same entries, and says how many answer each. Every hit
// that is shown for a phrase must stand at a turn that has it. Some quotations are typed key by key, without a last quotation
// mark: what that costs, and whether it finds them.

import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled, run } from '../../search/lib/bundle.js';
import { Host, asking, largeIndex, not, phrase, words } from '../../search/lib/large.js';
import { randomFrom } from '../../search/lib/entries.js';

const share = process.argv.includes('--few') ? 5 : 1;
const KINDS = { quotation: 150 / share, 'common words': 60 / share, Han: 75 / share, words: 120 / share, speaker: 60 / share };
const HAN = /\p{Script=Han}/u;
const KB = 1024;

// So many quotations are typed.
const TYPED = 30 / share;

const site = process.argv[2];
const host = new Host({ hasRanges: !process.argv.includes('--whole') });
const { index, postilSearch } = await largeIndex(site, host);
const { tokens, stemmings, stemmingOf, patterns, isPartOf, LargeIndex } = postilSearch;
bundled('search-base').filter((path) => /-(scan|spellings|query)\.js$/.test(path)).forEach(run);
const { parse } = postilSearch;
const folder = mkdtempSync(join(tmpdir(), 'postil-judge-'));

/** Every entry of the index with its tokens, written for the judge line by line; the entries themselves. */
async function entriesOf() {
  const out = openSync(join(folder, 'entries.ndjson'), 'w');
  const entries = [];
  for (const segment of index.segments) {
    await segment.open();
    for (let document = 0; document < segment.documents; document++) {
      if (segment.isTitle(document)) continue;
      const entry = await segment.text(document);
      segment.known.delete(`text ${document}`);
      const page = segment.pageOf[document];
      entries.push({ parts: entry.parts.map(({ text, by }) => ({ text, by })) });
      writeSync(out, `${JSON.stringify(judged(entry, segment.first + page, stemmingOf(segment.languages[page])))}\n`);
    }
  }
  closeSync(out);
  return entries;
}

function judged({ title, heading, parts }, page, stem) {
  const made = (text = '') => {
    const found = tokens(text, stem);
    return { forms: found.map((token) => token.text), stems: found.map((token) => token.stem) };
  };
  const by = [...new Set(parts.map((part) => part.by ?? ''))];
  return { page, title: made(title), parts: parts.map((part) => ({ by: part.by ?? '', ...made(part.text) })), about: [heading, ...by].map(made) };
}

/** So many queries of each kind, drawn from `entries`. */
function drawn(entries) {
  const next = randomFrom(42);
  const pick = (list) => list[next(list.length)];
  const common = new Set(index.segments[0].survey.common.slice(0, 100));
  const makers = {
    quotation(text) {
      const all = text.split(/\s+/);
      const count = 3 + next(4);
      const from = next(Math.max(all.length - count + 1, 1));
      const quoted = all.slice(from, from + count).join(' ');
      return !HAN.test(text) && !/["“”„]/.test(quoted) && tokens(quoted).length >= 3 && [phrase(quoted)];
    },
    'common words'(text) {
      const all = tokens(text).map((token) => token.text);
      const from = next(Math.max(all.length, 1));
      let end = from;
      while (common.has(all[end]) && end - from < 6) end += 1;
      return end - from >= 2 && [phrase(all.slice(from, end).join(' '))];
    },
    Han(text) {
      const run = Array.from(pick(text.match(/\p{Script=Han}{2,}/gu) ?? [''])).slice(0, 40);
      const from = next(Math.max(run.length - 1, 1));
      return run.length > 1 && [phrase(run.slice(from, from + 2 + next(5)).join(''))];
    },
    words(text) {
      const all = tokens(text).map((token) => token.text).filter((word) => /^[a-z]+$/.test(word));
      return all.length > 20 && Array.from({ length: 1 + next(4) }, () => words(pick(all)));
    },
    speaker(text, by) {
      const all = tokens(text).map((token) => token.text).filter((word) => /^[a-z]{4,}$/.test(word));
      if (!by || by.includes(',') || all.length < 4) return false;
      const field = { kind: 'field', field: 'speaker', text: by, isExact: true };
      return [[field], [field, words(pick(all))], [field, words(pick(all)), not(words(pick(all)))]][next(3)];
    },
  };
  return Object.entries(KINDS).flatMap(([kind, count]) => {
    const found = [];
    for (let tries = 0; tries < 200_000 && found.length < count; tries++) {
      const part = pick(pick(entries).parts);
      const nodes = part && makers[kind](part.text, part.by);
      if (nodes) found.push({ kind, nodes });
    }
    return found;
  });
}

/** Asks a query as a browser would that has nothing of the index yet. */
async function asked({ kind, nodes }) {
  const cold = await LargeIndex.open(`${site}/`);
  const begun = performance.now();
  const { total, isPartial, groups } = await cold.search({ query: asking(...nodes), sort: 'best', from: 0, count: 10, perPage: 1 });
  const { requests, bytes } = cold.packs.cost;
  const astray = nodes[0].kind === 'phrase' ? groups.flatMap(({ hits }) => hits).filter((hit) => !isAt(hit, nodes[0])) : [];
  return { kind, nodes, total, isPartial, astray: astray.length, requests, bytes, ms: performance.now() - begun };
}

/** Whether a phrase stands in what is shown of a hit: its title, its heading, its turn, or that and the next, where it was cut. */
function isAt({ title, heading, parts, part, isOwn }, node) {
  const goesOn = parts[part + 1]?.goesOn ? parts[part + 1].text : '';
  const shown = [title, heading, parts[part].by, parts[part].text, parts[part].text + goesOn, `${parts[part].text} ${goesOn}`];
  const isCut = isOwn && part === parts.length - 1;
  return shown.some((text) => isPartOf(tokens(text), patterns(node))) || (isCut && tokens(node.text).some(({ text }) => tokens(parts[part].text).slice(-12).some((token) => token.text === text)));
}

/** Types a phrase as readers do: the cost beside that of asking once, and whether the last key finds as much as all of it. */
async function typed({ nodes: [{ text }], total, bytes }) {
  const cold = await LargeIndex.open(`${site}/`);
  const search = (query) => cold.search({ query, sort: 'best', from: 0, count: 10, perPage: 1, isTyping: true });
  let last;
  for (let end = 2; end <= text.length + 1; end++) last = await search(parse(`"${text}`.slice(0, end)));
  return { ratio: cold.packs.cost.bytes / bytes, isFound: last.total >= total };
}

/** What the judge is asked: of each node the tokens that fit, one list for each place. */
function forJudge({ nodes, total }) {
  const pattern = ({ kind, text }) => {
    const isExact = kind === 'phrase' || tokens(text).some((token) => token.first !== undefined);
    const found = tokens(text).filter(({ isImplied }) => !isImplied);
    return { isExact, tokens: found.map((token) => (isExact ? [token.text] : stemmings().map((stem) => stem(token.text)))) };
  };
  const speaker = nodes.find(({ kind }) => kind === 'field')?.text ?? null;
  const wanted = nodes.filter(({ kind }) => kind !== 'field' && kind !== 'not').map(pattern);
  const excluded = nodes.filter(({ kind }) => kind === 'not').map(({ node }) => pattern(node));
  return { speaker, wanted, excluded, total, text: nodes.map((node) => node.text ?? `-${node.node.text}`).join(' ') };
}

function row(name, results) {
  const at = (key, share) => results.map((result) => result[key]).sort((a, b) => a - b)[Math.min(results.length - 1, Math.floor(share * results.length))];
  const kilobytes = [0.5, 0.95, 1].map((share) => Math.round(at('bytes', share) / KB)).join(' | ');
  console.log(`| ${name} | ${results.length} | ${kilobytes} | ${at('requests', 0.5)} | ${at('requests', 1)} | ${Math.round(at('ms', 0.5))} |`);
}

try {
  const queries = drawn(await entriesOf());
  const results = [];
  for (const query of queries) results.push(await asked(query));
  console.log('| | queries | KB cold, median | 95 % | most | requests, median | most | ms, median |\n|:--|--:|--:|--:|--:|--:|--:|--:|');
  for (const kind of Object.keys(KINDS)) row(kind, results.filter((result) => result.kind === kind));
  row('all', results);
  const astray = results.reduce((sum, result) => sum + result.astray, 0);
  console.log(`\n${astray} hits are at another place than the phrase`);
  const keys = [];
  for (const result of results.filter(({ kind }) => kind === 'quotation').slice(0, TYPED)) keys.push(await typed(result));
  const ratios = keys.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const found = keys.filter(({ isFound }) => isFound).length;
  if (astray > 0 || found < keys.length) process.exitCode = 1;
  console.log(`typed key by key: ${found} of ${keys.length} found, bytes ${ratios[ratios.length >> 1].toFixed(1)} times those of asking once (median), ${ratios.at(-1).toFixed(1)} at most`);
  writeFileSync(join(folder, 'queries.json'), JSON.stringify(results.map(forJudge)));
  execFileSync('python3', [fileURLToPath(new URL('judge.py', import.meta.url)), folder], { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true });
}
