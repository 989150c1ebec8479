// The query language: what was typed, as a tree of what must and what may not be there. Whatever is typed means
// something: what fits no rule is words to look for. tests/search/parsed.json has the cases.
(() => {
  "use strict";

  const { tokens, stemmings, scan, spellings } = postilSearch;

  // More terms or words than this cost a browser more than they tell; a page that was pasted is cut.
  const MOST_TERMS = 32;
  const MOST_TOKENS = 96;
  const MOST_CHARACTERS = 2000;

  // `NEAR` without a number: about a sentence.
  const NEAR = 10;

  // The fields that entries can be chosen by, beside the speaker.
  const CHOICES = ["kind", "tag", "collection", "year", "language"];

  const YEARS = /^(?<from>\d{1,4})?(?<range>\.{2,}|[-–—])?(?<to>\d{1,4})?$/u;

  // Groups of words that find each other, from site.toml: each member as its text and its tokens.
  let synonyms = [];

  /**
   * A query: `{text, where, isFinished, isCut}`. `where` is the tree, or null where there is nothing to look for; `isCut`
   * tells that more was typed than is looked for. Every node has `start` and `end`, its place in `text`:
   * - `{kind: "words", text}`: words by their stems, one after another; `{kind: "phrase", text, isPrefix}`: exactly these;
   *   words may have `also`, other ways to spell them;
   * - `{kind: "prefix", text, isTyped}`: the last word goes on; `isTyped`: it may, since it is still being typed;
   * - `{kind: "near", nodes, distance}`: all within so many words, in any order;
   * - `{kind: "field", field, …}`: `text` of a speaker, `node` of a title, `value` of a kind, tag, collection or language,
   *   `from` and `to` of a year;
   * - `{kind: "and" | "or", nodes}` and `{kind: "not", node}`.
   */
  function parse(text) {
    const typed = text.trim();
    const { items, isOpen } = scan(typed.slice(0, MOST_CHARACTERS) + (/\s$/u.test(text) ? " " : ""));
    const budget = { terms: MOST_TERMS, tokens: MOST_TOKENS, isCut: typed.length > MOST_CHARACTERS };
    const made = items.map((item) => (item.operator ? item : { ...item, node: nodeOf(item, budget) }));
    if (isOpen && !budget.isCut) goOn(made.at(-1));
    const nodes = combined(made.filter(({ operator, node }) => operator || node));
    addSpellings(nodes);
    return { text: typed, where: treeOf(withSynonyms(nodes, typed)), isFinished: !isOpen, isCut: budget.isCut };
  }

  /** The tree of `nodes`; nothing but exclusions asks for nothing. */
  function treeOf(nodes) {
    if (nodes.every((node) => node.kind === "not")) return null;
    return nodes.length === 1 ? nodes[0] : { kind: "and", nodes, start: nodes[0].start, end: nodes.at(-1).end };
  }

  /** The node of what stands between two spaces or quotation marks; nothing, if there is no word in it. */
  function nodeOf(item, budget) {
    const { field, from, to } = item;
    const place = { start: from, end: to };
    const years = field === "year" ? YEARS.exec(item.text.trim())?.groups : undefined;
    if (years && (years.from || years.to)) return { kind: "field", field, ...yearsOf(years), ...place };
    const text = limited(item.text, budget).trim();
    if (text === "") return undefined;
    if (field && !["speaker", "title", "year"].includes(field)) return { kind: "field", field, value: text, ...place };
    const isPrefix = text.endsWith("*");
    if (field === "speaker") return { kind: "field", field, text: text.replace(/\*$/u, ""), isPrefix, ...place };
    const leaf = { kind: item.isQuoted ? "phrase" : isPrefix ? "prefix" : "words", text: text.replace(/\*$/u, ""), ...place };
    if (item.isQuoted) leaf.isPrefix = isPrefix;
    return field === "title" ? { kind: "field", field, node: leaf, ...place } : leaf;
  }

  /** `text` as far as the budget allows; nothing of it, if it has no word. */
  function limited(text, budget) {
    const found = tokens(text);
    if (found.length === 0) return "";
    const room = budget.terms > 0 ? budget.tokens : 0;
    if (found.length > room) budget.isCut = true;
    budget.tokens -= Math.min(found.length, room);
    budget.terms -= 1;
    const last = found[room - 1];
    return found.length > room ? text.slice(0, last?.first ?? last?.end ?? 0) : text;
  }

  function yearsOf({ from, range, to }) {
    const year = (digits) => (digits ? Number(digits) : null);
    return { from: year(from), to: range ? year(to) : year(from) };
  }

  /** Has the last word go on, since it is still being typed. */
  function goOn(item) {
    const node = item?.node;
    if (!node || item.isNot) return;
    const leaf = node.node ?? node;
    if (leaf.kind === "words") Object.assign(leaf, { kind: "prefix", isTyped: true });
    else if (leaf.kind === "phrase" || leaf.field !== "year") leaf.isTyped = true;
  }

  /** The nodes of what was typed. `NEAR` binds more tightly than `OR`, and `OR` than a space. */
  function combined(items) {
    const nodes = [];
    let operator;
    let isBeforeNot = false;
    for (const item of items) {
      if (item.operator) {
        operator ??= item;
        continue;
      }
      if (item.isNot) nodes.push({ kind: "not", node: item.node, start: item.from, end: item.to });
      else if (operator && nodes.length > 0 && !isBeforeNot) nodes.push(...joined(nodes.pop(), operator, item.node));
      else nodes.push(item.node);
      isBeforeNot = Boolean(item.isNot);
      operator = undefined;
    }
    return nodes;
  }

  const isLeaf = ({ kind }) => kind === "words" || kind === "phrase" || kind === "prefix";

  /** What two nodes are with an operator between them: one node, or both, where it says nothing of such nodes. */
  function joined(before, { operator, distance = NEAR }, node) {
    const place = { start: before.start, end: node.end };
    if (operator === "AND") return [before, node];
    if (operator === "OR") return [{ kind: "or", nodes: [...(before.kind === "or" ? before.nodes : [before]), node], ...place }];
    if (before.kind === "or") {
      const last = joined(before.nodes.at(-1), { operator, distance }, node);
      return last.length === 1 ? [{ kind: "or", nodes: [...before.nodes.slice(0, -1), ...last], ...place }] : [before, node];
    }
    if (!isLeaf(node) || !(isLeaf(before) || before.kind === "near")) return [before, node];
    return [{ kind: "near", nodes: before.kind === "near" ? [...before.nodes, node] : [before, node], distance, ...place }];
  }

  /** Adds other spellings to words: those of their own, and of each with the next as one word. */
  function addSpellings(nodes) {
    const isPlain = (node) => node?.kind === "words" || (node?.kind === "prefix" && node.isTyped);
    nodes.forEach((node, at) => {
      if (node.kind === "or") return addSpellings(node.nodes.flatMap((inner) => [inner, { kind: "or", nodes: [] }]));
      if (!isPlain(node)) return undefined;
      node.also = spellings(node.text, tokensOf(node));
      const before = nodes[at - 1];
      if (!isPlain(before) || tokensOf(before).length + tokensOf(node).length > 2) return undefined;
      const compound = spellings("", [...tokensOf(before), ...tokensOf(node)]);
      [before, node].forEach((part) => part.also.push(...compound));
    });
  }

  /** `nodes` with each word that the site calls something else as well as a choice: of what was typed, or what is said instead. */
  function withSynonyms(nodes, typed) {
    const out = [];
    for (let at = 0; at < nodes.length;) {
      const found = synonyms.length > 0 ? synonymsAt(nodes, at) : undefined;
      if (!found) out.push(nodes[at++]);
      else {
        const said = nodes.slice(at, at + found.length);
        const place = { start: said[0].start, end: said.at(-1).end };
        const own = said.length === 1 ? said[0] : { kind: "and", nodes: said, ...place };
        const others = found.others.map(({ text }) => ({ kind: "words", text, ...place }));
        out.push({ kind: "or", nodes: [own, ...others], isSynonyms: true, written: typed.slice(place.start, place.end), ...place });
        at += found.length;
      }
    }
    return out;
  }

  /** The longest member of a group that begins at a node, as how many nodes it is, and the others of its group. */
  function synonymsAt(nodes, at) {
    let best;
    for (const group of synonyms) {
      for (const member of group) {
        const length = lengthOf(member, nodes, at);
        if (length > (best?.length ?? 0)) best = { length, others: group.filter((other) => other !== member) };
      }
    }
    return best;
  }

  /** How many nodes from `at` on are the words of `member` and no others; 0, if they are not. */
  function lengthOf(member, nodes, at) {
    let left = member.tokens;
    for (let length = 1; at + length <= nodes.length; length++) {
      const node = nodes[at + length - 1];
      if (node.kind !== "words" && !(node.kind === "prefix" && node.isTyped)) return 0;
      const said = tokensOf(node);
      if (said.length > left.length || !said.every((token, place) => isSame(left[place], token))) return 0;
      left = left.slice(said.length);
      if (left.length === 0) return length;
    }
    return 0;
  }

  const isSame = (a, b) => a.text === b.text || (!a.isTail && !b.isTail && a.stems.some((stem) => b.stems.includes(stem)));

  // The tokens of nodes, which are plain data.
  const known = new WeakMap();

  /**
   * The tokens of a node with a text: each with `stems`, one for each way of stemming on this site. One with `isPrefix` goes
   * on; one with `isOpen` may.
   */
  function tokensOf(node) {
    if (!known.has(node)) known.set(node, made(node));
    return known.get(node);
  }

  function made({ kind, text, isTyped, isPrefix }) {
    const found = wantedIn(text);
    const last = found.at(-1);
    if (last && !last.isTail) {
      last.isOpen = isTyped === true;
      last.isPrefix = isPrefix === true || (kind === "prefix" && !isTyped);
    }
    return found;
  }

  const knownWays = new WeakMap();

  /** The tokens of a node, and of each other way to spell it; without letters taken off, unless the word `isNowhere` as it was typed. */
  function waysOf(node) {
    const { also = [], kind, text, isTyped, isNowhere } = node;
    const length = () => tokensOf(node).reduce((sum, token) => sum + token.text.length, 0);
    const isBare = (other) => !/\s/u.test(other) && other.length < length();
    const others = also.filter((other) => isNowhere || !isBare(other)).map((other) => ({ kind, text: other, isTyped }));
    if (!knownWays.has(node)) knownWays.set(node, [node, ...others].map(tokensOf));
    return knownWays.get(node);
  }

  const wantedIn = (text) => tokens(text).map((token) => {
    const stems = stemmings().map((stem) => stem(token.text));
    return { ...token, written: text.slice(token.start, token.end), stems, isPrefix: token.isTail === true };
  });

  /** Whether there is anything to look for. */
  const isEmpty = ({ where }) => where === null;

  /** The query with what was meant in place of what is nowhere; nothing, if that cannot be told. */
  function corrected({ text }, unknown) {
    const known = unknown.filter(({ words }) => words.length > 0);
    if (known.length === 0) return undefined;
    return [...known].sort((a, b) => b.start - a.start).reduce((out, { start, end, words: [best] }) => out.slice(0, start) + best + out.slice(end), text);
  }

  /** Learns which words find each other. */
  function learnSynonyms(groups) {
    const member = (text) => ({ text, tokens: wantedIn(text) });
    synonyms = groups.map((group) => group.map(member).filter((made) => made.tokens.length > 0));
  }

  Object.assign(postilSearch, { CHOICES, parse, treeOf, isEmpty, corrected, isLeaf, tokensOf, waysOf, learnSynonyms });
})();
