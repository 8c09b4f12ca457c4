// Calls that only count or trace: they are left out wherever they stand, in a model and in a patch. Nothing calls the
// function; it is a list.

import { elide } from '../../src/model/dialect.ts'

/** Names whose calls are left out, whatever their arguments. */
export function counting_and_tracing(): void {
  elide('count_vm_event', 'statistics')
  elide('count_vm_events', 'statistics')
  elide('__count_vm_event', 'statistics')
  elide('__count_vm_events', 'statistics')
  elide('count_vm_tlb_event', 'statistics')
  elide('count_memcg_page_event', 'statistics')
  elide('count_memcg_event_mm', 'statistics')
  elide('mod_node_page_state', 'statistics')
  elide('__mod_node_page_state', 'statistics')
  elide('inc_node_page_state', 'statistics')
  elide('__inc_node_page_state', 'statistics')
  elide('dec_node_page_state', 'statistics')
  elide('__dec_node_page_state', 'statistics')
  elide('mod_zone_page_state', 'statistics')
  elide('__mod_zone_page_state', 'statistics')
  elide('mod_lruvec_state', 'statistics')
  elide('__mod_lruvec_state', 'statistics')
  elide('mod_lruvec_page_state', 'statistics')
  elide('__mod_lruvec_page_state', 'statistics')
  elide('psi_memstall_enter', 'statistics')
  elide('psi_memstall_leave', 'statistics')
  elide('delayacct_set_flag', 'statistics')
  elide('delayacct_clear_flag', 'statistics')
  elide('lockdep_assert_held', 'a check that only prints')
  elide('BUILD_BUG_ON', 'checked when the kernel is built')
  elide('MAYBE_BUILD_BUG_ON', 'checked when the kernel is built')
  elide('prefetchw', 'a hint')
  elide('prefetch', 'a hint')
}
