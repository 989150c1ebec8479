// The results as a table.

import { cpus, release, totalmem } from 'node:os';

/** The machine, the versions, and a table for each size of site. */
export function table(results, programs) {
  const versions = programs.map(({ title }) => `- ${title}`).join('\n');
  return [`# Side by side\n`, machine(), '', versions, '', ...groups(results).map(group)].join('\n');
}

/** The results that belong side by side. */
export function groups(results) {
  const titles = [...new Set(results.map(titleOf))];
  return titles.map((title) => [title, results.filter((result) => titleOf(result) === title)]);
}

function titleOf({ pages, what }) {
  return `${pages.toLocaleString('en')} pages, ${WHAT[what]}`;
}

const WHAT = { plain: 'without search', search: 'with search', exports: 'without search, with one export' };

function machine() {
  const [{ model }] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${model.trim()}), ${memory} GB of memory, Linux ${release()}; the median of several rounds, each program once in each.`;
}

function group([title, results]) {
  const rows = results.map((result) => row(result, results));
  const head = '| | seconds | work, s | memory, MB | out, MB | index, MB | against Postil | against the floor |';
  return `## ${title}\n\n${head}\n|:--|--:|--:|--:|--:|--:|--:|--:|\n${rows.join('\n')}\n`;
}

function row({ name, over, wall, cpu, memory, bytes, indexBytes }, all) {
  const seconds = over ? `${wall.toFixed(0)}, ${over}` : wall.toFixed(2);
  const others = ['postil', 'floor'].map((other) => all.find((result) => result.name === other)).map((other) => (over || !other ? '' : (wall / other.wall).toFixed(2)));
  return `| ${[name, seconds, cpu.toFixed(2), megabytes(memory), megabytes(bytes), megabytes(indexBytes), ...others].join(' | ')} |`;
}

function megabytes(bytes) {
  return bytes === undefined ? '' : (bytes / 1e6).toFixed(1);
}
