// The sitemap by the schema of sitemaps.org, as the package `sitemap` carries it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { base, builtSite } from './lib/site.js';

const carrier = dirname(createRequire(import.meta.url).resolve('sitemap/package.json'));
const schema = XsdValidator.fromDoc(XmlDocument.fromString(readFileSync(join(carrier, 'schema/sitemap.xsd'), 'utf8')));

test('the sitemap is one by its schema', () => {
  const text = readFileSync(join(builtSite(), 'sitemap.xml'), 'utf8');
  schema.validate(XmlDocument.fromString(text));
  assert.ok(text.includes(`<loc>${base}transcripts/sound/</loc>`));
  assert.throws(() => schema.validate(XmlDocument.fromString(text.replaceAll('<loc>', '<place>').replaceAll('</loc>', '</place>'))));
});
