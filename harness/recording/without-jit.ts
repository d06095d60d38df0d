import { config } from 'zod';

// Loaded before the schemas, which look at it when they are made. Code of its own for each of them pays from some 50,000
// lines on; below, a recording is read in half the time without.
config({ jitless: true });
