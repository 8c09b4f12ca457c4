// The model's text is the kernel's where a hunk may touch it: braces, the comma operator, `? :`, pointers that walk.
// Each diff is small and ours; its context lines are as the kernel has them.

import { expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import { applyPatch } from '../../src/model/apply/apply.ts';
import { findModels, loadModel } from '../../src/model/load.ts';
import { printFunctionC } from '../../src/model/print/c.ts';
import { diffOf } from '../model/c-world.ts';

const model = loadModel(findModels('.').find((folder) => folder.name === 'swapin-5.7')!);

/** The canonical C of a function after a diff of which all lines must be understood. */
async function patched(name: string, path: string, diff: string): Promise<string> {
  const applied = await applyPatch(model.program, diffOf(`--- ${path}\n@@ ${name}\n${diff}`), model);
  const lines = applied.files.flatMap((f) => f.hunks).flatMap((h) => h.lines);
  expect(lines.filter((l) => l.kind !== 'context').map((l) => l.status)).not.toContain('unmodelled');
  expect([...applied.refused.values()].flat().map(renderDiagnostic)).toEqual([]);
  return printFunctionC(applied.program.functions.get(name)!, applied.program).text;
}

test('a variable that begins with braces', async () => {
  const text = await patched(
    'delete_from_swap_cache',
    'mm/swap_state.c',
    ` 	swp_entry_t entry = { .val = page_private(page) };
 	struct address_space *address_space = swap_address_space(entry);
 
-	xa_lock_irq(&address_space->i_pages);
+	xa_lock(&address_space->i_pages);
 	__delete_from_swap_cache(page, entry);`,
  );
  expect(text).toContain('\tswp_entry_t entry = { .val = page_private(page) };\n');
  expect(text).toContain('\txa_lock(&address_space->i_pages);\n');
});

test('a comma before the closing brace says nothing', async () => {
  const text = await patched(
    'page_swap_info',
    'mm/swapfile.c',
    ` 	swp_entry_t entry = { .val = page_private(page), };
-	return swp_swap_info(entry);
+	return swp_swap_info((swp_entry_t) { .val = entry.val, });`,
  );
  expect(text).toContain('return swp_swap_info((swp_entry_t){ .val = entry.val });');
});

test('a loop that counts two things', async () => {
  const text = await patched(
    'put_swap_page',
    'mm/swapfile.c',
    ` 	for (i = 0; i < size; i++, entry.val++) {
 		if (!__swap_entry_free_locked(si, offset + i, SWAP_HAS_CACHE)) {
 			unlock_cluster_or_swap_info(si, ci);
 			free_swap_slot(entry);
-			if (i == size - 1)
+			if (i >= size - 1)
 				return;`,
  );
  expect(text).toContain('if (i >= size - 1)\n\t\t\t\treturn;');
});

test('the branch for huge entries, statement by statement', async () => {
  const text = await patched(
    'put_swap_page',
    'mm/swapfile.c',
    ` 		VM_BUG_ON(!cluster_is_huge(ci));
 		map = si->swap_map + offset;
 		for (i = 0; i < SWAPFILE_CLUSTER; i++) {
-			val = map[i];
+			val = READ_ONCE(map[i]);
 			VM_BUG_ON(!(val & SWAP_HAS_CACHE));
 			if (val == SWAP_HAS_CACHE)
 				free_entries++;
 		}
 		cluster_clear_huge(ci);`,
  );
  expect(text).toContain('val = (map[i]);\n');
});

test('a value or, if it is zero, another', async () => {
  const text = await patched(
    '__swap_entry_free_locked',
    'mm/swapfile.c',
    ` 	usage = count | has_cache;
-	p->swap_map[offset] = usage ? : SWAP_HAS_CACHE;
+	if (usage)
+		WRITE_ONCE(p->swap_map[offset], usage);
+	else
+		WRITE_ONCE(p->swap_map[offset], SWAP_HAS_CACHE);
 
 	return usage;`,
  );
  expect(text).toContain('\tif (usage)\n\t\tp->swap_map[offset] = usage;\n');
});

test('a pointer that walks the clusters', async () => {
  const text = await patched(
    'lock_cluster',
    'mm/swapfile.c',
    ` 	ci = si->cluster_info;
 	if (ci) {
-		ci += offset / SWAPFILE_CLUSTER;
+		ci = &ci[offset / SWAPFILE_CLUSTER];
 		spin_lock(&ci->lock);
 	}`,
  );
  expect(text).toContain('\t\tci = &ci[offset / SWAPFILE_CLUSTER];\n');
});

test('entries of an array, and an option of the configuration', async () => {
  const text = await patched(
    'swapcache_free_entries',
    'mm/swapfile.c',
    ` 	for (i = 0; i < n; ++i) {
 		p = swap_info_get_cont(entries[i], prev);
-		if (p)
-			swap_entry_free(p, entries[i]);
+		if (p && !IS_ENABLED(CONFIG_ZSWAP))
+			swap_entry_free(p, entries[i]);
 		prev = p;
 	}`,
  );
  expect(text).toContain('if (p && !0)\n');
  const option = await patched(
    'cluster_is_huge',
    'mm/swapfile.c',
    ` 	if (IS_ENABLED(CONFIG_THP_SWAP))
-		return info->flags & CLUSTER_FLAG_HUGE;
+		return (info->flags & CLUSTER_FLAG_HUGE) != 0;
 	return false;`,
  );
  expect(option).toContain('if (IS_ENABLED(CONFIG_THP_SWAP))\n');
});
