import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program that stands in for k6: it answers `version`, and `run` is `script` (sh). */
export function fakeK6(folder: string, name: string, script: string, version = 'k6 v1.8.1 (go1.26)'): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\nif [ "$1" = version ]; then echo "${version}"; exit 0; fi\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
