// Sites that are built for a test.

import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { corpora, postil, root } from './paths.js';

/** The site whose content is `tests/search/site`, built with an index of this shape. */
export function fixture(shape = 'one') {
  const source = temporary();
  cpSync(`${root}tests/search/site`, source, { recursive: true });
  appendFileSync(join(source, 'site.toml'), `\n[search]\nshape = "${shape}"\n`);
  return build(source, temporary());
}

/** A site of every Markdown file of the corpora's `folders`, built. */
export function corpus(folders, settings) {
  const files = folders.flatMap((folder) => readdirSync(join(corpora, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => [`${basename(folder)}-${name}`, readFileSync(join(corpora, folder, name))]));
  return written(files, settings);
}

/** A site whose content is `files`, names and texts, built with more `settings` in its site.toml. */
export function written(files, settings = '') {
  const source = temporary();
  mkdirSync(join(source, 'content'));
  writeFileSync(join(source, 'site.toml'), `title = "Test"\n${settings}`);
  for (const [name, text] of files) writeFileSync(join(source, 'content', name), text);
  return build(source, temporary());
}

/** The settings for an index of this shape. */
export const shaped = (shape) => `[search]\nshape = "${shape}"\n`;

/** The index of a built site as JSON. */
export const indexOf = (folder) => JSON.parse(readFileSync(join(folder, 'search/index.json'), 'utf8'));

function build(source, out) {
  execFileSync(postil, ['build', '--quiet', '--root', source, '--out', out], { stdio: 'pipe' });
  return out;
}

function temporary() {
  const folder = mkdtempSync(join(tmpdir(), 'postil-search-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  return folder;
}
