// The index: fetched when it is first needed, and asked for the entries that fit a query.
(() => {
  "use strict";

  const { sought } = postilSearch;

  const FIELDS = { title: 2, speaker: 1.5, section: 2.5, note: 1.1, body: 1 };

  // The parameters of BM25: how soon repetition stops to count, and how much length counts.
  const SATURATION = 1.2;
  const LENGTH = 0.4;

  // What a word that only begins like a typed one is worth, and how many such words are looked at.
  const PREFIX_WORTH = 0.6;
  const MOST_PREFIXED = 300;
  const SHORTEST_STEM = 3;

  // A term that more than this share of the entries has does not tell them apart.
  const COMMON = 0.5;

  // A share that is whole but for rounding.
  const WHOLE = 0.999;

  /**
   * Loads a data file of ours: a script that assigns to one global, since a page opened from disk may load
   * scripts but not fetch. It runs, and its `load` event fires, before any other script can run.
   */
  function load(path) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = document.documentElement.dataset.root + path;
      script.onload = () => {
        script.remove();
        resolve(globalThis.postilSearchData);
        delete globalThis.postilSearchData;
      };
      script.onerror = () => reject(new Error(path));
      document.head.append(script);
    });
  }

  /** A function that loads once, and again only if it failed. */
  function once(start) {
    let promise;
    return () => (promise ??= start().catch((error) => {
      promise = undefined;
      throw error;
    }));
  }

  class Index {
    constructor(data, list) {
      this.roots = Object.keys(FIELDS).map((field) => ({ field, root: data.index[field].root }));
      this.lengths = data.documentStore.docInfo;
      this.size = data.documentStore.length;
      this.means = this.meanLengths();
      this.pages = list.pages.map((page) => ({ ...page, text: once(() => load(textPath(page.address))) }));
      this.places = this.pages.flatMap((page) => Array.from({ length: page.entries }, (_, at) => ({ page, at })));
    }

    /** The mean length of each field, where there is any of it. */
    meanLengths() {
      const lengths = (field) => Object.values(this.lengths).map((info) => info[field] ?? 0).filter((n) => n > 0);
      const mean = (all) => all.reduce((sum, length) => sum + length, 0) / all.length;
      return Object.fromEntries(this.roots.map(({ field }) => [field, mean(lengths(field))]));
    }

    /**
     * The terms of `query` with what the index knows of them: `{tokens, isQuoted, entries, weight, isCommon,
     * isGuess}`. `entries` has, by reference, `{score, share, isOwn}`: what the term is worth there, the share
     * of its tokens that is there, and whether any of it stands outside the page's title.
     */
    lookUp(query) {
      return query.terms.map((term) => {
        const parts = sought(term).map((token) => this.postings(token));
        const weight = parts.reduce((sum, part) => sum + part.rarity, 0);
        const entries = joined(parts, weight);
        const whole = [...entries.values()].filter(({ share }) => share > WHOLE).length;
        const isGuess = parts.some((part) => part.isGuess);
        return { ...term, entries, weight, isCommon: whole > COMMON * this.size, isGuess };
      });
    }

    /** The entries with `token` in any field, and how rare it is. */
    postings(token) {
      const exact = this.collect((root) => nodes(root, token));
      const isGuess = exact.size === 0 && token.isPrefix && !token.isTail;
      const found = isGuess ? this.collect((root) => nodesAbove(root, token)) : exact;
      const rarity = Math.log(1 + (this.size - found.size + 0.5) / (found.size + 0.5));
      return { found, rarity, isGuess };
    }

    collect(nodesOf) {
      const found = new Map();
      for (const { field, root } of this.roots) {
        for (const [node, worth] of nodesOf(root)) {
          for (const ref of Object.keys(node.docs)) {
            const entry = found.get(ref) ?? { score: 0, isOwn: false };
            entry.score += FIELDS[field] * worth * this.saturated(field, ref, node.docs[ref].tf);
            entry.isOwn ||= field !== "title";
            found.set(ref, entry);
          }
        }
      }
      return found;
    }

    /** BM25's share of a field; the index holds the square root of how often a token occurs. */
    saturated(field, ref, root) {
      const count = root * root;
      const length = (this.lengths[ref]?.[field] ?? 0) / this.means[field];
      return (count * (SATURATION + 1)) / (count + SATURATION * (1 - LENGTH + LENGTH * length));
    }
  }

  /** The entries with any of a term's tokens. */
  function joined(parts, weight) {
    const entries = new Map();
    for (const { rarity, found } of parts) {
      for (const [ref, { score, isOwn }] of found) {
        const entry = entries.get(ref) ?? { score: 0, share: 0, isOwn: false };
        entry.score += rarity * score;
        entry.share += rarity / weight;
        entry.isOwn ||= isOwn;
        entries.set(ref, entry);
      }
    }
    return entries;
  }

  function textPath(address) {
    return `search/text/${address.split("/").map(encodeURIComponent).join("/")}text.js`;
  }

  /** The nodes of the trie at `root` that stand for `token`, and what each is worth. */
  function nodes(root, token) {
    const found = new Map();
    const exact = token.isTail ? undefined : walk(root, token.stem);
    const starts = [walk(root, token.text), exact].filter((node) => node !== undefined);
    if (token.isPrefix) starts.forEach((start) => addBelow(start, found));
    if (!token.isTail) starts.forEach((start) => found.set(start, 1));
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

  /** The node that `text` leads to. A child's key is one character, other keys are longer. */
  function walk(root, text) {
    let node = root;
    for (const character of text) {
      if (!Object.hasOwn(node, character)) return undefined;
      node = node[character];
    }
    return node;
  }

  function addBelow(start, found) {
    const queue = [start];
    for (let at = 0; at < queue.length && found.size < MOST_PREFIXED; at++) {
      if (queue[at].df > 0) found.set(queue[at], PREFIX_WORTH);
      for (const key of Object.keys(queue[at])) {
        if (key !== "docs" && key !== "df") queue.push(queue[at][key]);
      }
    }
  }

  /** The index, loaded when it is first asked for. */
  const index = once(async () => {
    const [data, list] = await Promise.all([load("search/index.js"), load("search/pages.js")]);
    return new Index(data, list);
  });

  Object.assign(postilSearch, { index, WHOLE });
})();
