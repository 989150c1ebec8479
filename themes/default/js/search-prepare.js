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
  const sizeOfPlaces = ({ lists, forms }) => (forms ? Infinity : 0) + lists.reduce((sum, { inline, positions }) => sum + (inline ? 0 : positions.to - positions.from), 0);

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
      const units = this.cover(found, isExact && !isPrefix);
      if (units.length === 0) return new AnyTerm([]);
      const leafOf = ({ token, key }) => {
        if (key) return this.terms(key);
        const isOpen = isPrefix && token === found.findLast(({ isImplied }) => !isImplied);
        if (token.isTail || isOpen) return this.beginning(node, token, isTyped);
        return isExact || token.first !== undefined ? this.terms(`w${token.text}`) : this.forms(token);
      };
      const leaves = await Promise.all(units.map(leafOf));
      if (units.length === 1) return leaves[0];
      const length = found.at(-1).position - found[0].position + 1;
      if (leaves.some(({ count }) => count === 0)) return new AnyTerm([]);
      const placed = units.map((unit, at) => ({ ...unit, leaf: leaves[at] }));
      const needed = isExact ? covering(found, this.needed(found, isPrefix, placed)) : placed;
      const runs = variants(found).map((shift) => {
        const first = units.find(({ token }) => token === found[0]) ?? units[0];
        const place = (token) => found.indexOf(token) + shift.filter((from) => from <= found.indexOf(token)).length;
        return new Run(this.segment, needed.map(({ token, leaf }) => ({ leaf, offset: place(token) - place(first.token) })), length);
      });
      return runs.length === 1 ? runs[0] : new Either(runs);
    }

    /** Those of `units` from which all of the words `found` follow, if of some the words beside them are known. */
    needed(found, isPrefix, units) {
      const { ranks, beside: most } = this.segment.survey;
      const whole = isPrefix ? found.slice(0, -1) : found;
      const rankBeside = (at, distance) => {
        const other = whole[at + distance];
        if (other === undefined || other.first !== undefined || other.position !== found[at].position + distance) return undefined;
        const rank = ranks.get(other.text);
        return rank < most ? rank : undefined;
      };
      const known = new Set();
      const between = ({ token, key, leaf }) => {
        const at = found.indexOf(token);
        const ranksOf = (direction) => {
          const nearest = rankBeside(at, direction);
          return nearest === undefined ? [] : [nearest, rankBeside(at, 2 * direction)].filter((rank) => rank !== undefined);
        };
        const beside = { before: ranksOf(-1), after: ranksOf(1) };
        const isBetween = !key && leaf.lists?.length > 0 && leaf.lists.every((list) => list.hasNeighbours);
        if (!isBetween || beside.before.length + beside.after.length === 0) return { token, key, leaf };
        beside.before.forEach((_, distance) => known.add(found[at - 1 - distance]));
        beside.after.forEach((_, distance) => known.add(found[at + 1 + distance]));
        return { token, key, leaf: new Between(leaf, beside) };
      };
      const all = units.map(between);
      const isKnown = ({ token, key }) => {
        const at = found.indexOf(token);
        return found.slice(at, at + (key ? Number(key[0]) : 1)).every((other) => known.has(other));
      };
      return all.filter((unit) => unit.leaf instanceof Between || !isKnown(unit));
    }

    /**
     * The tokens that tell whether all of `found` follow: of a run of characters, those that cover it; where common words
     * follow one another, the terms of two or three of them, each word with those before and behind.
     */
    cover(found, isExact) {
      const units = [];
      const { ranks, tripled } = this.segment.survey;
      const rank = (token) => (isExact && token?.first === undefined ? ranks.get(token?.text) : undefined);
      for (let at = 0; at < found.length; ) {
        const token = found[at];
        if (token.first !== undefined) {
          const run = runFrom(found, at);
          const size = Array.from(token.text).length;
          const needed = run.filter(({ isImplied }) => !isImplied);
          needed.forEach((gram, number) => (number % size === 0 || number === needed.length - 1) && units.push({ token: gram }));
          at += run.length;
          continue;
        }
        let length = 0;
        while (rank(found[at + length]) !== undefined) length += 1;
        if (length < 2) {
          units.push({ token });
          at += 1;
          continue;
        }
        units.push(...grams(found.slice(at, at + length), (other) => rank(other) < tripled));
        at += length;
      }
      return units;
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

  /** All pairs and triples of `words`, but for pairs that a triple has. */
  function grams(words, isTripled) {
    const unit = (at, size) => ({ token: words[at], key: `${size}${words.slice(at, at + size).map(({ text }) => text).join(" ")}` });
    const isTriple = (at) => at >= 0 && at + 2 < words.length && words.slice(at, at + 3).every(isTripled);
    return words.slice(1).flatMap((_, at) => {
      if (isTriple(at)) return [unit(at, 3)];
      return isTriple(at - 1) ? [] : [unit(at, 2)];
    });
  }

  /** Those of `units` that have all of the words `found`: the rarest, and of the others none whose words these have. */
  function covering(found, units) {
    const covered = new Set();
    return [...units].sort((a, b) => a.leaf.count - b.leaf.count).filter(({ token, key }) => {
      const at = found.indexOf(token);
      const words = found.slice(at, at + (key ? Number(key[0]) : 1));
      const isNeeded = words.some((word) => !covered.has(word));
      words.forEach((word) => covered.add(word));
      return isNeeded;
    });
  }

  /** Which of the gaps between runs of characters are there: all combinations, each the tokens before which one is. */
  function variants(found) {
    const gaps = found.flatMap((token, at) => (at > 0 && token.position - found[at - 1].position > 1 ? [at] : []));
    if (gaps.length > MOST_GAPS) return [[], gaps];
    return gaps.reduce((all, gap) => all.flatMap((some) => [some, [...some, gap]]), [[]]);
  }

  Object.assign(postilSearch, { Preparer });
})();
