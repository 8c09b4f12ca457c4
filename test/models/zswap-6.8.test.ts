// The zswap model as it stands and with the proposals of its thread: the answers that its head tells, in pinned counts.

import { describe, expect, test } from 'vitest';
import { printFunctionC } from '../../src/model/print/c.ts';
import { judge, model, proposed } from './zswap.ts';

const UAF = ['no-use-after-free'];
const NAMES = model.scenarios.map((s) => s.name);

describe.each([
  ['before', { swapoff: UAF, 'swapoff-swapon': UAF }, [36734, 43458, 35868, 16837]],
  ['refcounted-tree', {}, [36920, 37693, 37422, 17225]],
  ['folio-lock-first', { 'direct-swapin': [...UAF, 'no-stale-data'] }, [22313, 25395, 23318, 16696]],
  ['three-rules', { swapoff: UAF, 'swapoff-swapon': UAF }, [35652, 43132, 35037, 16311]],
] as const)('%s', (name, broken, states) => {
  test(`breaks ${JSON.stringify(broken)}`, () => {
    const program = name === 'before' ? model.program : proposed(name);
    const all = model.scenarios.map((s) => judge(program, s));
    const found = NAMES.flatMap((n, i) => (all[i]!.broken.length > 0 ? [[n, all[i]!.broken] as const] : []));
    expect(Object.fromEntries(found)).toEqual(broken);
    expect(all.map((a) => a.states)).toEqual(states);
  });
});

// The calls of the pseudo-code in the mail, in its order.
test('the proposal with the folio first calls what its pseudo-code calls, in that order, and nothing else in between', () => {
  const mail = [
    'spin_unlock',
    '__read_swap_cache_async',
    'folio_put',
    'spin_lock',
    'zswap_rb_search',
    'zswap_entry_get',
    'zswap_invalidate_entry',
    'zswap_lru_del',
    'spin_unlock',
    '__zswap_load',
    '__swap_writepage',
    'folio_put',
    'zswap_free_entry',
  ];
  const program = proposed('folio-lock-first');
  const { text } = printFunctionC(program.functions.get('shrink_memcg_cb')!, program);
  const calls = [...text.matchAll(/\b(\w+)\(/g)].map((m) => m[1]!);
  let at = 0;
  for (const call of calls) if (call === mail[at]) at++;
  expect(mail.slice(at)).toEqual([]);
});
