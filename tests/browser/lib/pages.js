// The pages of the demonstration site.

import { readdirSync } from 'node:fs';
import { site } from './paths.js';

/** One page of every kind, by its path below the site. */
export const kinds = {
  'home page': '',
  'collection': 'transcripts/',
  'transcript in English': 'transcripts/reading-box/',
  'transcript in Chinese': 'transcripts/tiantou-dijiao/',
  'specimen of labels': 'manual/labels/',
  'manual': 'manual/reference/',
  'people': 'people/',
  'person': 'people/nan/',
  'tags': 'tags/',
  'tag': 'tags/oral-history/',
  'by year': 'archive/',
  'search': 'search/?q=tide',
  'missing page': 'nothing',
};

/** The path below the site of every HTML file that was built. */
export const files = readdirSync(site, { recursive: true })
  .filter((path) => path.endsWith('.html'))
  .sort();
