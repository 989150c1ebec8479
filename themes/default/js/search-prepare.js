// The nodes of a query as leaves: the terms of a segment that they stand for.
(() => {
  "use strict";

  const { tokens, soughtIn, stemmings, AnyTerm, Between, Run, Either, Near } = postilSearch;

  // How many words a beginning stands for, and how many bytes they take: while it is typed, and when it was meant.
  const MOST_TYPED = 60;
  const MOST_BYTES_TYPED = 30_000;
  const MOST_BYTES = 250_000;

  // What a word that only begins like a typed one is worth.
  const PREFIX_WORTH = 0.6;

  // A word this long and in so few documents may be two that are written together.
  const SHORTEST_COMPOUND = 7;
  const SHORTEST_PART = 3;
  const MOST_OF_COMPOUND = 2;

  // So many bytes may be read to see whether its parts stand beside each other.
  const MOST_BYTES_OF_PARTS = 8_000;

  // How many places where characters are separated may be there or not.
  const MOST_GAPS = 3;

  /** How many bytes tell where the terms of a leaf are. */
  const sizeOfPlaces = ({ lists, forms }) => (forms ? Infinity : 0) + lists.reduce((sum, { inline, positions }) => sum + (inline ? 0 : positions.parts[0] + (positions.parts[1] ?? 0)), 0);

  const isTerm = (record) => record.forms === undefined;

  /** Makes leaves for one segment; `notes` gets what the reader should know about them. */
  class Preparer {
    constructor(segment, notes) {
      Object.assign(this, { segment, notes });
    }

    /** The leaf of a node that stands for words. */
    leaf(node) {
      if (node.kind === "near") return this.near(node);
      if (node.kind === "phrase") return this.sequence(node, tokens(node.text), { isExact: true, isPrefix: node.isPrefix, isTyped: node.isTyped });
      if (node.kind === "prefix") return this.sequence(node, tokens(node.text), { isPrefix: true, isTyped: node.isTyped });
      return this.words(node);
    }

    async near({ nodes, distance }) {
      return new Near(await Promise.all(nodes.map((node) => this.leaf(node))), distance);
    }

    /** One chunk: a word, or several that are written together; and how else it may be written. */
    async words(node) {
      const found = tokens(node.text);
      const own = await this.sequence(node, found, {});
      const others = await Promise.all(spellings(node, found, own.count > 0).map((text) => this.otherwise(node, text)));
      const compounds = own.count <= MOST_OF_COMPOUND && found.length === 1 ? await this.compounds(node, found[0].text) : [];
      const leaves = [own, ...others, ...compounds].filter((leaf) => leaf.count > 0);
      return leaves.length > 1 ? new Either(leaves) : (leaves[0] ?? own);
    }

    async otherwise(node, text) {
      const leaf = await this.sequence(node, tokens(text), {});
      if (leaf.count > 0) this.notes.also(node, text);
      return leaf;
    }

    /** Two words that are written together in `text`, as far as both are known and stand beside each other. */
    async compounds(node, text) {
      if (text.length < SHORTEST_COMPOUND || !/^\p{L}+$/u.test(text)) return [];
      const found = [];
      for (let at = SHORTEST_PART; at <= text.length - SHORTEST_PART; at++) {
        const first = await this.forms({ text: text.slice(0, at) });
        if (first.count === 0) continue;
        const second = await this.forms({ text: text.slice(at) });
        if (second.count === 0 || Math.min(sizeOfPlaces(first), sizeOfPlaces(second)) > MOST_BYTES_OF_PARTS) continue;
        const run = new Run(this.segment, [{ leaf: first, offset: 0 }, { leaf: second, offset: 1 }], 2);
        if ((await run.match()).docs.length === 0) continue;
        this.notes.also(node, `${text.slice(0, at)} ${text.slice(at)}`);
        found.push(run);
      }
      return found;
    }

    /** Tokens one after another: as they are, or by their stems; the last may be a beginning. */
    async sequence(node, found, { isExact, isPrefix, isTyped }) {
      const leafOf = (token) => {
        const isOpen = isPrefix && token === found.findLast(({ isImplied }) => !isImplied);
        if (token.isTail || isOpen) return this.beginning(node, token, isTyped);
        return isExact || token.first !== undefined ? this.terms(`w${token.text}`) : this.forms(token);
      };
      const units = (await Promise.all(this.cover(found, isExact && !isPrefix, leafOf))).flat();
      if (units.length === 0) return new AnyTerm([]);
      if (units.length === 1) return units[0].leaf;
      const length = found.at(-1).position - found[0].position + 1;
      if (units.some(({ leaf }) => leaf.count === 0)) return new AnyTerm([]);
      const needed = isExact ? this.covering(found, isPrefix, units) : units;
      const runs = variants(found).map((shift) => {
        const first = units.find(({ token }) => token === found[0]) ?? units[0];
        const place = (token) => found.indexOf(token) + shift.filter((from) => from <= found.indexOf(token)).length;
        return new Run(this.segment, needed.map(({ token, leaf }) => ({ leaf, offset: place(token) - place(first.token) })), length);
      });
      return runs.length === 1 ? runs[0] : new Either(runs);
    }

    /**
     * Those of `units` that tell where all of the words `found` are, the rarest first: themselves, or by the words beside
     * them. Others would be read in vain.
     */
    covering(found, isPrefix, units) {
      const covered = new Set();
      const chosen = [];
      for (const unit of [...units].sort((a, b) => a.leaf.count - b.leaf.count)) {
        const at = found.indexOf(unit.token);
        const own = found.slice(at, at + unit.size);
        if (own.every((word) => covered.has(word))) continue;
        own.forEach((word) => covered.add(word));
        const beside = this.beside(isPrefix ? found.slice(0, -1) : found, at, unit);
        const places = { before: (distance) => at - 1 - distance, after: (distance) => at + unit.size + distance };
        for (const [side, ranks] of Object.entries(beside)) {
          const words = ranks.map((_, distance) => found[places[side](distance)]);
          ranks.length = words.findLastIndex((word) => !covered.has(word)) + 1;
          words.slice(0, ranks.length).forEach((word) => covered.add(word));
        }
        const isBetween = beside.before.length + beside.after.length > 0;
        chosen.push(isBetween ? { ...unit, leaf: new Between(unit.leaf, beside) } : unit);
      }
      return chosen;
    }

    /** The ranks of the words on each side of a unit, the nearest first, as far as its lists know them. */
    beside(found, at, { size, leaf, isAfterNamed, isBeforeNamed }) {
      const { ranks, beside: most } = this.segment.survey;
      const known = { before: [], after: [] };
      if (!(leaf.lists?.length > 0 && leaf.lists.every((list) => list.hasNeighbours))) return known;
      const rankOf = (place, other) => {
        const word = found[place];
        const isNext = word?.first === undefined && word?.position === found[at].position + other;
        const rank = isNext ? ranks.get(word.text) : undefined;
        return rank < most ? [rank] : [];
      };
      if (size > 1) {
        if (isAfterNamed) known.before = rankOf(at - 1, -1);
        if (isBeforeNamed) known.after = rankOf(at + size, size);
        return known;
      }
      for (const [side, step] of [["before", -1], ["after", 1]]) {
        known[side] = rankOf(at + step, step);
        if (known[side].length > 0) known[side].push(...rankOf(at + 2 * step, 2 * step));
      }
      return known;
    }

    /**
     * The units that tell whether all of `found` follow, as they are looked up: of a run of characters, those that cover it;
     * where common words follow one another, the terms of two or three of them; and other words, which `leafOf` looks up.
     */
    cover(found, isExact, leafOf) {
      const units = [];
      const single = async (token) => [{ token, size: 1, leaf: await leafOf(token) }];
      const isCommon = (token) => isExact && token !== undefined && token.first === undefined && this.segment.survey.ranks.has(token.text);
      for (let at = 0; at < found.length; ) {
        const token = found[at];
        if (token.first !== undefined) {
          const run = runFrom(found, at);
          const size = Array.from(token.text).length;
          const needed = run.filter(({ isImplied }) => !isImplied);
          needed.forEach((gram, number) => (number % size === 0 || number === needed.length - 1) && units.push(single(gram)));
          at += run.length;
          continue;
        }
        let length = 0;
        while (isCommon(found[at + length])) length += 1;
        units.push(length < 2 ? single(token) : this.grams(found.slice(at, at + length)));
        at += Math.max(length, 1);
      }
      return units;
    }

    /**
     * The pairs of `words`, which are common, and the triples of those that are named. A pair that is not named knows whether
     * words beside it make named pairs with its own: which pairs these are is said by what is found of them.
     */
    async grams(words) {
      const leafOf = (at, size) => this.terms(`${size}${words.slice(at, at + size).map(({ text }) => text).join(" ")}`);
      const pairs = await Promise.all(words.slice(1).map((_, at) => leafOf(at, 2)));
      const isNamed = (at) => pairs[at]?.lists.some((list) => list.isNamed) ?? false;
      const isTriple = (at) => isNamed(at) && isNamed(at + 1);
      const isWhole = pairs.every(({ count }) => count > 0);
      const units = pairs.map(async (leaf, at) => {
        if (isWhole && isTriple(at)) return { token: words[at], size: 3, leaf: await leafOf(at, 3) };
        return { token: words[at], size: 2, leaf, isAfterNamed: isNamed(at - 1), isBeforeNamed: isNamed(at + 1) };
      });
      return (await Promise.all(units)).filter((_, at) => isTriple(at) || !isTriple(at - 1));
    }

    /** The forms of a word, in each way that words are stemmed on this site; a stem may have one list for all of its own. */
    async forms({ text }) {
      const stems = [...new Set(stemmings().map((stem) => stem(text)))];
      const all = async (of) => [...new Set((await Promise.all(stems.map(of))).flat())];
      const isUnited = (stem) => this.segment.survey.united.has(stem);
      const forms = stems.some(isUnited) ? () => all((stem) => this.ofStem(stem)) : undefined;
      return new AnyTerm(await all((stem) => (isUnited(stem) ? this.segment.lookUp(`s${stem}`) : this.ofStem(stem))), 1, forms);
    }

    async ofStem(stem) {
      const records = await this.segment.lookUp(`w${stem}`);
      const others = records.flatMap(({ forms }) => forms ?? []).map((form) => this.segment.lookUp(`w${form}`));
      return [...records, ...(await Promise.all(others)).flat()].filter((record) => isTerm(record) && record.stem === stem);
    }

    async terms(key) {
      return new AnyTerm((await this.segment.lookUp(key)).filter(isTerm));
    }

    /** The words with a beginning; of very many the most frequent, and that is said. */
    async beginning(node, { text, isTail }, isTyped) {
      const all = (await this.segment.beginning(`w${text}`)).filter(isTerm);
      const lists = [...all].sort((a, b) => b.count - a.count);
      const most = isTyped ? MOST_BYTES_TYPED : MOST_BYTES;
      let size = 0;
      const kept = lists.filter((list, at) => at === 0 || ((size += list.size) <= most && (!isTyped || at < MOST_TYPED)));
      if (kept.length < lists.length && !isTyped) this.notes.cut(node);
      return new AnyTerm(kept, isTail ? 1 : PREFIX_WORTH);
    }

    /** The speakers whose names have the words of a node one after another, or whose whole name it is. */
    async speakers({ text, isExact, isPrefix, isTyped }) {
      const found = soughtIn(text);
      const open = isPrefix || isTyped;
      const leafOf = async (token) => {
        const isOpen = token.isTail || (open && token === found.at(-1));
        const records = await (isOpen ? this.segment.beginning(`n${token.text}`) : this.segment.lookUp(`n${token.text}`));
        return { leaf: new AnyTerm(records), offset: token.position - found[0].position };
      };
      const units = await Promise.all(found.map(leafOf));
      if (units.length === 0 || units.some(({ leaf }) => leaf.count === 0)) return [];
      const noneGoesOn = { continued: new Map() };
      const { docs } = await (units.length === 1 ? units[0].leaf : new Run(noneGoesOn, units, 1)).match();
      const lists = await Promise.all(Array.from(docs, (number) => this.segment.speaker(number)));
      return isExact ? lists.filter(({ key }) => key === text) : lists;
    }
  }

  /**
   * Other spellings of a node: those that part or join words always, and those with other letters if they are for umlauts
   * that were typed, or if the word is nowhere as it was typed.
   */
  function spellings({ text, also = [] }, found, isKnown) {
    const letters = (tokens) => tokens.map((token) => token.text).join("");
    const isSame = (other) => letters(tokens(other)) === letters(found);
    const others = also.filter((other) => !isKnown || isSame(other) || tokens(other).length !== found.length || /[^\0-\x7f]/.test(text));
    return others.filter((other) => !(isSame(other) && tokens(other).length === found.length));
  }

  /** The tokens from `at` on that are cut from one run of characters. */
  function runFrom(found, at) {
    let end = at + 1;
    while (found[end]?.first !== undefined && !startsRun(found, end)) end += 1;
    return found.slice(at, end);
  }

  /** Whether the token at `at`, of characters, is the first of its run: the one before is the last of another. */
  function startsRun(found, at) {
    const [before, token] = [found[at - 1], found[at]];
    return before.first === undefined || before.end <= token.start || token.position - before.position > 1;
  }

  /** Which of the gaps between runs of characters are there: all combinations, each the tokens before which one is. */
  function variants(found) {
    const gaps = found.flatMap((token, at) => (at > 0 && token.position - found[at - 1].position > 1 ? [at] : []));
    if (gaps.length > MOST_GAPS) return [[], gaps];
    return gaps.reduce((all, gap) => all.flatMap((some) => [some, [...some, gap]]), [[]]);
  }

  Object.assign(postilSearch, { Preparer });
})();
