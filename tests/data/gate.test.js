// The last gate: whatever was written anywhere, nothing comes out but what is on the lists.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { postil } from '../browser/lib/paths.js';
import { fragmentFaults, isSafeAddress, pageFaults, siteFaults, vocabulary } from './lib/gate.js';
import { payloads } from './lib/payloads.js';
import { imported, marked, plain, settings, sidecars } from './lib/places.js';
import { builtSite } from './lib/site.js';

const SITE = 'title = "Site"\nbase_url = "https://example.org/"\n[exports]\nformats = ["vtt", "srt", "json", "html", "txt", "md", "csv", "tei", "epub"]\n[people.ann]\nname = "Ann"\n';

/** All payloads in all places take a while: a run takes a part of them, another one for each place. */
const share = process.env.POSTIL_GATE === 'all' ? 1 : 8;
let turn = 0;

function next(all = payloads) {
  turn += 1;
  return all.map((text, n) => ({ text, n })).filter(({ n }) => (n + turn) % share === 0);
}

/** What a word that runs its own way, or is of another language, is put into. */
const LANGUAGE = new Set(['bdi', 'span', 'span lang', 'span dir', 'bdi lang', 'bdi dir', 'span class']);

class Site {
  constructor() {
    this.root = mkdtempSync(join(tmpdir(), 'postil-gate-'));
    after(() => rmSync(this.root, { recursive: true, force: true }));
    this.write('site.toml', SITE);
  }

  write(path, text) {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  run(...args) {
    const run = spawnSync(postil, args, { cwd: this.root, encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.ok([0, 1].includes(run.status), `${args}: ${run.status} ${run.stderr}`);
    assert.ok(!run.stderr.includes('panicked'), run.stderr);
    return run;
  }

  /** Builds; takes out the pages that Postil calls wrong, until there are none. Returns how many those were. */
  build() {
    const refused = new Set();
    for (let round = 0; round < 20; round += 1) {
      const run = this.run('build', '--quiet', '--format', 'json');
      if (run.status === 0) return refused.size;
      const wrong = run.stdout.trim().split('\n').map((line) => JSON.parse(line)).filter(({ severity }) => severity === 'error');
      const paths = new Set(wrong.map(({ path }) => path?.replace('.notes.md', '.md')));
      for (const path of paths) {
        assert.match(path ?? '', /^content\/p\d+\.md$/, JSON.stringify(wrong[0]));
        for (const file of [path, path.replace('.md', '.notes.md')]) rmSync(join(this.root, file), { force: true });
        refused.add(path);
      }
    }
    assert.fail('errors without end');
  }

  get out() {
    return join(this.root, 'public');
  }
}

/** Counts what got through all gates, to be read in the report of the tests. */
const tally = { places: 0, texts: 0, refused: 0, files: 0 };

after(() => console.log(`gate: ${payloads.length} payloads, ${tally.places} places: ${tally.texts} texts, ${tally.refused} of them refused as errors; ${tally.files} files looked at`));

function check(site, refused, count) {
  const { faults, counts } = siteFaults(site.out);
  assert.deepEqual(faults.slice(0, 20), []);
  tally.places += 1;
  tally.texts += count;
  tally.refused += refused;
  tally.files += Object.values(counts).reduce((sum, number) => sum + number, 0);
  return counts;
}

test('the gate knows what is wrong', () => {
  for (const wrong of ['<script>a()</script>', '<img src=x onerror=a()>', '<a href="javascript:a()">x</a>', '<a href=" java\nscript:a()">x</a>', '<iframe src="x"></iframe>',
    '<p style="color:red">x</p>', '<svg><animate/></svg>', '<form><input formaction="x"></form>', '<link rel="stylesheet" href="//a.example/x.css">', '<base href="/">', '<math><mi href="javascript:a()">x</mi></math>', '<math><maction>x</maction></math>', '<math><annotation-xml>x</annotation-xml></math>',
    '<a href="data:text/html,x">x</a>', '<object data="x"></object>', '<img srcset="javascript:a()">', '<script src="https://a.example/assets/x.js"></script>', '<template><b onclick="a()">x</b></template>']) {
    assert.notDeepEqual(fragmentFaults(wrong), [], wrong);
    assert.notDeepEqual(pageFaults(`<!DOCTYPE html><title>x</title>${wrong}`), [], wrong);
  }
  for (const right of ['<p>a <em class="x">b</em></p>', '<a href="../a/#b">c</a>', '<a href="mailto:a@example.org">c</a>', '<script type="application/ld+json">{}</script>']) {
    assert.deepEqual(fragmentFaults(right), [], right);
  }
  assert.ok(!isSafeAddress('\u0001javascript:a()') && isSafeAddress('a/b:c') && isSafeAddress('?q=a:b'));
});

test('there are enough payloads', () => assert.ok(payloads.length > 600, `${payloads.length}`));

test('the demonstration site and the edition are what the lists say', () => {
  const { faults, counts } = siteFaults(builtSite());
  assert.deepEqual(faults, []);
  assert.ok(counts.html > 70 && counts.xml >= 4 && counts.epub >= 7, JSON.stringify(counts));
  for (const folder of [process.env.POSTIL_SITE, process.env.POSTIL_EDITION].filter(Boolean)) assert.deepEqual(siteFaults(folder).faults, [], folder);
});

for (const [place, write] of Object.entries(plain)) {
  test(`front matter: ${place}`, () => {
    const site = new Site();
    const texts = next();
    for (const { text, n } of texts) site.write(`content/p${n}.md`, write(text));
    check(site, site.build(), texts.length);
    const usual = new Site();
    for (const [n, text] of ['word', 'A head: a gloss', 'some/path.mp3', 'https://example.org/a', 'en', 'abcdefghijk'].entries()) usual.write(`content/p${n}.md`, write(text));
    usual.build();
    const known = new Set(readdirSync(usual.out).filter((path) => /^p\d+$/.test(path)).flatMap((path) => [...vocabulary(readFileSync(join(usual.out, path, 'index.html'), 'utf8'))]));
    for (const path of readdirSync(site.out).filter((name) => /^p\d+$/.test(name))) {
      const found = [...vocabulary(readFileSync(join(site.out, path, 'index.html'), 'utf8'))].filter((part) => !known.has(part) && !LANGUAGE.has(part) && !/ (lang|dir)$/.test(part));
      assert.deepEqual(found, [], `${path}: ${payloads[Number(path.slice(1))]}`);
    }
  });
}

for (const [place, write] of Object.entries(marked)) {
  test(`text: ${place}`, () => {
    const site = new Site();
    const texts = next();
    for (const { text, n } of texts) site.write(`content/p${n}.md`, write(text));
    check(site, site.build(), texts.length);
  });
}

for (const [place, write] of Object.entries(sidecars)) {
  test(`notes: ${place}`, () => {
    const site = new Site();
    const texts = next();
    for (const { text, n } of texts) {
      site.write(`content/p${n}.md`, '# Page\n\n**Ann:** Hello.\n');
      site.write(`content/p${n}.notes.md`, write(text));
    }
    check(site, site.build(), texts.length);
  });
}

/** A site has one title, so that each payload takes a build: a part of them stands for all. */
const some = payloads.filter((_, n) => n % 12 === 0);

for (const [place, write] of Object.entries(settings)) {
  test(`settings: ${place}`, () => {
    const site = new Site();
    site.write('content/a.md', '+++\ntitle = "A"\ndate = 2024-05-06\n+++\n**Ann:** [0:01] Hello ==there==[^one].\n\n[^one]: {by=ann} A note.\n');
    let refused = 0;
    const texts = next(some);
    for (const { text } of texts) {
      site.write('site.toml', write(text).replace(/^(title = .*)$/m, '$1\nbase_url = "https://example.org/"'));
      if (site.run('build', '--quiet').status === 0) assert.deepEqual(siteFaults(site.out).faults, [], text);
      else refused += 1;
    }
    tally.places += 1;
    tally.texts += texts.length;
    tally.refused += refused;
  });
}

test('names of files', () => {
  const site = new Site();
  const names = payloads.map((text) => text.replace(/[/\\\0\u0000-\u001f\u007f-\u009f]/g, '').slice(0, 40)).filter((name) => name && !/^[.#]|~$/.test(name));
  let count = 0;
  for (const name of new Set(names)) {
    site.write(`content/${name}.md`, '# Page\n\n**Ann:** Hello.\n');
    const run = site.run('build', '--quiet', '--format', 'json');
    if (run.status === 0) count += 1;
    else rmSync(join(site.root, `content/${name}.md`));
    if (count > 200 / share) break;
  }
  assert.equal(site.run('build', '--quiet').status, 0);
  check(site, 0, count);
});

test('imported transcripts', () => {
  const site = new Site();
  const files = Object.entries(imported).flatMap(([name, write]) => next().map(({ text, n }) => ({ name: `in/p${n}-${name}`, text: write(text) })));
  for (const { name, text } of files) site.write(name, text);
  spawnSync(postil, ['import', 'in'], { cwd: site.root, stdio: 'ignore', maxBuffer: 1 << 28 });
  const pages = readdirSync(join(site.root, 'content'));
  assert.ok(pages.length > files.length / 2, `${pages.length} of ${files.length}`);
  // The gate's own names, so that pages that are called wrong can be taken out.
  pages.forEach((page, n) => {
    site.write(`content/p${n}.md`, readFileSync(join(site.root, 'content', page), 'utf8'));
    rmSync(join(site.root, 'content', page));
  });
  const refused = site.build();
  check(site, refused + files.length - pages.length, files.length);
});
