/** Properties that every scenario is asked. */
export const BUILT_IN = [
  'no-bug-on',
  'no-use-after-free',
  'no-double-free',
  'no-deadlock',
  'no-leak',
  'no-sleep-in-atomic',
] as const;

export type BuiltIn = (typeof BUILT_IN)[number];
