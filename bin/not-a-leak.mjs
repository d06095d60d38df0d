#!/usr/bin/env node
import { refuseToStart } from './refuse.mjs';

refuseToStart();
// Only now, and from beside this file once it is built: an old Node can't even read what follows.
void import(new URL('./cli.mjs', import.meta.url).href);
