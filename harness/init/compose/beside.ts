import type { Environment } from '../../process/caller.ts';
import { argumentsOf, environmentOf, imageOf, portOf } from './parts.ts';
import { keysLeft } from './keys-left.ts';
import { parseService, type ComposeService } from './service.ts';

/** What a service depends on, as `app.services`, as far as it has an image and a name that fits. */
export function besideOf(
  { depends_on: needed }: ComposeService,
  services: Record<string, unknown>,
  { env, shownAs }: { env: Environment; shownAs: string },
) {
  const names = Array.isArray(needed) ? needed : Object.keys(needed ?? {});
  const beside: Record<string, Record<string, unknown>> = {};
  const left: string[] = [];
  for (const name of names) {
    const service = parseService(services[name], `${shownAs}: services.${name}`);
    const image = imageOf(service, env);
    if (image === null) left.push(`depends_on ${name}: it has no image`);
    else if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) left.push(`depends_on ${name}: it is no name of a host`);
    else {
      const variables = environmentOf(service, env);
      beside[name] = programOf(image, service, env, variables.taken);
      const parts = [...variables.left.map((one) => `environment ${one}`), ...keysLeft(service)];
      if (parts.length > 0) left.push(`of ${name}: ${parts.join(', ')}`);
    }
  }
  return { beside, left };
}

/** The parts that a service has in a scenario, be it the app or beside it. */
export function programOf(
  image: string,
  service: ComposeService,
  env: Environment,
  variables: Record<string, string>,
): Record<string, unknown> {
  const words = argumentsOf(service, env);
  const port = portOf(service, env);
  return {
    image,
    ...(words === null ? {} : { args: words }),
    ...(port === null ? {} : { port }),
    ...(Object.keys(variables).length === 0 ? {} : { env: variables }),
  };
}
