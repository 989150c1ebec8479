// Where things are. `tests/run` sets the first two variables; without it, the usual places.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The program. */
export const postil = process.env.POSTIL ?? `${root}target/release/postil`;

/** The built demonstration site. */
export const demonstration = process.env.POSTIL_SITE ?? `${root}target/site`;

/** Real transcripts, where they are at hand. */
export const corpora = [process.env.POSTIL_CORPORA, `${root}../shared/corpora`].find((path) => path && existsSync(path));
