// The scripts of the theme as browsers get them: several in one, in the order of a list.

import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { root } from './paths.js';

const folder = `${root}themes/default/js/`;

/** The paths of the scripts that the bundle called `name` is joined from. */
export function bundled(name) {
  const lines = readFileSync(`${folder}${name}.bundle`, 'utf8').split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
  return lines.flatMap((line) => (line.endsWith('.bundle') ? bundled(line.slice(0, -7)) : [folder + line]));
}

/** Runs the script at `path` for all. */
export function run(path) {
  runInThisContext(readFileSync(path, 'utf8'), { filename: path });
}
