// How each search engine is asked, and what its answer says: documents, how many there are, and how many have each value.
(() => {
  "use strict";

  // What is searched, and what a word there is worth.
  const FIELDS = { heading: 2.5, title: 2, speakers: 1.5, text: 1 };

  // What results are chosen by, by the name of the field in the documents.
  const NAMES = { speaker: "speakers", kind: "kind", tag: "tags", collection: "collection", year: "year", language: "language" };
  const COUNTED = ["kind", "tag", "collection", "year", "language"];

  // What these two take for plain words.
  const PLAIN = { or: ["OR"], near: ["NEAR"], title: ["title:"] };

  const ENGINES = {
    meilisearch: {
      limits: PLAIN,
      ask: ({ index, key }, { words, excluded, filters, sort, offset, limit }) => ({
        path: `/indexes/${index}/search`,
        headers: key && { authorization: `Bearer ${key}` },
        body: {
          q: textOf(words, excluded),
          page: offset / limit + 1,
          hitsPerPage: limit,
          matchingStrategy: "all",
          facets: COUNTED.map((name) => NAMES[name]),
          filter: filters.map(({ isNot, ...filter }) => `${isNot ? "NOT " : ""}(${conditions(filter, (name, value) => `${name} = ${quoted(value)}`, " OR ")})`),
          ...(sort !== "best" && { sort: [sort === "newest" ? "date:desc" : "date:asc"] }),
        },
      }),
      read: ({ hits, totalHits, facetDistribution = {} }) => ({ documents: hits, total: totalHits, facets: named(facetDistribution) }),
    },
    typesense: {
      limits: PLAIN,
      ask: ({ index, key }, { words, excluded, filters, sort, offset, limit }) => ({
        path: "/multi_search",
        headers: key && { "x-typesense-api-key": key },
        body: {
          searches: [{
            collection: decodeURIComponent(index),
            q: textOf(words, excluded) || "*",
            query_by: Object.keys(FIELDS).join(","),
            query_by_weights: Object.values(FIELDS).map((worth) => 2 * worth).join(","),
            filter_by: filters.map(typesenseFilter).join(" && "),
            facet_by: COUNTED.map((name) => NAMES[name]).join(","),
            page: offset / limit + 1,
            per_page: limit,
            drop_tokens_threshold: 0,
            ...(sort !== "best" && { sort_by: sort === "newest" ? "date:desc" : "date:asc" }),
          }],
        },
      }),
      read: ({ results: [{ hits, found, facet_counts: counts = [], error }] }) => {
        if (error) throw new Error(error);
        const values = (list) => Object.fromEntries(list.map(({ value, count }) => [value, count]));
        const facets = Object.fromEntries(counts.map(({ field_name: name, counts: list }) => [name, values(list)]));
        return { documents: hits.map(({ document }) => document), total: found, facets: named(facets) };
      },
    },
    opensearch: {
      ask: ({ index, key }, { words, excluded, filters, sort, offset, limit }) => ({
        path: `/${index}/_search`,
        headers: key && { authorization: `Basic ${key}` },
        body: {
          from: offset,
          size: limit,
          track_total_hits: true,
          query: {
            bool: {
              must: words.map(clause),
              must_not: [...excluded.map(clause), ...filters.filter(({ isNot }) => isNot).map(term)],
              filter: filters.filter(({ isNot }) => !isNot).map(term),
            },
          },
          aggs: Object.fromEntries(COUNTED.map((name) => [NAMES[name], { terms: { field: NAMES[name], size: 100 } }])),
          ...(sort !== "best" && { sort: [{ date: sort === "newest" ? "desc" : "asc" }, "_score"] }),
        },
      }),
      read: ({ hits: { hits, total }, aggregations = {} }) => {
        const values = ({ buckets }) => Object.fromEntries(buckets.map(({ key, doc_count: count }) => [key, count]));
        const facets = Object.fromEntries(Object.entries(aggregations).map(([name, found]) => [name, values(found)]));
        return { documents: hits.map(({ _source: document }) => document), total: total.value, facets: named(facets) };
      },
    },
  };

  /** Counts by our names of the fields. */
  const named = (facets) => Object.fromEntries(COUNTED.map((name) => [name, facets[NAMES[name]] ?? {}]));

  const quoted = (value) => (typeof value === "number" ? value : `"${String(value).replace(/[\\"]/g, "\\$&")}"`);

  /** What must be so of a field, in a language of conditions. */
  function conditions({ field, values, from, to }, equals, either) {
    const name = NAMES[field];
    if (values) return values.map((value) => equals(name, field === "year" ? Number(value) : value)).join(either);
    return [from !== null && `${name} >= ${from}`, to !== null && `${name} <= ${to}`].filter(Boolean).join(" AND ");
  }

  function typesenseFilter({ isNot, field, values, from, to }) {
    const ticked = (value) => (field === "year" ? value : `\`${String(value).replaceAll("`", " ")}\``);
    if (values) return `${NAMES[field]}:${isNot ? "!=" : "="}[${values.map(ticked).join(",")}]`;
    const parts = [from !== null && `:>=${from}`, to !== null && `:<=${to}`];
    const outside = [from !== null && `:<${from}`, to !== null && `:>${to}`];
    return `(${(isNot ? outside : parts).filter(Boolean).map((part) => NAMES[field] + part).join(isNot ? " || " : " && ")})`;
  }

  /** Words for an engine that knows quotation marks and exclusion, and takes the rest for plain words. */
  function textOf(words, excluded) {
    const plain = (node) => {
      if (node.kind === "phrase") return `"${node.text.replaceAll('"', " ")}"`;
      if (node.kind === "field") return plain(node.node);
      if (!node.nodes) return node.text;
      return (node.isSynonyms ? [node.nodes[0]] : node.nodes).map(plain).join(" ");
    };
    const without = (node) => (node.nodes || /\s/u.test(node.text) ? `-"${(node.text ?? plain(node)).replaceAll('"', " ")}"` : `-${plain(node)}`);
    return [...words.map(plain), ...excluded.map(without)].join(" ");
  }

  /** A node as a query of OpenSearch. */
  function clause(node) {
    if (node.kind === "or") return { bool: { should: node.nodes.map(clause), minimum_should_match: 1 } };
    if (node.kind === "and") return { bool: { must: node.nodes.map(clause) } };
    if (node.kind === "near") return { intervals: { text: { all_of: { max_gaps: node.distance, intervals: node.nodes.map(interval) } } } };
    if (node.kind === "field") return match(node.node, ["title"]);
    return match(node, Object.entries(FIELDS).map(([field, worth]) => `${field}^${worth}`));
  }

  function interval({ kind, text }) {
    return { match: { query: text, ...(kind === "phrase" && { max_gaps: 0, ordered: true }) } };
  }

  function match({ kind, text, isTyped }, fields) {
    const all = { query: text, fields };
    const words = { multi_match: { ...all, type: kind === "phrase" ? "phrase" : "cross_fields", operator: "and" } };
    if (kind !== "prefix") return words;
    const beginning = { multi_match: { ...all, type: "phrase_prefix" } };
    return isTyped ? { bool: { should: [words, beginning], minimum_should_match: 1 } } : beginning;
  }

  function term({ field, values, from, to }) {
    if (values) return { terms: { [field === "speaker" ? "speakers.exact" : NAMES[field]]: values } };
    return { range: { [NAMES[field]]: { ...(from !== null && { gte: from }), ...(to !== null && { lte: to }) } } };
  }

  Object.assign(postilSearch, { ENGINES });
})();
