// A segment of a large index: its pages, its dictionary, and the lists of its terms, read as far as a query needs them.
(() => {
  "use strict";

  const { Reader, Bits, PostingList, TextCode, relative, json, inflated, decode, entryOf } = postilSearch;

  // As src/index/large/lists.rs has it: a list of more documents than these has tables of blocks, or the best in front.
  const BLOCK = 128;
  const LONG = 8192;

  // How many texts have their places together, and how many names: src/index/large/texts.rs.
  const PLACES = 16;
  const NAMES = 64;

  // The bytes of a pack's name, and of a pack: src/index/large/packs.rs.
  const NAME = 6;
  const PACK = 256 * 1024;

  // What a record of the dictionary is: src/index/large/dictionary.rs.
  const [TERM, FORMS, STEM, INLINE, ELSEWHERE, NEIGHBOURS, NAMED] = [1, 2, 4, 8, 16, 32, 64];

  // The parts of the positions of a term with neighbours: src/index/large/lists.rs.
  const PLACE_PARTS = 6;

  // Terms of these kinds have impacts, and terms of these have positions.
  const IMPACTS = "sw";
  const POSITIONS = "23nw";

  // What the sixteen impacts stand for: src/index/large/terms.rs.
  const LEVELS = [0, 0.189, 0.414, 0.682, 1, 1.378, 1.828, 2.364, 3, 3.757, 4.657, 5.727, 7, 8.514, 10.314, 12.454];

  const after = (text) => `${text}\u{10ffff}`;

  /** Compares texts by code points, as their UTF-8 is sorted. */
  function compare(a, b) {
    const length = Math.min(a.length, b.length);
    for (let at = 0; at < length; at++) {
      const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
      if (x !== y) return x >= 0xd800 && y >= 0xd800 ? ((x + 0x2000) & 0xffff) - ((y + 0x2000) & 0xffff) : x - y;
    }
    return a.length - b.length;
  }

  /** What all segments have in common. */
  class Survey {
    constructor({ common, otherCommon = [], beside, united, otherUnited, code, address }) {
      Object.assign(this, { beside, code: new TextCode(code) });
      const { pieces } = this.code;
      const marked = (mark) => pieces.filter((_, at) => common[at] === mark).map((piece) => piece.toLowerCase());
      this.common = [...marked("2"), ...marked("1"), ...otherCommon];
      this.ranks = new Map(this.common.map((word, rank) => [word, rank]));
      const stems = pieces.filter((_, at) => united[at] !== "-");
      const ends = united.replaceAll("-", "");
      this.united = new Set([...stems.map((piece, at) => piece.slice(0, piece.length - Number(ends[at]))), ...otherUnited]);
      this.dictionary = this.code.dictionary(address);
    }

    /** An entry from its bytes: the codes of its strings, and compressed the pieces that have none and the frame. */
    async entry(bytes) {
      const reader = new Reader(bytes);
      const count = reader.varint();
      const bits = new Bits(reader.take(reader.varint()));
      const rest = new Reader(await inflated(bytes.subarray(reader.at), this.dictionary));
      const others = decode(rest.take(rest.varint())).split("\u0001");
      return entryOf(this.code.text(bits, count, others).split("\0"), rest, bits);
    }
  }

  class Segment {
    constructor(packs, listed, number, survey) {
      Object.assign(this, listed, { packs, number, survey });
      const named = ({ length, packs }) => {
        const names = packs.match(/.{12}/g) ?? [];
        return { length, nameOf: (number) => names[number] };
      };
      // The names of other packs are learnt from the dictionary, with the places that are in them.
      const learnt = (length) => {
        const names = new Map();
        return { length, names, nameOf: (number) => names.get(number) };
      };
      [this.about, this.terms] = [listed.about, listed.terms].map(named);
      [this.docs, this.positions] = [listed.docs, listed.positions].map(learnt);
      this.places = new Map(listed.parts.map(([name, from, to]) => [name, { from, to }]));
      this.entries = listed.documents - listed.pages;
      this.known = new Map();
    }

    /** Reads what every query needs; once. */
    open() {
      return this.once("open", async () => {
        this.head = await json(await this.part("head"));
        this.setPages();
        const { keys, continued } = this.head;
        this.groups = sums(keys.sizes);
        this.continued = new Map();
        let document = 0;
        for (let at = 0; at < continued.length; at += 3) {
          document += continued[at];
          this.continued.set(document, { end: continued[at + 1], next: continued[at + 1] + continued[at + 2] });
        }
      });
    }

    setPages() {
      const { counts, dates, languages, collections, prefaces } = this.head;
      this.starts = Int32Array.from(sums(counts));
      this.pageOf = new Int32Array(this.documents);
      counts.forEach((count, page) => {
        this.pageOf.fill(page, this.starts[page], this.starts[page] + count);
        this.pageOf[this.entries + page] = page;
      });
      let day = 0;
      this.days = dates.map((distance) => (distance === null ? null : (day += distance)));
      const spread = (runs) => runs.flatMap(([value, count]) => Array(count).fill(value));
      [this.languages, this.collections, this.prefaces] = [languages, collections, prefaces].map(spread);
    }

    /** Titles are numbered behind all entries. */
    isTitle(document) {
      return document >= this.entries;
    }

    /** What `make` resolves to; it is called again only if it failed. */
    once(name, make) {
      if (!this.known.has(name)) {
        this.known.set(name, make().catch((error) => {
          this.known.delete(name);
          throw error;
        }));
      }
      return this.known.get(name);
    }

    /** The bytes of a part of the stream `about`, or those between two places in it. */
    part(name, from = 0, to = undefined) {
      const place = this.places.get(name);
      return this.packs.read(this.about, place.from + from, to === undefined ? place.to : place.from + to);
    }

    /** The records with this key: the terms of a form, and the forms of a stem. */
    async lookUp(key) {
      const number = lastUpTo(this.head.keys.keys, key);
      if (number < 0) return [];
      const find = async () => {
        const { keys, places } = await this.keysOf(number);
        return this.block(places[Math.max(lastUpTo(keys, key), 0)]);
      };
      return (await this.packs.orMissing(find(), [])).filter((record) => record.key === key);
    }

    /** The records whose keys begin so, in order. */
    async beginning(key) {
      const { keys } = this.head.keys;
      const [first, last] = [Math.max(lastUpTo(keys, key), 0), lastUpTo(keys, after(key))];
      const numbers = Array.from({ length: last - first + 1 }, (_, at) => first + at);
      const groups = await Promise.all(numbers.map((number) => this.packs.orMissing(this.keysOf(number), { keys: [], places: [] })));
      const wanted = groups.flatMap(({ keys, places }) => places.slice(Math.max(lastUpTo(keys, key), 0), lastUpTo(keys, after(key)) + 1));
      const blocks = await Promise.all(wanted.map((place) => this.packs.orMissing(this.block(place), [])));
      return blocks.flat().filter((record) => record.key.startsWith(key));
    }

    /** The keys of the blocks of a group, and where each of these is: `{keys, places}`. */
    keysOf(group) {
      return this.once(`keys ${group}`, async () => {
        const from = this.groups[group];
        const reader = new Reader(await this.part("keys", from, from + this.head.keys.sizes[group]));
        const [keys, places] = [[], []];
        let at = reader.varint();
        let key = new Uint8Array(0);
        while (!reader.isAtEnd) {
          key = relative(reader, key);
          keys.push(decode(key));
          places.push([at, (at += reader.varint())]);
        }
        return { keys, places };
      });
    }

    /** The records of the block between two places. */
    block([from, to]) {
      return this.once(`block ${from}`, async () => {
        const bytes = await this.packs.read(this.terms, from, to);
        const reader = new Reader(bytes);
        const places = { docs: learn(reader, this.docs), positions: learn(reader, this.positions) };
        return this.records(new Reader(await inflated(bytes.subarray(reader.at))), places);
      });
    }

    records(reader, places) {
      const records = [];
      let key = new Uint8Array(0);
      while (!reader.isAtEnd) {
        key = relative(reader, key);
        const flags = reader.byte();
        const text = decode(key);
        const word = key.subarray(1);
        if (flags & FORMS) {
          const forms = Array.from({ length: reader.varint() }, () => decode(relative(reader, word)));
          records.push({ key: text, forms });
        } else if (flags & TERM) {
          const stem = flags & STEM ? decode(relative(reader, word)) : text.slice(1);
          records.push(Object.assign(this.term(reader, text, flags, places), { stem }));
        }
      }
      return records;
    }

    /** A term: where its lists are, or the lists themselves. */
    term(reader, key, flags, places) {
      const [hasImpacts, hasPositions] = [IMPACTS, POSITIONS].map((kinds) => kinds.includes(key[0]));
      const count = reader.varint() + 1;
      const occurrences = hasPositions ? count + reader.varint() : count;
      const inText = occurrences - (flags & ELSEWHERE ? reader.varint() : 0);
      const universe = { n: this.head.speakers, x: this.head.spelled }[key[0]] ?? this.documents;
      const isNamed = (flags & NAMED) > 0;
      const list = new PostingList(this, { key, count, occurrences, inText, universe, hasImpacts, hasPositions, isNamed });
      if (flags & INLINE) {
        const docs = Int32Array.of(reader.varint());
        const impacts = hasImpacts ? Uint8Array.of(reader.byte()) : undefined;
        const positions = hasPositions ? [risen(reader, occurrences)] : undefined;
        return list.setInline({ docs, impacts, positions });
      }
      const docs = reader.varint();
      const best = hasImpacts && count > LONG ? reader.varint() : 0;
      const table = count > BLOCK ? reader.varint() : 0;
      const parts = Array.from({ length: flags & NEIGHBOURS ? PLACE_PARTS : Number(hasPositions) }, () => reader.varint());
      const placeTable = hasPositions && count > BLOCK ? reader.varint() : 0;
      list.setPlaces(
        { stream: this.docs, from: places.docs, to: places.docs + docs, best, table },
        { stream: this.positions, from: places.positions, table: placeTable, parts },
      );
      places.docs += docs;
      places.positions += placeTable + parts.reduce((sum, size) => sum + size, 0);
      return list;
    }

    /** The names of speakers `from` a number on, with their lists. */
    speakers(block) {
      return this.once(`names ${block}`, async () => {
        const offsets = (this.nameOffsets ??= sums(this.head.names));
        const reader = new Reader(await this.part("names", offsets[block], offsets[block] + this.head.names[block]));
        const [docs, turns] = ["speakers", "turns"].map((name) => this.places.get(name).from);
        const places = { docs: docs + reader.varint(), positions: turns + reader.varint() };
        const found = [];
        let name = new Uint8Array(0);
        while (!reader.isAtEnd) {
          name = relative(reader, name);
          const count = reader.varint();
          const size = reader.varint();
          const table = count > BLOCK ? reader.varint() : 0;
          const turns = reader.varint();
          const placeTable = count > BLOCK ? reader.varint() : 0;
          const list = new PostingList(this, { key: decode(name), count, universe: this.documents, hasImpacts: false, hasPositions: true });
          list.setPlaces(
            { stream: this.about, from: places.docs, to: places.docs + size, best: 0, table },
            { stream: this.about, from: places.positions, table: placeTable, parts: [turns - placeTable] },
          );
          places.docs += size;
          places.positions += turns;
          found.push(list);
        }
        return found;
      });
    }

    async speaker(number) {
      return (await this.speakers(Math.floor(number / NAMES)))[number % NAMES];
    }

    /** All speakers, when their number matters. */
    async allSpeakers() {
      const blocks = await Promise.all(this.head.names.map((_, block) => this.speakers(block)));
      return blocks.flat();
    }

    /** The kinds of notes with the documents that have them. */
    kinds() {
      return this.once("kinds", async () => {
        const { from } = this.places.get("kinds");
        let at = from;
        const list = ([kind, count, size, table]) => {
          const found = new PostingList(this, { key: kind, count, universe: this.documents, hasImpacts: false, hasPositions: false });
          found.setPlaces({ stream: this.about, from: at, to: (at += size), best: 0, table });
          return found;
        };
        return this.head.kinds.map(list);
      });
    }

    /** Each tag and topic: `{pages, documents}`, the pages that are about it, and the entries of others. */
    tags() {
      return this.once("tags", async () => {
        const { tags, topics } = await json(await this.part("values"));
        const names = [...new Set([...Object.keys(tags), ...Object.keys(topics)])];
        return new Map(names.map((name) => [name, { pages: added(tags[name] ?? []), documents: added(topics[name] ?? []) }]));
      });
    }

    /** The stored text of a document: `{address, title, anchor, heading, kind, label, parts}`. */
    text(document) {
      return this.once(`text ${document}`, async () => {
        const { name, from, to } = await this.placeOfText(document);
        return this.survey.entry(await this.packs.piece(name, from, to));
      });
    }

    /** Of each 16 entries, the name of their pack in six bytes, the place of the first text there in four, and the lengths of all in three. */
    async placeOfText(document) {
      const size = NAME + 4 + 3 * PLACES;
      const start = Math.floor(document / PLACES) * size;
      const bytes = await this.part("places", start, start + size);
      const number = (at, length) => bytes.subarray(at, at + length).reduceRight((sum, byte) => sum * 256 + byte, 0);
      const lengthOf = (at) => number(NAME + 4 + 3 * at, 3);
      let from = number(NAME, 4);
      for (let at = 0; at < document % PLACES; at++) from += lengthOf(at);
      return { name: nameIn(bytes, 0), from, to: from + lengthOf(document % PLACES) };
    }
  }

  /** Reads a place in a stream, and the names of the packs from there on. */
  function learn(reader, { names }) {
    const place = reader.varint();
    const count = reader.varint();
    for (let at = 0; at < count; at++) names.set(Math.floor(place / PACK) + at, nameIn(reader.take(NAME), 0));
    return place;
  }

  /** The name whose bytes stand at a place. */
  const nameIn = (bytes, at) => Array.from(bytes.subarray(at, at + NAME), (byte) => byte.toString(16).padStart(2, "0")).join("");

  function risen(reader, count) {
    let next = 0;
    return Int32Array.from({ length: count }, () => {
      const place = next + reader.varint();
      next = place + 1;
      return place;
    });
  }

  /** Numbers from their distances. */
  function added(distances) {
    let number = 0;
    return distances.map((distance) => (number += distance));
  }

  /** Where each of so many sizes begins. */
  function sums(sizes) {
    let at = 0;
    return sizes.map((size) => (at += size) - size);
  }

  /** The place of the last of `keys` that is not after `key`; -1 if all are. */
  function lastUpTo(keys, key) {
    let [from, to] = [0, keys.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compare(keys[middle], key) <= 0) from = middle + 1;
      else to = middle;
    }
    return from - 1;
  }

  Object.assign(postilSearch, { Segment, Survey, LEVELS });
})();
