import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Arm } from '../../scenario/types.ts';
import { armObjects } from './arm-objects.ts';
import { handNodePort, renderYaml } from './manifests.ts';
import { readOwnApp } from './own/own-app.ts';

/**
 * What a run would apply of an arm, as YAML to apply by hand; `image` is the sample app's. Throws a usage Failure for
 * files of the user's that can't be applied.
 */
export async function renderArm(
  arm: Arm,
  image: string,
  env: Record<string, string | undefined>,
): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'not-a-leak-render-'));
  try {
    const own = await readOwnApp(arm, { kubectl: env['KUBECTL_BIN'] ?? 'kubectl', env }, work);
    const run = {
      image,
      labels: { 'app.kubernetes.io/managed-by': 'not-a-leak' },
      ownApps: new Map(own ? [[arm.id, own] as const] : []),
      localImages: new Set<string>(),
    };
    const { others, workload } = armObjects(run, arm, 'not-a-leak', handNodePort);
    return renderYaml([...others, workload]);
  } finally {
    rmSync(work, { recursive: true });
  }
}
