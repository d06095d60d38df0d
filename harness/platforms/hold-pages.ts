/**
 * A program for a container outside every pod, run with `node -e`: once a second it reads the files of the app's
 * program, so that their pages are charged to it, the first reader. In a pod they would be dropped at the limit and
 * read again for ever; that reclaim counts as progress, so the pod would stall instead of being killed. Where other
 * pods of the image run, the pages are cached already.
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
