// The JSON-LD of every page: by a parser of JSON-LD, and by the types of Schema.org.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import jsonld from 'jsonld';
import { builtSite, filesLike } from './lib/site.js';
import { mistakes } from './lib/types.js';

const site = builtSite();
const things = filesLike(site, /(^|\/)(index|404)\.html$/).flatMap((name) => {
  const html = readFileSync(join(site, name), 'utf8');
  return [...html.matchAll(/<script type="application\/ld\+json">([^<]*)<\/script>/g)].map(([, json]) => ({ name, value: JSON.parse(json) }));
});

test('there is something of every type that Postil knows', () => {
  const types = new Set(things.flatMap(({ value }) => [value, value.associatedMedia, ...value.hasPart ?? [], ...value.contributor ?? []]).map((thing) => thing?.['@type']));
  types.delete(undefined);
  assert.deepEqual([...types].sort(), ['Article', 'AudioObject', 'Clip', 'CollectionPage', 'Person', 'PodcastEpisode', 'Quotation', 'VideoObject', 'WebSite']);
});

test('a parser of JSON-LD drops nothing of it', async () => {
  // The vocabulary's own context is a list of all its words, which the next test knows better.
  const documentLoader = async (documentUrl) => ({ documentUrl, document: { '@context': { '@vocab': 'https://schema.org/' } } });
  for (const { name, value } of things) {
    const [expanded] = await jsonld.expand(value, { documentLoader, safe: true });
    assert.equal(Object.keys(expanded).length, Object.keys(value).length - 1, name);
  }
});

test('its types and properties are those of Schema.org', () => {
  const typed = things.map((thing) => ({ ...thing, type: `WithContext<schema.${thing.value['@type']}>` }));
  const imports = ["import type * as schema from 'schema-dts';", "import type { WithContext } from 'schema-dts';"];
  assert.deepEqual(mistakes(imports, typed), []);
});

test('a property that Schema.org does not have would be found', () => {
  const value = { '@context': 'https://schema.org', '@type': 'Person', name: 'Ann', shoeSize: '38' };
  const imports = ["import type { Person, WithContext } from 'schema-dts';"];
  assert.equal(mistakes(imports, [{ name: 'wrong', type: 'WithContext<Person>', value }]).length, 1);
});
