import { expect, it } from 'vitest';
import { hideValues } from '../../../../harness/platforms/kubernetes/own/hide-values.ts';

const described = `Containers:
  api:
    Image:  api:1
    Environment Variables from:
      settings  ConfigMap  Optional: false
    Environment:
      TOKEN:  s3cret
      KEY:    -----BEGIN-----
              s3cret-too
      FROM:   <set to the key 'a' in secret 'b'>  Optional: false
    Mounts:
      /code from code (rw)
  proxy:
    Environment:  <none>
Events:  <none>`;

it('the values of variables are not in what describes a pod, and all else is', () => {
  const hidden = hideValues(described);
  expect(hidden).not.toContain('s3cret');
  expect(hidden).toContain('      TOKEN:  (not recorded)\n      KEY:  (not recorded)\n      FROM:');
  for (const kept of ['settings  ConfigMap', '/code from code', 'Environment:  <none>', 'Events:  <none>'])
    expect(hidden).toContain(kept);
});
