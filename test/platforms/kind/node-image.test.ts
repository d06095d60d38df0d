import { describe, expect, it } from 'vitest';
import { newestNodeImage } from '../../../harness/platforms/kind/node-image.ts';

const image = (tag: string | null, created: string, entrypoint: string[] | null) => ({
  RepoTags: tag === null ? [] : [tag],
  Created: created,
  Config: { Entrypoint: entrypoint },
});
const kind = ['/usr/local/bin/entrypoint', '/sbin/init'];

describe('the node image among those that are here', () => {
  it('is the newest one that begins as kind makes it, whatever its name', () => {
    const images = [
      image('kindest/node:v1.34.0', '2025-09-01T00:00:00Z', kind),
      image('mine:v1.37.2', '2026-11-01T00:00:00Z', ['/wrapper', ...kind]),
      image('node:20', '2026-11-02T00:00:00Z', ['docker-entrypoint.sh']),
      image('busybox:1', '2026-11-03T00:00:00Z', null),
    ];
    expect(newestNodeImage(images)).toBe('mine:v1.37.2');
  });

  it('is none where no image is one, or the only one has no name', () => {
    expect(newestNodeImage([image('node:20', '2026-11-02T00:00:00Z', null)])).toBeNull();
    expect(newestNodeImage([image(null, '2026-11-02T00:00:00Z', kind)])).toBeNull();
  });
});
