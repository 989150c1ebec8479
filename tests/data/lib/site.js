// The demonstration site and a podcast, built as if for a host of their own.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { postil, root } from '../../browser/lib/paths.js';
import { silence } from '../../browser/lib/sound.js';

/** Where the site says that it is published. */
export const base = 'https://example.org/talks/';

const episode = (media) => `+++
title = "Bells & <boats>"
date = 2024-05-06
summary = "How a ferry was called."
speakers = ["ines", "nan"]
tags = ["oral-history"]
points = ["The bell is rung twice"]
[media]
${media}
duration = "0:01:00"
[source]
url = "https://example.org/original"
publisher = "Kinlaw Voices"
licence = "https://creativecommons.org/licenses/by/4.0/"
transcribed_by = "Mair Bevan"
+++

## The bell [0:02]

**Ines:** [0:02] Who rang it?

**Nan:** [0:05] We ==rang it twice==, and nobody[^fact:who] came.

[^fact:who]: {by=tom date=2024-05-07} The minutes name *three* who did.
`;

/** Builds the site for the tests of one file, and returns its folder. */
export function builtSite() {
  const folder = mkdtempSync(join(tmpdir(), 'postil-data-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['content', 'site.toml', 'sources.bib']) cpSync(join(root, name), join(folder, name), { recursive: true });
  const recordings = { sound: 'audio = "talk.wav"', picture: 'video = "talk.mp4"', hosted: 'youtube = "abcdefghijk"' };
  for (const [name, media] of Object.entries(recordings)) {
    writeFileSync(join(folder, 'content/transcripts', `${name}.md`), episode(media));
  }
  for (const file of ['talk.wav', 'talk.mp4']) writeFileSync(join(folder, 'content/transcripts', file), silence(1));
  const out = join(folder, 'site');
  execFileSync(postil, ['build', '--quiet', '--root', folder, '--out', out, '--base-url', base], { stdio: 'pipe' });
  return out;
}

/** The paths below `folder` of all files that are called as `pattern` has it. */
export function filesLike(folder, pattern) {
  return readdirSync(folder, { recursive: true }).filter((path) => pattern.test(path)).sort();
}
