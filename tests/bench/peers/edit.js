// How long it takes until an author sees an edit: from the moment a file is written until its words stand in an open
// page, in Chromium, while each program serves the same site. Run by hand:
//
//     node edit.js                                     every program that serves, 1,000 pages
//     node edit.js --pages 100 --only postil,hugo --rounds 20
//
// It needs the corpora for its words, and the browser tests' packages. No figure is checked.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { launch } from '../../browser/lib/browser.js';
import { generate } from '../search/generate.js';
import { median } from './measure.js';
import { PROGRAMS } from './programs.js';
import { transcripts } from './transcripts.js';

const { values: asked } = parseArgs({
  options: {
    pages: { type: 'string', default: '1000' },
    only: { type: 'string', default: 'postil,hugo,mdbook,eleventy' },
    rounds: { type: 'string', default: '10' },
  },
});
const PORT = 4700;
/** How long a first build may take, and an edit. */
const PATIENCE = 240_000;
/** How long a page has to connect to its server, and a server to come to rest. */
const REST = 2_000;

const work = mkdtempSync(join(tmpdir(), 'postil-edit-'));
const browser = await launch();
try {
  const source = join(work, 'pages');
  generate(source, Number(asked.pages));
  const paths = transcripts(source);
  for (const name of asked.only.split(',')) {
    const times = await served(PROGRAMS[name], join(work, name), source, paths);
    const shown = times.map((time) => Math.round(time)).sort((a, b) => a - b);
    console.log(`${PROGRAMS[name].title}: median ${Math.round(median(times))} ms of ${shown.join(', ')}`);
  }
} finally {
  await browser.close();
  rmSync(work, { recursive: true });
}

/** Lays a program's site out, serves it, and edits one transcript after the other. */
async function served(program, folder, source, paths) {
  const tools = program.install();
  program.write(folder, source, 'plain');
  const [command, ...args] = program.serve.command({ tools, folder, port: PORT });
  const server = spawn(command, args, { cwd: folder, stdio: 'ignore' });
  try {
    const times = [];
    for (let round = 0; round < Number(asked.rounds); round++) {
      // The first of a folder is another page to some: `0/0.md` is that of the folder.
      const path = paths[(round * 97 + 1) % paths.length];
      const { file, address } = program.serve.place(path);
      times.push(await edited(join(folder, file), `http://localhost:${PORT}${address}`, `Edited ${round} times`));
    }
    return times;
  } finally {
    server.kill();
    await sleep(REST);
  }
}

/** How many milliseconds pass from the writing of `words` until the page at `url` shows them. */
async function edited(file, url, words) {
  const page = await browser.newPage();
  try {
    await page.addInitScript(watchFor, words);
    await reached(page, url);
    await sleep(REST);
    const before = readFileSync(file, 'utf8');
    const start = Date.now();
    writeFileSync(file, `${before}\n${words}\n`);
    await page.getByText(words).first().waitFor({ state: 'attached', timeout: PATIENCE });
    const shown = await page.waitForFunction(() => globalThis.shownAt);
    return (await shown.jsonValue()) - start;
  } finally {
    await page.close();
  }
}

/** Runs in every page, and keeps when `words` are there at the beginning of a frame. */
function watchFor(words) {
  const look = () => {
    if (document.body?.textContent.includes(words)) globalThis.shownAt = Date.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Opens a page as soon as its server has it. */
async function reached(page, url) {
  for (const start = performance.now(); ; await sleep(200)) {
    const response = await page.goto(url, { timeout: PATIENCE }).catch(() => undefined);
    if (response?.ok()) return;
    if (performance.now() - start > PATIENCE) throw new Error(`${url} is not there`);
  }
}
