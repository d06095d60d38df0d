import { describe, expect, it } from 'vitest';
import { lastWords } from '../../../harness/platforms/kind/kind.ts';

const steps = `cgroup v1 is deprecated in Kubernetes and will not be supported in a future kind release, please upgrade to cgroup v2
Creating cluster "x" ...
 • Ensuring node image (y:v1) 🖼️  ...
 ✗ Ensuring node image (y:v1) 🖼️
Deleted nodes: ["x-control-plane"]
`;

describe("kind's last words", () => {
  it('are its error and what the command that failed had printed, without the steps before', () => {
    const output = `${steps}ERROR: failed to create cluster: failed to pull image "y:v1": command "docker pull y:v1" failed with error: exit status 1

Command Output: Error response from daemon: Get "http://y/v2/": connection refused
`;
    expect(lastWords(output)).toEqual([
      'failed to pull image "y:v1": command "docker pull y:v1" failed with error: exit status 1',
      'Error response from daemon: Get "http://y/v2/": connection refused',
    ]);
  });

  it('name a long command in two words', () => {
    const flags = '--privileged --tmpfs /tmp --volume /var '.repeat(5);
    const output = `${steps}ERROR: failed to create cluster: command "docker run --name x ${flags}" failed with error: exit status 125

Command Output: docker: Error response from daemon: bind: address already in use

Run 'docker run --help' for more information
`;
    expect(lastWords(output)).toEqual([
      'docker run failed with error: exit status 125',
      'docker: Error response from daemon: bind: address already in use',
    ]);
  });

  it('are at most a screenful, of which the first and the last lines tell most', () => {
    const log = Array.from({ length: 300 }, (_, index) => `line ${index}`).join('\n');
    const words = lastWords(`ERROR: failed to init node\nCommand Output: ${log}`);
    expect(words).toHaveLength(12);
    expect([words[0], words.at(-1)]).toEqual(['failed to init node', 'line 299']);
  });

  it('are all that it said where it names no error', () => {
    expect(lastWords('load is broken\n')).toEqual(['load is broken']);
    expect(lastWords('')).toEqual([]);
  });
});
