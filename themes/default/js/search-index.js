// The index, asked for the entries that fit a query. A small site's is one file, a large one's is in shards: see
// search-one.js and search-shards.js, which say where postings come from. What they are worth is said here.
(() => {
  "use strict";

  const { sought, stemmings, need, once, ready } = postilSearch;

  const FIELDS = { title: 2, speaker: 1.5, section: 2.5, note: 1.1, body: 1 };

  // What a word that only begins like a typed one is worth, and how many such words are looked at.
  const PREFIX_WORTH = 0.6;
  const MOST_PREFIXED = 300;
  const SHORTEST_STEM = 3;

  // A term that more than this share of the entries has does not tell them apart.
  const COMMON = 0.5;

  // A share that is whole but for rounding.
  const WHOLE = 0.999;

  /**
   * An index has `size`, how many entries there are; `looks`, how many are compared with their text; `place(ref)`, the
   * page and the place of an entry; `trees(token)` and `treesAbove(token)`, tries by field that may have a token; and
   * `postings(field, node)`, what a node has: `[ref, page, worth]`.
   */
  class Index {
    /**
     * The terms of `query` with what the index knows of them: each is `{tokens, isQuoted, entries, weight, isCommon,
     * isGuess}`. `entries` has, by reference, `{score, share, isOwn}`: what the term is worth there, the share
     * of its tokens that is there, and whether any of it stands outside the page's title.
     */
    async lookUp({ terms, speakers, excluded }) {
      const all = Object.keys(FIELDS);
      const found = await Promise.all([
        Promise.all(terms.map((term) => this.parts(term, all))),
        Promise.all(speakers.map((term) => this.parts(term, ["speaker"]))),
        Promise.all(excluded.map((term) => this.parts(term, all))),
      ]);
      this.spread(found.flat(2));
      const [ofTerms, ofSpeakers, ofExcluded] = found;
      const made = (terms, parts) => terms.map((term, number) => this.joined(term, parts[number]));
      return { terms: made(terms, ofTerms), speakers: made(speakers, ofSpeakers), excluded: made(excluded, ofExcluded) };
    }

    /** Has what is said of a whole page said of its entries. */
    spread() {}

    parts(term, fields) {
      return Promise.all(sought(term).map((token) => this.part(token, fields)));
    }

    /** The entries with `token` in any of `fields`, and how rare it is. */
    async part(token, fields) {
      const exact = this.collect(await this.trees(token), fields, (root, stem) => nodes(root, token, stem));
      const isGuess = exact.found.size === 0 && token.isPrefix && !token.isTail;
      const { found, count, isCut } = isGuess
        ? this.collect(await this.treesAbove(token), fields, (root) => nodesAbove(root, token))
        : exact;
      const rarity = Math.log(1 + (Math.max(this.size - count, 0) + 0.5) / (count + 0.5));
      return { found, rarity, isGuess, isCut };
    }

    /** Each way of stemming leads to nodes of its own, and they count for the pages that it is the way of. */
    collect(trees, fields, nodesOf) {
      const found = new Map();
      let left = 0;
      for (const stem of stemmings()) {
        for (const tree of trees) {
          for (const field of fields) {
            for (const [node, worth] of nodesOf(tree[field].root, stem)) {
              left += this.addDocuments(found, stem, field, node, worth);
            }
          }
        }
      }
      return { found, count: this.countOf(found) + left, isCut: left > 0 };
    }

    countOf(found) {
      return found.size;
    }

    /** Adds what `node` has to `found`; returns how many entries it does not list, being too many. */
    addDocuments(found, stem, field, node, worth) {
      let count = 0;
      for (const [ref, page, score] of this.postings(field, node)) {
        count += 1;
        if (page.stemming === stem) add(found, ref, FIELDS[field] * worth * score, field !== "title");
      }
      return Math.max((node.all ?? count) - count, 0);
    }

    joined(term, parts) {
      const weight = parts.reduce((sum, part) => sum + part.rarity, 0);
      const entries = joinedEntries(parts, weight);
      const whole = [...entries.values()].filter(({ share }) => share > WHOLE).length;
      const isCommon = whole > COMMON * this.size || (parts.length > 0 && parts.every((part) => part.isCut));
      return { ...term, entries, weight, isCommon, isGuess: parts.some((part) => part.isGuess) };
    }
  }

  /** Adds to what an entry is worth by what was found, and whether any of it stands outside the title. */
  function add(found, ref, score, isOwn) {
    const entry = found.get(ref);
    if (!entry) return found.set(ref, { score, share: 1, isOwn });
    entry.score += score;
    entry.isOwn ||= isOwn;
    return found;
  }

  /** The entries with any of a term's tokens. One that is in too many to be listed is taken to be in each. */
  function joinedEntries(parts, weight) {
    if (parts.length === 1) return weighed(parts[0]);
    const listed = parts.filter((part) => !part.isCut);
    const [counted, others] = listed.length > 0 ? [listed, parts.filter((part) => part.isCut)] : [parts, []];
    const whole = counted.reduce((sum, part) => sum + part.rarity, 0) || weight;
    const entries = new Map();
    for (const { rarity, found } of counted) {
      for (const [ref, { score, isOwn }] of found) {
        const entry = entries.get(ref) ?? { score: 0, share: 0, isOwn: false };
        entry.score += rarity * score;
        entry.share += rarity / whole;
        entry.isOwn ||= isOwn;
        entries.set(ref, entry);
      }
    }
    for (const { rarity, found } of others) {
      for (const [ref, entry] of entries) entry.score += rarity * (found.get(ref)?.score ?? 0);
    }
    return entries;
  }

  function weighed({ rarity, found }) {
    for (const entry of found.values()) entry.score *= rarity;
    return found;
  }

  /** The nodes of the trie at `root` that stand for `token` among words stemmed by `stem`, and what each is worth. */
  function nodes(root, token, stem) {
    const found = new Map();
    const exact = token.isTail ? undefined : walk(root, stem(token.text));
    const starts = [token.isPrefix ? walk(root, token.text) : undefined, exact].filter((node) => node !== undefined);
    if (token.isPrefix) starts.forEach((start) => addBelow(start, found));
    if (exact) found.set(exact, 1);
    return found;
  }

  /**
   * The longest stem that a word being typed begins with: `optimizati` leads nowhere, but some `optimization` is
   * indexed as `optim`. Whether it was that word, only the text can tell.
   */
  function nodesAbove(root, token) {
    for (let length = token.text.length - 1; length >= SHORTEST_STEM; length--) {
      const node = walk(root, token.text.slice(0, length));
      if (node?.df > 0) return [[node, PREFIX_WORTH]];
    }
    return [];
  }

  /** The node that `text` leads to. A child's key is a character, or half of one; other keys are longer. */
  function walk(root, text) {
    let node = root;
    for (let at = 0; at < text.length; at++) {
      const key = Object.hasOwn(node, text[at]) ? text[at] : String.fromCodePoint(text.codePointAt(at));
      if (!Object.hasOwn(node, key)) return undefined;
      node = node[key];
      at += key.length - 1;
    }
    return node;
  }

  function addBelow(start, found) {
    const queue = [start];
    for (let at = 0; at < queue.length && found.size < MOST_PREFIXED; at++) {
      if (queue[at].df > 0) found.set(queue[at], PREFIX_WORTH);
      for (const key of Object.keys(queue[at])) {
        if (key.length === 1 || /^[\ud800-\udbff]/.test(key)) queue.push(queue[at][key]);
      }
    }
  }

  /** The index, loaded when it is first asked for. */
  const index = once(async () => {
    const { shards } = await ready();
    const shape = shards ? "shards" : "one";
    await need(shape);
    return postilSearch[shape]();
  });

  /** The text of `query` with what was meant by words that are `unknown`, if there are such and it can be told. */
  async function meant(index, query, unknown) {
    if (unknown.length === 0) return undefined;
    await need("meant");
    return postilSearch.corrected(index, query, unknown);
  }

  Object.assign(postilSearch, { Index, WHOLE, walk, add, index, meant });
})();
