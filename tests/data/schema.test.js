// The JSON schemas of settings and front matter: by a validator that others wrote, over the demonstration site and every
// example of the manual's reference.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { parse } from 'smol-toml';

const root = join(import.meta.dirname, '../..');
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
const validators = Object.fromEntries(['site', 'page', 'notes'].map((subject) => {
  const schema = JSON.parse(execFileSync(process.env.POSTIL, ['schema', subject], { encoding: 'utf8' }));
  return [subject, ajv.compile(schema)];
}));

/** The mistakes in a TOML text, as the schema sees them. Dates are text in JSON. */
function mistakes(subject, text) {
  const value = JSON.parse(JSON.stringify(parse(text), (_, value) => (value instanceof Date ? value.toISOString() : value)));
  validators[subject](value);
  return (validators[subject].errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

const reference = readFileSync(join(root, 'content/manual/reference.md'), 'utf8');

/** The examples in TOML of a part of the reference. */
function examples(heading) {
  const part = reference.split(`\n## ${heading}`)[1].split('\n## ')[0];
  return part.split('```toml\n').slice(1).map((rest) => rest.split('```')[0]);
}

function pages(folder) {
  const entries = readdirSync(folder, { recursive: true });
  return entries.filter((name) => name.endsWith('.md')).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}

test('the demonstration site is as the schema says', () => {
  assert.deepEqual(mistakes('site', readFileSync(join(root, 'site.toml'), 'utf8')), []);
  const found = pages(join(root, 'content')).filter(([, text]) => text.startsWith('+++\n'));
  assert.ok(found.length > 20, 'front matter');
  for (const [name, text] of found) {
    const subject = /\.notes(\.[^.]+)?\.md$/.test(name) ? 'notes' : 'page';
    assert.deepEqual(mistakes(subject, text.split('+++\n')[1]), [], name);
  }
});

test('every example of the reference is as the schema says', () => {
  const settings = examples('Settings');
  assert.ok(settings.length > 15);
  for (const example of settings) {
    const title = /^title = /m.test(example) && !/^\[/.test(example) ? '' : 'title = "T"\n';
    assert.deepEqual(mistakes('site', title + example), [], example);
  }
  for (const example of examples('Front matter')) assert.deepEqual(mistakes('page', example), [], example);
});

test('mistakes would be found', () => {
  const wrong = {
    'titel = "T"': 2,
    'title = 3': 1,
    'title = "T"\n[people.ann]\nrole = "host"': 1,
    'title = "T"\n[search]\nshape = "round"': 1,
    'title = "T"\n[exports]\nformats = ["pdf"]': 1,
    'title = "T"\n[check]\nbroken-link = "never"': 1,
  };
  for (const [text, count] of Object.entries(wrong)) assert.ok(mistakes('site', text).length >= count, text);
  assert.ok(mistakes('page', 'draft = "yes"').length > 0);
  assert.ok(mistakes('page', 'kind = "poem"').length > 0);
});
