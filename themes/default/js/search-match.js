// Whether an entry's words are what a query asks for, and where they stand: decided by the words themselves.
(() => {
  "use strict";

  const { tokens, isLeaf, tokensOf, waysOf } = postilSearch;

  // How long the halves of a compound are at least.
  const SHORTEST_HALF = 3;

  // The tokens of entries, kept since the next letter typed asks for them again.
  const known = new WeakMap();

  /** The tokens of `entry`, `{heading, parts}`: of its page's title, its heading, and of each part with its speaker's name. */
  function wordsOf(entry, { title, stemming }) {
    if (!known.has(entry)) {
      const made = (text = "") => tokens(text, stemming);
      known.set(entry, {
        title: made(title),
        heading: made(entry.heading),
        by: entry.parts.map((part) => made(part.by)),
        parts: entry.parts.map((part) => made(part.text)),
      });
    }
    return known.get(entry);
  }

  /** What a tree asks for: the nodes that must all fit, and those that are excluded. */
  function conditionsOf(where) {
    const all = where.kind === "and" ? where.nodes : [where];
    return { all: all.filter(({ kind }) => kind !== "not"), none: all.filter(({ kind }) => kind === "not").map(({ node }) => node) };
  }

  const isBy = (node) => node.field === "speaker" || (node.kind === "or" && node.nodes.every(isBy));

  /**
   * Whether an entry with these `words` has all that is asked for and nothing of what is excluded. `has(node)` says
   * whether its page has a value: a kind, a tag, a year.
   */
  function fits(where, words, has) {
    const conditions = conditionsOf(where);
    const view = viewOf(conditions, words, has);
    return view !== undefined && conditions.all.every((node) => isThere(node, view)) && !isExcluded(conditions, words, has);
  }

  /** Whether an entry has what may not be missing, even where not all words are there: what was quoted, and the fields. */
  function fitsStrictly(where, words, has) {
    const { all, none } = conditionsOf(where);
    const isStrict = (node) => node.kind === "field" || node.kind === "phrase" || (node.kind === "or" && node.nodes.every(isStrict));
    const view = viewOf({ all, none }, words, has);
    return view !== undefined && all.filter(isStrict).every((node) => isThere(node, view)) && !isExcluded({ none }, words, has);
  }

  function isExcluded({ none }, words, has) {
    const view = viewOf({ all: [], none: [] }, words, has);
    return none.some((node) => !isBy(node) && isThere(node, view));
  }

  /** What of an entry counts: all of it, or what is said by those who are asked for; nothing, if they say nothing there. */
  function viewOf({ all, none }, { title, heading, by, parts }, has) {
    const [wanted, unwanted] = [all.filter(isBy), none.filter(isBy)];
    const isLimited = wanted.length + unwanted.length > 0;
    const isSaid = (name) => wanted.every((node) => isThere(node, { by: [name] })) && !unwanted.some((node) => isThere(node, { by: [name] }));
    const said = [...parts.keys()].filter((at) => !isLimited || isSaid(by[at]));
    if (said.length === 0 && isLimited) return undefined;
    const names = said.map((at) => by[at]);
    const about = wanted.length > 0 ? [] : [title, heading];
    return { texts: [...about, ...said.map((at) => parts[at]), ...names], by: names, title, said, has };
  }

  function isThere(node, view) {
    if (node.kind === "or") return node.nodes.some((inner) => isThere(inner, view));
    if (node.kind === "and") return node.nodes.every((inner) => isThere(inner, view));
    if (node.kind !== "field") return view.texts.some((text) => occurs(node, text));
    if (node.field === "speaker") return view.by.some((name) => isNamed(node, name));
    return node.field === "title" ? occurs(node.node, view.title) : view.has(node);
  }

  /** Whether a name has the words that are asked for, or is them, where the whole name is asked for. */
  const isNamed = (node, name) => occurs(node, name) && (!node.isExact || name.length === tokensOf(node).length);

  const occurs = (node, text) => occurrences(node, text).length > 0;

  /** Where `node` stands in a text, given the text's tokens: `{from, to, start, end}`, the places of tokens and of characters. */
  function occurrences(node, text) {
    if (node.kind === "near") return clumps(node, text);
    if (node.nodes) return node.nodes.flatMap((inner) => occurrences(inner, text));
    return waysOf(node).flatMap((wanted) => runs(wanted, text, node.kind === "phrase")).concat(halves(node, text));
  }

  /** Where a word that is one in the query stands as two: `open source` for `opensource`. */
  function halves(node, text) {
    const [{ text: whole, isPrefix, isOpen, first }, ...others] = tokensOf(node);
    if (node.kind === "phrase" || others.length > 0 || isPrefix || isOpen || first !== undefined || whole.length < 2 * SHORTEST_HALF) return [];
    const found = [];
    for (let size = SHORTEST_HALF; size <= whole.length - SHORTEST_HALF; size++) {
      const firsts = placesIn(text).words.get(whole.slice(0, size)) ?? [];
      found.push(...firsts.filter((at) => text[at + 1]?.text === whole.slice(size)));
    }
    return found.map((at) => ({ from: at, to: at + 1, start: text[at].start, end: text[at + 1].end }));
  }

  // Where each word and each stem stands in a list of tokens: a long query asks for many in the same.
  const knownPlaces = new WeakMap();

  function placesIn(text) {
    if (!knownPlaces.has(text)) {
      const [words, stems] = [new Map(), new Map()];
      const note = (found, key, at) => (found.has(key) ? found.get(key).push(at) : found.set(key, [at]));
      text.forEach((token, at) => {
        note(words, token.text, at);
        note(stems, token.stem, at);
      });
      knownPlaces.set(text, { words, stems });
    }
    return knownPlaces.get(text);
  }

  /** The places of a text that may be a token, in order. */
  function placesOf({ text: wanted, isPrefix, isOpen, isTail, stems }, text, isExact) {
    const known = placesIn(text);
    const begun = isPrefix || isOpen ? [...known.words].filter(([word]) => word.startsWith(wanted)).map(([, places]) => places) : [];
    const stemmed = isExact || isTail ? [] : stems.map((stem) => known.stems.get(stem) ?? []);
    const all = [known.words.get(wanted) ?? [], ...begun, ...stemmed].filter(({ length }) => length > 0);
    return all.length > 1 ? [...new Set(all.flat())].sort((a, b) => a - b) : (all[0] ?? []);
  }

  function runs(wanted, text, isExact) {
    const found = [];
    for (const at of placesOf(wanted[0], text, isExact)) {
      if (at + wanted.length > text.length || !wanted.every((token, offset) => isSame(text[at + offset], token, isExact))) continue;
      const last = at + wanted.length - 1;
      found.push({ from: at, to: last, start: text[at].start, end: endOf(text[last], wanted.at(-1)) });
    }
    return found;
  }

  function isSame(token, wanted, isExact) {
    if ((wanted.isPrefix || wanted.isOpen) && token.text.startsWith(wanted.text)) return true;
    return token.text === wanted.text || (!isExact && !wanted.isTail && wanted.stems.includes(token.stem));
  }

  /** A single character finds a pair that it begins, but not the second character of it. */
  const endOf = (token, wanted) => (wanted.isTail ? token.first : token.end);

  /** The occurrences of all that is to be near: few enough words between the end of the first and the start of the last. */
  function clumps({ nodes, distance }, text) {
    const all = nodes.flatMap((node, number) => occurrences(node, text).map((found) => ({ ...found, number })));
    all.sort((a, b) => a.from - b.from || a.to - b.to);
    const found = new Set();
    for (let first = 0; first < all.length; first++) {
      const inside = [];
      for (let at = first; at < all.length && all[at].from - all[first].to - 1 <= distance; at++) inside.push(all[at]);
      if (new Set(inside.map(({ number }) => number)).size === nodes.length) inside.forEach((one) => found.add(one));
    }
    return [...found];
  }

  /**
   * What of `query` is marked in `texts`, each a list of tokens, as nodes: a last word that is there as it was typed does not go
   * on, and what is nowhere as it was asked for is taken apart, unless it was quoted. Words that every text has are not marked
   * when others were asked for.
   */
  function marksOf({ where }, texts) {
    if (where === null) return [];
    const isAnywhere = (node) => texts.some((text) => occurs(node, text));
    const nodes = conditionsOf(where).all.flatMap((node) => answered(node, isAnywhere));
    const isFrequent = (node) => node.kind !== "phrase" && isLeaf(node) && tokensOf(node).every(postilSearch.isStop);
    const telling = nodes.filter((node) => !isFrequent(node));
    return telling.length > 0 ? telling : nodes;
  }

  function answered(node, isAnywhere) {
    if (node.kind === "field") return [];
    if (node.kind === "or" || node.kind === "and") return node.nodes.flatMap((inner) => answered(inner, isAnywhere));
    const fitting = [finished(node), node, { ...node, isNowhere: true }].find(isAnywhere);
    if (fitting) return [fitting];
    if (node.kind === "near") return node.nodes.flatMap((inner) => answered(inner, isAnywhere));
    return node.kind === "phrase" ? [] : apart(node);
  }

  /** The tokens of a node, each as a node. */
  function apart(node) {
    const sought = tokensOf(node).filter((token) => !token.isImplied);
    return sought.map((token) => ({ kind: token.isOpen ? "prefix" : "words", isTyped: token.isOpen, text: token.written }));
  }

  /** `node` without words that may go on. */
  function finished(node) {
    if (node.nodes) return { ...node, nodes: node.nodes.map(finished) };
    if (node.node) return { ...node, node: finished(node.node) };
    if (!node.isTyped) return node;
    return { ...node, isTyped: false, kind: node.kind === "prefix" ? "words" : node.kind };
  }

  /** `query` with its last word as it stands. */
  const closed = (query) => ({ ...query, where: query.where && finished(query.where), isFinished: true });

  /** Every place in `text`, whose tokens are given, that `nodes` mark, in order; what only a space divides is one. */
  function places(nodes, text, textTokens) {
    const all = nodes.flatMap((node) => occurrences(node, textTokens));
    const merged = [];
    for (const { start, end } of all.sort((a, b) => a.start - b.start)) {
      const last = merged.at(-1);
      if (last && text.slice(last[1], start).trim() === "") last[1] = Math.max(last[1], end);
      else merged.push([start, end]);
    }
    return merged;
  }

  Object.assign(postilSearch, { wordsOf, conditionsOf, fits, fitsStrictly, viewOf, isBy, isThere, occurs, occurrences, apart, marksOf, places, closed });
})();
