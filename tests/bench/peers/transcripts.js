// The generated transcripts, taken apart so that each program gets them as it wants them.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PAGE = /^\+\+\+\ndate = (?<date>\S+)\nlanguage = .*\ntags = \["(?<tag>\w+)"\]\n\+\+\+\n\n# (?<title>.*)\n/;

/** Writes each transcript of `source` below `folder`, with the front matter that `front` makes of its particulars. */
export function rewrite(source, folder, front) {
  for (const path of transcripts(source)) {
    const text = readFileSync(join(source, 'content', path), 'utf8');
    const { groups } = PAGE.exec(text);
    const out = join(folder, path);
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${front({ ...groups, path })}${text.slice(text.indexOf('\n# ') + 1)}`);
  }
}

/** The paths of the transcripts. */
export function transcripts(source) {
  return readdirSync(join(source, 'content'), { recursive: true }).filter((path) => path.endsWith('.md')).sort();
}
