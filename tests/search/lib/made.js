// A site that is large enough for several segments, made of sentences of the manual: the same every time.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from './entries.js';
import { root } from './paths.js';

export const PAGES = 140;
const SECTIONS = 3;
const TURNS = 6;
const SPEAKERS = ['Ida Marsh', 'Owen Pell', 'Ann Lee', 'Bea Ostrander', '白岸', '林默'];

const HAN = ['我们把公司押在潮汐表上', '算力不够的时候，先写下时间', '钟声从港口传来，谁也没有回头', '超级智能还很远', '数学和算术不是一回事', '他说：潮汐表错了'];

/** The files of the site, names and texts. */
export function madeFiles() {
  const manual = join(root, 'content/manual');
  const text = readdirSync(manual).sort().map((name) => readFileSync(join(manual, name), 'utf8')).join('\n');
  const sentences = text.match(/[A-Z][a-z]+ [a-z][a-z ,’-]{20,160}\./g);
  return Array.from({ length: PAGES }, (_, number) => [`page-${number}.md`, page(number, sentences)]);
}

function page(number, sentences) {
  const next = randomFrom(number * 7919 + 11);
  const pick = (list) => list[next(list.length)];
  const say = () => Array.from({ length: 1 + next(4) }, () => (next(6) === 0 ? `${pick(HAN)}。` : pick(sentences))).join(' ');
  const year = 2001 + (number % 20);
  const lines = ['+++', `title = "Talk ${number} of ${pick(sentences).split(' ').slice(0, 2).join(' ')}"`, `date = ${year}-03-${10 + (number % 15)}`, `tags = ["tag ${number % 7}"]`, '+++', ''];
  for (let section = 0; section < SECTIONS; section++) {
    lines.push(`## Part ${section} ${pick(sentences).split(' ').slice(0, 3).join(' ')}`, '');
    for (let turn = 0; turn < TURNS; turn++) lines.push(`**${pick(SPEAKERS)}:** ${say()}${turn === 0 ? '[^fact:a' + section + ']' : ''}`, '');
    lines.push(`[^fact:a${section}]: ${pick(sentences)}`, '');
  }
  return lines.join('\n');
}
