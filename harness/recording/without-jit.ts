import { config } from 'zod';

// Must be loaded before the schemas, which check it when created. Compiling them pays off from some 50,000 lines
// on; without it, shorter recordings are read in half the time.
config({ jitless: true });
