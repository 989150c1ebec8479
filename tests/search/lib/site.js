// Sites that are built for a test.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { corpora, postil, root } from './paths.js';

/** The site whose content is `tests/search/site`, built. */
export function fixture() {
  return build(`${root}tests/search/site`, temporary());
}

/** A site of every Markdown file of the corpora's `folders`, built. */
export function corpus(folders) {
  const source = temporary();
  mkdirSync(join(source, 'content'));
  writeFileSync(join(source, 'site.toml'), 'title = "Corpora"\n');
  for (const folder of folders) {
    for (const name of readdirSync(join(corpora, folder)).filter((name) => name.endsWith('.md'))) {
      copyFileSync(join(corpora, folder, name), join(source, 'content', `${basename(folder)}-${name}`));
    }
  }
  return build(source, temporary());
}

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
