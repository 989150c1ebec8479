// The pages of the demonstration site.

import { readdirSync } from 'node:fs';
import { site } from './paths.js';

/** One page of every kind, by its path below the site. */
export const kinds = {
  'home page': '',
  'collection': 'transcripts/',
  'transcript in English': 'transcripts/reading-box/',
  'transcript in Chinese': 'transcripts/tiantou-dijiao/',
  'transcript in Arabic': 'transcripts/ferry-bell/ar/',
  'two languages': 'transcripts/ferry-bell/ar/parallel/',
  'specimen of labels': 'manual/labels/',
  'manual': 'manual/reference/',
  'people': 'people/',
  'person': 'people/nan/',
  'tags': 'topics/',
  'tag': 'topics/oral-history/',
  'topic': 'topics/strike/',
  'transcript with topics': 'strike/dod-ritchie/',
  'article with quotations and sources': 'strike/what-the-bell-said/',
  'registers': 'registers/',
  'register entry': 'registers/organisations/bannerman/',
  'sources': 'sources/',
  'by year': 'archive/',
  'key quotes': 'quotes/',
  'search': 'search/?q=tide',
  'missing page': 'nothing',
};

/** The path below the site of every page that was built; transcripts for other programs are none. */
export const files = readdirSync(site, { recursive: true })
  .filter((path) => /(^|\/)(index|404)\.html$/.test(path))
  .sort();
