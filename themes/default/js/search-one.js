// The engine of a small site: one file of words, loaded when it is first needed, and the text of each page. The file says
// which entries may fit a query; where only the words themselves can tell, all of them are read, so that totals are true.
(() => {
  "use strict";

  const { Candidates, Facets, WordLists, CHOICES, apart, closed, conditionsOf, fits, fitsStrictly, grouped, intersected, isBy, isLeaf } = postilSearch;
  const { load, marksOf, occurs, once, pauser, ranked, similar, stemmingOf, tokens, tokensOf, wordsOf } = postilSearch;

  // With fewer hits than this, entries with most of the words are given as well; of those, so many are read.
  const FEW = 10;
  const MOST_NEAR = 60;

  // An entry with less of a query is not shown beside one that has all of it.
  const ENOUGH = 0.5;

  class OneFile {
    // How many entries of a page are shown at once: their text is at hand.
    perPage = 5;

    constructor(data, { pages }, facets) {
      let next = 0;
      this.pages = pages.map((page, number) => {
        const first = next;
        next += page.entries;
        return { ...page, number, first, stemming: stemmingOf(page.language), text: once(() => load(textPath(page.address))) };
      });
      this.entries = this.pages.flatMap((page) => Array.from({ length: page.entries }, (_, at) => ({ page, at })));
      this.facets = new Facets(facets, this.pages, (number) => this.pages[number].first);
      this.candidates = new Candidates(new WordLists(data, (ref) => this.entries[ref].page.stemming), this.facets);
    }

    /**
     * The entries that fit `query`, as pages in order: `from` and `count` count pages, `perPage` the entries of each that are
     * given; with `page`, both count the entries of that page. A newer search ends the one before it.
     */
    async search({ query, sort = "best", from = 0, count = 10, perPage = this.perPage, page, facets }) {
      const run = this.start();
      const { where, hits, base, choices } = await this.hits(query, run);
      const order = await ranked({ query: { ...query, where }, hits, sort, engine: this, run });
      const near = page === undefined && order.length < FEW ? await this.near(query, hits.length > 0, run) : [];
      const unknown = order.length < FEW ? await this.unknown(query, run) : [];
      const groups = await grouped(order, { from, count, perPage, page, read: (hit) => this.read(hit, run) });
      return {
        total: order.length,
        pages: new Set(order.map((hit) => hit.page)).size,
        groups,
        near: { total: near.length, groups: await grouped(near, { from: 0, count: FEW, perPage, read: (hit) => this.read(hit, run) }) },
        facets: facets && this.counts(base, choices, facets),
        unknown,
        isPartial: run.missing.size > 0,
        missing: run.missing.size,
      };
    }

    /** Where every hit has the words that were looked for: see search-places.js. */
    async lines(options) {
      await postilSearch.need("places");
      const run = this.start();
      const { where, hits } = await this.hits(options.query, run);
      const order = await ranked({ query: { ...options.query, where }, hits, sort: options.order === "newest" ? "newest" : "page", engine: this, run });
      const found = await postilSearch.concordance({ ...options, query: { ...options.query, where }, hits: order, read: (hit) => this.read(hit, run), run });
      return { ...found, isPartial: run.missing.size > 0, cost: 0 };
    }

    /** The values of a field that have a word that begins as `text` does. */
    async values({ field, text = "", count = 20 }) {
      return this.facets.list(field, text, count);
    }

    abort() {
      this.start();
    }

    start() {
      const run = { missing: new Set(), pause: pauser(() => run !== this.run) };
      this.run = run;
      return run;
    }

    /** The entries that fit, and those that would without what was chosen beside the query. The last word may go on if it must. */
    async hits(query, run) {
      for (const { where } of query.isFinished ? [query] : [closed(query), query]) {
        const { rest, choices } = apartFromChoices(where);
        for (const node of leavesOf(rest)) node.isNowhere = this.candidates.isNowhere(node);
        const base = await this.fitting(rest, run);
        const hits = base.filter(({ ref }) => choices.every((node) => this.facets.has(node, ref)));
        if (hits.length > 0 || where === query.where) return { where, hits, base, choices };
      }
      return undefined;
    }

    /** The entries that fit a tree; all, where there is none. */
    async fitting(where, run) {
      if (where === null) return this.hitsOf(new Map(this.entries.map((_, ref) => [ref, { score: 0, isOwn: true }])));
      const { all, none } = conditionsOf(where);
      const inner = all.map((node) => this.candidates.of(node));
      const found = all.length > 0 ? intersected(inner.map((part) => part.found)) : this.everything();
      const excluded = none.map((node) => ({ node, ...this.candidates.of(node) }));
      for (const { node, found: out, isCertain } of excluded) if (isCertain && !isBy(node)) for (const ref of out.keys()) found.delete(ref);
      const isCertain = !all.some(isBy) && [...inner, ...excluded].every((part) => part.isCertain);
      const hits = isCertain ? this.hitsOf(found) : await this.checked(this.hitsOf(found), (words, has) => fits(where, words, has), run);
      run.fitting = new Set(hits.map(({ ref }) => ref));
      return withoutBareTitles(hits);
    }

    everything = () => new Map(this.entries.map((_, ref) => [ref, { score: 0, isOwn: true }]));

    hitsOf(found) {
      return [...found].sort(([a], [b]) => a - b).map(([ref, { score, isOwn }]) => ({ ref, ...this.entries[ref], score, isOwn }));
    }

    /** Those of `hits` whose words pass `test`, each read; what does not come is missing. */
    async checked(hits, test, run) {
      const out = [];
      await Promise.all([...new Set(hits.map(({ page }) => page))].map((page) => page.text().catch(() => run.missing.add(page))));
      for (const hit of hits) {
        await run.pause();
        const words = await this.words(hit, run);
        if (words && test(words, (node) => this.facets.has(node, hit.ref))) out.push(hit);
      }
      return out;
    }

    async words(hit, run) {
      const entry = await this.read(hit, run);
      return entry && wordsOf(entry, hit.page);
    }

    /** The text of an entry; nothing, if it does not come. */
    async read({ page, at }, run) {
      try {
        return (await page.text()).entries[at];
      } catch {
        run.missing.add(page);
        return undefined;
      }
    }

    /** Entries with most of the words, or with words that begin as the last does, the best first; each with what it is missing. */
    async near(query, hasHits, run) {
      const { rest, choices } = apartFromChoices(query.where);
      const leaves = leavesOf(rest).filter((node) => node.kind !== "phrase");
      if (leaves.length === 0 || (leaves.length === 1 && query.isFinished && tokensOf(leaves[0]).length < 2)) return [];
      const weights = leaves.map((node) => this.candidates.weight(node));
      const whole = weights.reduce((sum, weight) => sum + weight, 0) || 1;
      const shares = leaves.map((node) => this.candidates.sharesOf(node));
      const hits = [];
      for (const ref of this.withAny(leaves)) {
        if (run.fitting.has(ref) || !choices.every((node) => this.facets.has(node, ref))) continue;
        const parts = shares.map((shareOf) => shareOf(ref));
        const coverage = parts.reduce((sum, { share }, at) => sum + share * weights[at], 0) / whole;
        const score = coverage * parts.reduce((sum, part) => sum + part.score, 0);
        if (coverage > (hasHits ? ENOUGH : 0)) hits.push({ ref, ...this.entries[ref], score, coverage });
      }
      hits.sort((a, b) => b.score - a.score || a.ref - b.ref);
      const test = (words, has) => fitsStrictly(rest, words, has) && tells(query, words);
      const found = await this.checked(hits.slice(0, MOST_NEAR), test, run);
      for (const hit of found) hit.missing = await this.missingOf(hit, leaves, run);
      return found;
    }

    withAny(leaves) {
      const tokens = leaves.flatMap((node) => tokensOf(node).filter((token) => !token.isImplied));
      return new Set(tokens.flatMap((token) => [...this.candidates.token(token).found.keys()]));
    }

    /** What of the query an entry does not have, as it was written. */
    async missingOf(hit, leaves, run) {
      const { title, heading, by, parts } = await this.words(hit, run);
      const texts = [title, heading, ...by, ...parts];
      return leaves.filter((node) => !texts.some((text) => occurs(node, text))).map(({ text }) => text);
    }

    /** How many hits each value would leave, whatever else of its field was chosen. */
    counts(base, choices, wanted) {
      const fields = wanted === true ? CHOICES : CHOICES.filter((field) => wanted.includes(field));
      return Object.fromEntries(fields.map((field) => {
        const others = choices.filter((node) => node.field !== field);
        const left = base.filter(({ ref }) => others.every((node) => this.facets.has(node, ref)));
        return [field, this.facets.counts(field, left.map(({ ref }) => ref))];
      }));
    }

    /** The words of a query that are nowhere, with what may have been meant by each. */
    async unknown({ where, text }, run) {
      const out = [];
      for (const node of leavesOf(where)) {
        const words = tokensOf(node).filter(({ first, isTail }) => first === undefined && !isTail);
        for (const token of words) {
          if (await this.stands(node, token, run)) continue;
          const start = Math.max(text.indexOf(token.written, node.start), 0);
          const lists = [...(await this.vocabulary()), this.names()];
          const found = await similar(token.text, lists, { isOpen: token.isOpen || token.isPrefix, pause: run.pause });
          out.push({ start, end: start + token.written.length, text: token.written, words: found });
        }
      }
      return out;
    }

    /** Whether a word stands anywhere; where it may go on, only the text can tell. */
    async stands(node, token, run) {
      const { found, isGuess } = this.candidates.token(token);
      if (!isGuess) return found.size > 0 || (tokensOf(node).length === 1 && this.candidates.of(node).found.size > 0);
      const [word] = apart({ ...node, also: undefined, text: token.text, kind: "prefix" });
      for (const hit of this.hitsOf(found)) {
        await run.pause();
        const words = await this.words(hit, run);
        if (words && [words.title, words.heading, ...words.by, ...words.parts].some((text) => occurs({ ...word, kind: "prefix" }, text))) return true;
      }
      return false;
    }

    /** The words of the site by their first letters, needed when one is misspelt. */
    vocabulary = once(async () => Object.values(await load("search/vocabulary.js").catch(() => ({}))).map((words) => words.split(" ")));

    names = remembered(() => [...new Set(this.facets.list("speaker", "", Infinity).flatMap(({ value }) => tokens(value).map((token) => token.text)))]);
  }

  function remembered(make) {
    let made;
    return () => (made ??= make());
  }

  /** A tree without the values that were chosen beside the query, and those. */
  function apartFromChoices(where) {
    const all = where === null ? [] : where.kind === "and" ? where.nodes : [where];
    const isChoice = (node) => node.kind === "field" && node.isExact === true && node.field !== "speaker";
    const rest = all.filter((node) => !isChoice(node));
    return { rest: rest.length > 0 ? { kind: "and", nodes: rest } : null, choices: all.filter(isChoice) };
  }

  /** The words that a tree asks for, each once. */
  function leavesOf(where) {
    if (where === null) return [];
    return conditionsOf(where).all.flatMap(function inside(node) {
      if (isLeaf(node)) return [node];
      return node.nodes ? node.nodes.flatMap(inside) : [];
    });
  }

  /** Whether an entry has any of the words that tell something, so that there is something to mark. */
  function tells(query, { title, heading, by, parts }) {
    const texts = [title, heading, ...by, ...parts];
    return marksOf(query, texts).some((node) => texts.some((text) => occurs(node, text)));
  }

  /** A page whose title alone fits is shown by one entry, and by none when others have words of their own. */
  function withoutBareTitles(hits) {
    const shown = new Set(hits.filter(({ isOwn }) => isOwn).map(({ page }) => page));
    return hits.filter(({ isOwn, page }) => {
      if (isOwn) return true;
      const isFirst = !shown.has(page);
      shown.add(page);
      return isFirst;
    });
  }

  const textPath = (address) => `search/text/${address.split("/").map(encodeURIComponent).join("/")}text.js`;

  postilSearch.one = async () => {
    const files = ["index", "pages", "facets"].map((name) => load(`search/${name}.js`));
    return new OneFile(...(await Promise.all(files)));
  };
})();
