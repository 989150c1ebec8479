// The results as bars: seconds, with the memory in words.

import { groups } from './table.js';

const WIDTH = 720;
const LEFT = 90;
const BAR = { height: 18, step: 26 };
const LONGEST = 420;

/** One panel for each size of site, one bar for each program. */
export function plot(results) {
  let top = 10;
  const panels = groups(results).map(([title, group]) => {
    const panel = `<g transform="translate(10 ${top})">${bars(title, group)}</g>`;
    top += BAR.step * (group.length + 2);
    return panel;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}" font-family="sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#fff"/>
${panels.join('\n')}
</svg>
`;
}

function bars(title, results) {
  const scale = LONGEST / Math.max(...results.map(({ wall }) => wall));
  const lines = results.map((result, at) => bar(result, BAR.step * (at + 1), scale));
  return `<text y="14" font-weight="bold">${title}</text>\n${lines.join('\n')}`;
}

function bar({ name, wall, memory, over }, top, scale) {
  const length = Math.max(1, wall * scale);
  const words = `${wall.toFixed(wall < 10 ? 2 : 0)} s${over ? `, ${over}` : ''} · ${(memory / 1e6).toFixed(0)} MB`;
  const middle = top + BAR.height - 5;
  return `<text x="${LEFT - 8}" y="${middle}" text-anchor="end">${name}</text>`
    + `<rect x="${LEFT}" y="${top}" width="${length.toFixed(1)}" height="${BAR.height}" fill="${COLOURS[name] ?? '#9a9a9a'}"/>`
    + `<text x="${LEFT + length + 8}" y="${middle}">${words}</text>`;
}

const COLOURS = { postil: '#8a2be2', floor: '#d9d9d9' };
