// Readers' notes as they are kept and sent: in this browser, in the fragment of a link, and as a file for the author.
const postilReaderNotes = (() => {
  "use strict";
  const HASH = "#_note=";
  const MOST = 64 * 1024; // bytes of a note in a link
  const KEY = `postil-notes:${location.pathname}`;
  const NAME = "postil-reader";
  const LIMITS = { comment: 20000, name: 100, before: 200, after: 200, date: 10 };

  /** A note of the expected form; none for anything else. Whatever came with a link is text and nothing more. */
  function checked(note) {
    const isText = (value, most) => typeof value === "string" && value.length <= most;
    const isNote = note && Array.isArray(note.quote) && note.quote.length > 0 && note.quote.length < 100
      && note.quote.every((text) => isText(text, 8000)) && ["note", "fix"].includes(note.kind)
      && /^\d{4}-\d\d-\d\d$/.test(note.date) && Object.entries(LIMITS).every(([key, most]) => isText(note[key], most));
    if (!isNote) return null;
    const { quote, before, after, kind, comment, name, date } = note;
    return { quote, before, after, kind, comment, name, date };
  }

  /* In this browser */

  function all() {
    try {
      const notes = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(notes) ? notes.map(checked).filter(Boolean) : [];
    } catch {
      return [];
    }
  }

  /** Keeps notes; throws where the browser keeps nothing. */
  function keep(notes) {
    if (notes.length) localStorage.setItem(KEY, JSON.stringify(notes));
    else localStorage.removeItem(KEY);
  }

  function name(value) {
    try {
      if (value !== undefined) localStorage.setItem(NAME, value);
      return localStorage.getItem(NAME) ?? "";
    } catch {
      return "";
    }
  }

  /* In a link */

  async function through(stream, bytes) {
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
    const pieces = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > MOST) throw new RangeError("too long");
      pieces.push(value);
    }
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
  }

  async function link(note) {
    const bytes = new TextEncoder().encode(JSON.stringify(checked(note)));
    const packed = await through(new CompressionStream("deflate-raw"), bytes);
    const letters = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
    return postilCopy.address(`${HASH}${letters.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}`);
  }

  /** The note that the address of the page carries; none, or null for one that cannot be read. */
  async function carried() {
    if (!location.hash.startsWith(HASH)) return undefined;
    try {
      const letters = location.hash.slice(HASH.length).replace(/-/g, "+").replace(/_/g, "/");
      const packed = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
      const bytes = await through(new DecompressionStream("deflate-raw"), packed);
      return checked(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    } catch {
      return null;
    }
  }

  /* As a file: drafts, with the quotations that the build looks for */

  const plain = (text) => postilQuoteFormats.plain(text);

  function quotation({ quote, before, after }) {
    if (!before && !after) return `> ${quote.map(plain).join("\n>\n> ")}`;
    const marked = quote.map((text) => `==${plain(text)}==`);
    marked[0] = plain(before) + marked[0];
    marked[marked.length - 1] += plain(after);
    return `> ${marked.join("\n>\n> ")}`;
  }

  /** A comment that stays within its note: what would begin another one gets a backslash. */
  function comment(text) {
    return text.replace(/\r\n?/g, "\n").trim().replace(/^(\s*)([#>]|[=-](?=[=-]*\s*$))/gm, "$1\\$2");
  }

  /** The author and the day of a note, in front of it: words at its end that look like a signature are none then. */
  function attribution({ name: by, date }) {
    const plainName = by.replace(/[{}"“”,\s]+/gu, " ").trim();
    const author = plainName && `by=${plainName.includes(" ") ? `"${plain(plainName)}"` : plain(plainName)} `;
    return `{${author}date=${date}}\n`;
  }

  function file(notes) {
    const head = (note) => (note.kind === "fix" ? "## fix\n\n" : "");
    const parts = notes.map((note) => `${head(note)}${quotation(note)}\n\n${attribution(note)}${comment(note.comment)}`);
    return `${["+++\ndraft = true\n+++", ...parts].join("\n\n")}\n`;
  }

  /** The name of the file, after the page's own: `gate.notes.ann.md`. */
  function fileName(notes, path) {
    const page = path.replace(/^.*\//, "").replace(/\.md$/, "");
    const by = postilWords.slug(notes.find((note) => note.name)?.name ?? "").replace(/[^\p{L}\p{N}-]/gu, "");
    return `${page}.notes.${by || "reader"}.md`;
  }

  return { HASH, all, keep, name, link, carried, file, fileName };
})();
