// How good answers are: a query is a text and what the passages that are wanted say.

import { readFileSync } from 'node:fs';
import { root } from './paths.js';

/** The labelled queries: each a text, and words of every passage that answers it. */
export const queries = JSON.parse(readFileSync(`${root}tests/search/queries.json`, 'utf8'));

// So many answers are looked at.
const MOST = 10;

/**
 * Asks `search` every query; it gives the text of each answer, best first. `recall` is the share of the wanted words
 * that are among the first ten answers, `precision` the share of queries whose first answer is right, `rank` the mean
 * of one through the place of the first right answer; `missed` are the queries that no answer is right for.
 */
export async function measure(search) {
  const sums = { recall: 0, precision: 0, rank: 0 };
  const missed = [];
  for (const [query, wanted] of queries) {
    const answers = (await search(query)).slice(0, MOST).map(plain);
    const has = (words) => answers.findIndex((answer) => answer.includes(plain(words)));
    const places = wanted.map(has).filter((place) => place >= 0);
    const first = Math.min(...places);
    sums.recall += places.length / wanted.length;
    sums.precision += Number(first === 0);
    sums.rank += places.length > 0 ? 1 / (first + 1) : 0;
    if (places.length === 0) missed.push(query);
  }
  const mean = (sum) => Number((sum / queries.length).toFixed(3));
  return { recall: mean(sums.recall), precision: mean(sums.precision), rank: mean(sums.rank), missed };
}

/** Text as it is compared: without differences of spaces and case. */
const plain = (text) => text.replace(/\s+/g, ' ').toLowerCase();

/** A search with the client that answers with passages, and asks for what was meant when words are nowhere. */
export function passages({ engine: open, parse, corrected }) {
  const opened = open();
  return async (text) => {
    const engine = await opened;
    const ask = (asked) => engine.search({ query: parse(asked), from: 0, count: MOST, perPage: MOST });
    let result = await ask(text);
    const known = result.unknown.filter(({ words }) => words.length > 0);
    if (result.total === 0 && known.length > 0) result = await ask(`${corrected({ text }, known)} `);
    return ordered(result).slice(0, MOST).map(textOf);
  };
}

/** The hits of a result by how well they fit, those with everything first. */
export function ordered({ groups, near }) {
  const hits = (some) => some.flatMap(({ page, hits }) => hits.map((hit) => ({ ...hit, page }))).sort((a, b) => b.score - a.score);
  return [...hits(groups), ...hits(near.groups)];
}

/** The words of an entry. */
function textOf({ page, heading, parts }) {
  return [page.title, heading, ...parts.map((part) => part.text)].join('\n');
}
