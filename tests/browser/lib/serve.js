// `postil serve` for a site of a test, and changes of its files while it is served.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postil } from './paths.js';

/** Serves the site in the folder `root` on a free port. Once `close` is done the server has ended, and its folder can go. */
export async function serveSite(root, ...options) {
  const server = spawn(postil, ['serve', '--root', root, '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(server, 'exit');
  const port = await new Promise((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (data) => {
      said += data;
      const found = /localhost:(\d+)\D/.exec(said);
      if (found) resolve(found[1]);
    });
    ended.then(() => reject(new Error(`the server has ended: ${said}`)), reject);
  });
  return {
    /** The address of the home page. */
    base: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.kill();
      await ended;
    },
  };
}

let number = 0;

/** Puts a whole file in the place of another: a server that reads meanwhile never finds an empty one. */
export function replaceFile(path, text) {
  const made = join(tmpdir(), `postil-file-${process.pid}-${number += 1}`);
  writeFileSync(made, text);
  renameSync(made, path);
}
