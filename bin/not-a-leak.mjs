#!/usr/bin/env node
import './tsx.mjs';

await import('../harness/main.ts');
