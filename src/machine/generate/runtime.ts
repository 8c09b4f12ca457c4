// The few functions that generated steps call, as text: they are compiled together with the steps so that all of it
// is one unit for the engine.

import { CELL_MASK, FREED, LIVE, OBJECT_MASK, OBJECT_SHIFT, POINTER, UNUSED } from '../layout.ts';
import { STOPPED } from './codes.ts';

const { null: NULL, bounds: BOUNDS, 'use-after-free': UAF, 'double-free': DOUBLE } = STOPPED;

/**
 * `peek` and `poke` give the cell behind a pointer for reading or writing n cells, or minus the reason to stop.
 * Wants BASE, SIZE, STATUS, POOL (by object), STABLE (by cell), POOLS ([first, count, size]), MEMORY (where it begins in
 * each task's frame: what lies there stays, others may hold pointers to it).
 */
export const RUNTIME = `
function place(p,n){
  if(p>>>30!==1)return p>=0&&p<=${CELL_MASK}?-${NULL}:-${BOUNDS};
  const o=p>>>${OBJECT_SHIFT}&${OBJECT_MASK};
  return o>=BASE.length||(p&${CELL_MASK})+n>SIZE[o]?-${BOUNDS}:o;
}
function poke(s,p,n){
  const o=place(p,n);
  if(o<0)return o;
  if(STATUS[o]>=0&&s[STATUS[o]]!==${LIVE})return-${UAF};
  return BASE[o]+(p&${CELL_MASK});
}
function peek(s,p,n){
  const o=place(p,n);
  if(o<0)return o;
  const a=BASE[o]+(p&${CELL_MASK});
  if(STATUS[o]>=0&&s[STATUS[o]]!==${LIVE})for(let k=0;k<n;k++)if(!STABLE[a+k])return-${UAF};
  return a;
}
function alloc(s,size){
  const pool=POOLS[size-1];
  for(let o=pool[0],e=o+pool[1];o<e;o++)if(s[STATUS[o]]===${UNUSED}){
    s[STATUS[o]]=${LIVE};
    W.allocated=1;
    return ${POINTER}|o<<${OBJECT_SHIFT};
  }
  return 0;
}
function free(s,p){
  const o=place(p,0);
  if(o<0)return-o;
  if(STATUS[o]<0||p&${CELL_MASK})return ${STOPPED.bug};
  if(s[STATUS[o]]!==${LIVE})return ${DOUBLE};
  s[STATUS[o]]=${FREED};
  s.fill(0,BASE[o],BASE[o]+SIZE[o]);
  W.freed=1;
  return 0;
}
function halt(s,f,t,why){
  s.fill(0,f+1,f+MEMORY[t]);
  s[f]=why;
  return 1;
}
`;
