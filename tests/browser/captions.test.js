// Captions as a browser reads them: its own parser finds the cues, times and voices that were exported.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demonstration } from './lib/demonstration.js';
import { kinds } from './lib/pages.js';

const demo = demonstration();

/** The cues of the captions at `address`, read by a track of a video that plays nothing. */
function cuesOf(page, address) {
  return page.evaluate((src) => new Promise((found, failed) => {
    const track = Object.assign(document.createElement('track'), { src, onerror: failed });
    const read = (cue) => {
      const words = cue.getCueAsHTML();
      const speaker = words.querySelector('span')?.title;
      const { startTime, endTime } = cue;
      return { estimated: cue.id.startsWith('~'), startTime, endTime, body: words.textContent, speaker };
    };
    track.onload = () => found([...track.track.cues].map(read));
    const video = document.createElement('video');
    video.append(track);
    track.track.mode = 'hidden';
  }), address);
}

for (const kind of ['transcript in English', 'specimen of labels']) {
  test(`a browser reads the captions of the ${kind}`, () => demo.withPage({}, async (page) => {
    await page.goto(demo.base + kinds[kind]);
    const cues = await cuesOf(page, 'transcript.vtt');
    const { segments } = await (await fetch(`${demo.base}${kinds[kind]}transcript.json`)).json();
    const expected = segments.map((segment) => ({ estimated: false, ...segment }));
    assert.ok(cues.length > 30, `${cues.length} cues`);
    assert.deepEqual(cues, expected);
  }));
}
