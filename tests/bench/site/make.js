// Makes the source of a site of some 300 transcripts from a folder of real ones: `node make.js CORPORA FOLDER`.
//
// What other programs wrote is imported, everything is built once, and the Markdown that Postil writes of
// each transcript is cut into pages of one size, with notes, key points, recordings, tags and translations.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { postil } from '../../browser/lib/paths.js';
import { silence } from '../../browser/lib/sound.js';

const [corpora, folder] = process.argv.slice(2);
const PAGES = 300;
const SERIES = 6;
const markdown = ['md-audreyt', 'md-bitcointranscripts', 'seed'];
const others = ['spacelog', 'json-stt', 'json-whisperx', 'whisper-apollo11', 'podcast-namespace', 'rtl', 'vtt-elephantsdream'];
const pair = { original: '2026-03-04-數位公民.md', translation: '2026-03-04-Ciudadanía-Digital.md' };

rmSync(folder, { recursive: true, force: true });
const whole = wholeTranscripts();
const size = whole.reduce((sum, { body }) => sum + body.length, 0) / PAGES;
const pages = whole.flatMap((transcript) => cut(transcript, size));
pages.forEach(writePage);
writeRest();
console.log(`${pages.length} pages of ${whole.length} transcripts, and one with its translation`);

/** Every transcript of the corpora, as Postil writes it. */
function wholeTranscripts() {
  const root = mkdtempSync(join(tmpdir(), 'postil-corpora-'));
  const content = join(root, 'content');
  mkdirSync(content);
  writeFileSync(join(root, 'site.toml'), 'title = "Whole"\n');
  for (const file of markdown.flatMap(filesOf)) cpSync(file, join(content, basename(file)));
  for (const file of others.flatMap(filesOf)) importOne(file, content);
  quietly(['build', '--root', root, '--out', join(root, 'site')]);
  const texts = readdirSync(join(root, 'site'), { recursive: true })
    .filter((path) => basename(path) === 'transcript.md')
    .sort()
    .map((path) => parts(readFileSync(join(root, 'site', path), 'utf8'), path));
  rmSync(root, { recursive: true });
  return texts.filter(({ body }) => body.length > 500);
}

function filesOf(name) {
  return readdirSync(join(corpora, name), { recursive: true })
    .map((path) => join(corpora, name, path))
    .filter((path) => statSync(path).isFile())
    .sort();
}

/** Some files are broken on purpose, and some are not transcripts. */
function importOne(file, content) {
  const to = join(content, basename(file).replaceAll('.', '-'));
  mkdirSync(to, { recursive: true });
  quietly(['import', file, '--to', to]);
}

function quietly(values) {
  try {
    execFileSync(postil, values, { stdio: 'pipe' });
  } catch (error) {
    if (error.status === null) throw error;
  }
}

/** The front matter that cannot differ between the parts of a transcript, its text, and its notes. */
function parts(text, path) {
  const [, front, rest] = /^\+\+\+\n([^]*?)\n\+\+\+\n([^]*)$/.exec(text);
  const kept = front.split('\n').filter((line) => /^(language|speakers) = /.test(line));
  const notes = new Map([...rest.matchAll(/^\[\^([^\]]+)\]: .*(?:\n+ {4}.*)*/gm)].map(([note, id]) => [id, note]));
  const body = [...notes.values()].reduce((left, note) => left.replace(note, ''), rest);
  const title = JSON.parse(/^title = (".*")$/m.exec(front)?.[1] ?? `"${dirname(path)}"`);
  return { title, kept, notes, body };
}

/** Cuts between paragraphs; the notes of a part go with it. */
function cut({ title, kept, notes, body }, size) {
  const texts = [''];
  for (const block of body.split(/\n{2,}/)) {
    if (texts.at(-1).length > size) texts.push('');
    texts[texts.length - 1] += `${block}\n\n`;
  }
  return texts.filter((text) => text.trim()).map((text, index) => {
    const used = [...new Set([...text.matchAll(/\[\^([^\]]+)\]/g)].map(([, id]) => id))];
    return { title: `${title}, ${index + 1}`, kept, text: text + used.map((id) => notes.get(id) ?? '').join('\n\n') };
  });
}

function writePage({ title, kept, text }, index) {
  const to = join(folder, 'content', `series-${index % SERIES}`);
  mkdirSync(to, { recursive: true });
  const date = `20${10 + index % 15}-0${1 + index % 9}-1${index % 9}`;
  const front = ['kind = "transcript"', `title = ${JSON.stringify(title)}`, `date = ${date}`, ...kept,
    `tags = ["tag ${index % 17}", "topic ${index % 5}"]`, ...extras(index)];
  const more = index % 2 ? '' : '\n\nAnd so it ends.[^fact:ours] ==There is nothing more to say.==\n\n[^fact:ours]: {by=ann date=2024-01-02} A note, with *emphasis*.\n';
  const page = `+++\n${front.join('\n')}\n+++\n\n${text}${more}`;
  writeFileSync(join(to, `t${index}.md`), page);
  if (index % 30 === 0) writeFileSync(join(to, `t${index}.de.md`), page.replace(/^language = .*\n/m, ''));
}

/** Key points and recordings of each kind, for some. */
function extras(index) {
  const points = index % 3 ? [] : ['points = ["What matters first", "And what follows"]'];
  const media = { 1: 'audio = "talk.wav"', 11: 'youtube = "abcdefghijk"', 21: 'video = "talk.mp4"' }[index % 25];
  return media ? [...points, '[media]', media] : points;
}

function writeRest() {
  for (let number = 0; number < SERIES; number += 1) {
    const to = join(folder, 'content', `series-${number}`);
    writeFileSync(join(to, '_index.md'), `+++\ntitle = "Series ${number}"\n+++\n\nA series.\n`);
    writeFileSync(join(to, 'talk.wav'), silence(60));
    writeFileSync(join(to, 'talk.mp4'), silence(60));
  }
  const both = join(folder, 'content', 'both.md');
  cpSync(join(corpora, 'md-audreyt', pair.original), both);
  cpSync(join(corpora, 'md-audreyt', pair.translation), join(folder, 'content', 'both.en.md'));
  writeFileSync(join(folder, 'content', '_index.md'), '+++\ntitle = "Three hundred"\n+++\n\nReal transcripts, cut into pages of one length.\n');
  writeFileSync(join(folder, 'site.toml'), `title = "Three hundred"
base_url = "https://example.org/sub/"
description = "Real transcripts of many kinds and in several languages, to try a large site with"

[people.ann]
name = "Ann Lee"
role = "editor"
bio = "Checks facts."
`);
}
