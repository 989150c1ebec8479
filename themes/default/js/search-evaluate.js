// A query answered by one segment: which of its entries fit, and what each part of the query is worth there.
(() => {
  "use strict";

  const { tokens, Preparer, AnyTerm, Either, EMPTY, ABOUT, union, kept, intersection } = postilSearch;

  // Lists of so few bytes are read whole; of longer ones, what may be among the entries that are left.
  const SHORT = 12_000;

  const NOTHING = { docs: EMPTY.docs, worths: EMPTY.worths, own: new Uint8Array(0) };
  const isFilter = ({ kind, field }) => kind === "field" && field !== "speaker" && field !== "title";
  const isSpeaker = ({ kind, field }) => kind === "field" && field === "speaker";

  class Evaluation {
    /** `notes` gets what the reader should know of how the query was understood: `also`, `cut`. */
    constructor(segment, notes, collections) {
      Object.assign(this, { segment, collections });
      this.preparer = new Preparer(segment, notes);
      this.leaves = new Map();
    }

    /**
     * The entries that fit `nodes`, all of them: `{docs, own, parts}`. `own` says whether anything of an entry
     * stands outside the title of its page; `parts` has, for each node that is looked for, what it is worth in each.
     */
    async all(nodes, within, scope) {
      const [filters, others] = parted(nodes, isFilter);
      const [negative, wanted] = parted(others, ({ kind }) => kind === "not");
      const [speakers, positive] = parted(wanted, isSpeaker);
      let docs = await this.filtered(filters, within);
      if (speakers.length > 0) {
        const spoken = await this.spoken(speakers, docs);
        docs = spoken.docs;
        scope = spoken.scope;
      }
      const found = await this.positives(positive, docs, scope);
      if (positive.length === 0) docs ??= this.entries();
      else docs = common(found, docs);
      for (const { node } of negative) {
        if (docs.length > 0) docs = without(docs, (await this.one(node, docs)).docs);
      }
      const parts = found.map((part) => kept(part, docs).worths);
      return { docs, own: owned(docs, found), parts };
    }

    /** What of `nodes` is where, each: the shorter lists first, the longer ones as far as they matter. */
    async positives(nodes, within, scope) {
      const leaves = await Promise.all(nodes.map((node) => this.sized(node)));
      const isShort = (at) => leaves[at] <= SHORT;
      const places = nodes.map((_, at) => at).sort((a, b) => leaves[a] - leaves[b]);
      const first = places.filter((at, rank) => rank === 0 || isShort(at));
      const found = [];
      await Promise.all(first.map(async (at) => (found[at] = await this.one(nodes[at], within, scope))));
      let left = common(first.map((at) => found[at]), within);
      for (const at of places.filter((at) => !first.includes(at))) {
        found[at] = left?.length === 0 ? NOTHING : await this.one(nodes[at], left, scope);
        left = common([found[at]], left);
      }
      return found;
    }

    /** How many bytes must be read to know where a node is; its leaves are made by the way. */
    async sized(node) {
      if (node.kind === "and" || node.kind === "or") {
        return (await Promise.all(node.nodes.map((child) => this.sized(child)))).reduce((sum, size) => sum + size, 0);
      }
      if (node.kind === "not") return this.sized(node.node);
      return node.kind === "field" ? 0 : (await this.leaf(node)).size;
    }

    leaf(node) {
      if (!this.leaves.has(node)) this.leaves.set(node, this.preparer.leaf(node));
      return this.leaves.get(node);
    }

    /** How many documents have a node, about. */
    async count(node) {
      if (node.kind === "or") return (await Promise.all(node.nodes.map((child) => this.count(child)))).reduce((sum, count) => sum + count, 0);
      if (node.kind === "and") return Math.min(...(await Promise.all(node.nodes.map((child) => this.count(child)))));
      return node.kind === "field" ? 0 : (await this.leaf(node)).count;
    }

    /** Where a node is, with what it is worth: `{docs, worths, own}`. */
    async one(node, within, scope) {
      if (node.kind === "and") {
        const { docs, own, parts } = await this.all(node.nodes, within, scope);
        return { docs, own, worths: docs.map ? Float32Array.from(docs, (_, at) => parts.reduce((sum, part) => sum + part[at], 0)) : EMPTY.worths };
      }
      if (node.kind === "or") {
        const found = await Promise.all(node.nodes.map((child) => this.one(child, within, scope)));
        const all = union(found);
        return { ...all, own: owned(all.docs, found) };
      }
      if (isFilter(node)) return this.plain(await this.filtered([node], within));
      if (isSpeaker(node)) return this.plain((await this.spoken([node], within)).docs);
      if (node.field === "title") return this.ofTitle(await (await this.leaf(node.node)).match(), within);
      return this.leafDocs(await this.leaf(node), within, scope);
    }

    /** Where `docs`, a sorted list, have what `nodes` ask for in their text, said by those who are asked for: a map. */
    async places(nodes, docs) {
      const speakers = nodes.filter(isSpeaker);
      const ranges = speakers.length > 0 && docs.length > 0 ? await (await this.spoken(speakers, docs)).scope(docs) : undefined;
      const leaves = await Promise.all(leavesOf({ kind: "and", nodes }).map((node) => this.leaf(node)));
      const maps = await Promise.all(leaves.map((leaf) => leaf.places(docs)));
      const isAsked = (document) => (start) => start < ABOUT && (!ranges || isInside(start, ranges.get(document) ?? []));
      const ofDocument = (document) => {
        const starts = new Set(maps.flatMap((map) => Array.from(map.get(document) ?? [])));
        return [...starts].filter(isAsked(document)).sort((a, b) => a - b);
      };
      return new Map(Array.from(docs, (document) => [document, ofDocument(document)]));
    }

    plain(docs) {
      return { docs, worths: new Float32Array(docs.length), own: new Uint8Array(docs.length).fill(1) };
    }

    /** Entries that have a leaf themselves or in the title of their page; by somebody, if that is asked. */
    async leafDocs(leaf, within, scope) {
      const found = await leaf.match(within && this.withTitles(within));
      const own = split(found, (document) => !this.segment.isTitle(document));
      if (scope) return this.inScope(own, leaf, scope);
      const titles = split(found, (document) => this.segment.isTitle(document));
      if (titles.docs.length === 0) return { ...own, own: new Uint8Array(own.docs.length).fill(1) };
      const spread = this.spread(titles, within);
      const all = union([own, spread], (a, b) => a + b);
      return { ...all, own: owned(all.docs, [{ docs: own.docs }]) };
    }

    async ofTitle(found, within) {
      const titles = split(found, (document) => this.segment.isTitle(document));
      const spread = this.spread(titles, within);
      return { ...spread, own: new Uint8Array(spread.docs.length) };
    }

    /** What titles have, as what all entries of their pages have. */
    spread({ docs, worths }, within) {
      const [all, found] = [[], []];
      docs.forEach((title, at) => {
        for (let document = this.startOfPage(title); document < this.endOfPage(title); document++) {
          all.push(document);
          found.push(worths[at]);
        }
      });
      const spread = { docs: Int32Array.from(all), worths: Float32Array.from(found) };
      return within === undefined ? spread : kept(spread, within);
    }

    startOfPage(document) {
      const { starts, pageOf } = this.segment;
      return starts[pageOf[document]];
    }

    endOfPage(document) {
      const { starts, pageOf, entries } = this.segment;
      return starts[pageOf[document] + 1] ?? entries;
    }

    withTitles(docs) {
      const { entries, pageOf } = this.segment;
      const titles = new Set();
      for (const document of docs) titles.add(entries + pageOf[document]);
      return union([{ docs }, { docs: Int32Array.from(titles).sort() }]).docs;
    }

    /** Those entries in which somebody of `scope` says what the leaf stands for. */
    async inScope({ docs, worths }, leaf, scope) {
      const [places, turns] = await Promise.all([leaf.places(docs), scope(docs)]);
      const isSaid = (document) => {
        const ranges = turns.get(document) ?? [];
        return Array.from(places.get(document) ?? []).some((start) => start < ABOUT && isInside(start, ranges));
      };
      const said = split({ docs, worths }, isSaid);
      return { ...said, own: new Uint8Array(said.docs.length).fill(1) };
    }

    /** The entries in which all of `nodes` speak, and a function that says where in some of them. */
    async spoken(nodes, within) {
      const ofNodes = await Promise.all(nodes.map((node) => this.preparer.speakers(node)));
      const leaves = ofNodes.map((lists) => new AnyTerm(lists));
      let docs = within;
      for (const leaf of leaves) docs = (await leaf.match(docs)).docs;
      return { docs, scope: (docs) => new Either(leaves).places(docs) };
    }

    /** The entries that have all the values of `nodes`, or `within` if there are none. */
    async filtered(nodes, within) {
      if (nodes.length === 0) return within;
      const tests = await Promise.all(nodes.map((node) => this.test(node)));
      return (within ?? this.entries()).filter((document) => tests.every((test) => test(document)));
    }

    /** All entries. */
    entries() {
      return Int32Array.from({ length: this.segment.entries }, (_, at) => at);
    }

    /** What tells whether an entry has the value of a node. */
    async test({ field, value, from, to, isTyped }) {
      const { pageOf, days, languages, collections } = this.segment;
      const wanted = folded(value ?? "");
      const fits = (text) => (isTyped ? folded(text).startsWith(wanted) : folded(text) === wanted);
      if (field === "year") {
        const year = (page) => (days[page] === null ? undefined : new Date(days[page] * 86_400_000).getUTCFullYear());
        return (document) => year(pageOf[document]) >= (from ?? -Infinity) && year(pageOf[document]) <= (to ?? Infinity);
      }
      if (field === "language") return ofPages((page) => fits(languages[page]) || fits(languages[page].split("-")[0]));
      if (field === "collection") return ofPages((page) => collections[page] !== "" && (fits(collections[page]) || fits(this.collections[collections[page]] ?? "")));
      if (field === "tag") {
        const found = [...(await this.segment.tags())].filter(([tag]) => fits(tag)).map(([, places]) => places);
        const [pages, documents] = ["pages", "documents"].map((key) => new Set(found.flatMap((places) => places[key])));
        return (document) => pages.has(pageOf[document]) || documents.has(document);
      }
      return this.kindTest(fits);

      function ofPages(isPage) {
        return (document) => isPage(pageOf[document]);
      }
    }

    async kindTest(fits) {
      const kinds = (await this.segment.kinds()).filter(({ key }) => fits(key));
      const found = await Promise.all(kinds.map((list) => list.documents()));
      const docs = new Set(found.flatMap(({ docs }) => [...docs]));
      return (document) => docs.has(document);
    }
  }

  /** The nodes of words in a tree, but for those that must not be there. */
  function leavesOf(node) {
    if (node.nodes && node.kind !== "near") return node.nodes.flatMap(leavesOf);
    return node.kind === "not" || node.kind === "field" ? [] : [node];
  }

  function parted(nodes, is) {
    return [nodes.filter(is), nodes.filter((node) => !is(node))];
  }

  const folded = (text) => tokens(text).map((token) => token.text).join(" ");

  /** The documents that are in all of `found`, and in `within` if that is given. */
  function common(found, within) {
    return found.reduce((docs, part) => (docs === undefined ? part.docs : intersection(docs, part.docs)), within);
  }

  /** Whether each of `docs` is in one of `found` by itself. */
  function owned(docs, found) {
    const own = new Uint8Array(docs.length);
    for (const part of found) {
      let at = 0;
      part.docs.forEach((document, place) => {
        if (part.own && part.own[place] === 0) return;
        while (at < docs.length && docs[at] < document) at += 1;
        if (docs[at] === document) own[at] = 1;
      });
    }
    return own;
  }

  function without(docs, others) {
    const out = new Set(others);
    return docs.filter((document) => !out.has(document));
  }

  function split({ docs, worths }, is) {
    const places = [];
    docs.forEach((document, at) => is(document) && places.push(at));
    return { docs: Int32Array.from(places, (at) => docs[at]), worths: Float32Array.from(places, (at) => worths[at]) };
  }

  /** Whether `place` is within one of `ranges`, beginnings and ends in turn. */
  function isInside(place, ranges) {
    for (let at = 0; at < ranges.length; at += 2) if (ranges[at] <= place && place < ranges[at + 1]) return true;
    return false;
  }

  Object.assign(postilSearch, { Evaluation, leavesOf, foldedText: folded });
})();
