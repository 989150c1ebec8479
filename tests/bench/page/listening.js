// What following a very long recording costs its reader: a page of 200,000 words with a time for each, in Chromium, wide and narrow.
// Run by hand:
//
//     node listening.js [WORDS]
//
// It needs the browser tests' modules and a release build (or POSTIL, the path of another). No figure is checked.

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
    await page.addInitScript(() => {
      window.longTasks = [];
      new PerformanceObserver((list) => window.longTasks.push(...list.getEntries())).observe({ type: 'longtask' });
    });
    await page.goto(`${host.base}long/`, { waitUntil: 'networkidle' });
    const before = asked.filter((path) => /\.(wav|json)$/.test(path));
    console.log(`\n${name}: before play ${asked.length} requests, ${before.length} of them for sound or times`);
    await follow(page, 'the first seconds after play', () => postilPlayer.playFrom(600), 3);
    await follow(page, 'following', () => {}, HEARD);
    await follow(page, 'following at 2.5 times the speed', () => { document.querySelector('audio').playbackRate = 2.5; }, HEARD);
    await follow(page, 'paused', () => postilPlayer.act('play'), 5);
    await page.close();
  }
  await Promise.all([browser.close(), host.close()]);
}

async function follow(page, name, start, seconds) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const spent = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'].map((wanted) => metrics.find((entry) => entry.name === wanted).value);
  };
  await page.evaluate(() => { window.longTasks.length = 0; });
  const before = await spent();
  await page.evaluate(start);
  await page.waitForTimeout(seconds * 1000);
  const after = await spent();
  const [script, layout, style] = after.map((value, at) => `${Math.round(((value - before[at]) * 1000) / seconds)} ms`);
  const long = await page.evaluate(() => window.longTasks.map(({ duration }) => Math.round(duration)));
  console.log(`  ${name}: ${long.length} long tasks (${long.join(', ')} ms); in each second ${script} of scripts, ${layout} of layout, ${style} of styles`);
}
