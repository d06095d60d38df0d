// What harness/ledger/watch.ts starts where a run is gone: settles the ledger that its first argument names.
import './tsx.mjs';

await import('../harness/ledger/janitor/main.ts');
