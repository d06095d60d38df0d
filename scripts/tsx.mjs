/**
 * Loads the harness's TypeScript: `node --import ./scripts/tsx.mjs`. Compiled code is not kept, for tsx would keep it in
 * the shared temporary folder and read it from there whoever wrote it; nor is a tsconfig.json looked for, for the
 * paths in one of the current folder could name other code.
 */
const name = 'TSX_DISABLE_CACHE';
const before = process.env[name];
process.env[name] = '1';
const { register } = await import('tsx/esm/api'); // it looks at the variable when it is loaded
register({ tsconfig: false });
// What is run by the harness is to find the environment as it was.
if (before === undefined) delete process.env[name];
else process.env[name] = before;
