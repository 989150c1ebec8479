// A site made of attacks: wherever its words come out, no script of theirs runs and no markup of theirs forms.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fragmentFaults } from '../data/lib/gate.js';
import { attacks } from './lib/attacks.js';
import { launch } from './lib/browser.js';
import { postil } from './lib/paths.js';
import { serveSite } from './lib/serve.js';
import { serveFolder } from './lib/server.js';
import { eventually } from './lib/wait.js';

const PER_PAGE = 40;
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";
const root = mkdtempSync(join(tmpdir(), 'postil-hostile-'));
const out = join(root, 'site');

/** The attacks in chunks, each with its number. */
const chunks = attacks.map((text, n) => ({ text, n })).reduce((all, attack) => {
  if (attack.n % PER_PAGE === 0) all.push([]);
  all.at(-1).push(attack);
  return all;
}, []);

const toml = (text) => JSON.stringify(text).replace(/[\u007f-\u009f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

function config() {
  const people = attacks.map((text, n) => `[people.p${n}]\nname = ${toml(text)}\nrole = ${toml(text)}\nbio = ${toml(text)}\n`);
  const kinds = attacks.slice(0, 60).map((text, n) => `[notes.kinds.k${n}]\nlabel = ${toml(text)}\n`);
  const [title, description] = ['</title><script>hacked()</script>', '"><img src=x onerror=hacked()>'].map(toml);
  return `title = ${title}\ndescription = ${description}\nbase_url = "https://example.org/"\n${people.join('')}${kinds.join('')}`;
}

/** A page on which each attack is a tag, a point, a heading, what somebody says, and a note. */
function page(chunk, isTold) {
  const list = (items) => `[${items.map(toml).join(', ')}]`;
  const texts = chunk.map(({ text }) => text);
  const told = (place, { text, n }) => (isTold(`${place}-${n}`) ? text : 'Told off.');
  const front = `+++\ntitle = ${toml(texts.join(' '))}\nsummary = ${toml(texts.join(' '))}\ndate = 2024-05-06\ntags = ${list(texts)}\npoints = ${list(texts)}\n`
    + `speakers = ${list(chunk.map(({ n }) => `p${n}`))}\n[source]\npublisher = ${toml(texts[0])}\nlicence = ${toml(texts[1])}\n+++\n\n`;
  const sections = chunk.map((attack) => [
    `## ${told('heading', attack)}`, `**p${attack.n}:** [0:${String(attack.n % 60).padStart(2, '0')}] Words of ==a passage==[^n${attack.n}] and:`,
    told('words', attack), `[^n${attack.n}]: {by=p${attack.n}} Noted:\n\n    ${told('note', attack)}`,
  ].join('\n\n'));
  return front + sections.join('\n\n');
}

/** Writes the site, and takes out what Postil rightly calls an error, until there is none; returns how many those were. */
function build() {
  const refused = new Set();
  for (let round = 0; round < 30; round += 1) {
    chunks.forEach((chunk, n) => write(`content/page-${n}.md`, page(chunk, (name) => !refused.has(name))));
    const run = spawnSync(postil, ['build', '--quiet', '--format', 'json', '--root', root, '--out', out], { encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.ok([0, 1].includes(run.status), `${run.status}: ${run.stderr}`);
    if (run.status === 0) return refused.size;
    const before = refused.size;
    for (const line of run.stdout.trim().split('\n')) refuse(JSON.parse(line), refused);
    assert.ok(refused.size > before, run.stdout.slice(0, 2000));
  }
  assert.fail('errors without end');
}

function refuse({ severity, path, line }, refused) {
  if (severity !== 'error') return;
  const lines = readFileSync(join(root, path), 'utf8').split('\n').slice(0, line);
  const n = lines.join('\n').match(/\*\*p(\d+):\*\*(?![^]*\*\*p\d+:\*\*)/)?.[1];
  const at = lines.at(-1);
  const heading = lines.findLastIndex((text) => text.startsWith('## '));
  const next = Number(n ?? -1) + 1;
  if (at.startsWith('## ')) refused.add(`heading-${next || Number(/page-(\d+)/.exec(path)[1]) * PER_PAGE}`);
  else if (at.startsWith('    ')) refused.add(`note-${n}`);
  else if (heading >= 0) refused.add(`words-${n}`);
}

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

let browser, host, refusals;

before(async () => {
  write('site.toml', config());
  refusals = build();
  [browser, host] = await Promise.all([launch(), serveFolder(out, '/', { 'content-security-policy': policy })]);
});

after(async () => {
  await Promise.all([browser?.close(), host?.close()]);
  rmSync(root, { recursive: true, force: true });
});

/** Opens a page that remembers whether anything called `hacked` or asked another host. */
async function watched(use) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const hits = [];
  await page.exposeFunction('hacked', () => hits.push('hacked'));
  page.on('dialog', (dialog) => { hits.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('console', (message) => /Content Security Policy/.test(message.text()) && hits.push(message.text()));
  page.on('request', (request) => new URL(request.url()).hostname === '127.0.0.1' || request.url().startsWith('data:') || hits.push(request.url()));
  try {
    await use(page);
    assert.deepEqual(hits, []);
  } finally {
    await context.close();
  }
}

/** What of a document nobody but an attacker would have put there. Runs in the browser. */
function audit(doc) {
  const found = [];
  // An empty icon keeps browsers from asking the host for one.
  const safe = /^(https?:|mailto:|tel:|#|\/|\.|\?|[^:]*$|data:,$)/;
  for (const element of doc.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(`${element.localName} ${name}`);
      if (/^(href|src|action|formaction|data|poster|xlink:href)$/.test(name) && !safe.test(value.trim())) found.push(`${element.localName} ${name}=${value}`);
      if (name === 'srcdoc') found.push(`${element.localName} ${name}`);
    }
    // Scripts that are loaded later have whole addresses.
    const src = (element.getAttribute('src') ?? '').replace(`${location.origin}/`, '');
    const isOurScript = /json/.test(element.type) || /^[./]*(assets|search)\//.test(src);
    if (element.localName === 'script' && !isOurScript) found.push(element.outerHTML.slice(0, 200));
    if (/^(iframe|object|embed|base|style|math|foreignobject|animate)$/i.test(element.localName)) found.push(element.outerHTML.slice(0, 200));
    const leadsToTopic = /^0; url=(\.\.\/)+topics\/([^:"'<>]*\/)?index\.html$/.test(element.content);
    if (element.localName === 'meta' && element.httpEquiv === 'refresh' && !leadsToTopic) found.push(element.outerHTML);
  }
  return found;
}

/** The same for pages as they come from the host, before any script. Runs in the browser. */
async function auditAll(audit, paths) {
  const found = [];
  for (const path of paths) {
    const text = await (await fetch(`/${path.split('/').map(encodeURIComponent).join('/')}`)).text();
    const doc = new DOMParser().parseFromString(text, 'text/html');
    const styled = Array.from(doc.querySelectorAll('[style]'), (element) => `${element.localName} style`);
    for (const hit of [...audit(doc), ...styled]) found.push(`${path}: ${hit}`);
  }
  return found;
}

const files = (extension) => readdirSync(out, { recursive: true }).filter((path) => path.endsWith(extension));

test('most attacks are text; the rest are errors of the content', () => {
  assert.ok(attacks.length > 500);
  assert.ok(refusals < attacks.length / 10, `${refusals} refused`);
});

test('no page holds markup of theirs', () => watched(async (page) => {
  await page.goto(host.base);
  const paths = files('.html');
  const wrong = await page.evaluate(`(${auditAll})(${audit}, ${JSON.stringify(paths)})`);
  assert.deepEqual(wrong, []);
  assert.ok(paths.length > 500, `${paths.length} pages`);
}));

test('no script of theirs runs on the transcripts and lists', () => watched(async (page) => {
  for (const path of [...chunks.map((_, n) => `page-${n}/`), '', 'people/', 'people/p0/', 'people/p3/', 'topics/', 'notes/', 'archive/', 'search/']) {
    await page.goto(host.base + path);
    await page.waitForLoadState('load');
    await page.mouse.move(300, 300);
    assert.deepEqual(await page.evaluate(`(${audit})(document)`), [], path);
  }
}));

test('search shows their words and nothing else', () => watched(async (page) => {
  for (const query of ['hacked', 'script', 'onerror', 'constructor', '__proto__', '"><img src=x onerror=hacked()>', 'speaker:"><script>', '-alert xss']) {
    await page.goto(`${host.base}search/?q=${encodeURIComponent(query)}`);
    await page.waitForLoadState('networkidle');
    assert.deepEqual(await page.evaluate(`(${audit})(document)`), [], query);
    assert.deepEqual(fragmentFaults(await page.locator('main').innerHTML()), [], query);
  }
  assert.ok(await page.locator('main').textContent());
}));

test('files for programs stay well formed', () => watched(async (page) => {
  await page.goto(host.base);
  for (const path of files('.json')) JSON.parse(readFileSync(join(out, path), 'utf8'));
  for (const path of [...files('.xml'), ...files('.svg')]) {
    const text = readFileSync(join(out, path), 'utf8');
    const error = await page.evaluate((text) => new DOMParser().parseFromString(text, 'application/xml').querySelector('parsererror')?.textContent, text);
    assert.equal(error, undefined, path);
  }
  assert.ok(files('.json').length > 10 && files('.xml').length > 2);
}));

test('the page of problems that is served shows them as text', async () => {
  write('content/broken.md', `# Broken\n\n[x](<nowhere"><img src=x onerror=hacked()>.md>) ==<script>hacked()</script>==[^"><script>hacked()</script>]\n`);
  const server = await serveSite(root);
  try {
    await watched(async (page) => {
      await page.goto(server.base);
      await eventually(async () => assert.match(await page.locator('body').textContent(), /"><script>hacked/));
      const found = await page.evaluate(`(${audit})(document)`);
      assert.deepEqual(found.filter((hit) => !/^<(script|style)/.test(hit)), []);
      assert.ok(!found.some((hit) => hit.includes('hacked')));
    });
  } finally {
    await server.close();
  }
});
