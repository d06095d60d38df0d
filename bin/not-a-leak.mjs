#!/usr/bin/env node
import { refuseToStart } from './refuse.mjs';

refuseToStart();
// Only now: an old Node can't even read what follows.
void import('./start.mjs');
