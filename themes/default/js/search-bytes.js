// Bytes as numbers: what src/index/large/encoding.rs writes, and texts that are compressed.
(() => {
  "use strict";

  const decoder = new TextDecoder();

  // The beginning of a word as texts are coded: src/index/large/text_code.rs.
  const WORD = /^[A-Za-z0-9'’\u00c0-\u024f\u0370-\u052f]/;

  // So many bytes of the coded pieces are given to the compressor.
  const GIVEN = 6 * 1024;

  /** Reads `bytes` from their beginning on. */
  class Reader {
    constructor(bytes, at = 0) {
      this.bytes = bytes;
      this.at = at;
    }

    get isAtEnd() {
      return this.at >= this.bytes.length;
    }

    byte() {
      if (this.isAtEnd) throw new RangeError("the index is cut short");
      return this.bytes[this.at++];
    }

    /** Seven bits to a byte, the lowest first; each byte but the last has its highest bit set. */
    varint() {
      let number = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = this.byte();
        number |= (byte & 0x7f) << shift;
        if (byte < 0x80) return number >>> 0;
      }
    }

    take(length) {
      if (this.at + length > this.bytes.length) throw new RangeError("the index is cut short");
      this.at += length;
      return this.bytes.subarray(this.at - length, this.at);
    }
  }

  /** Reads numbers from the bits of `bytes`, the lowest bit of each first. */
  class Bits {
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
    }

    /** A number of so many bits, 31 at most. */
    take(width) {
      const { bytes, at } = this;
      if (at + width > bytes.length * 8) throw new RangeError("the index is cut short");
      this.at += width;
      const [place, shift] = [at >> 3, at & 7];
      let value = (bytes[place] | (bytes[place + 1] << 8) | (bytes[place + 2] << 16) | (bytes[place + 3] << 24)) >>> shift;
      if (shift + width > 32) value |= bytes[place + 4] << (32 - shift);
      return value & (2 ** width - 1);
    }

    /** A number of which small ones take few bits. */
    small() {
      let width = 0;
      while (this.take(1) === 0) width += 1;
      return 2 ** width + this.take(width) - 1;
    }

    /** So many numbers, each above the one before, between `low` and `high`. */
    rising(count, low, high) {
      const values = new Int32Array(count);
      this.fill(values, 0, count, low, high);
      return values;
    }

    /** The one in the middle stands first, and then those on each side; if it is certain what all are, nothing does. */
    fill(values, from, to, low, high) {
      const count = to - from;
      if (high - low + 1 === count) {
        for (let at = 0; at < count; at++) values[from + at] = low + at;
        return;
      }
      if (count === 0) return;
      const middle = count >> 1;
      const least = low + middle;
      const value = least + this.oneOf(high - (count - 1 - middle) - least + 1);
      values[from + middle] = value;
      this.fill(values, from, from + middle, low, value - 1);
      this.fill(values, from + middle + 1, to, value + 1, high);
    }

    /** One of so many numbers: those in the middle may take a bit less. */
    oneOf(range) {
      if (range <= 1) return 0;
      const width = 32 - Math.clz32(range - 1);
      const short = 2 ** width - range;
      let rotated = this.take(width - 1);
      if (rotated >= short) rotated = 2 * rotated + this.take(1) - short;
      return (rotated + Math.floor((range - short) / 2)) % range;
    }

    /** So many amounts: their sum, and the sums on the way. */
    amounts(count) {
      return this.parts(count, this.small());
    }

    /** So many amounts with this sum. */
    parts(count, sum) {
      const amounts = new Int32Array(count);
      if (count === 0) return amounts;
      const partial = this.rising(count - 1, 0, sum + Math.max(count - 2, 0));
      let before = 0;
      partial.forEach((value, at) => {
        amounts[at] = value - at - before;
        before = value - at;
      });
      amounts[count - 1] = sum - before;
      return amounts;
    }
  }

  // Bits that are not equally likely: src/index/large/arithmetic.rs.
  const [ONE, LEAST, GUESS, MOST] = [2 ** 16, 64, 16, 160];
  const RANKS = 128;

  /** So many probabilities, each a first guess that follows the bits that come. */
  class Models {
    constructor(count, guess) {
      this.probabilities = Int32Array.from({ length: count }, (_, at) => {
        const [set, all] = guess(at);
        return Math.min(Math.max(Math.floor((set * ONE) / Math.max(all, 1)), LEAST), ONE - LEAST);
      });
      this.weights = new Int32Array(count).fill(GUESS);
    }
  }

  class BitDecoder {
    constructor(bytes) {
      Object.assign(this, { bytes, at: 0, low: 0, high: 2 ** 32 - 1, value: 0 });
      for (let count = 0; count < 4; count++) this.shift();
    }

    shift() {
      this.value = ((this.value << 8) | (this.bytes[this.at++] ?? 0)) >>> 0;
    }

    /** The next bit, 0 or 1, of which a model tells how likely it is. */
    bit({ probabilities, weights }, model) {
      const probability = probabilities[model];
      const range = this.high - this.low;
      const middle = this.low + (range >>> 16) * probability + (((range & 0xffff) * probability) >>> 16);
      const bit = this.value <= middle ? 1 : 0;
      if (bit === 1) this.high = middle;
      else this.low = middle + 1;
      const next = probability + Math.trunc((bit * ONE - probability) / weights[model]);
      probabilities[model] = Math.min(Math.max(next, LEAST), ONE - LEAST);
      if (weights[model] < MOST) weights[model] += 1;
      while ((this.low ^ this.high) >>> 24 === 0) {
        this.low = (this.low << 8) >>> 0;
        this.high = ((this.high << 8) | 0xff) >>> 0;
        this.shift();
      }
      return bit;
    }
  }

  /** Fills `numbers`, up to a place, with those from `low` on and before `end` that are set. */
  function fillMembers(bytes, numbers, count, low, end) {
    if (count === end - low) {
      for (let at = 0; at < count; at++) numbers[at] = low + at;
      return;
    }
    const models = new Models(4, () => [count, end - low]);
    const decoder = new BitDecoder(bytes);
    let before = 0;
    for (let [number, at] = [low, 0]; at < count; number++) {
      if (number >= end) throw new RangeError("the index is cut short");
      const bit = decoder.bit(models, before);
      before = ((before << 1) & 3) | bit;
      if (bit === 1) numbers[at++] = number;
    }
  }

  const frequency = (from, to) => {
    let sum = 0;
    for (let rank = from; rank < to; rank++) sum += Math.floor(ONE / (rank + 4));
    return sum;
  };

  let usualRanks;

  /** What is known of the bits of a rank, the one of each by those before it; and, in the place of the first, whether there is a rank. */
  function rankModels() {
    usualRanks ??= Array.from({ length: RANKS }, (_, node) => {
      if (node === 0) return [1, 2];
      const size = RANKS >> (31 - Math.clz32(node));
      const first = node * size - RANKS;
      return [frequency(first + size / 2, first + size), frequency(first, first + size)];
    });
    return new Models(RANKS, (node) => usualRanks[node]);
  }

  /** So many ranks, each with one added, or 0 where there is none; without bytes there is none at all. */
  function ranksIn(bytes, count) {
    const found = new Uint8Array(count);
    if (bytes.length === 0) return found;
    const [decoder, models] = [new BitDecoder(bytes), rankModels()];
    return found.map(() => rank(decoder, models));
  }

  function rank(decoder, models) {
    if (decoder.bit(models, 0) === 0) return 0;
    let node = 1;
    while (node < RANKS) node = (node << 1) | decoder.bit(models, node);
    return node - RANKS + 1;
  }

  /** A code for frequent words and punctuation: src/index/large/text_code.rs. */
  class TextCode {
    /**
     * `pieces` in the order of their codes, of which there are so many of each of `lengths`, from one bit on. Each is listed
     * as a digit, how many characters it shares with the one before, and the others.
     */
    constructor({ pieces, lengths }) {
      let last = "";
      Object.assign(this, { pieces: pieces.map((piece) => (last = last.slice(0, Number(piece[0])) + piece.slice(1))), lengths });
    }

    /** What a compressor was given for what has no code: the last of the pieces, and the address of a page. */
    dictionary(address) {
      const encoder = new TextEncoder();
      const pieces = encoder.encode(this.pieces.filter(Boolean).map((piece) => `${piece}\u0001`).join(""));
      return new Uint8Array([...pieces.subarray(Math.max(pieces.length - GIVEN, 0)), ...encoder.encode(address)]);
    }

    /** The text of so many pieces; an empty one stands for the next of `others`. */
    text(bits, count, others) {
      let [text, next, wasWord] = ["", 0, false];
      for (let number = 0; number < count; number++) {
        const piece = this.pieces[this.number(bits)] || others[next++];
        const isWord = WORD.test(piece);
        text += isWord && wasWord ? ` ${piece}` : piece;
        wasWord = isWord;
      }
      return text;
    }

    /** Of codes of one length, each is one more than the last; the first of the next length goes on from there. */
    number(bits) {
      let [code, first, place] = [0, 0, 0];
      for (const count of this.lengths) {
        code |= bits.take(1);
        if (code < first + count) return place + code - first;
        place += count;
        first = (first + count) << 1;
        code <<= 1;
      }
      throw new RangeError("the index is cut short");
    }
  }

  /** The bytes of `text` that begin as `base` does, for so long, and go on with what the reader has. */
  function relative(reader, base) {
    const shared = reader.varint();
    const rest = reader.take(reader.varint());
    const bytes = new Uint8Array(shared + rest.length);
    bytes.set(base.subarray(0, shared));
    bytes.set(rest, shared);
    return bytes;
  }

  /**
   * `bytes`, raw DEFLATE, as they were. No browser's decompressor takes a dictionary: it stands before them as
   * blocks that are not compressed, and what comes out of these is dropped.
   */
  async function inflated(bytes, dictionary) {
    const before = dictionary?.length > 0 ? [stored(dictionary)] : [];
    const stream = new Blob([...before, bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const out = new Uint8Array(await new Response(stream).arrayBuffer());
    return out.subarray(dictionary?.length ?? 0);
  }

  /** A block of DEFLATE that is not the last and not compressed (RFC 1951, 3.2.4). */
  function stored(bytes) {
    const { length } = bytes;
    const block = new Uint8Array(5 + length);
    block.set([0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff]);
    block.set(bytes, 5);
    return block;
  }

  const json = async (bytes, dictionary) => JSON.parse(decoder.decode(await inflated(bytes, dictionary)));

  Object.assign(postilSearch, { Reader, Bits, fillMembers, ranksIn, TextCode, relative, inflated, json, decode: (bytes) => decoder.decode(bytes) });
})();
