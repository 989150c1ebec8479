// The search of a site that leaves it to an engine: Meilisearch, Typesense or OpenSearch, with the documents that
// `postil search-export` writes. Only such a site loads this file; search-ask.js says how each engine is asked.
(() => {
  "use strict";

  const { CHOICES, ENGINES, conditionsOf, grouped, load, once, occurrences, stemmingOf, tokens } = postilSearch;

  // So many documents are asked for at a time, and their transcripts make one page of results.
  const MOST = 100;
  const GROUPS = 10;

  // OpenSearch gives no document beyond this one.
  const FARTHEST = 10_000;

  /** An index that asks `engine`, `{kind, url, index, key}`. */
  class Engine {
    perPage = 5;

    constructor(engine) {
      this.engine = { ...engine, index: encodeURIComponent(engine.index) };
      this.pages = new Map();
    }

    values = async ({ field, text = "", count = 20 }) => {
      const wanted = tokens(text);
      const fits = (name) => wanted.every((token) => tokens(name).some((word) => word.text.startsWith(token.text)));
      const all = Object.entries((await this.known())[field]).map(([value, { label = "", pages }]) => ({ value, label, count: pages.length }));
      return all.filter(({ value, label }) => fits(label || value)).sort((a, b) => b.count - a.count).slice(0, count);
    };

    known = once(() => load("search/facets.js"));

    /** The documents that fit, by transcript. The engine counts them, and what may be chosen. */
    async search({ query, sort = "best", from = 0, perPage = this.perPage, page, facets }) {
      const known = await this.known();
      const { conditions, limits } = await this.asked(query, known);
      const offset = page === undefined ? Math.floor(from / GROUPS) * MOST : 0;
      const answer = await this.ask({ ...conditions, sort, offset, limit: MOST });
      const hits = answer.documents.map((document) => this.hit(document, known));
      const groups = await grouped(hits, { from: page === undefined ? 0 : from, count: MOST, perPage, page, read: ({ entry }) => entry });
      return {
        total: answer.total,
        pages: Math.ceil(Math.min(answer.total, FARTHEST) / MOST) * GROUPS,
        groups,
        near: { total: 0, groups: [] },
        facets: facets && labelled(answer.facets, known),
        unknown: [],
        isPartial: false,
        limits,
      };
    }

    /** The lines of the first documents: an engine gives no more at a time. */
    async lines(options) {
      await postilSearch.need("places");
      const known = await this.known();
      const { conditions, limits } = await this.asked(options.query, known);
      const answer = await this.ask({ ...conditions, sort: options.order === "newest" ? "newest" : "best", offset: 0, limit: MOST });
      const hits = answer.documents.map((document) => this.hit(document, known));
      const found = await postilSearch.concordance({ ...options, hits, read: ({ entry }) => entry, run: { pause() {} } });
      return { ...found, sorted: answer.total > MOST ? found.total : undefined, limits };
    }

    abort() {
      this.running?.abort();
    }

    async ask(request) {
      this.abort();
      this.running = new AbortController();
      const { ask, read } = ENGINES[this.engine.kind];
      const { path, headers, body } = ask(this.engine, request);
      const response = await fetch(this.engine.url + path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
        signal: this.running.signal,
      });
      if (!response.ok) throw new Error(`${response.status}`);
      return read(await response.json());
    }

    /** What an engine is asked: the words, the names of the speakers, what else must be so; and what it takes for plain words. */
    async asked({ where }, known) {
      const { all, none } = where === null ? { all: [], none: [] } : conditionsOf(where);
      const isChoice = (node) => node.kind === "field" && node.field !== "title";
      const filters = [...all.filter(isChoice).map((node) => ({ node, isNot: false })), ...none.filter(isChoice).map((node) => ({ node, isNot: true }))];
      const words = all.filter((node) => !isChoice(node));
      const excluded = none.filter((node) => !isChoice(node));
      const limits = ENGINES[this.engine.kind].limits ?? {};
      const taken = words.flatMap(function inside(node) {
        const own = node.kind === "or" && node.isSynonyms ? [] : limits[node.field === "title" ? "title" : node.kind] ?? [];
        return [own, ...(node.nodes ?? []).flatMap(inside)].flat();
      });
      return { conditions: { words, excluded, filters: filters.map((one) => filterOf(one, known)) }, limits: [...new Set(taken)] };
    }

    hit(document, known) {
      const { id, address, title, language, date, anchor, heading, kind, collection, parts } = document;
      if (!this.pages.has(address)) {
        const day = String(date).padStart(8, "0");
        const label = known.collection[collection]?.label;
        this.pages.set(address, {
          address, title, language, number: this.pages.size, stemming: stemmingOf(language),
          date: date > 0 ? `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}` : "",
          collection: label ? { address: collection, title: label } : null,
        });
      }
      return { page: this.pages.get(address), at: id, ref: id, score: 1, isOwn: true, entry: { anchor, heading, parts, ...(kind !== "section" && { kind }) } };
    }
  }

  /** A field with the values that are meant: an engine is asked for whole names. */
  function filterOf({ node, isNot }, known) {
    const { field, value, text, from, to } = node;
    if (field === "year" && value === undefined) return { field, from, to, isNot };
    const wanted = value ?? text;
    const names = Object.entries(known[field]);
    const fits = ([name, { label = "" }]) => name === wanted || (!node.isExact && [name, label].some((one) => occurrences({ kind: "words", text: wanted }, tokens(one)).length > 0));
    const found = names.filter(fits).map(([name]) => name);
    return { field, values: found.length > 0 ? found : [wanted], isNot };
  }

  /** What an engine counted, with what readers call each value. */
  function labelled(counts, known) {
    return Object.fromEntries(CHOICES.map((field) => {
      const values = Object.entries(counts[field] ?? {}).filter(([value]) => field !== "kind" || value !== "section");
      return [field, values.map(([value, count]) => ({ value, label: known[field][value]?.label ?? "", count })).sort((a, b) => b.count - a.count)];
    }));
  }

  postilSearch.engine = async ({ engine }) => new Engine(engine);
})();
