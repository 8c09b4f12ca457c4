/**
 * What a function of WebAssembly may run before V8 compiles it a second time, on further threads: roughly in bytes of its
 * code, eleven times V8's own (docs/decisions/0013). V8 reads its flag when a module is instantiated.
 */
export const TIERING_BUDGET = 20_000_000;
