// What a very long page costs its reader: 200,000 words and 3,000 notes, in Chromium, wide and narrow. Run by hand:
//
//     node bench.js [WORDS NOTES]
//
// It needs python3, the browser tests' modules and a release build (or POSTIL, the path of another). No figure is checked.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch } from '../../browser/lib/browser.js';
import { serveFolder } from '../../browser/lib/server.js';
import { postil, root } from '../../search/lib/paths.js';

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const SCROLLED = 40_000; // pixels
const SPEED = 8_000; // pixels in a second, as a hand on a wheel does it
const QUIET = 1_000; // milliseconds without a long task after which a page has settled

const [words = '200000', notes = '3000'] = process.argv.slice(2);
const source = mkdtempSync(join(tmpdir(), 'postil-page-'));
try {
  execFileSync('python3', [`${root}tests/bench/notes/make.py`, source, '--words', words, '--notes', notes]);
  execFileSync(postil, ['build', '--quiet', '--root', source]);
  await bench(join(source, 'public'));
} finally {
  rmSync(source, { recursive: true });
}

async function bench(site) {
  bytes(site);
  const [browser, host] = await Promise.all([launch(), serveFolder(site)]);
  const address = `${host.base}long/`;
  for (const [name, viewport] of Object.entries(SIZES)) {
    const visit = (use) => opened(browser, viewport, use);
    console.log(`\n${name}, ${viewport.width} pixels`);
    await visit((page, cdp) => load(page, cdp, address));
    await visit((page, cdp) => scroll(page, cdp, address));
    await visit((page) => jumps(page, address));
  }
  await Promise.all([browser.close(), host.close()]);
}

/** What the page makes a browser fetch, as a host would compress it. */
function bytes(site) {
  const page = readFileSync(join(site, 'long', 'index.html'));
  const asked = [...String(page).matchAll(/<(?:script|link)[^>]*(?:src|href)="\.\.\/(assets\/[^"]+\.(css|js))"/g)];
  const of = (kind) => asked.filter((found) => found[2] === kind).map((found) => readFileSync(join(site, found[1])));
  const all = [['page', [page]], ['styles', of('css')], ['scripts', of('js')]];
  for (const [name, files] of all) {
    const sum = (size) => files.reduce((total, file) => total + size(file), 0);
    console.log(`${name}: ${files.length} files, ${sum((file) => file.length)} bytes, ${sum((file) => gzipSync(file).length)} compressed`);
  }
  console.log(`the search, on first use: ${readdirSync(join(site, 'assets')).filter((name) => name.startsWith('search-')).length} files`);
}

async function opened(browser, viewport, use) {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
  });
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  await use(page, cdp);
  await context.close();
}

async function load(page, cdp, address) {
  await page.goto(address, { waitUntil: 'load' });
  await settled(page);
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  const { domContentLoadedEventEnd, loadEventEnd } = await page.evaluate(() => performance.getEntriesByType('navigation')[0].toJSON());
  console.log(`  first paint ${ms(paint)}, scripts done ${ms(domContentLoadedEventEnd)}, complete ${ms(loadEventEnd)}`);
  console.log(`  ${await tasks(page)}`);
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (name) => metrics.find((entry) => entry.name === name).value;
  const seconds = ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'].map((name) => `${name} ${ms(metric(name) * 1000)}`);
  console.log(`  ${seconds.join(', ')}; ${metric('Nodes')} nodes, heap ${(metric('JSHeapUsedSize') / 2 ** 20).toFixed(0)} MB`);
  const layOut = await page.evaluate(() => {
    const start = performance.now();
    postilNotes.layOut();
    return performance.now() - start;
  });
  console.log(`  laying out all notes again ${ms(layOut)}`);
}

async function scroll(page, cdp, address) {
  await page.goto(address, { waitUntil: 'load' });
  await settled(page);
  await page.evaluate(() => {
    longTasks.length = 0;
    globalThis.frames_ = [];
    let last = performance.now();
    requestAnimationFrame(function next(now) {
      frames_.push(now - last);
      last = now;
      requestAnimationFrame(next);
    });
  });
  const { width, height } = page.viewportSize();
  await cdp.send('Input.synthesizeScrollGesture', { x: width / 2, y: height / 2, yDistance: -SCROLLED, speed: SPEED, preventFling: true });
  const frames = await page.evaluate(() => frames_);
  const late = frames.filter((frame) => frame > 50).length;
  console.log(`  scrolled to ${await page.evaluate(() => Math.round(scrollY))}: ${frames.length} frames, ${late} later than 50 ms, the longest ${ms(Math.max(...frames))}; ${await tasks(page)}`);
}

/** Links into the last part of the page: how long, and how far from where it should be. */
async function jumps(page, address) {
  const turn = await ids(page, address, '.turn');
  const note = await ids(page, address, '.note');
  for (const id of [turn, note]) {
    await page.goto('about:blank');
    const start = performance.now();
    await page.goto(`${address}#${encodeURIComponent(id)}`, { waitUntil: 'load' });
    await settled(page);
    const top = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, id);
    console.log(`  #${id.slice(0, 24)}: ${ms(performance.now() - start - QUIET)}, ${Math.round(top)} pixels below the top`);
  }
}

async function ids(page, address, selector) {
  await page.goto(address, { waitUntil: 'load' });
  return page.evaluate((selector) => [...document.querySelectorAll(selector)].at(-40).id, selector);
}

async function settled(page) {
  await page.evaluate((quiet) => new Promise((done) => {
    const look = () => {
      const last = longTasks.at(-1);
      if (performance.now() - (last ? last.startTime + last.duration : 0) > quiet) done();
      else setTimeout(look, 100);
    };
    look();
  }), QUIET);
}

async function tasks(page) {
  const long = await page.evaluate(() => longTasks.map(({ duration }) => duration));
  return `${long.length} long tasks, ${ms(long.reduce((sum, one) => sum + one, 0))} in all, the longest ${ms(Math.max(0, ...long))}`;
}

function ms(time) {
  return `${Math.round(time)} ms`;
}
