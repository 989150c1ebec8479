// What results can be chosen by: the values of the hits at hand, and those of all pages, for boxes one types into.
(() => {
  "use strict";

  const { foldedText } = postilSearch;

  /** How many of `hits` have each value of each facet; those of speakers too, if they are asked for by name. */
  async function facetsOf(index, hits, asked) {
    const counts = { kind: new Map(), tag: new Map(), collection: new Map(), year: new Map(), language: new Map() };
    const bySegment = new Map(index.segments.map((segment) => [segment, hits.filter((hit) => hit.segment === segment)]));
    await Promise.all([...bySegment].map(([segment, own]) => own.length > 0 && index.tried(() => countIn(segment, own, counts))));
    if (Array.isArray(asked) && asked.includes("speaker")) {
      counts.speaker = new Map();
      await Promise.all([...bySegment].map(([segment, own]) => own.length > 0 && index.tried(() => countSpeakers(segment, own, counts.speaker))));
    }
    return Object.fromEntries(Object.entries(counts).map(([facet, values]) => [facet, listed(index, facet, values)]));
  }

  async function countIn(segment, hits, counts) {
    const [kinds, tags] = await Promise.all([kindsOf(segment), tagsOf(segment)]);
    for (const { document, page } of hits) {
      add(counts.kind, kinds.get(document));
      add(counts.collection, segment.collections[page]);
      add(counts.language, segment.languages[page]);
      const day = segment.days[page];
      if (day !== null) add(counts.year, String(new Date(day * 86_400_000).getUTCFullYear()));
      for (const tag of [...(tags.ofPages.get(page) ?? []), ...(tags.ofDocuments.get(document) ?? [])]) add(counts.tag, tag);
    }
  }

  async function countSpeakers(segment, hits, counts) {
    const wanted = new Set(hits.map(({ document }) => document));
    for (const list of await segment.allSpeakers()) {
      const { docs } = await list.documents();
      add(counts, list.key, docs.reduce((sum, document) => sum + Number(wanted.has(document)), 0));
    }
  }

  function add(counts, value, count = 1) {
    if (value && count > 0) counts.set(value, (counts.get(value) ?? 0) + count);
  }

  /** The kind of each document that is a note. */
  function kindsOf(segment) {
    return segment.once("kind of each", async () => {
      const kinds = new Map();
      for (const list of await segment.kinds()) for (const document of (await list.documents()).docs) kinds.set(document, list.key);
      return kinds;
    });
  }

  /** The tags of each page, and the further topics of each entry. */
  function tagsOf(segment) {
    return segment.once("tags of each", async () => {
      const [ofPages, ofDocuments] = [new Map(), new Map()];
      const note = (found, number, tag) => found.set(number, [...(found.get(number) ?? []), tag]);
      for (const [tag, { pages, documents }] of await segment.tags()) {
        for (const page of pages) note(ofPages, page, tag);
        for (const document of documents) note(ofDocuments, document, tag);
      }
      return { ofPages, ofDocuments };
    });
  }

  const compareNames = new Intl.Collator().compare;

  function listed(index, facet, counts) {
    const values = Array.from(counts, ([value, count]) => ({ value, label: labelOf(index, facet, value), count }));
    return values.sort(facet === "year" ? (a, b) => b.value - a.value : (a, b) => b.count - a.count || compareNames(a.label, b.label));
  }

  function labelOf(index, facet, value) {
    if (facet === "collection") return index.collections[value] ?? value;
    return facet === "kind" ? (index.labels[value] ?? "") : value;
  }

  /** The values of a facet that have words which begin as `text` does, the most frequent first. */
  async function valuesOf(index, { field, text = "", count = 20 }) {
    await Promise.all(index.segments.map((segment) => segment.open()));
    const counts = await (VALUES[field] ?? fieldOfPages)(index, field);
    const wanted = foldedText(text).split(" ").filter(Boolean);
    const fits = ({ value, label }) => {
      const words = foldedText(`${label} ${value}`).split(" ");
      return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)));
    };
    return listed(index, field, counts).filter(fits).slice(0, count);
  }

  const VALUES = {
    async speaker({ segments }) {
      const counts = new Map();
      for (const segment of segments) for (const list of await segment.allSpeakers()) add(counts, list.key, list.count);
      return counts;
    },
    async kind({ segments }) {
      const counts = new Map();
      for (const segment of segments) for (const list of await segment.kinds()) add(counts, list.key, list.count);
      return counts;
    },
    async tag({ segments }) {
      const counts = new Map();
      for (const segment of segments) {
        for (const [tag, { pages, documents }] of await segment.tags()) add(counts, tag, new Set([...pages, ...documents.map((document) => segment.pageOf[document])]).size);
      }
      return counts;
    },
  };

  function fieldOfPages({ segments }, field) {
    const counts = new Map();
    for (const segment of segments) {
      const year = (day) => day !== null && String(new Date(day * 86_400_000).getUTCFullYear());
      const values = { year: segment.days.map(year), language: segment.languages, collection: segment.collections }[field] ?? [];
      values.forEach((value) => add(counts, value));
    }
    return counts;
  }

  Object.assign(postilSearch, { facetsOf, valuesOf });
})();
