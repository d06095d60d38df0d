import type { Command } from 'commander';
import { exitCodes, Failure } from '../errors.ts';
import type { SetExitCode } from './arguments/common.ts';
import type { Host } from './host.ts';

const appImage = 'not-a-leak-app:dev';

export function addRender(command: Command, host: Host, setExitCode: SetExitCode): void {
  command
    .description('print the Kubernetes objects of an arm as YAML')
    .argument('<scenario/arm>', 'an arm; the baseline if you name only a scenario')
    .option('--image <image>', 'image of the sample app', appImage)
    .action(async (arm: string, { image = appImage }: { image?: string }) =>
      setExitCode(await render(host, arm, image)),
    );
}

/** Prints the Kubernetes objects of one arm, `SCENARIO/ARM`, for `kubectl apply`. */
async function render(host: Host, armId: string, image: string): Promise<number> {
  const [{ renderArm }, { loadSuite }] = await Promise.all([
    import('../platforms/kubernetes/render.ts'),
    import('../scenario/load-suite.ts'),
  ]);
  const cut = armId.lastIndexOf('/');
  const [scenario, name] = cut < 0 ? [armId, 'baseline'] : [armId.slice(0, cut), armId.slice(cut + 1)];
  const arms = loadSuite([scenario], host.cwd).flatMap((one) => one.arms);
  const arm = arms.find((one) => one.name === name);
  if (!arm) {
    throw new Failure('usage', `There is no arm "${name}" in ${scenario}.`, {
      hint: `There are: ${arms.map((one) => `${scenario}/${one.name}`).join(', ')}.`,
    });
  }
  host.stdout.write(await renderArm(arm, image, host.env));
  return exitCodes.met;
}
