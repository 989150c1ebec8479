// The search of a site that leaves it to an engine: Meilisearch, Typesense or OpenSearch, with the documents that
// `postil search-export` writes. Only such a site loads this file.
(() => {
  "use strict";

  const { load, once, ready, stemmingOf, tokens, occurrences } = postilSearch;

  // What is searched, and what a word there is worth.
  const FIELDS = { heading: 2.5, title: 2, speakers: 1.5, text: 1 };
  const MOST = 100;

  // The fields that results are chosen by.
  const CHOICES = { tag: "tags", kind: "kind", collection: "collection", year: "year", language: "language" };

  // What a query has for the site itself: the engine is given it as a choice.
  const SPEAKER = /(?<!\S)speaker[:：](?:["“„][^"“”„]*["“”]?|\S*)/giu;

  /** How each engine is asked, as `{path, headers, body}`, and what documents there are in its answer. */
  const ENGINES = {
    meilisearch: {
      ask: ({ index, key }, { text, chosen, isNewest }) => ({
        path: `/indexes/${index}/search`,
        headers: key && { authorization: `Bearer ${key}` },
        body: {
          q: text,
          limit: MOST,
          matchingStrategy: "all",
          filter: chosen.map(([field, values]) => values.map((value) => `${field} = ${quoted(value)}`)),
          ...(isNewest && { sort: ["date:desc"] }),
        },
      }),
      documents: ({ hits }) => hits,
    },
    typesense: {
      ask: ({ index, key }, { text, chosen, isNewest }) => ({
        path: "/multi_search",
        headers: key && { "x-typesense-api-key": key },
        body: {
          searches: [{
            collection: decodeURIComponent(index),
            q: text || "*",
            query_by: Object.keys(FIELDS).join(","),
            query_by_weights: Object.values(FIELDS).map((worth) => 2 * worth).join(","),
            filter_by: chosen.map(([field, values]) => `${field}:=[${values.map(ticked).join(",")}]`).join(" && "),
            per_page: MOST,
            drop_tokens_threshold: 0,
            ...(isNewest && { sort_by: "date:desc" }),
          }],
        },
      }),
      documents: ({ results: [{ hits, error }] }) => {
        if (error) throw new Error(error);
        return hits.map(({ document }) => document);
      },
    },
    opensearch: {
      ask: ({ index, key }, { text, isUnfinished, chosen, isNewest }) => ({
        path: `/${index}/_search`,
        headers: key && { authorization: `Basic ${key}` },
        body: {
          size: MOST,
          query: {
            bool: {
              must: text ? [{ bool: { should: [simple(text), ...(isUnfinished ? [simple(`${text}*`)] : [])] } }] : [],
              filter: chosen.map(([field, values]) => ({ terms: { [field === "speakers" ? "speakers.exact" : field]: values } })),
            },
          },
          ...(isNewest && { sort: [{ date: "desc" }, "_score"] }),
        },
      }),
      documents: ({ hits: { hits } }) => hits.map(({ _source: document }) => document),
    },
  };

  const quoted = (value) => `"${value.replace(/[\\"]/g, "\\$&")}"`;
  const ticked = (value) => (/^\d+$/.test(value) ? value : `\`${value.replaceAll("`", " ")}\``);

  function simple(query) {
    const fields = Object.entries(FIELDS).map(([field, worth]) => `${field}^${worth}`);
    const flags = "NOT|PHRASE|PREFIX|WHITESPACE";
    return { simple_query_string: { query, fields, flags, default_operator: "and" } };
  }

  /** An index that asks `engine`, `{kind, url, index, key}`. */
  class Engine {
    looks = { most: MOST, atATime: MOST, ofPage: 5 };

    constructor(engine) {
      this.engine = { ...engine, index: encodeURIComponent(engine.index) };
      this.pages = new Map();
    }

    facets = once(() => load("search/facets.js"));

    /** The engine mends what was misspelt itself. */
    async wordsWith() {
      return [];
    }

    /** The documents that fit `query`, as hits, the best first. */
    async search(query) {
      const { ask, documents } = ENGINES[this.engine.kind];
      const { path, headers, body } = ask(this.engine, await this.asked(query));
      const response = await fetch(this.engine.url + path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${response.status}`);
      return documents(await response.json()).map((document) => this.hit(document));
    }

    async asked({ text, terms, speakers, chosen = {}, isNewest }) {
      const made = Object.entries(CHOICES).filter(([name]) => chosen[name]).map(([name, field]) => [field, [chosen[name]]]);
      if (speakers.length > 0) made.push(["speakers", await this.namesOf(speakers)]);
      const isUnfinished = terms.at(-1)?.isQuoted === false && terms.at(-1).tokens.at(-1).isPrefix && !text.endsWith("*");
      return { text: text.replace(SPEAKER, " ").trim(), isUnfinished, chosen: made, isNewest };
    }

    /** The names that have all that was asked of the speaker; what was asked itself, if there is none. */
    async namesOf(speakers) {
      const names = Object.keys((await this.facets()).speaker);
      const fits = (name) => speakers.every((term) => occurrences(term, tokens(name)).length > 0);
      const found = names.filter(fits);
      return found.length > 0 ? found : [speakers.flatMap((term) => term.tokens.map((token) => token.written)).join(" ")];
    }

    hit(document) {
      const { id, address, title, language, date, anchor, heading, kind, parts } = document;
      if (!this.pages.has(address)) {
        const entries = new Map();
        const entry = async (at) => entries.get(at);
        this.pages.set(address, { address, title, language, number: date, stemming: stemmingOf(language), entries, entry });
      }
      const page = this.pages.get(address);
      if (!page.entries.has(id)) page.entries.set(id, { anchor, heading, parts, ...(kind !== "section" && { kind }) });
      return { page, at: id, score: 1, coverage: 1, parts: [] };
    }
  }

  /** The hits for `query`, in the engine's order. */
  async function rank(index, query) {
    return Object.assign(await index.search(query), { unknown: [] });
  }

  const index = once(async () => new Engine((await ready()).engine));

  Object.assign(postilSearch, { index, rank });
})();
