import { describe, expect, it } from 'vitest';
import { parseKernelReports, type KernelReport } from '../../../harness/kernel/oom-report.ts';
import { whoseLimit } from '../../../harness/diagnose/pasted/whose-limit.ts';

const pod = '/kubepods.slice/kubepods-pod5a1b2c3d_1111_4222_8333_444455556666.slice';

describe('the limit that was met', () => {
  it.each([
    [pod, `${pod}/cri-containerd-1.scope`, true],
    ['/system.slice/a.service', '/system.slice/a.service/worker', true],
    ['/kubepods.slice', `${pod}/cri-containerd-1.scope`, false],
    ['/kubepods/burstable', '/kubepods/burstable/pod1/c', false],
    ['/system.slice', '/system.slice/a.service', false],
    ['/docker', '/docker/1', false],
    ['/teams/blue', '/teams/blue/job-1', null],
  ])('of %s is that of %s itself: %s', (limited, victim, isOwnLimit) => {
    const lines = [`Task in ${victim} killed as a result of limit of ${limited}`, 'Killed process 1 (a)'];
    const [report] = parseKernelReports(lines);
    expect(whoseLimit(report as KernelReport, 'CONSTRAINT_MEMCG').isOwnLimit).toBe(isOwnLimit);
  });
});
