// What a query asks a segment for: words, runs of words, words near one another; as documents, and as places in them.
//
// Each has `count`, in how many documents it may be; `size`, how many bytes tell which; `length`, how many positions it
// takes; `match(within)`, `{docs, worths}` of the documents that have it, those of `within` alone if that is given; and
// `places(docs)`, by document the positions at which it begins.
(() => {
  "use strict";

  const { LEVELS } = postilSearch;

  // What a word gains by each further form of it in the same document.
  const FURTHER = 0.4;

  // From this position on stand headings and names: src/index/large/documents.rs.
  const ABOUT = 4096;
  const SATURATION = 1.2;

  const EMPTY = { docs: new Int32Array(0), worths: new Float32Array(0) };

  /** Any of several terms: the forms of a word, the words with a beginning. */
  class AnyTerm {
    length = 1;

    /** `forms` resolves to the lists with positions, where `lists` are of stems and have none. */
    constructor(lists, worth = 1, forms = undefined) {
      Object.assign(this, { lists, worth, forms });
      this.count = lists.reduce((sum, { count }) => sum + count, 0);
      this.size = lists.reduce((sum, { size }) => sum + size, 0);
    }

    /** How often texts have one of them. */
    get inText() {
      return this.forms ? undefined : this.lists.reduce((sum, { inText }) => sum + inText, 0);
    }

    async match(within) {
      const parts = await Promise.all(this.lists.map((list) => list.documents(within)));
      const found = parts.map(({ docs, impacts }) => ({ docs, worths: Float32Array.from(docs, (_, at) => this.worth * (impacts ? LEVELS[impacts[at]] : 1)) }));
      const all = union(found, (a, b) => Math.max(a, b) + FURTHER * Math.min(a, b));
      return within === undefined ? all : kept(all, within);
    }

    async places(docs) {
      const lists = this.forms ? await this.forms() : this.lists;
      const maps = await Promise.all(lists.map((list) => list.places(docs)));
      return maps.length === 1 ? maps[0] : joinedPlaces(maps);
    }
  }

  /** A word where it stands between others, which need not be looked up: `beside` has their ranks. */
  class Between {
    constructor({ lists }, beside) {
      Object.assign(this, new AnyTerm(lists), { beside });
    }

    /** The documents that may have it there. */
    match(within) {
      return AnyTerm.prototype.match.call(this, within);
    }

    async places(docs) {
      return joinedPlaces(await Promise.all(this.lists.map((list) => list.places(docs, this.beside))));
    }

    /** How often each of `docs` has it there, which no position tells: a map of `{text, about}`. */
    async tallies(docs) {
      const all = new Map();
      for (const map of await Promise.all(this.lists.map((list) => list.tallies(docs, this.beside)))) {
        for (const [document, { text, about }] of map) {
          const known = all.get(document) ?? { text: 0, about: 0 };
          all.set(document, { text: known.text + text, about: known.about + about });
        }
      }
      return all;
    }
  }

  /**
   * Several units one after another: `{leaf, offset}`, a leaf and how far its position is from that of the first. A unit
   * need not be next to the one before, if what lies between is part of either.
   */
  class Run {
    constructor(segment, units, length) {
      Object.assign(this, { segment, length });
      this.units = [...units].sort((a, b) => a.leaf.count - b.leaf.count);
      this.last = Math.max(...units.map(({ offset }) => offset));
      this.count = this.units[0].leaf.count;
      this.size = this.units.reduce((sum, { leaf }) => sum + leaf.size, 0);
      this.known = new Map();
    }

    async match(within) {
      const candidates = await this.candidates(within);
      const tallies = await this.tallies(candidates);
      const docs = candidates.filter((document) => isSome(tallies.get(document)));
      return { docs, worths: Float32Array.from(docs, (document) => worthOf(tallies.get(document))) };
    }

    /** How often the texts of `docs` have it. */
    async occurrences(docs) {
      const tallies = await this.tallies(docs);
      return [...tallies.values()].reduce((sum, { text }) => sum + text, 0);
    }

    /** How often each of `docs` has it; a unit alone that knows the words beside it tells without positions. */
    async tallies(docs) {
      const { continued } = this.segment;
      const isWhole = (document) => !continued.has(document) && !continued.has(document - 1);
      const [{ leaf }] = this.units;
      const counted = leaf.tallies && this.units.length === 1 ? docs.filter(isWhole) : [];
      const all = counted.length > 0 ? await leaf.tallies(counted) : new Map();
      const others = counted.length > 0 ? docs.filter((document) => !isWhole(document)) : docs;
      await this.verify(others);
      for (const document of others) all.set(document, tallyOf(this.known.get(document)));
      return all;
    }

    async places(docs) {
      await this.verify(await this.candidates(docs));
      return new Map(Array.from(docs, (document) => [document, this.known.get(document) ?? []]));
    }

    /** The documents that have all units, some perhaps where they go on in the next. */
    async candidates(within) {
      let docs = within;
      for (const { leaf } of this.units) {
        const found = (await leaf.match(docs && this.withNext(docs))).docs;
        const here = this.withPrevious(found);
        docs = await this.fitting(docs === undefined ? here : intersection(docs, here), leaf);
        if (docs.length === 0) break;
      }
      return docs;
    }

    /** Those of `docs` that have a leaf between the words beside it, if it knows them, there or where they go on. */
    async fitting(docs, leaf) {
      if (!leaf.tallies) return docs;
      const tallies = await leaf.tallies(this.withNext(docs));
      const { continued } = this.segment;
      return docs.filter((document) => isSome(tallies.get(document)) || (continued.has(document) && isSome(tallies.get(document + 1))));
    }

    /** `docs` and those in which they go on. */
    withNext(docs) {
      const { continued } = this.segment;
      const next = docs.filter((document) => continued.has(document)).map((document) => document + 1);
      return next.length === 0 ? docs : union([{ docs }, { docs: next }]).docs;
    }

    withPrevious(docs) {
      const { continued } = this.segment;
      const previous = docs.filter((document) => continued.has(document - 1)).map((document) => document - 1);
      return previous.length === 0 ? docs : union([{ docs }, { docs: previous }]).docs;
    }

    /** Finds out where the run begins in `docs`: the rarest unit is read first, and of the others no more than is left. */
    async verify(docs) {
      let left = docs.filter((document) => !this.known.has(document));
      const starts = new Map();
      const crossing = new Map();
      for (const [number, { leaf, offset }] of this.units.entries()) {
        const places = await leaf.places(this.withNext(left));
        for (const document of left) {
          const here = places.get(document) ?? [];
          narrow(starts, document, here, offset, number);
          const next = this.segment.continued.get(document);
          if (next) narrow(crossing, document, acrossEnd(here, places.get(document + 1) ?? [], next), offset, number);
        }
        const isLeft = (document) => starts.get(document).length > 0 || crossing.get(document)?.length > 0;
        for (const document of left) if (!isLeft(document)) this.known.set(document, []);
        left = left.filter(isLeft);
      }
      for (const document of left) this.known.set(document, this.begun(document, starts.get(document), crossing.get(document)));
    }

    /** All beginnings in `document`: those that lie in it, and those that reach into the next. */
    begun(document, starts, crossing = []) {
      const next = this.segment.continued.get(document);
      const across = crossing.filter((start) => start < next.end && start + this.last >= next.next);
      return across.length === 0 ? starts : [...starts, ...across].sort((a, b) => a - b);
    }
  }

  /** Places in the text of a document, and those of the next as seen from there. */
  function acrossEnd(here, following, { end, next }) {
    const own = Array.from(here).filter((place) => place < end);
    return [...own, ...Array.from(following).filter((place) => place < ABOUT).map((place) => place + next)];
  }

  /** Keeps those beginnings in `document` from which a place is as far as it should be; all, if it is the first unit. */
  function narrow(starts, document, places, offset, number) {
    if (number === 0) {
      starts.set(document, Array.from(places, (place) => place - offset).filter((start) => start >= 0));
      return;
    }
    let at = 0;
    starts.set(document, starts.get(document).filter((start) => {
      while (at < places.length && places[at] < start + offset) at += 1;
      return places[at] === start + offset;
    }));
  }

  /** What is worth what a document has so often: as BM25 has it, more in a heading. */
  function worthOf({ text, about }) {
    const worth = (count, boost) => (boost * count * (SATURATION + 1)) / (count + SATURATION);
    return worth(text, 1) + worth(about, 2);
  }

  /** How many of `places` are in a text, and how many elsewhere. */
  function tallyOf(places) {
    const about = places.filter((place) => place >= ABOUT).length;
    return { text: places.length - about, about };
  }

  const isSome = (tally) => tally !== undefined && tally.text + tally.about > 0;

  /** Any of several: a word and how else it may be written. */
  class Either {
    constructor(leaves) {
      this.leaves = leaves;
      this.length = Math.max(...leaves.map(({ length }) => length));
      this.count = leaves.reduce((sum, { count }) => sum + count, 0);
      this.size = leaves.reduce((sum, { size }) => sum + size, 0);
    }

    async match(within) {
      return union(await Promise.all(this.leaves.map((leaf) => leaf.match(within))));
    }

    async places(docs) {
      return joinedPlaces(await Promise.all(this.leaves.map((leaf) => leaf.places(docs))));
    }
  }

  /** Several near one another: at most so many words between the end of the first and the beginning of the last. */
  class Near {
    constructor(leaves, distance) {
      Object.assign(this, { leaves, distance });
      this.length = 1;
      this.count = Math.min(...leaves.map(({ count }) => count));
      this.size = leaves.reduce((sum, { size }) => sum + size, 0);
    }

    async match(within) {
      let docs = within;
      for (const leaf of [...this.leaves].sort((a, b) => a.count - b.count)) docs = (await leaf.match(docs)).docs;
      const places = await this.places(docs);
      docs = docs.filter((document) => places.get(document).length > 0);
      return { docs, worths: Float32Array.from(docs, (document) => worthOf(tallyOf(places.get(document)))) };
    }

    async places(docs) {
      const maps = await Promise.all(this.leaves.map((leaf) => leaf.places(docs)));
      return new Map(Array.from(docs, (document) => [document, this.clumps(maps.map((map) => map.get(document) ?? []))]));
    }

    /** Where the smallest stretches begin that have one of each. */
    clumps(places) {
      const all = places.flatMap((ofLeaf, leaf) => Array.from(ofLeaf, (start) => ({ start, end: start + this.leaves[leaf].length, leaf })));
      all.sort((a, b) => a.start - b.start);
      const latest = new Map();
      const found = new Set();
      for (const place of all) {
        latest.set(place.leaf, place);
        if (latest.size < places.length) continue;
        const first = [...latest.values()].reduce((a, b) => (a.start <= b.start ? a : b));
        if (place.start - first.end <= this.distance) found.add(first.start);
      }
      return [...found];
    }
  }

  /** Lists of documents as one; what each is worth where several have it is said by `combine`. */
  function union(lists, combine = Math.max) {
    if (lists.length === 0) return EMPTY;
    let all = lists;
    while (all.length > 1) {
      const pairs = [];
      for (let at = 0; at < all.length; at += 2) pairs.push(all[at + 1] ? merged(all[at], all[at + 1], combine) : all[at]);
      all = pairs;
    }
    return all[0];
  }

  function merged(a, b, combine) {
    const docs = new Int32Array(a.docs.length + b.docs.length);
    const worths = a.worths && new Float32Array(docs.length);
    let [x, y, count] = [0, 0, 0];
    while (x < a.docs.length || y < b.docs.length) {
      const [left, right] = [a.docs[x] ?? Infinity, b.docs[y] ?? Infinity];
      docs[count] = Math.min(left, right);
      if (worths) worths[count] = left === right ? combine(a.worths[x], b.worths[y]) : left < right ? a.worths[x] : b.worths[y];
      if (left <= right) x += 1;
      if (right <= left) y += 1;
      count += 1;
    }
    return { docs: docs.subarray(0, count), worths: worths?.subarray(0, count) };
  }

  /** The documents of `found` that are in `within` too, with what they are worth. */
  function kept({ docs, worths }, within) {
    const places = [];
    let at = 0;
    for (let place = 0; place < docs.length; place++) {
      while (at < within.length && within[at] < docs[place]) at += 1;
      if (at < within.length && within[at] === docs[place]) places.push(place);
    }
    return { docs: Int32Array.from(places, (place) => docs[place]), worths: worths && Float32Array.from(places, (place) => worths[place]) };
  }

  const intersection = (a, b) => kept({ docs: a }, b).docs;

  function joinedPlaces(maps) {
    const all = new Map();
    for (const map of maps) {
      for (const [document, places] of map) {
        const known = all.get(document);
        all.set(document, known ? [...new Set([...known, ...places])].sort((a, b) => a - b) : places);
      }
    }
    return all;
  }

  Object.assign(postilSearch, { AnyTerm, Between, Run, Either, Near, EMPTY, ABOUT, union, kept, intersection });
})();
