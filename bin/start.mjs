import './tsx.mjs';

await import('../harness/main.ts');
