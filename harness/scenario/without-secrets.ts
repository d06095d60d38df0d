import type { Setup } from './schema.ts';

const hidden = '(not recorded)';

/** A setup as it may stand in a recording or a report: values of variables and headers may be secrets. */
export function withoutSecrets(setup: Setup): Setup {
  const { app, load } = setup;
  return {
    ...setup,
    app: 'env' in app ? { ...app, env: hideValues(app.env), ...servicesOf(app) } : app,
    load: 'headers' in load && load.headers ? { ...load, headers: hideValues(load.headers) } : load,
  };
}

function servicesOf(app: Setup['app']): object {
  if (!('services' in app)) return {};
  const services = Object.entries(app.services).map(
    ([name, service]) => [name, { ...service, env: hideValues(service.env) }] as const,
  );
  return { services: Object.fromEntries(services) };
}

function hideValues(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, hidden]));
}
