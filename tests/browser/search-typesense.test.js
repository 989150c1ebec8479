// A real Typesense, where one is at hand: TYPESENSE names its program. What Postil writes for it is loaded as the manual
// says, and the search page asks it.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch, withPage } from './lib/browser.js';
import { postil, root } from './lib/paths.js';
import { serveFolder } from './lib/server.js';

const { TYPESENSE } = process.env;
const PORT = 18108;
const URL_OF_ENGINE = `http://127.0.0.1:${PORT}`;
const KEY = 'a-key';

describe('a real Typesense', { skip: TYPESENSE ? false : 'TYPESENSE names no program of Typesense' }, () => {
  const source = mkdtempSync(join(tmpdir(), 'postil-typesense-'));
  let browser;
  let engine;
  let host;
  before(async () => {
    for (const name of ['site.toml', 'content', 'themes']) cpSync(join(root, name), join(source, name), { recursive: true });
    execFileSync(postil, ['search-export', '--format', 'typesense', '--to', join(source, 'documents'), '--root', source]);
    engine = await started(join(source, 'data'));
    await load(join(source, 'documents'));
    appendFileSync(join(source, 'site.toml'), `\n[search]\nengine = "typesense"\nurl = "${URL_OF_ENGINE}"\nkey = "${KEY}"\n`);
    execFileSync(postil, ['build', '--quiet', '--root', source, '--out', join(source, 'public')]);
    [browser, host] = await Promise.all([launch(), serveFolder(join(source, 'public'))]);
  });
  after(async () => {
    await Promise.all([browser.close(), host.close(), new Promise((ended) => engine.on('exit', ended).kill())]);
    rmSync(source, { recursive: true });
  });

  const finds = (params, words) => test(new URLSearchParams(params).toString(), () => withPage(browser, {}, async (page) => {
    await page.goto(`${host.base}search/?${new URLSearchParams(params)}`);
    await page.locator('.search-hit', { hasText: words }).first().waitFor();
  }));

  finds({ q: 'proof' }, 'proof');
  finds({ q: 'copyhol' }, 'copyholder');
  finds({ q: '"every stop"' }, 'every stop');
  finds({ q: 'tide speaker:orrock' }, 'Nan Orrock');
  finds({ q: 'proof', kind: 'term' }, 'Tom Veldt');
  finds({ q: 'proof', sort: 'newest' }, 'proof');
  finds({ q: '朱笔' }, '朱笔');

  test('nothing is found where nothing is', () => withPage(browser, {}, async (page) => {
    await page.goto(`${host.base}search/?q=zeppelin`);
    await page.locator('.search-status', { hasText: 'Nothing found' }).waitFor();
  }));
});

/** Starts the engine with its data in `folder`, and waits until it answers. */
async function started(folder) {
  mkdirSync(folder);
  const options = { 'data-dir': folder, 'api-key': KEY, 'api-port': PORT, 'peering-port': PORT - 1, 'enable-cors': true };
  const engine = spawn(TYPESENSE, Object.entries(options).map(([name, value]) => `--${name}=${value}`), { stdio: 'ignore' });
  for (let tries = 0; tries < 150; tries++) {
    const { ok } = await fetch(`${URL_OF_ENGINE}/health`).catch(() => ({ ok: false }));
    if (ok) return engine;
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error('the engine does not answer');
}

/** Sends it the schema and the documents. */
async function load(folder) {
  const headers = { 'x-typesense-api-key': KEY, 'content-type': 'application/json' };
  const send = async (path, file) => {
    const response = await fetch(URL_OF_ENGINE + path, { method: 'POST', headers, body: readFileSync(join(folder, file)) });
    assert.ok(response.ok, `${path}: ${response.status}`);
    return response.text();
  };
  await send('/collections', 'schema.json');
  const lines = (await send('/collections/transcripts/documents/import?action=upsert', 'documents-1.ndjson')).split('\n');
  assert.deepEqual(lines.filter((line) => !JSON.parse(line).success), []);
}
