// One Chromium for a test file, and pages that notice what nobody asked for.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/** Starts the Chromium named by CHROMIUM, or else the one on the path. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? find(['chromium', 'chromium-browser', 'google-chrome']);
  return chromium.launch({ executablePath, args, chromiumSandbox: false });
}

function find(names) {
  for (const name of names) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // Not under this name: the next one.
    }
  }
  throw new Error(`none of ${names.join(', ')} is on the path; set CHROMIUM`);
}

/**
 * Opens a page with `options` of a browser context, hands it to `use`, and closes it.
 *
 * A message on the console, an exception or a request to another host fails the test that made it.
 */
export async function withPage(browser, options, use) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const surprises = watch(page);
  try {
    await use(page);
    assert.deepEqual(surprises, [], 'what the page said or asked of others');
  } finally {
    await context.close();
  }
}

function watch(page) {
  const surprises = [];
  const opened = new Set();
  page.on('console', (message) => {
    if (!isOwnMissingPage(opened, message)) surprises.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => surprises.push(`exception: ${error.stack}`));
  page.on('request', (request) => {
    if (request.isNavigationRequest()) opened.add(request.url());
    const { protocol, hostname } = new URL(request.url());
    const isHere = ['127.0.0.1', 'localhost'].includes(hostname) || ['file:', 'data:', 'blob:'].includes(protocol);
    if (!isHere) surprises.push(`request: ${request.url()}`);
  });
  return surprises;
}

/** Chromium reports a page that was opened when its status is 404, which is right for the page that says so. */
function isOwnMissingPage(opened, message) {
  return message.text().includes('404') && opened.has(message.location().url);
}

/** Desktop, laptop, tablet and phone. */
export const widths = { wide: 1600, laptop: 1280, tablet: 820, phone: 390 };
