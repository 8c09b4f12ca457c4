// Processes, started and waited for: how long they took, and the most memory that they held at a time.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** GNU time, the Debian package `time`. */
const TIME = '/usr/bin/time';
export const hasTime = existsSync(TIME);

/**
 * Runs a command to its end. `seconds` on the clock, `cpu` of all its threads, `bytes` held at most (the last two only
 * where there is GNU time). Ends the benchmark with what the command said if it ends with another status than those.
 */
export function measured(command, args, { ok = [0], ...options } = {}) {
  const [file, all] = hasTime ? [TIME, ['-q', '-f', '<%M %U %S>', command, ...args]] : [command, args];
  const start = performance.now();
  const { status, signal, stdout, stderr, error } = spawnSync(file, all, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  const seconds = (performance.now() - start) / 1000;
  if (!ok.includes(status)) {
    console.error(`${command} ${args.join(' ')} ended with ${status ?? signal ?? error}\n${stdout}${stderr}`);
    process.exit(3);
  }
  const [, peak, user, system] = /<(\d+) ([\d.]+) ([\d.]+)>\n$/.exec(stderr) ?? [];
  if (peak === undefined) return { seconds, stdout };
  return { seconds, cpu: Number(user) + Number(system), bytes: 1024 * Number(peak), stdout };
}

/** Of several runs of the same thing, the fastest: what disturbs a run only makes it slower. */
export function fastest(times, run) {
  const runs = Array.from({ length: times }, run);
  return runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
