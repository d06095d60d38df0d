import { expect, it } from 'vitest';
import { clusterConfig } from '../../../harness/platforms/kind/cluster-config.ts';

const ports = [{ hostPort: 40001, nodePort: 30080 }];

it('publishes the ports on the loopback address only', () => {
  const config = clusterConfig(ports, 2);
  expect(config).toMatchObject({
    nodes: [{ extraPortMappings: [{ containerPort: 30080, hostPort: 40001, listenAddress: '127.0.0.1' }] }],
  });
});

it('tells the kubelet to take cgroup v1 where the host has it, and only there', () => {
  expect(JSON.stringify(clusterConfig(ports, 1))).toContain('failCgroupV1: false');
  expect(JSON.stringify(clusterConfig(ports, 2))).not.toContain('failCgroupV1');
});
