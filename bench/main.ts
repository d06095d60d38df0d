/** Runs a bench: `npm run bench -- NAME [ARGUMENT...]`. Each is a file beside this one that says what it takes. */
const benches: Record<string, string> = {
  load: 'how well the load keeps to its schedule on this host',
  arrivals: 'by how many requests k6 and the builtin load differ in a tenth of a second',
  start: 'what it costs to start the tool',
  suite: 'the default suite, in pairs with the one of another checkout',
  sampler: 'what the sampler costs, and how old its last sample is at a kill',
  live: 'what the live view costs',
  report: 'how long `report` takes for a recording of a million samples',
  exec: 'how often `exec` names the cause of a kill',
  'exec-overhead': 'what `exec` costs a command',
  signals: 'what runs leave that a signal ends at random points',
  trust: 'how often the suite is right, and what its runs leave',
  diagnose: 'how often `diagnose` is right about what lives, and when it dies',
  alerts: 'how long before a kill the alerts of `rules` come, on kind',
  hostile: 'how broken scenario files are refused',
};

const [name = '', ...args] = process.argv.slice(2);
if (Object.hasOwn(benches, name)) {
  process.argv.splice(2, Infinity, ...args); // each reads its own arguments
  await import(`./${name}.ts`);
} else {
  const width = Math.max(...Object.keys(benches).map((each) => each.length));
  const lines = Object.entries(benches).map(([each, about]) => `  ${each.padEnd(width)}  ${about}`);
  console.error(`npm run bench -- NAME [ARGUMENT...], NAME one of\n${lines.join('\n')}`);
  process.exitCode = 2;
}
