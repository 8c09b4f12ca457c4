// The vocabulary of kernels that have folios: that of all, and these files.

import '../vocabulary.ts'
import './folio-bug.ts'
import './folio-flags.ts'
import './folio-kind.ts'
import './folio-lock.ts'
import './folio-ref.ts'
import './folio-types.ts'
