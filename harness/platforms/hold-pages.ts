/**
 * A program for a container outside of every pod, run with `node -e`: it reads the files that the app's
 * program is made of, once a second. Their pages are charged to whoever reads them first; in a pod they would
 * be dropped at its limit and read again for ever, so that reclaim makes progress and the kernel kills nobody:
 * a stall in place of a kill. Where other pods of the image run, its pages are there already.
 */
export const holdPages = `
const { readFileSync } = require('node:fs');
const mapped = readFileSync('/proc/self/maps', 'utf8').matchAll(/ (\\/\\S+)$/gm);
const files = [...new Set([...mapped].map(([, file]) => file)), '/app/app.mjs', '/bin/sleep', '/bin/sh'];
const read = () => { for (const file of files) try { readFileSync(file) } catch (error) {
  if (error.code !== 'ENOENT') throw error;
} };
read();
console.log('holding');
setInterval(read, 1000);
`;
