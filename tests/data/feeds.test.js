// JSON feeds by the types of JSON Feed 1.1; `feeds.py` holds the others to feedparser.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { builtSite, filesLike } from './lib/site.js';
import { mistakes } from './lib/types.js';

const site = builtSite();
const imports = ["import type Feed from '@json-feed-types/1_1';"];

test('every JSON feed is one', () => {
  const feeds = filesLike(site, /feed\.json$/).map((name) => ({ name, type: 'Feed', value: JSON.parse(readFileSync(join(site, name), 'utf8')) }));
  assert.equal(feeds.length, 3, 'one of the site, and one of each collection whose texts have dates');
  assert.ok(feeds.some(({ value }) => value.items.some(({ attachments }) => attachments)));
  assert.deepEqual(mistakes(imports, feeds), []);
});

test('what is none would be found', () => {
  const value = { title: 'Without a version', items: [] };
  assert.equal(mistakes(imports, [{ name: 'wrong', type: 'Feed', value }]).length, 1);
});
