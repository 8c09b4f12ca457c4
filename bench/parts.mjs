// Loaded before the command (`node --import`): when it ends, writes to descriptor 3 when Node was up, and how long each
// stage of the work took (src/base/stage.ts).

import { writeSync } from 'node:fs';

process.on('exit', () => {
  const end = performance.now();
  const stages = performance
    .getEntriesByType('measure')
    .filter((entry) => entry.name.startsWith('patchcheck:'))
    .map((entry) => ({ name: entry.name.slice('patchcheck:'.length), start: entry.startTime, ms: entry.duration }));
  writeSync(3, JSON.stringify({ node: performance.nodeTiming.bootstrapComplete, end, stages }));
});
