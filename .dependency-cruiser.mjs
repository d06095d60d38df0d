// Which room may import which (docs/architecture.md, "Rooms"): `npm run check` fails on an import that goes up or around.

/** Rooms of harness/, from the bottom to the top; those of one line are siblings and don't know each other. */
const rooms = [
  ['errors.ts'],
  ['text'],
  ['package'],
  ['process'],
  ['files'],
  ['scenario'],
  ['recording'],
  ['kernel'],
  ['load', 'sampler', 'holders'],
  ['heap'],
  ['resources'],
  ['verdict'],
  ['report', 'alerts'],
  ['platforms'],
  ['platforms/docker-daemon'],
  ['platforms/scripted', 'platforms/cgroup', 'platforms/docker', 'platforms/kubernetes'],
  ['platforms/kind'],
  ['run'],
  ['exec', 'diagnose'],
  ['init'],
  ['index.ts'],
  ['cli'],
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...rooms.slice(0, -1).flatMap((siblings, rank) =>
      siblings.map((room) => ({
        name: `${room} imports nothing beside or above it`,
        from: { path: filesOf(room) },
        to: {
          path: rooms.slice(rank).flatMap((others) => others.filter((other) => other !== room).map(filesOf)),
        },
      })),
    ),
    {
      name: 'each file lies in a room',
      from: { path: '^harness/', pathNot: rooms.flat().map(filesOf) },
      to: {},
    },
    { name: 'no circle of imports', from: {}, to: { circular: true } },
  ].map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    tsPreCompilationDeps: true, // an import of a type alone counts, too
    exclude: { path: 'node_modules' },
  },
};

/** The files that lie in a room itself, as a pattern. @param {string} room */
function filesOf(room) {
  return room === 'platforms' ? `^harness/${room}/[^/]+$` : `^harness/${room}(/|$)`;
}
