// Where things are. `tests/run` sets both variables; without it, the usual places.

import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The program. */
export const postil = process.env.POSTIL ?? `${root}target/release/postil`;

/** The built demonstration site. */
export const site = process.env.POSTIL_SITE ?? `${root}target/site`;
