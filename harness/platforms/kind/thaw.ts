import { docker } from '../docker-daemon/daemon-env.ts';

/**
 * An `sh` command that thaws what is frozen below a node's container. On cgroup v1 runc freezes a container to kill
 * or change it; if the node is killed at that moment, frozen processes can't die and the container can't be
 * removed. https://docs.kernel.org/admin-guide/cgroup-v1/freezer-subsystem.html
 */
export function thawNode(node: string): [string, ...string[]] {
  const script = `id=$("$1" inspect --format '{{.Id}}' "$2") && test -d /sys/fs/cgroup/freezer &&
    find /sys/fs/cgroup/freezer -path "*$id*" -name freezer.state |
    while read -r state; do if grep -q FROZEN "$state"; then echo THAWED > "$state"; fi; done`;
  return ['sh', '-c', script, 'sh', docker, node];
}
