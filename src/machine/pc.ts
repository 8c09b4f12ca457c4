import type { PointKind, Site, StopReason } from './instr.ts';

export type PcKind = PointKind | 'done' | StopReason;

/** What a program counter means. */
export interface Pc {
  readonly kind: PcKind;
  /** Switch of a `choose`; -1 for others. */
  readonly switch: number;
  readonly site: Site | undefined;
}
