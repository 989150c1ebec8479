// Transcripts of real length with the word frequencies of real ones, the same every time.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpora } from '../../search/lib/paths.js';

// As 2,082 real transcripts have on average.
const SECTIONS = 28;
const TURNS = 8;
const WORDS = 43;

// Names and terms that few transcripts share make a vocabulary grow with a site.
const OWN_TERMS = 30;
const OWN_SHARE = 60;

const LISTS = {
  en: ['md-bitcointranscripts', /^(?!_index|LICENSE|.*\.(es|zh)\.).*\.md$/],
  zh: ['md-audreyt', /\p{Script=Han}.*\.md$/u],
};

/** Writes a site of `count` transcripts in `language` into `folder`. */
export function generate(folder, count, language = 'en') {
  const chain = chainOf(wordsOf(language));
  for (let number = 0; number < count; number++) {
    const path = join(folder, 'content', String(Math.floor(number / 100)));
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, `${number}.md`), transcript(chain, number, language));
  }
}

function wordsOf(language) {
  const [folder, names] = LISTS[language];
  const files = readdirSync(join(corpora, folder)).filter((name) => names.test(name));
  const text = files.map((name) => readFileSync(join(corpora, folder, name), 'utf8').replace(/^---[^]*?\n---\n/, '')).join('\n');
  return language === 'zh' ? text.match(/\p{Script=Han}|[a-zA-Z0-9]+|[，。]/gu) : text.match(/[\p{L}\p{N}'’-]+[,.?]?/gu);
}

/** Which words follow each word, as often as they do. */
function chainOf(words) {
  const following = new Map();
  words.forEach((word, at) => {
    if (!following.has(word)) following.set(word, []);
    following.get(word).push(words[(at + 1) % words.length]);
  });
  return { words, following };
}

function transcript(chain, number, language) {
  const next = randomFrom(number + 1);
  const pick = (list) => list[next(list.length)];
  const own = Array.from({ length: OWN_TERMS }, () => ownTerm(next));
  const between = language === 'zh' ? '' : ' ';
  const speakers = [pick(NAMES), pick(NAMES)].map((name, at) => `${name} ${pick(NAMES)}${at}`);
  let word = pick(chain.words);
  const say = (count) => Array.from({ length: count }, () => {
    word = pick(chain.following.get(word));
    return next(OWN_SHARE) === 0 ? `${between}${pick(own)}${between}` : word;
  }).join(between);
  const year = 2000 + (number % 25);
  const lines = ['+++', `date = ${year}-01-02`, `language = "${language}"`, `tags = ["${pick(NAMES)}"]`, '+++', '', `# ${say(6)}`, ''];
  for (let section = 0; section < SECTIONS; section++) {
    lines.push(`## ${say(5)}`, '');
    for (let turn = 0; turn < TURNS; turn++) lines.push(`**${speakers[turn % 2]}:** ${say(WORDS)}`, '');
  }
  return lines.join('\n');
}

const NAMES = ['Aldane', 'Brisco', 'Corvin', 'Dunmore', 'Elsham', 'Farrow', 'Gilder', 'Hask', 'Imber', 'Jarrow', 'Kestle', 'Lorn'];
const SYLLABLES = ['ba', 'ke', 'li', 'mor', 'nu', 'pra', 'que', 'ris', 'sto', 'tan', 'ul', 'ver', 'wix', 'yan', 'zel'];

function ownTerm(next) {
  return Array.from({ length: 2 + next(3) }, () => SYLLABLES[next(SYLLABLES.length)]).join('');
}

/** Numbers below a bound, in an order that `seed` settles (Park and Miller). */
function randomFrom(seed) {
  let state = (seed * 7919) % 2147483647;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}
