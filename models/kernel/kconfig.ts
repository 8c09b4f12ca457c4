// Options that modelled code asks for by IS_ENABLED(). A patch may ask for others: those are read from the model's
// configuration.

import type { bool } from '../../src/model/dialect.ts'

/** Compound pages are not modelled. */
export const CONFIG_THP_SWAP: bool = false

/** include/linux/kconfig.h */
export function IS_ENABLED(option: bool): bool {
  return option
}
