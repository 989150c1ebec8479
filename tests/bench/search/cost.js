// What a command costs, and what it leaves on the disk.

import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

// The shell counts the processor's time, that of a command's own children included.
const TIMED = 'TIMEFORMAT="%U %S"; time "$0" "$@" >/dev/null 2>&1';

/** Runs a command: how long it took, how long processors worked on it, the most memory it had, as text. */
export async function run(command, args) {
  const start = performance.now();
  const child = spawn('bash', ['-c', TIMED, command, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let [times, peak] = ['', 0];
  child.stderr.on('data', (data) => (times += data));
  const watch = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 20);
  const code = await new Promise((ended) => child.on('close', ended));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
  const worked = times.trim().split(' ').map(Number).reduce((sum, time) => sum + time, 0);
  return `${((performance.now() - start) / 1000).toFixed(1)} s (${worked.toFixed(1)} s of processors), ${peak} MB`;
}

/** The most memory of a process and of those it started, in megabytes. */
function peakOf(pid) {
  try {
    const own = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return Math.round(Math.max(own, ...children.map(peakOf)));
  } catch {
    return 0; // It has ended.
  }
}

/** How many files are below `folder`, and how large they are, as text. */
export function size(folder) {
  const paths = readdirSync(folder, { recursive: true }).map((path) => join(folder, path));
  const files = paths.map((path) => statSync(path)).filter((file) => file.isFile());
  return `${files.length} files, ${megabytes(files.reduce((sum, file) => sum + file.size, 0))}`;
}

function megabytes(bytes) {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
