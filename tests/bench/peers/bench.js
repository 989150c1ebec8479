// How long Postil takes beside other generators, on the same pages. Run by hand:
//
//     node bench.js                                    all programs, 100 and 1,000 pages, without search and with it
//     node bench.js --pages 10000 --only postil,floor,hugo --what plain
//     node bench.js --what exports                     what each of Postil's exports costs
//
// It needs the corpora for its words, and GNU time. Programs that are not there are installed into the user's cache
// folder. A table and a plot are written to `--out`, otherwise to target/peers. No figure is checked.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../search/lib/paths.js';
import { generate } from '../search/generate.js';
import { bytesOf, measure, median } from './measure.js';
import { plot } from './plot.js';
import { EXPORTS, PROGRAMS } from './programs.js';
import { table } from './table.js';

const { values: asked } = parseArgs({
  options: {
    pages: { type: 'string', default: '100,1000' },
    only: { type: 'string', default: Object.keys(PROGRAMS).join(',') },
    what: { type: 'string', default: 'plain,search' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '480' },
    out: { type: 'string', default: join(root, 'target', 'peers') },
  },
});
const programs = asked.only.split(',').map(named);
const work = mkdtempSync(join(tmpdir(), 'postil-peers-'));
try {
  const results = asked.pages.split(',').flatMap((pages) => ofSize(Number(pages)));
  mkdirSync(asked.out, { recursive: true });
  writeFileSync(join(asked.out, 'peers.md'), table(results, programs));
  writeFileSync(join(asked.out, 'peers.svg'), plot(results));
  console.log(table(results, programs));
} finally {
  rmSync(work, { recursive: true });
}

function named(name) {
  const program = PROGRAMS[name];
  if (!program) throw new Error(`${name} is none of ${Object.keys(PROGRAMS).join(', ')}`);
  return { name, ...program, tools: program.install() };
}

/** Every result on a site of so many pages. */
function ofSize(pages) {
  const source = join(work, 'pages');
  generate(source, pages);
  const results = asked.what.split(',').flatMap((what) => side(pages, what, source));
  rmSync(source, { recursive: true });
  return results;
}

/** The programs side by side: each once in every round, so that whatever else the machine does hits all alike. */
function side(pages, what, source) {
  const sites = runs(what).map((run, at) => placed(run, `${at}`, source));
  const bytes = sites.some(({ name }) => name === 'floor') ? bytesOfPostil(source) : 0;
  for (let round = 0; round < Number(asked.rounds); round++) {
    for (const site of sites.filter(({ times }) => !times.some(({ over }) => over))) {
      site.times.push(once(site, round, bytes));
    }
  }
  const results = sites.map((site) => ({ pages, what, name: site.name, ...summary(site) }));
  sites.forEach(remove);
  return results;
}

/** What is run: the programs that can do it, or Postil with each of its exports. */
function runs(what) {
  if (what === 'exports') return EXPORTS.map((format) => ({ ...named('postil'), name: format, what: format }));
  return programs.filter(({ index }) => what !== 'search' || index).map((program) => ({ ...program, what }));
}

/** A run with its site, written to a folder of its own. */
function placed(run, place, source) {
  const folder = join(work, place);
  run.write(folder, source, run.what);
  return { ...run, folder, outs: [], times: [] };
}

/** Into a new folder: where files were deleted a moment ago, disks are slow to make others. */
function once(site, round, bytes) {
  site.out = `${site.folder}-out-${round}`;
  site.outs.push(site.out);
  return measure(site.steps({ ...site, bytes }), site.folder, Number(asked.seconds));
}

/** As much as the floor has to write. */
function bytesOfPostil(source) {
  const site = placed({ ...named('postil'), what: 'plain' }, 'enough', source);
  once(site, 0, 0);
  const bytes = bytesOf(site.out);
  remove(site);
  return bytes;
}

function summary({ times, out, index, what }) {
  const middle = (key) => median(times.map((time) => time[key]));
  const indexBytes = what === 'search' ? bytesOf(out, index) : undefined;
  const over = times.find(({ over }) => over)?.over;
  return { over, wall: middle('wall'), cpu: middle('cpu'), memory: middle('memory'), bytes: bytesOf(out), indexBytes };
}

function remove({ folder, outs }) {
  for (const made of [folder, ...outs]) rmSync(made, { recursive: true, force: true });
}
