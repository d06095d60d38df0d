import { Argument, type Command } from 'commander';
import { exitCodes } from '../errors.ts';
import type { SetExitCode } from './arguments/common.ts';
import type { Host } from './host.ts';

const forms = ['operator', 'file', 'dashboard'] as const;

const help = `
Forms:
  operator   a PrometheusRule object, for clusters with the Prometheus operator
  file       a rule file, for a Prometheus without the operator, and for promtool
  dashboard  a Grafana dashboard, as JSON

They read what every cluster with Prometheus has: the kubelet's cAdvisor page and kube-state-metrics.`;

export function addRules(command: Command, host: Host, setExitCode: SetExitCode): void {
  command
    .description('print alerts for pods on their way to an OOM kill, and a dashboard')
    .addArgument(new Argument('[form]', 'what to print').choices(forms).default('operator'))
    .addHelpText('after', help)
    .action(async (form: (typeof forms)[number]) => {
      const { renderRules } = await import('../alerts/render.ts');
      host.stdout.write(renderRules(form));
      setExitCode(exitCodes.met);
    });
}
