// What an index of words knows of a query: the entries that may fit it, and what each of its words is worth there.
(() => {
  "use strict";

  const { isLeaf, tokensOf, waysOf, isBy } = postilSearch;

  // What a word that is spelt in another way is worth; how long the halves of a compound are at least, and how many entries
  // have a word that is not taken apart.
  const ALSO = 0.8;
  const SHORTEST_HALF = 3;
  const OFTEN = 10;

  /** Looks the words of queries up in `lists`; `facets` knows which entries have a value. */
  class Candidates {
    constructor(lists, facets) {
      Object.assign(this, { lists, facets, known: new Map() });
    }

    /** The entries that may fit `node`, by reference; `isCertain`, if all of them do. */
    of(node) {
      if (isLeaf(node)) return this.leaf(node);
      if (node.kind === "field") return this.field(node);
      const inner = node.nodes.map((child) => this.of(child));
      const isCertain = node.kind !== "near" && inner.every((child) => child.isCertain);
      const join = node.kind === "or" ? united : intersected;
      return { found: join(inner.map(({ found }) => found)), isCertain };
    }

    /** All entries with the words of a leaf, each in one of its ways. */
    leaf(node, fields) {
      const ways = waysOf(node).concat(this.halves(node));
      const inner = ways.map((tokens, at) => this.way(tokens, node.kind === "phrase", fields, at > 0 ? ALSO : 1));
      return { found: united(inner.map(({ found }) => found)), isCertain: inner.every((way) => way.isCertain || way.found.size === 0) };
    }

    way(tokens, isExact, fields, worth) {
      const sought = tokens.filter((token) => !token.isImplied);
      const parts = sought.map((token) => this.token(token, fields));
      const found = intersected(parts.map((part) => part.found));
      if (worth < 1) for (const [ref, entry] of found) found.set(ref, { ...entry, score: entry.score * worth });
      const isGram = ({ first }) => first !== undefined;
      return { found, isCertain: sought.length === 1 && !parts[0].isGuess && (!isExact || isGram(sought[0])) };
    }

    /** Whether a word is in no entry as it was typed. */
    isNowhere = (node) => tokensOf(node).some((token) => !token.isImplied && this.token(token).found.size === 0);

    token(token, fields) {
      const key = JSON.stringify([token.text, token.isPrefix, token.isOpen, fields]);
      if (!this.known.has(key)) this.known.set(key, this.lists.lookUp(token, fields));
      return this.known.get(key);
    }

    /** A long word that is nearly nowhere as two words that stand side by side somewhere: only the text can tell. */
    halves(node) {
      const [own, ...others] = tokensOf(node);
      const { text, isPrefix, isOpen, first } = own;
      if (node.kind === "phrase" || others.length > 0 || isPrefix || isOpen || first !== undefined) return [];
      if (this.token(own).found.size >= OFTEN) return [];
      const token = (half) => ({ text: half, stems: [half], isPrefix: false });
      const cuts = Array.from({ length: Math.max(text.length - 2 * SHORTEST_HALF + 1, 0) }, (_, at) => at + SHORTEST_HALF);
      const pairs = cuts.map((cut) => [token(text.slice(0, cut)), token(text.slice(cut))]);
      return pairs.filter((pair) => pair.every((half) => this.token(half).found.size > 0));
    }

    field(node) {
      if (isBy(node)) return { ...this.leaf({ kind: "phrase", ...node }, ["speaker"]), isCertain: false };
      if (node.field === "title") return { ...this.leaf(node.node, ["title"]), isCertain: false };
      const found = new Map(this.facets.refs(node).map((ref) => [ref, { score: 0, isOwn: true }]));
      return { found, isCertain: true };
    }

    /** A function that tells what an entry has of a leaf, as `{share, score}`: of several words, less if not all are there. */
    sharesOf(node) {
      const whole = this.of(node).found;
      const parts = tokensOf(node).filter((token) => !token.isImplied).map((token) => this.token(token));
      const weight = parts.reduce((sum, part) => sum + part.rarity, 0) || 1;
      return (ref) => {
        if (whole.has(ref)) return { share: 1, score: whole.get(ref).score };
        const there = parts.filter((part) => part.found.has(ref));
        return {
          share: there.reduce((sum, part) => sum + part.rarity, 0) / weight,
          score: there.reduce((sum, part) => sum + part.found.get(ref).score, 0),
        };
      };
    }

    /** How much a leaf tells: the rarity of its words. */
    weight(node) {
      return tokensOf(node).filter((token) => !token.isImplied).reduce((sum, token) => sum + this.token(token).rarity, 0);
    }
  }

  function united(maps) {
    if (maps.length === 1) return new Map(maps[0]);
    const all = new Map();
    for (const map of maps) {
      for (const [ref, entry] of map) {
        const other = all.get(ref);
        all.set(ref, other ? { score: other.score + entry.score, isOwn: other.isOwn || entry.isOwn } : entry);
      }
    }
    return all;
  }

  function intersected(maps) {
    if (maps.length === 0) return new Map();
    const [least, ...others] = [...maps].sort((a, b) => a.size - b.size);
    const all = new Map();
    for (const [ref, entry] of least) {
      const entries = others.map((map) => map.get(ref));
      if (entries.includes(undefined)) continue;
      const sum = (total, other) => ({ score: total.score + other.score, isOwn: total.isOwn || other.isOwn });
      all.set(ref, entries.reduce(sum, entry));
    }
    return all;
  }

  Object.assign(postilSearch, { Candidates, intersected });
})();
