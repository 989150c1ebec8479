// The words of a PDF as Chromium writes it: letters by their numbers in a font, and a table from these to characters.

import { inflateSync } from 'node:zlib';

/** The words on each sheet of `pdf`, in the order in which they are drawn. */
export function wordsOfSheets(pdf) {
  const objects = new Map(Array.from(pdf.toString('latin1').matchAll(/^(\d+) 0 obj\b([^]*?)^endobj/gm), ([, number, body]) => [number, body]));
  const stream = (number) => {
    const [, bytes] = /stream\r?\n([^]*?)\r?\n?endstream/.exec(objects.get(number));
    return inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1');
  };
  const reference = (body, name) => new RegExp(`/${name} (\\d+) 0 R`).exec(body)?.[1];
  const pages = Array.from(objects.values()).filter((body) => /\/Type \/Page\b/.test(body));
  return pages.map((page) => {
    const fonts = new Map(Array.from(page.matchAll(/\/(F\d+) (\d+) 0 R/g), ([, name, number]) => {
      const table = reference(objects.get(number), 'ToUnicode');
      return [name, table ? characters(stream(table)) : new Map()];
    }));
    return words(stream(reference(page, 'Contents')), fonts);
  });
}

/**
 * The character of each number of a letter, in hexadecimal digits, by a table that names single ones (`<number> <character>`)
 * and runs of them (`<first number> <last number> <first character>`).
 */
function characters(table) {
  const found = new Map();
  const text = (hex) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, kind, body] of table.matchAll(/begin(bfchar|bfrange)([^]*?)end\1/g)) {
    const fields = Array.from(body.matchAll(/<([\dA-F]+)>/g), ([, hex]) => hex);
    const size = kind === 'bfchar' ? 2 : 3;
    for (let at = 0; at < fields.length; at += size) {
      const [first, last] = [fields[at], fields[at + size - 2]].map((hex) => parseInt(hex, 16));
      const start = text(fields[at + size - 1]);
      for (let number = first; number <= last; number += 1) {
        const hex = number.toString(16).toUpperCase().padStart(fields[at].length, '0');
        found.set(hex, start.slice(0, -1) + String.fromCharCode(start.charCodeAt(start.length - 1) + number - first));
      }
    }
  }
  return found;
}

/** What the commands of a sheet draw: one line for each piece of text. */
function words(commands, fonts) {
  return Array.from(commands.matchAll(/^BT\n([^]*?)^ET/gm), ([, piece]) => {
    const font = fonts.get(/\/(F\d+) /.exec(piece)[1]);
    const digits = font.keys().next().value?.length ?? 4; // fonts of one byte a letter have two
    const hex = Array.from(piece.matchAll(/<([\dA-F]+)> Tj/g), ([, letters]) => letters).join('');
    return (hex.match(new RegExp(`.{${digits}}`, 'g')) ?? []).map((number) => font.get(number) ?? '\ufffd').join('');
  }).join('\n');
}
