// What following a very long recording costs its reader: a page of 200,000 words with a time for each, in Chromium, wide and narrow.
// Run by hand:
//
//     node listening.js [WORDS]
//
// It needs the browser tests' modules and a release build (or POSTIL, the path of another). No figure is checked. A task is measured
// by the time that its thread worked, which other programs on the machine do not lengthen as they do the time that passed.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch } from '../../browser/lib/browser.js';
import { serveFolder } from '../../browser/lib/server.js';
import { silence } from '../../browser/lib/sound.js';
import { postil } from '../../search/lib/paths.js';

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const WORD = 0.4; // seconds: 150 words a minute
const TURN = 65; // words
const HEARD = 20; // seconds
const SOUND = 1800; // seconds of the recording that are there to be heard

const count = Number(process.argv[2] ?? 200_000);
const root = mkdtempSync(join(tmpdir(), 'postil-listening-'));
try {
  write();
  execFileSync(postil, ['build', '--quiet', '--root', root]);
  await bench(join(root, 'public'));
} finally {
  rmSync(root, { recursive: true });
}

function write() {
  const stems = ['the', 'harbour', 'was', 'water', 'and', 'nobody', 'ever', 'bridge', 'they', 'gate', 'in', 'mill'];
  const words = Array.from({ length: count }, (_, at) => `${stems[(at * 7) % 12]}${at % 5 ? '' : at % 997}`);
  const turns = Array.from({ length: Math.ceil(count / TURN) }, (_, at) => {
    const own = words.slice(at * TURN, (at + 1) * TURN).map((word, place) => (place % 13 === 12 ? `${word}.` : word));
    return `**${at % 2 ? 'Ben' : 'Ann'}:** ${own.join(' ')}`;
  });
  const front = '+++\ntitle = "Long"\nspeakers = ["Ann", "Ben"]\n[media]\naudio = "long.wav"\n+++\n';
  const rows = words.map((word, at) => [word, Number((at * WORD).toFixed(2)), Number((at * WORD + 0.31).toFixed(2))]);
  mkdirSync(join(root, 'content'));
  writeFileSync(join(root, 'site.toml'), 'title = "Listening"\n');
  writeFileSync(join(root, 'content/long.md'), `${front}\n${turns.join('\n\n')}\n`);
  writeFileSync(join(root, 'content/long.words.json'), JSON.stringify({ version: 1, media: 0, words: rows }));
  writeFileSync(join(root, 'content/long.wav'), silence(SOUND));
}

async function bench(site) {
  const times = readFileSync(join(site, 'long', 'words.json'));
  const twoHours = Math.round((times.length * 7200) / (count * WORD));
  console.log(`times of ${count} words: ${times.length} bytes, ${gzipSync(times).length} compressed; of two hours ${twoHours}`);
  const [browser, host] = await Promise.all([launch(), serveFolder(site)]);
  for (const [name, viewport] of Object.entries(SIZES)) {
    const page = await browser.newPage({ viewport });
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    page.setDefaultTimeout(180_000);
    await page.goto(`${host.base}long/`, { waitUntil: 'load' });
    await page.waitForLoadState('networkidle');
    const before = asked.filter((path) => /\.(wav|json)$/.test(path));
    console.log(`\n${name}: before play ${asked.length} requests, ${before.length} of them for sound or times`);
    await follow(browser, page, 'the first seconds after play', () => postilPlayer.playFrom(600), 3);
    await follow(browser, page, 'following', () => {}, HEARD);
    await follow(browser, page, 'following at 2.5 times the speed', () => { document.querySelector('audio').playbackRate = 2.5; }, HEARD);
    await page.evaluate(() => postilPlayer.act('play'));
    await page.waitForTimeout(1000);
    await follow(browser, page, 'paused', () => {}, 5);
    await page.close();
  }
  await Promise.all([browser.close(), host.close()]);
}

/** Says what the page's thread does in so many seconds after `start`. */
async function follow(browser, page, name, start, seconds) {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline'] });
  await page.evaluate(start);
  await page.waitForTimeout(seconds * 1000);
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const main = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`);
  const tasks = traceEvents.filter(({ name, pid, tid, tdur }) => name === 'RunTask' && tdur && main.includes(`${pid} ${tid}`));
  const work = tasks.map(({ tdur }) => tdur / 1000).sort((a, b) => b - a);
  const sum = work.reduce((all, one) => all + one, 0) / seconds;
  const longest = work.slice(0, 3).map((one) => one.toFixed(1)).join(', ');
  console.log(`  ${name}: ${sum.toFixed(1)} ms of work in each second, ${work.filter((one) => one > 50).length} tasks longer than 50 ms, the longest ${longest} ms`);
}
