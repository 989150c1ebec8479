// Answers of a large index: all segments asked at once, the entries that fit in order, and what is shown of the first.
(() => {
  "use strict";

  const { tokens, soughtIn, stemmingOf, Packs, Segment, Survey, Evaluation, json, closest, isPartOf } = postilSearch;

  const MAGIC = [...new TextEncoder().encode("postil\0\u0005")];

  // How many of the best entries are compared with their text, and what one gains with all words in a row, or in one part.
  const LOOKS = 10;
  const PHRASE = 2;
  const TOGETHER = 1.3;

  // A preface tells what the sections say, and the reader wants the place where it is said.
  const PREFACE = 0.6;

  // With fewer hits than this, entries with most of the query are given too: with at least this share of it.
  const FEW = 10;
  const ENOUGH = 0.5;
  const MOST_NEAR = 20;

  // So many leaves are looked up.
  const MOST_LEAVES = 64;

  class LargeIndex {
    /** The index of the site at `base`. */
    static async open(base) {
      const packs = new Packs(base);
      const { root } = JSON.parse(postilSearch.decode(await packs.file("root.json", true)));
      const bytes = await packs.file(root);
      if (!MAGIC.every((byte, at) => bytes[at] === byte)) throw new Error(`${root} is no index that this page can read`);
      return new LargeIndex(packs, root, await json(bytes.subarray(MAGIC.length)));
    }

    constructor(packs, name, root) {
      Object.assign(this, { packs, name });
      this.collections = root.collections;
      this.labels = root.kinds;
      const survey = new Survey(root.survey);
      this.segments = root.segments.map((listed, number) => new Segment(packs, listed, number, survey));
      this.entries = root.segments.reduce((sum, { documents, pages }) => sum + documents - pages, 0);
      this.known = new Map();
    }

    /** Whether another index has taken the place of this one. */
    async isReplaced() {
      const { root } = JSON.parse(postilSearch.decode(await this.packs.file("root.json", true)));
      return root !== this.name;
    }

    /** The answer to a request: see the comment at its parts. `check` throws when nobody waits for it any more. */
    async search(asked, check = () => {}) {
      const request = { from: 0, count: 10, ...asked };
      this.packs.missing.clear();
      const found = await this.found(request, check);
      const groups = grouped(found.hits, request);
      const { total, pages } = countsOf(found.hits);
      const wanted = request.page === undefined ? groups.slice(request.from, request.from + request.count) : groups;
      const further = request.page !== undefined ? [] : grouped(found.near, request).slice(0, Math.max(request.count - wanted.length, 0));
      const near = { total: found.near.length, groups: await this.shown(further, request, found) };
      const answer = { total, pages, groups: await this.shown(wanted, request, found), near };
      check();
      if (request.facets) answer.facets = await postilSearch.facetsOf(this, found.hits, request.facets);
      if (found.occurrences !== undefined) answer.occurrences = found.occurrences;
      return { ...answer, ...found.notes.list(), unasked: found.unasked, ...this.faults() };
    }

    faults() {
      const missing = this.packs.missing.size;
      return { missing, isPartial: missing > 0, isSlow: this.packs.isSlow };
    }

    /** What fits a query, best first; kept for the next request, which often asks for more of the same. */
    async found({ query, sort = "best", isTyping }, check) {
      const key = JSON.stringify([query.where, sort, isTyping]);
      if (!this.known.has(key)) {
        const made = await this.evaluated(query, sort, check);
        if (this.packs.missing.size > 0) return made;
        this.known.clear();
        this.known.set(key, made);
      }
      return this.known.get(key);
    }

    async evaluated(query, sort, check) {
      const notes = new Notes(query.text);
      const { nodes, unasked } = limited(topNodes(query.where));
      const finished = nodes.map(finishedNode);
      let answer = await this.asked(finished, notes, check);
      const isTyped = finished.some((node, at) => node !== nodes[at]);
      if (isTyped && answer.hits.length === 0) {
        const begun = await this.asked(nodes, notes, check);
        if (begun.hits.length > 0) answer = begun;
      }
      if (answer.hits.length === 0) {
        await this.findUnknown(answer, notes);
        const apart = await this.takenApart(answer, notes);
        if (apart) answer = await this.asked(apart, notes, check);
      }
      let near = answer.hits.length < FEW ? await this.near(answer) : [];
      if (isTyped && answer.hits.length > 0 && answer.hits.length < FEW) near = await this.further(nodes, notes, answer, check);
      check();
      await this.sorted(answer, sort);
      if (answer.hits.length === 0) await this.rank(near, answer);
      const occurrences = await this.occurrences(answer);
      return { ...answer, near, notes, unasked, occurrences };
    }

    /** All entries that fit all of `nodes`, with what they are worth. */
    async asked(nodes, notes, check) {
      const positive = nodes.filter(isPositive);
      if (nodes.every(({ kind }) => kind === "not")) return { nodes, positive, hits: [], evaluations: [], rarities: [] };
      const evaluations = this.segments.map((segment) => new Evaluation(segment, notes, this.collections));
      const answers = await Promise.all(evaluations.map((evaluation) => this.tried(async () => {
        await evaluation.segment.open();
        check();
        return evaluation.all(nodes);
      })));
      check();
      const rarities = await this.rarities(positive, evaluations);
      const hits = answers.flatMap((answer, number) => (answer ? this.hitsOf(answer, this.segments[number], rarities) : []));
      return { nodes, positive, hits, evaluations, rarities };
    }

    /** What `make` resolves to; `undefined` if files are missing, which is said elsewhere. */
    tried(make) {
      return this.packs.orMissing(make(), undefined);
    }

    /** How much each node tells entries apart: the fewer have it, the more. */
    async rarities(nodes, evaluations) {
      const opened = evaluations.filter(({ segment }) => segment.head);
      return Promise.all(nodes.map(async (node) => {
        const counts = await Promise.all(opened.map((evaluation) => this.tried(() => evaluation.count(node))));
        const count = Math.min(counts.reduce((sum, count) => sum + (count ?? 0), 0), this.entries);
        return Math.log(1 + (this.entries - count + 0.5) / (count + 0.5));
      }));
    }

    hitsOf({ docs, own, parts }, segment, rarities) {
      const hits = [];
      const bare = new Map();
      docs.forEach((document, at) => {
        const page = segment.pageOf[document];
        const isFirst = document === segment.starts[page];
        const worth = parts.reduce((sum, part, number) => sum + rarities[number] * part[at], 0);
        const hit = { segment, document, page, isOwn: own[at] === 1, score: worth * (isFirst && segment.prefaces[page] ? PREFACE : 1) };
        if (hit.isOwn || parts.length === 0) hits.push(hit);
        else if (isFirst) bare.set(page, hit);
      });
      if (bare.size === 0) return hits;
      const withOwn = new Set(hits.map(({ page }) => page));
      return [...hits, ...[...bare].filter(([page]) => !withOwn.has(page)).map(([, hit]) => hit)];
    }

    async sorted(answer, sort) {
      const { hits } = answer;
      if (sort === "best") return this.rank(hits, answer);
      const day = ({ segment, page }) => segment.days[page] ?? -Infinity;
      const direction = sort === "newest" ? -1 : 1;
      const number = ({ segment, page }) => segment.first + page;
      hits.sort((a, b) => direction * (day(a) === day(b) ? number(a) - number(b) : day(a) - day(b)) || a.document - b.document);
    }

    /** Puts the best first, after a look at the text of those that may be. */
    async rank(hits, { positive }) {
      const order = (a, b) => b.score - a.score || a.segment.first + a.page - (b.segment.first + b.page) || a.document - b.document;
      hits.sort(order);
      const words = positive.filter(({ kind }) => kind !== "field" && kind !== "or" && kind !== "near");
      if (words.length < 2) return;
      const looked = hits.slice(0, LOOKS);
      await Promise.all(looked.map((hit) => this.tried(async () => {
        const { parts } = await hit.segment.text(hit.document);
        const stem = stemmingOf(hit.segment.languages[hit.page]);
        hit.score *= bonus(words, parts.map(({ text }) => tokens(text, stem)));
      })));
      hits.splice(0, looked.length, ...looked.sort(order));
    }

    /** Entries with most of a query that few have all of: those that lack no phrase and no choice. */
    async near({ nodes, positive, hits, evaluations, rarities }) {
      const may = (node) => node.kind === "words" || node.kind === "prefix";
      if (positive.filter(may).length < 2) return [];
      const must = nodes.filter((node) => !may(node));
      const whole = rarities.reduce((sum, rarity) => sum + rarity, 0);
      const least = hits.length > 0 ? ENOUGH : 0;
      const known = new Set(hits.map(({ segment, document }) => `${segment.number}:${document}`));
      const found = (await Promise.all(evaluations.map((evaluation) => this.tried(() => this.nearIn(evaluation, positive, must, rarities))))).flat();
      const fits = (hit) => hit && hit.isOwn && hit.share / whole > least && hit.share < whole && !known.has(`${hit.segment.number}:${hit.document}`);
      const best = found.filter(fits).map((hit) => ({ ...hit, score: (hit.score * hit.share) / whole }));
      return best.sort((a, b) => b.score - a.score).slice(0, MOST_NEAR);
    }

    async nearIn(evaluation, positive, must, rarities) {
      const { segment } = evaluation;
      const within = must.length > 0 ? (await evaluation.all(must)).docs : undefined;
      const sizes = await Promise.all(positive.map((node) => evaluation.sized(node)));
      const read = positive.map((node, at) => ({ node, rarity: rarities[at], size: sizes[at] })).filter(({ node }) => node.kind !== "field");
      const short = read.filter(({ size }) => size <= 12_000);
      const first = await Promise.all((short.length > 0 ? short : read.slice(0, 1)).map(({ node }) => evaluation.one(node, within)));
      const candidates = postilSearch.union(first.map(({ docs }) => ({ docs }))).docs;
      const all = await Promise.all(read.map(async ({ node, rarity }) => ({ node, rarity, ...(await evaluation.one(node, candidates)) })));
      const hits = new Map(Array.from(candidates, (document) => [document, { segment, document, page: segment.pageOf[document], isOwn: false, share: 0, score: 0, missing: [] }]));
      for (const { node, rarity, docs, worths, own } of all) {
        const has = new Set(docs);
        docs.forEach((document, at) => {
          const hit = hits.get(document);
          if (hit) Object.assign(hit, { share: hit.share + rarity, score: hit.score + rarity * worths[at], isOwn: hit.isOwn || own[at] === 1 });
        });
        for (const hit of hits.values()) if (!has.has(hit.document)) hit.missing.push(node.text);
      }
      return [...hits.values()];
    }

    /** What the word that is being typed may become, beside what it is. */
    async further(nodes, notes, { hits }, check) {
      const known = new Set(hits.map(({ segment, document }) => `${segment.number}:${document}`));
      const more = await this.asked(nodes, notes, check);
      return more.hits.filter(({ segment, document }) => !known.has(`${segment.number}:${document}`)).slice(0, MOST_NEAR);
    }

    /** Says which words are nowhere, and what may have been meant by them. */
    async findUnknown({ positive, evaluations }, notes) {
      const single = positive.filter((node) => (node.kind === "words" || node.kind === "prefix") && tokens(node.text).length === 1 && tokens(node.text)[0].first === undefined);
      await Promise.all(single.map(async (node) => {
        const counts = await Promise.all(evaluations.map((evaluation) => this.tried(() => evaluation.count(node))));
        if (counts.some((count) => count > 0 || count === undefined)) return;
        notes.unknown(node, await closest(this, tokens(node.text)[0].text));
      }));
    }

    /** `nodes` with the words of those chunks apart that are nowhere as they are written; nothing if there are none. */
    async takenApart({ nodes, evaluations }, notes) {
      const isChunk = (node) => node.kind === "words" && soughtIn(node.text).length > 1;
      const isNowhere = async (node) => {
        const found = await Promise.all(evaluations.map((evaluation) => this.tried(async () => (await (await evaluation.leaf(node)).match()).docs.length)));
        return found.every((count) => count === 0);
      };
      const lost = await Promise.all(nodes.map(async (node) => isChunk(node) && (await isNowhere(node))));
      if (!lost.includes(true)) return undefined;
      return nodes.flatMap((node, at) => {
        if (!lost[at]) return [node];
        notes.apart(node);
        return soughtIn(node.text).map((token) => ({ kind: "words", text: node.text.slice(token.start, token.end), start: node.start + token.start, end: node.start + token.end }));
      });
    }

    /** How often a phrase occurs in the text, if the query is nothing but one. */
    async occurrences({ nodes, hits, evaluations }) {
      const [node] = nodes;
      const isCounted = nodes.length === 1 && (node.kind === "phrase" || node.kind === "near" || (node.kind === "words" && tokens(node.text).length > 1));
      if (!isCounted) return undefined;
      const isWhole = this.packs.missing.size === 0;
      const counts = await Promise.all(evaluations.map((evaluation) => this.tried(async () => {
        const leaf = await evaluation.leaf(node);
        return (isWhole ? leaf.inText : undefined) ?? leaf.occurrences?.(documentsOf(hits, evaluation.segment));
      })));
      if (!counts.includes(undefined)) return counts.reduce((sum, count) => sum + count, 0);
      const places = await this.places({ nodes, evaluations }, hits);
      return [...places.values()].reduce((sum, starts) => sum + starts.length, 0);
    }

    /** Where the text of each of `hits` has what was asked, as positions: a map. */
    async places({ nodes, evaluations }, hits) {
      const found = new Map();
      await Promise.all(evaluations.map((evaluation) => this.tried(async () => {
        const own = hits.filter(({ segment, isOwn }) => isOwn && segment === evaluation.segment);
        const places = await evaluation.places(nodes, documentsOf(own, evaluation.segment));
        for (const hit of own) found.set(hit, places.get(hit.document) ?? []);
      })));
      return found;
    }

    /** Groups with what is shown of their first hits. */
    async shown(groups, { perPage = 3, page, from = 0, count = 10 }, { positive }) {
      const [start, end] = page === undefined ? [0, perPage] : [from, from + count];
      const made = await Promise.all(groups.map(async ({ hits, total }) => {
        const shown = (await Promise.all(hits.slice(start, end).map((hit) => this.tried(() => this.hit(hit, positive))))).filter(Boolean);
        return shown.length > 0 ? { page: this.pageOf(hits[0], shown[0]), total, hits: shown } : undefined;
      }));
      return made.filter(Boolean);
    }

    pageOf({ segment, page }, { address, title }) {
      const at = segment.collections[page];
      const day = segment.days[page];
      return {
        number: segment.first + page,
        address,
        title,
        language: segment.languages[page],
        date: day === null ? "" : new Date(day * 86_400_000).toISOString().slice(0, 10),
        collection: at ? { address: at, title: this.collections[at] ?? at } : null,
      };
    }

    async hit(hit, positive) {
      const { segment, document, page, isOwn, score, missing } = hit;
      const { kind = null, ...text } = await segment.text(document);
      const stem = stemmingOf(segment.languages[page]);
      const parts = text.parts.map((part) => ({ anchor: "", by: "", time: "", ...part }));
      return {
        ...text,
        kind,
        label: text.label ?? "",
        heading: text.heading ?? "",
        parts,
        entry: document - segment.starts[page],
        part: bestPart(positive, parts.map((part) => tokens(part.text, stem))),
        isOwn,
        score,
        missing,
      };
    }
  }

  /** What the reader should know of how the query was understood; each once. */
  class Notes {
    constructor(text) {
      this.text = text;
      this.found = { also: new Map(), isCut: new Map(), unknown: new Map(), apart: new Map() };
    }

    place({ start, end }) {
      return { start, end, text: this.text.slice(start, end) };
    }

    also(node, text) {
      const key = `${node.start}:${node.end}`;
      const note = this.found.also.get(key) ?? { ...this.place(node), words: [] };
      if (!note.words.includes(text)) note.words.push(text);
      this.found.also.set(key, note);
    }

    cut(node) {
      this.found.isCut.set(node.start, this.place(node));
    }

    unknown(node, words) {
      this.found.unknown.set(node.start, { ...this.place(node), words });
    }

    apart(node) {
      this.found.apart.set(node.start, this.place(node));
    }

    list() {
      return Object.fromEntries(Object.entries(this.found).map(([name, notes]) => [name, [...notes.values()]]));
    }
  }

  /** Those of `hits` in a segment that have what was asked themselves, as the sorted numbers of their documents. */
  function documentsOf(hits, segment) {
    const own = hits.filter((hit) => hit.isOwn && hit.segment === segment);
    return Int32Array.from(own, ({ document }) => document).sort();
  }

  const isPositive = (node) => node.kind !== "not" && !(node.kind === "field" && node.field !== "title");

  function topNodes(where) {
    if (where === null || where === undefined) return [];
    return where.kind === "and" ? where.nodes : [where];
  }

  function limited(nodes) {
    const unasked = nodes.slice(MOST_LEAVES).map(({ start, end, text }) => ({ start, end, text }));
    return { nodes: nodes.slice(0, MOST_LEAVES), unasked };
  }

  /** A word that is being typed, as one that is finished. */
  function finishedNode(node) {
    if (!node.isTyped) return node;
    if (node.kind === "prefix") return { ...node, kind: "words", isTyped: false };
    return node.kind === "phrase" ? { ...node, isPrefix: false, isTyped: false } : node;
  }

  function countsOf(hits) {
    return { total: hits.length, pages: new Set(hits.map(({ segment, page }) => segment.first + page)).size };
  }

  /** Hits by page, pages in the order of their first. */
  function grouped(hits, { page }) {
    const groups = new Map();
    for (const hit of hits) {
      const number = hit.segment.first + hit.page;
      if (page !== undefined && page !== number) continue;
      const group = groups.get(number) ?? { hits: [], total: 0 };
      group.hits.push(hit);
      group.total += 1;
      groups.set(number, group);
    }
    return [...groups.values()];
  }

  /** What an entry gains whose parts have all words in a row, or all in one. */
  function bonus(words, parts) {
    const row = words.flatMap((node) => postilSearch.patterns(node));
    if (parts.some((part) => isPartOf(part, row))) return PHRASE;
    return parts.some((part) => words.every((node) => isPartOf(part, postilSearch.patterns(node)))) ? TOGETHER : 1;
  }

  function bestPart(positive, parts) {
    const words = positive.filter(({ kind }) => ["words", "phrase", "prefix"].includes(kind)).map((node) => postilSearch.patterns(node));
    const worths = parts.map((part) => words.filter((pattern) => isPartOf(part, pattern)).length);
    return Math.max(worths.indexOf(Math.max(...worths)), 0);
  }

  Object.assign(postilSearch, { LargeIndex });
})();
