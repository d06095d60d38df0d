import { emptyFolder } from './empty-folder.ts';
import { readSettings } from './settings.ts';
import { startServer } from './server.ts';

const settings = readSettings(process.env);
if (settings.cleanAtStart) emptyFolder(settings.scratchDir);
const server = await startServer(settings);
console.log(`${settings.mode}: listening on ${settings.host}:${settings.port}`);

process.once('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  // An upload that never ends must not hold up the shutdown.
  setTimeout(() => process.exit(0), 500).unref();
});
