import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isMap, parseAllDocuments } from 'yaml';
import { monotonicMs } from '../../../process/clock.ts';
import type { Recorder } from '../../../recording/types.ts';
import type { Arm } from '../../../scenario/types.ts';
import { quoted } from '../../../text/quoted.ts';
import type { Kubectl } from '../kubectl.ts';
import { yamlAt } from './sources.ts';
import { withoutNamespace } from './without-namespace.ts';

/** A patch of an arm, which changes what runs already. */
export interface Fix {
  arm: string;
  /** As the scenario's user would name it. */
  file: string;
  /** What it patches, such as `deployment/api`, each with a file of its own patch alone. */
  targets: { name: string; patchFile: string }[];
}

/** The patches of an arm by manifests, which have been read before; what is needed to try them is in `workFolder`. */
export function fixesOf({ id, folder, setup: { patch = [] }, locate }: Arm, workFolder: string): Fix[] {
  const scenario = locate(['patch']).replace(/:\d+:\d+$/, '');
  return patch.map((path, index) => {
    const text = withoutNamespace(yamlAt(resolve(folder, path), path));
    const documents = parseAllDocuments(text, { schema: 'failsafe' }).filter(({ contents }) =>
      isMap(contents),
    );
    const targets = documents.map((one, nth) => {
      const patchFile = join(workFolder, `${id.replace('/', '-')}-${index}-${nth}.yaml`);
      writeFileSync(patchFile, one.toString());
      const name = `${String(one.get('kind')).toLowerCase()}/${String(one.getIn(['metadata', 'name']))}`;
      return { name, patchFile };
    });
    return { arm: id, file: join(dirname(scenario), path), targets };
  });
}

/** Tries patches on what runs in a namespace, by a dry run of the server, and records how to apply them. */
export async function tryFixes(
  kubectl: Kubectl,
  namespace: string,
  fixes: Fix[],
  record: Recorder,
): Promise<void> {
  for (const { arm, file, targets } of fixes) {
    const refusals: string[] = [];
    for (const { name, patchFile } of targets) {
      const args = ['patch', name, '--namespace', namespace, '--dry-run=server', '--patch-file', patchFile];
      const { exitCode, stderr } = await kubectl.try(args, { timeoutMs: 20_000 });
      if (exitCode !== 0) refusals.push(stderr.trim().split('\n')[0] ?? '');
    }
    const [only, ...others] = targets;
    const command =
      only && others.length === 0 ? quoted(['kubectl', 'patch', only.name, '--patch-file', file]) : null;
    const refusal = refusals.length === 0 ? null : refusals.join('; ');
    record({ kind: 'fix', arm, atMs: monotonicMs(), file, command, refusal });
  }
}
