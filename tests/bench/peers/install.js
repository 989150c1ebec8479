// Gets the programs, at the versions that are named, into a folder of the user's cache.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'postil-peers');

/** A binary of a crate. */
export function crate(name, version, binary) {
  const folder = join(CACHE, `${name}-${version}`);
  const path = join(folder, 'bin', binary);
  if (!existsSync(path)) run('cargo', 'install', '--locked', '--root', folder, `${name}@${version}`);
  return path;
}

/** A binary of a project of our own. */
export function project(folder, binary) {
  run('cargo', 'build', '--quiet', '--locked', '--release', '--manifest-path', join(folder, 'Cargo.toml'), '--target-dir', join(CACHE, binary));
  return join(CACHE, binary, 'release', binary);
}

/** The folder of an npm package. */
export function npm(name, version) {
  const folder = join(CACHE, `${name.replace(/\W+/g, '-')}-${version}`);
  const path = join(folder, 'node_modules', name);
  if (!existsSync(path)) run('npm', 'install', '--no-audit', '--no-fund', '--prefix', folder, `${name}@${version}`);
  return path;
}

/** The folder of a Python package. */
export function python(name, version) {
  const folder = join(CACHE, `${name}-${version}`);
  if (!existsSync(folder)) {
    run('python3', '-m', 'venv', folder);
    run(join(folder, 'bin', 'pip'), 'install', '--quiet', `${name}==${version}`);
  }
  const [libraries] = readdirSync(join(folder, 'lib'));
  return join(folder, 'lib', libraries, 'site-packages', name);
}

function run(command, ...args) {
  execFileSync(command, args, { stdio: ['ignore', 2, 'inherit'] });
}
