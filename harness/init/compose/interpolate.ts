import type { Environment } from '../../process/caller.ts';

/** A text of a compose file with its variables filled in. */
export interface Interpolated {
  text: string;
  /** Variables whose values are not in the file. */
  outside: string[];
}

const variable = /\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?+])([^}]*))?\})/g;

/**
 * Fills in `$NAME`, `${NAME}`, `${NAME:-default}` and the like from the environment; `$$` is a dollar. A variable
 * that is not set is empty. https://docs.docker.com/reference/compose-file/interpolation/
 */
export function interpolate(source: string, env: Environment): Interpolated {
  const outside = new Set<string>();
  const text = source.replaceAll(
    variable,
    (_, dollar?: string, plain?: string, braced?: string, operator = '', word = '') => {
      if (dollar !== undefined) return '$';
      const name = plain ?? braced ?? '';
      const value = env[name];
      const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
      if (operator.endsWith('+')) return isSet ? word : '';
      if (!isSet && operator.endsWith('-')) return word;
      outside.add(name);
      return value ?? '';
    },
  );
  return { text, outside: [...outside] };
}
