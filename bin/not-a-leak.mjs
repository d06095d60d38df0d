#!/usr/bin/env node
import 'tsx';

await import('../harness/main.ts');
