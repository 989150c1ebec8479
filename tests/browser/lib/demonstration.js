// The demonstration site on a host of its own, in a browser, for all tests of a file.

import { after, before } from 'node:test';
import { launch, withPage } from './browser.js';
import { site } from './paths.js';
import { serveFolder } from './server.js';

/** Serves the site in `folder` below `prefix` and starts a browser before the file's tests, and ends both after them. */
export function demonstration(prefix = '/', folder = site) {
  let browser;
  let host;
  before(async () => {
    [browser, host] = await Promise.all([launch(), serveFolder(folder, prefix)]);
  });
  after(() => Promise.all([browser?.close(), host?.close()]));
  return {
    /** The address of the home page. */
    get base() {
      return host.base;
    },
    /** Opens a page of the browser as `withPage` does. */
    withPage: (options, use) => withPage(browser, options, use),
  };
}
