// The judge of exact answers: the entries of a site, as a site in one file has them, and a scan of all of them.

import { dataOf } from './client.js';

/** Every entry of the site that was built in one file into `folder`, with its page. */
export function entriesOf(folder) {
  const { pages } = dataOf(`${folder}/search/pages.js`);
  return pages.flatMap(({ address, title, language }) => {
    const { entries } = dataOf(`${folder}/search/text/${address}text.js`);
    return entries.map((entry, at) => ({ ...entry, at, address, title, language }));
  });
}

/** A scan for queries over `entries`; tokens are made by `tokens`, and nothing else is shared with the engine. */
export class Scan {
  constructor(entries, { tokens, stemmings, stemmingOf }) {
    Object.assign(this, { tokens, stemmings });
    this.entries = entries.map((entry) => {
      const made = (text = '') => tokens(text, stemmingOf(entry.language));
      const parts = entry.parts.map((part) => ({ by: part.by ?? '', words: made(part.text) }));
      return { entry, parts, title: made(entry.title), about: [made(entry.heading), ...new Set(parts.map(({ by }) => by))].map((of) => (typeof of === 'string' ? made(of) : of)) };
    });
  }

  /** What fits each token of a chunk or a phrase. */
  pattern({ kind, text }) {
    return this.tokens(text).map((token) => ({
      text: token.text,
      isOpen: token.isTail,
      stems: kind === 'phrase' || token.first !== undefined ? [] : this.stemmings().map((stem) => stem(token.text)),
    }));
  }

  count(pattern, words) {
    let count = 0;
    for (let at = 0; at + pattern.length <= words.length; at++) {
      const fits = ({ text, stems, isOpen }, offset) => {
        const token = words[at + offset];
        return token.text === text || stems.includes(token.stem) || (isOpen && token.text.startsWith(text));
      };
      if (pattern.every(fits)) count += 1;
    }
    return count;
  }

  /** Whether a node is in an entry; by a speaker alone, if one is named. */
  has({ parts, about }, node, name) {
    const pattern = this.pattern(node);
    const said = parts.filter(({ by }) => name === undefined || by === name).map(({ words }) => words);
    return (name === undefined ? [...said, ...about] : said).some((words) => this.count(pattern, words) > 0);
  }

  inTitle({ title }, node) {
    return this.count(this.pattern(node), title) > 0;
  }

  /** How many entries fit all of `nodes` and none of `excluded`, said by `name` if there is one; in how many places. */
  total(nodes, { name, excluded = [] } = {}) {
    const isExcluded = (entry) => excluded.some((node) => this.has(entry, node) || this.inTitle(entry, node));
    const speaks = (entry) => name === undefined || entry.parts.some(({ by }) => by === name);
    const fits = (entry, node) => this.has(entry, node, name) || (name === undefined && this.inTitle(entry, node));
    const found = this.entries.filter((entry) => speaks(entry) && nodes.every((node) => fits(entry, node)) && !isExcluded(entry));
    if (name !== undefined) return found.length;
    const own = found.filter((entry) => nodes.some((node) => this.has(entry, node)));
    const pages = new Set(own.map(({ entry }) => entry.address));
    const bare = new Set(found.filter(({ entry }) => !pages.has(entry.address)).map(({ entry }) => entry.address));
    return own.length + bare.size;
  }

  /** How often a node occurs in the text of all entries. */
  occurrences(node) {
    const pattern = this.pattern(node);
    return this.entries.reduce((sum, { parts }) => sum + parts.reduce((sum, { words }) => sum + this.count(pattern, words), 0), 0);
  }
}

/** Numbers below a bound, in an order that `seed` settles (Park and Miller). */
export function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}
