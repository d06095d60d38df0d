import { join } from 'node:path';
import { isSample } from '../scenario/app-schema.ts';
import { asRequests, type Requests } from '../scenario/load-schema.ts';
import type { Arm } from '../scenario/types.ts';

/** What each request of a load is. */
export interface RequestShape {
  method: NonNullable<Requests['method']>;
  /** `{n}` stands for the request's number, from 0. */
  path: string;
  headers: Record<string, string>;
  /** Size of each body; null sends none, or a file. */
  bodyBytes: number | null;
  /** The file that each sends, absolute. */
  bodyFile: string | null;
}

/** The requests of an arm, with the defaults of the sample app, or of an app of one's own. */
export function requestShape({ setup, folder }: Arm): RequestShape {
  const { method, path, headers = {}, body, bodyFile } = asRequests(setup.load);
  const sendsNothing = body === null && bodyFile === undefined;
  const samplePath = sendsNothing ? '/read' : '/upload';
  return {
    method: method ?? (sendsNothing ? 'GET' : 'POST'),
    path: path ?? (isSample(setup.app) ? samplePath : '/'),
    headers,
    bodyBytes: body,
    bodyFile: bodyFile === undefined ? null : join(folder, bodyFile),
  };
}
