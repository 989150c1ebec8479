// What a built site may hold: the elements, attributes and addresses that Postil itself writes, and no others. Whatever
// a stranger wrote has to be text among them.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { XmlDocument } from 'libxml2-wasm';
import { parse, parseFragment } from 'parse5';

const list = (text) => new Set(text.trim().split(/\s+/));

/** Attributes of any element. `data-` and `aria-` hold text, which scripts of the theme read as text. */
const EVERYWHERE = list('class dir hidden id lang role tabindex title xml:lang epub:type');

/** Attributes by element, beyond those; an element that is not here may not be on a page. */
const PAGE = new Map(Object.entries({
  html: 'xmlns xmlns:epub', head: '', body: '', title: '', base: null,
  meta: 'charset content http-equiv name property', link: 'as href hreflang media rel type', script: 'defer src type', noscript: '', template: '',
  main: '', nav: '', header: '', footer: '', section: '', article: '', aside: '', div: '', p: '', hr: '', br: '',
  h1: '', h2: '', h3: '', h4: '', h5: '', h6: '', ol: 'start', ul: '', li: 'value', dl: '', dt: '', dd: '', blockquote: '', pre: '', figure: '', figcaption: '',
  table: '', caption: '', thead: '', tbody: '', tr: '', th: 'scope align', td: 'align',
  a: 'href hreflang rel type', b: '', em: '', i: '', strong: '', del: '', s: '', sup: '', sub: '', code: '', kbd: '', cite: '', bdi: '', mark: '', span: '', time: 'datetime', small: '', abbr: '',
  img: 'alt decoding height loading src width', audio: 'controls preload src', video: 'controls playsinline poster preload src', source: 'src type', track: 'default kind label src srclang',
  details: 'open', summary: '', dialog: '', form: 'action method', fieldset: 'name', legend: '', label: 'for',
  input: 'autocomplete checked enterkeyhint max min name placeholder spellcheck step type value', button: 'type', select: 'name', option: 'selected value', output: 'for',
  ruby: '', rp: '', rt: '',
  // MathML Core: what formulas are made of, and nothing that leads anywhere or does anything.
  math: 'alttext display', mrow: '', mi: 'mathvariant', mn: '', mo: 'fence form largeop lspace maxsize minsize movablelimits rspace separator stretchy symmetric', mtext: '',
  mspace: 'depth height width', msqrt: '', mroot: '', mfrac: 'linethickness', msub: '', msup: '', msubsup: '', munder: 'accentunder', mover: 'accent', munderover: 'accent accentunder',
  mmultiscripts: '', mprescripts: '', mphantom: '', mpadded: 'depth height lspace voffset width', mstyle: 'displaystyle scriptlevel', mtable: '', mtr: '', mtd: 'columnspan rowspan',
  svg: 'height preserveAspectRatio viewBox width xmlns x y', g: '', path: 'd', rect: 'height rx width x y', circle: 'cx cy r', line: 'x1 x2 y1 y2', text: 'dx x y', use: 'href',
}).filter(([, names]) => names !== null).map(([element, names]) => [element, list(names)]));

/** Attributes that are addresses. */
const ADDRESSES = list('action cite data formaction href poster src srcset target url xlink:href');

/** An address of the site itself, or of a scheme that runs nothing. An empty icon keeps browsers from asking for one. */
export function isSafeAddress(address) {
  // Browsers drop these before they look for a scheme.
  const bare = address.replace(/[\t\n\r]/g, '').replace(/^[\u0000-\u0020]+/, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1].toLowerCase();
  return scheme === undefined || ['http', 'https', 'mailto', 'tel', 'xmpp', 'irc', 'ircs', 'geo', 'doi', 'urn'].includes(scheme) || bare === 'data:,';
}

/** Every element of a document that parse5 read, those in templates too. */
function* elements(node) {
  if (node.tagName) yield node;
  for (const child of [...node.childNodes ?? [], ...node.content?.childNodes ?? []]) yield* elements(child);
}

const nameOf = ({ prefix, name }) => (prefix ? `${prefix}:${name}` : name);

/** What of one element is on no list. */
function* faults({ tagName, attrs }) {
  const allowed = PAGE.get(tagName);
  if (!allowed) yield `<${tagName}>`;
  for (const attribute of attrs) {
    const name = nameOf(attribute);
    const isText = /^(data|aria)-[a-z-]+$/.test(name);
    if (!isText && !EVERYWHERE.has(name) && !allowed?.has(name)) yield `<${tagName} ${name}>`;
    if (ADDRESSES.has(name) && !isSafeAddress(attribute.value)) yield `<${tagName} ${name}="${attribute.value}">`;
  }
  if (tagName === 'script') yield* scriptFaults(Object.fromEntries(attrs.map(({ name, value }) => [name, value])));
  if (tagName === 'meta' && attrs.some(({ name }) => name === 'http-equiv')) yield* refreshFaults(attrs);
  if (tagName === 'link' && attrs.some(({ name, value }) => name === 'rel' && value === 'stylesheet')) {
    yield* attrs.filter(({ name, value }) => name === 'href' && !isAsset(value)).map(({ value }) => `<link href="${value}">`);
  }
}

/** A script is a file of the theme, the search's data, or data that browsers do not run. */
function* scriptFaults({ src, type }) {
  const isOurs = src === undefined ? /^application\/(ld\+)?json$/.test(type ?? '') : isAsset(src);
  if (!isOurs) yield `<script src="${src}" type="${type}">`;
}

/** A page that has moved leads on, to a page of the site. */
function* refreshFaults(attrs) {
  const { 'http-equiv': action, content } = Object.fromEntries(attrs.map(({ name, value }) => [name, value]));
  if (action !== 'refresh' || !/^0; url=(\.{1,2}\/)[^:]*$/.test(content)) yield `<meta http-equiv="${action}" content="${content}">`;
}

const isAsset = (address) => /^(\.\/|(\.\.\/)*|\/([\w-]+\/)*)(assets|search)\/[^:]*$/.test(address) || /^(\.\.\/)?book\.css$/.test(address);

/** Faults of a page, or of the XHTML of a book: read as a browser reads it. */
export function pageFaults(text) {
  const read = text.startsWith('<?xml') ? text.replace(/^<\?xml[^>]*\?>/, '') : text;
  return [...new Set([...elements(parse(read))].flatMap((element) => [...faults(element)]))];
}

/** Faults of markup that is a part of some other page, such as the text of an entry in a feed. */
export function fragmentFaults(text) {
  return [...new Set([...elements(parseFragment(text))].flatMap((element) => [...faults(element)]))];
}

/** The elements of a text that is to have none, as a reader shows it that takes texts for HTML. */
export function elementsOf(text) {
  return [...elements(parseFragment(text))].map(({ tagName }) => `<${tagName}>`);
}

/** Elements with each of their attributes: what a page is built of. */
export function vocabulary(text) {
  const pairs = [...elements(parse(text))].flatMap(({ tagName, attrs }) => [tagName, ...attrs.map((attribute) => `${tagName} ${nameOf(attribute)}`)]);
  return new Set(pairs);
}

/** Faults of an Atom or RSS feed: texts hold no markup, and content none that a page may not have. */
function feedFaults(text) {
  const document = XmlDocument.fromString(text);
  try {
    return document.find('//*[not(*)]').flatMap((node) => {
      // The name of a person is text by RFC 4287, section 3.2.1, and no reader takes it for HTML.
      if (node.name === 'name') return [];
      const isMarkup = node.name === 'encoded' || node.name === 'content';
      const found = isMarkup ? fragmentFaults(node.content) : elementsOf(node.content);
      const addresses = node.attrs.filter(({ name, content }) => ADDRESSES.has(name) && !isSafeAddress(content));
      return [...found, ...addresses.map(({ content }) => content)].map((fault) => `${node.name}: ${fault}`);
    });
  } finally {
    document.dispose();
  }
}

/** JSON Feed says which of its texts are HTML. */
function jsonFeedFaults(text) {
  const { items } = JSON.parse(text);
  return items.flatMap(({ content_html: html, url, authors = [] }) => [
    ...fragmentFaults(html), ...[url, ...authors.map((author) => author.url ?? '')].filter((address) => !isSafeAddress(address)),
  ]);
}

/** Cues may have the tags of WebVTT alone; the header and comments are shown by nobody. */
function captionFaults(text) {
  const cues = text.split(/\n\n+/).filter((block, n) => n > 0 && !block.startsWith('NOTE')).join('\n\n').replaceAll(' --> ', ' ');
  return [...cues.matchAll(/<[^>]*>?/g)].map(([tag]) => tag).filter((tag) => !/^<(v [^<>]*|\/?(v|i|b|u)|\d+:\d\d:\d\d\.\d{3})>$/.test(tag));
}

function bookFaults(bytes) {
  const parts = Object.entries(unzipSync(bytes)).filter(([name]) => /\.(xhtml|html|svg)$/.test(name));
  return parts.flatMap(([name, part]) => pageFaults(strFromU8(part)).map((fault) => `${name}: ${fault}`));
}

/** How the files of a site are looked at, by their names. */
const LOOKS = [
  [/\.html$/, (bytes) => pageFaults(strFromU8(bytes))],
  [/(^|\/)(feed|rss)\.xml$/, (bytes) => feedFaults(strFromU8(bytes))],
  [/(^|\/)feed\.json$/, (bytes) => jsonFeedFaults(strFromU8(bytes))],
  [/\.vtt$/, (bytes) => captionFaults(strFromU8(bytes))],
  [/\.epub$/, bookFaults],
];

/** Looks at every file of a built site, and returns what is on no list, and how many files of which sort there were. */
export function siteFaults(folder) {
  const counts = {};
  const faults = readdirSync(folder, { recursive: true }).flatMap((path) => {
    const look = LOOKS.find(([pattern]) => pattern.test(path));
    if (!look) return [];
    const sort = path.split('.').at(-1);
    counts[sort] = (counts[sort] ?? 0) + 1;
    return look[1](readFileSync(join(folder, path))).map((fault) => `${path}: ${fault}`);
  });
  return { faults, counts };
}
