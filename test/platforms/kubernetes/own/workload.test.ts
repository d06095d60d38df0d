import { describe, expect, it } from 'vitest';
import { findMeasured } from '../../../../harness/platforms/kubernetes/own/workload.ts';
import { deployment, object } from './objects-of-shop.ts';

const arm = { locate: (path: string[]) => `scenario.yaml:${path.join('.')}` };
const two = [{ name: 'api' }, { name: 'proxy' }];

describe('what is measured', () => {
  it('is the only workload, and its only container', () => {
    const objects = [object('v1', 'Service', 'api'), deployment('api')];
    expect(findMeasured(objects, {}, arm)).toEqual({ workload: 'deployment/api', container: 'api' });
  });

  it('is what the scenario names, by a short name too', () => {
    const objects = [deployment('api', {}, { containers: two }), deployment('db')];
    const measured = { workload: 'deployment/api', container: 'proxy' };
    expect(findMeasured(objects, measured, arm)).toEqual(measured);
    expect(findMeasured(objects, { ...measured, workload: 'deploy/api' }, arm)).toEqual(measured);
  });

  it.each([
    [[object('v1', 'Service', 'api')], {}, /^scenario.yaml:app.manifests: .*no pod to measure/],
    [[deployment('api'), deployment('db')], {}, /app.workload: is missing.*deployment\/api, deployment\/db/],
    [
      [deployment('api')],
      { workload: 'deployment/web' },
      /app.workload: there is no deployment\/web.*deployment\/api/,
    ],
    [[deployment('api', {}, { containers: two })], {}, /app.container: is missing.*api, proxy/],
    [[deployment('api')], { container: 'web' }, /app.container: .*no container "web".*api/],
  ])('is refused where it is not clear, at the key that would say it', (objects, named, words) => {
    expect(() => findMeasured(objects, named, arm)).toThrow(words);
  });
});
