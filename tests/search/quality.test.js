// What a labelled set of queries finds in real transcripts, in the one file and in the packs of a large one.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clientWithEngine } from './lib/client.js';
import { corpora } from './lib/paths.js';
import { measure, passages, queries } from './lib/quality.js';
import { corpus, shaped } from './lib/site.js';

const folders = ['seed', 'md-audreyt', 'md-bitcointranscripts', 'derived'];

test('there are enough queries', () => assert.ok(queries.length >= 120));

describe('the labelled queries', { skip: !corpora }, () => {
  for (const shape of ['one', 'large']) {
    test(`are answered from ${shape}`, async (context) => {
      const found = await measure(passages(clientWithEngine(corpus(folders, shaped(shape)), shape)));
      context.diagnostic(JSON.stringify(found));
      assert.ok(found.recall >= 0.98 && found.precision >= 0.92 && found.rank >= 0.95, JSON.stringify(found));
    });
  }
});
