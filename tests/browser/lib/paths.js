// Where things are. `tests/run` sets these variables; without it, the usual places.

import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The program. */
export const postil = process.env.POSTIL ?? `${root}target/release/postil`;

/** The same in the theme `edition`. */
export const edition = process.env.POSTIL_EDITION ?? `${root}target/edition`;

/** The built demonstration site. */
export const site = process.env.POSTIL_SITE ?? `${root}target/site`;
