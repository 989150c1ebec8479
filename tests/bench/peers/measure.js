// One run of one program: how long, how much work, how much memory.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// How `timeout` ends when the time is up.
const TIMED_OUT = 124;
const ENDS = { 0: false, [TIMED_OUT]: 'too long' };

/**
 * Runs commands one after the other: their seconds and their work are added up, and the memory is that of the largest
 * process. `over` says that they did not end in time, or ended badly.
 */
export function measure(steps, folder, seconds) {
  const total = { wall: 0, cpu: 0, memory: 0, over: undefined };
  for (const step of steps) {
    const one = timed(step, folder, seconds - total.wall);
    total.wall += one.wall;
    total.cpu += one.cpu;
    total.memory = Math.max(total.memory, one.memory);
    total.over = one.over;
    if (total.over) break;
  }
  return total;
}

function timed([command, ...args], folder, seconds) {
  const notes = mkdtempSync(join(tmpdir(), 'postil-time-'));
  const figures = join(notes, 'figures');
  // What the last program wrote must not be on its way to the disk while this one runs.
  spawnSync('sync');
  const time = ['--quiet', '--format', '%e %U %S %M', '--output', figures];
  const { status, stderr } = spawnSync('/usr/bin/time', [...time, 'timeout', Math.ceil(seconds), command, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 2 ** 28,
  });
  const [wall, user, system, kilobytes] = readFileSync(figures, 'utf8').trim().split(' ').map(Number);
  rmSync(notes, { recursive: true });
  if (status !== 0 && status !== TIMED_OUT) console.error(`${command} ended with ${status}: ${String(stderr).slice(-500)}`);
  return { wall, cpu: user + system, memory: kilobytes * 1024, over: ENDS[status] ?? 'failed' };
}

/** The bytes of the files below a folder whose paths match. */
export function bytesOf(folder, paths = /(?:)/) {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const below = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => paths.test(path.slice(folder.length + 1)));
  return below.reduce((sum, path) => sum + statSync(path).size, 0);
}

/** The middle one of some numbers. */
export function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor((numbers.length - 1) / 2)];
}
