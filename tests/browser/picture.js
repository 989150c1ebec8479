// Takes the picture that the README shows: `npm run picture`, after a build of the demonstration site.

import { launch } from './lib/browser.js';
import { kinds } from './lib/pages.js';
import { root, site } from './lib/paths.js';
import { serveFolder } from './lib/server.js';

const [browser, host] = await Promise.all([launch(), serveFolder(site)]);
const page = await browser.newPage({ viewport: { width: 1500, height: 900 }, reducedMotion: 'reduce' });
await page.goto(host.base + kinds['transcript in English']);
await page.locator('#green-ink').evaluate((section) => scrollTo(0, scrollY + section.getBoundingClientRect().top - 24));
await page.waitForTimeout(500);
await page.screenshot({ path: `${root}docs/picture.png` });
await Promise.all([browser.close(), host.close()]);
