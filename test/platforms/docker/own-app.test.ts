import { describe, expect, it } from 'vitest';
import { appOf, hasVolume, sharesShm } from '../../../harness/platforms/docker/app.ts';
import { imagesOf, PullProgress } from '../../../harness/platforms/docker/images.ts';
import { asRefusedImage } from '../../../harness/platforms/docker/refused-image.ts';
import { countFolders, type Folder } from '../../../harness/platforms/docker/scratch.ts';
import { serviceResources } from '../../../harness/platforms/docker/services.ts';
import { setupSchema } from '../../../harness/scenario/schema.ts';
import type { Arm } from '../../../harness/scenario/types.ts';
import { armNamed } from '../../arms.ts';

const load = { rate: '1/s', for: '1s' };

function arm(app: object, scratch?: object): Arm {
  const whole = {
    app: { image: 'shop:1', port: 3000, ...app },
    memory: '64Mi',
    load,
    ...(scratch ? { scratch } : {}),
  };
  const setup = setupSchema.parse(whole);
  return { ...armNamed('own/baseline'), setup, locate: (path) => path.join('.') };
}

function folder(at: string, fileSystem: Folder['fileSystem'], files: number, bytes: number): Folder {
  return { at, fileSystem, count: async () => ({ files, bytes }) };
}

describe("one's own image on Docker", () => {
  it("starts as the image says where the scenario says nothing, with Docker's own rights", () => {
    expect(appOf('sample', arm({}).setup)).toEqual({
      image: 'shop:1',
      env: {},
      port: 3000,
      scratchAt: null,
      readOnly: false,
      isConfined: false,
    });
  });

  it("starts with the scenario's arguments, variables and user, as numbers too", () => {
    const app = { args: ['--port', '3000'], env: { A: 1 }, user: 1000, readOnly: true };
    expect(appOf('sample', arm(app).setup)).toMatchObject({
      command: ['--port', '3000'],
      env: { A: '1' },
      user: '1000',
      readOnly: true,
    });
  });

  it.each([
    ['memory', true],
    ['disk', true],
    ['pvc', true],
    ['container-fs', false],
  ])('has a volume where its files are on %s: %s', (medium, has) => {
    const own = arm({}, { medium, at: '/var/spool/shop' });
    expect(hasVolume(own.setup)).toBe(has);
    expect(appOf('sample', own.setup).scratchAt).toBe(has ? '/var/spool/shop' : null);
  });

  it('shares its /dev/shm with its later lives, also where it has a volume; the sample app only where asked', () => {
    expect(sharesShm(arm({}).setup)).toBe(true);
    expect(sharesShm(arm({}, { medium: 'memory', at: '/tmp' }).setup)).toBe(true);
    expect(sharesShm(armNamed('sample/baseline').setup)).toBe(false);
  });

  it('names each image once, where it is named first', () => {
    const services = { db: { image: 'postgres:17' }, cache: { image: 'shop:1' } };
    expect([...imagesOf([arm({ services }), arm({}), armNamed('sample/baseline')])]).toEqual([
      ['shop:1', 'app.image'],
      ['postgres:17', 'app.services.db.image'],
    ]);
  });

  it('counts the layers of a pull', () => {
    const progress = new PullProgress();
    expect(progress.words()).toBe('no answer yet');
    progress.see('17: Pulling from library/postgres');
    for (const state of ['Pulling fs layer', 'Download complete', 'Pull complete'])
      progress.see(`0123456789ab: ${state}`);
    progress.see('ba9876543210: Already exists');
    progress.see('aaaaaaaaaaaa: Waiting');
    expect(progress.words()).toBe('2 of 3 layers');
  });

  it('enters the network before the services on it, so that it is removed after them', () => {
    const services = { db: { image: 'postgres:17' } };
    const kinds = serviceResources('not-a-leak-x', arm({ services })).map(({ kind }) => kind);
    expect(kinds).toEqual(['network', 'container']);
    expect(serviceResources('not-a-leak-x', arm({}))).toEqual([]);
  });

  it.each([
    ['exec: "shop": executable file not found in $PATH: unknown', { args: ['shop'] }, 'app.args'],
    ['exec: "/shop": stat /shop: no such file or directory: unknown', {}, 'app.image'],
    ['unable to find user shop: no matching entries in passwd file', { user: 'shop' }, 'app.user'],
    ['No command specified', {}, 'app.image'],
  ])('says at which key of the scenario it is that Docker says: %s', (said, app, at) => {
    const refused = asRefusedImage(arm(app), new Error(`(HTTP code 400) unexpected - ${said}`));
    const why = said.replace(': unknown', '');
    expect(refused).toMatchObject({
      kind: 'usage',
      message: `${at}: ${at}: own/baseline can't start: ${why}`,
    });
  });

  it('takes no other refusal for a mistake of the scenario', () => {
    const full = new Error('no space left on device');
    expect(asRefusedImage(arm({}), full)).toBe(full);
  });

  it('holds what is in memory, all of it together, with where the app sees it', async () => {
    const [shm, disk] = [folder('/dev/shm', 'tmpfs', 2, 5), folder('/data', 'disk', 3, 100)];
    const spool = folder('/spool', 'tmpfs', 1, 10);
    expect(await countFolders([shm, spool, disk])).toEqual({
      files: 3,
      bytes: 15,
      fileSystem: 'tmpfs',
      at: ['/dev/shm', '/spool'],
    });
    const empty = folder('/dev/shm', 'tmpfs', 0, 0);
    expect(await countFolders([empty, disk])).toEqual({
      files: 3,
      bytes: 100,
      fileSystem: 'disk',
      at: ['/data'],
    });
  });
});
