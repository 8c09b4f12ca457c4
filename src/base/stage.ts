/** What the time of a run goes to, as `npm run bench` shows it. */
export type Stage = 'mail' | 'patch' | 'model' | 'apply' | 'compile' | 'search' | 'replay' | 'report';

/** Does some work and leaves its time as a measure of Node's performance timeline, under the name of the stage. */
export function stage<T>(name: Stage, work: () => T): T {
  const start = performance.now();
  const done = (): void => void performance.measure(`patchcheck:${name}`, { start });
  const result = work();
  if (result instanceof Promise) return result.finally(done) as T;
  done();
  return result;
}
