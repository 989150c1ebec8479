// SQLite's full-text search has the same entries as a large index, and says how many answer each query: phrases, words,
// Han, speakers with words and without; and what is typed key by key is found.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { madeFiles } from './lib/made.js';
import { root } from './lib/paths.js';
import { shaped, written } from './lib/site.js';

for (const host of ['with ranges', 'without ranges']) {
  test(`totals are those of FTS5, ${host}`, () => {
    const site = written(madeFiles(), shaped('large'));
    const options = host === 'with ranges' ? ['--few'] : ['--few', '--whole'];
    const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}tests/bench/search/judge.js`, site, ...options], { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
    const [, right, all] = /(\d+) of (\d+) totals are as FTS5 has them/.exec(stdout);
    assert.ok(right === all && Number(all) > 80, stdout);
  });
}
