// Bytes as numbers: what src/index/large/encoding.rs writes, and texts that are compressed.
(() => {
  "use strict";

  // The most values of a block, and the most that are not packed.
  const BLOCK = 128;
  const FEW = 4;

  const decoder = new TextDecoder();

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

    /** `count` numbers, packed in blocks. */
    numbers(count) {
      const values = new Int32Array(count);
      for (let from = 0; from < count; from += BLOCK) this.block(values, from, Math.min(count, from + BLOCK));
      return values;
    }

    /** Reads a block into `values`: all in the same few bits, and then the high bits of those that have more. */
    block(values, from, to) {
      if (to - from <= FEW) {
        for (let at = from; at < to; at++) values[at] = this.varint();
        return;
      }
      const width = this.byte();
      const exceptions = this.byte();
      if (width > 0) this.packed(values, from, to, width);
      for (let count = 0; count < exceptions; count++) {
        const at = this.byte();
        values[from + at] |= this.varint() << width;
      }
    }

    packed(values, from, to, width) {
      const bytes = this.take(Math.ceil(((to - from) * width) / 8));
      const mask = width === 32 ? -1 : (1 << width) - 1;
      for (let at = from, bit = 0; at < to; at++, bit += width) {
        const [place, shift] = [bit >> 3, bit & 7];
        let value = (bytes[place] | (bytes[place + 1] << 8) | (bytes[place + 2] << 16) | (bytes[place + 3] << 24)) >>> shift;
        if (shift + width > 32) value |= bytes[place + 4] << (32 - shift);
        values[at] = value & mask;
      }
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

  Object.assign(postilSearch, { Reader, relative, inflated, json, decode: (bytes) => decoder.decode(bytes) });
})();
