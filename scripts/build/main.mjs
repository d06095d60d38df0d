// `npm run build`: dist/ whole, as it is packed, with the types of the library and the licences of what is in it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { licencesOf } from './licences.mjs';
import { writeTypes } from './types.mjs';

const root = process.cwd();
const { metafile } = await build(root, { inUse: false });
const texts = licencesOf(metafile, root);
writeFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), texts);
await writeTypes(root);
