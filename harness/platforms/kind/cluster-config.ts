import type { PublishedPort } from '../kubernetes/cluster.ts';

/** The kind configuration of the run's own cluster. https://kind.sigs.k8s.io/docs/user/configuration/ */
export function clusterConfig(ports: PublishedPort[], cgroupVersion: 1 | 2): object {
  const extraPortMappings = ports.map(({ hostPort, nodePort }) => ({
    containerPort: nodePort,
    hostPort,
    listenAddress: '127.0.0.1',
    protocol: 'TCP',
  }));
  return {
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    nodes: [{ role: 'control-plane', extraPortMappings }],
    ...(cgroupVersion === 1 ? { kubeadmConfigPatches: [allowCgroupV1] } : {}),
  };
}

/** From 1.35 on a kubelet refuses cgroup v1 unless told otherwise (KEP-5573); older ones ignore the field. */
const allowCgroupV1 = `kind: KubeletConfiguration
apiVersion: kubelet.config.k8s.io/v1beta1
failCgroupV1: false
`;
