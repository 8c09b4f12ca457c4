// The zone of a folio: the model has one, and a migration does not leave it.

import { type int, type Ptr, zeroed } from '../../src/model/dialect.ts'
import type { folio } from '../kernel/folio/folio-types.ts'

/** include/linux/mmzone.h */
export interface zone {
  node: int
}

export const the_zone: zone = zeroed()

/** include/linux/mm.h */
export function folio_zone(folio: Ptr<folio>): Ptr<zone> {
  return the_zone
}
