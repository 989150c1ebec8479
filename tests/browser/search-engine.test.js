// A site that leaves its search to an engine: what each engine is asked, and what is made of its answer.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch, widths, withPage } from './lib/browser.js';
import { postil, root } from './lib/paths.js';
import { answered } from './lib/search.js';
import { serveFolder } from './lib/server.js';

// What an engine answers with these documents, as its interface is described.
const ANSWERS = {
  meilisearch: (hits) => ({ hits, query: '', processingTimeMs: 1, page: 1, hitsPerPage: 100, totalHits: hits.length, facetDistribution: { kind: { section: 3, term: 2 } } }),
  typesense: (documents) => ({ results: [{ found: documents.length, page: 1, facet_counts: [{ field_name: 'kind', counts: [{ value: 'section', count: 3 }, { value: 'term', count: 2 }] }], hits: documents.map((document) => ({ document, highlights: [] })) }] }),
  opensearch: (documents) => ({ took: 1, timed_out: false, hits: { total: { value: documents.length, relation: 'eq' }, hits: documents.map((_source) => ({ _id: _source.id, _score: 1, _source })) }, aggregations: { kind: { buckets: [{ key: 'section', doc_count: 3 }, { key: 'term', doc_count: 2 }] } } }),
};

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const [kind, answer] of Object.entries(ANSWERS)) {
  describe(kind, () => {
    const asked = [];
    let documents;
    let engine;
    let host;
    let source;
    before(async () => {
      source = mkdtempSync(join(tmpdir(), 'postil-engine-'));
      for (const name of ['site.toml', 'content', 'themes']) cpSync(join(root, name), join(source, name), { recursive: true });
      execFileSync(postil, ['search-export', '--format', 'ndjson', '--to', join(source, 'documents'), '--root', source]);
      documents = readFileSync(join(source, 'documents/documents-1.ndjson'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
      engine = await serveEngine(asked, () => answer(documents.filter(({ text }) => text.includes('proof')).slice(0, 20)));
      const url = `http://127.0.0.1:${engine.address().port}`;
      appendFileSync(join(source, 'site.toml'), `\n[search]\nengine = "${kind}"\nurl = "${url}"\nkey = "a-key"\n`);
      execFileSync(postil, ['build', '--quiet', '--root', source, '--out', join(source, 'public')]);
      host = await serveFolder(join(source, 'public'));
    });
    after(() => Promise.all([host.close(), engine.close(), rmSync(source, { recursive: true })]));

    const searching = (params, look) => withPage(browser, { viewport: { width: widths.laptop, height: 900 } }, async (page) => {
      asked.length = 0;
      await page.goto(`${host.base}search/?${new URLSearchParams(params)}`);
      await page.locator('.search-hit').first().waitFor();
      await answered(page);
      await look(page);
    });

    test('is asked in its own language', () => searching({ q: 'proof -press speaker:orrock', kind: 'term' }, async () => {
      const { path, headers, body } = asked.at(-1);
      const text = JSON.stringify(body);
      assert.ok(path.startsWith({ meilisearch: '/indexes/transcripts/search', typesense: '/multi_search', opensearch: '/transcripts/_search' }[kind]), path);
      assert.ok(Object.values(headers).some((value) => String(value).endsWith('a-key')), 'the key goes along');
      if (kind === 'opensearch') assert.match(text, /"must":.*proof.*"must_not":.*press/);
      else assert.match(text, /proof -press/);
      assert.doesNotMatch(text, /speaker:/);
      assert.match(text, /Alec Orrock/, 'a speaker is chosen by their whole name');
      assert.match(text, /kind.{1,8}term/);
    }));

    test('answers with passages that are marked and lead to their words', () => searching({ q: 'proof' }, async (page) => {
      assert.ok(await page.locator('.search-hit mark', { hasText: /proof/i }).count() > 3);
      await page.locator('.search-hit a').first().click();
      await page.locator('.body mark.hit.current').first().waitFor();
    }));

    test('is told the words of a query as far as it understands them', () => searching({ q: 'proof OR galley "every stop" year:2001..2002' }, async (page) => {
      const text = JSON.stringify(asked.at(-1).body);
      assert.match(text, /every stop/);
      assert.match(text, /2001.*2002/);
      const remark = page.locator('.search-remark', { hasText: 'plain words: OR' });
      assert.equal(await remark.count(), kind === 'opensearch' ? 0 : 1, 'what it cannot is said');
      assert.match(await page.locator('.search-status').innerText(), /^Passages: \d/);
    }));

    test('answers the box on every page', () => withPage(browser, {}, async (page) => {
      await page.goto(host.base);
      await page.getByRole('combobox', { name: 'Search' }).fill('proof');
      await page.locator('.search-list [role=option] mark', { hasText: /proof/i }).first().waitFor();
    }));
  });
}

test('a site with an index of its own does not load what asks an engine', async () => {
  const source = mkdtempSync(join(tmpdir(), 'postil-engine-'));
  for (const name of ['site.toml', 'content', 'themes']) cpSync(join(root, name), join(source, name), { recursive: true });
  execFileSync(postil, ['build', '--quiet', '--root', source, '--out', join(source, 'public')]);
  assert.doesNotMatch(readFileSync(join(source, 'public/index.html'), 'utf8'), /search-engine/);
  rmSync(source, { recursive: true });
});

/** A server that keeps what it is asked, and lets every site ask. */
async function serveEngine(asked, answer) {
  const server = createServer(async (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*, authorization, content-type, x-typesense-api-key');
    if (request.method === 'OPTIONS') return response.end();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    asked.push({ path: request.url, headers: request.headers, body: JSON.parse(Buffer.concat(chunks)) });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer()));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}
