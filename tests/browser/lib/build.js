// Sites made for one test, built by the program.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import { launch, withPage } from './browser.js';
import { postil } from './paths.js';
import { serveFolder } from './server.js';

/** Builds a site of `files`, text by path, serves it with `headers`, and starts a browser, for all tests of a file. */
export function specimen(files, headers = {}) {
  const root = mkdtempSync(join(tmpdir(), 'postil-specimen-'));
  let browser;
  let host;
  before(async () => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    execFileSync(postil, ['build', '--quiet', '--root', root, '--out', join(root, 'site')]);
    [browser, host] = await Promise.all([launch(), serveFolder(join(root, 'site'), '/', headers)]);
  });
  after(async () => {
    await Promise.all([browser?.close(), host?.close()]);
    rmSync(root, { recursive: true, force: true });
  });
  return {
    /** Where the site was built. */
    folder: join(root, 'site'),
    /** The address of the home page. */
    get base() {
      return host.base;
    },
    /** Opens a page of the browser as `withPage` does. */
    withPage: (options, use) => withPage(browser, options, use),
  };
}
