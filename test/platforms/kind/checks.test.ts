import { describe, expect, it } from 'vitest';
import { checkTools, skewCheck } from '../../../harness/platforms/kind/checks.ts';

describe('the versions of kubectl and the cluster', () => {
  it.each([
    ['v1.37.2', 'kind-node:v1.37.2', 'ok'],
    ['v1.36.0', 'kind-node:v1.37.2', 'ok'],
    ['v1.34.0', 'kind-node:v1.37.2', 'warn'],
    ['v1.37.2', 'mine:latest', 'ok'],
    ['v1.37.2', null, 'ok'],
  ])('kubectl %s with node image %s is %s', (client, image, state) => {
    expect(skewCheck(client, image).state).toBe(state);
  });
});

it('says which program is missing and how to name another', async () => {
  const tools = { kind: '/nowhere/kind', kubectl: '/nowhere/kubectl', env: process.env };
  const checks = await checkTools(tools, null, undefined);
  expect(checks.map(({ state }) => state)).toEqual(['missing', 'missing']);
  expect(checks[0]).toMatchObject({
    name: 'kind',
    found: expect.stringContaining('/nowhere/kind') as string,
  });
  expect(checks[1]?.hint).toContain('KUBECTL_BIN');
});
