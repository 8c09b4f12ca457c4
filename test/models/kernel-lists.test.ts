// The list family over a toy scenario: what is put in comes out in order, and a removed entry is poison.

import { expect, test } from 'vitest';
import { startRun } from '../../src/machine/interpret/run.ts';
import { compile } from '../../src/machine/machine.ts';
import { findModels, loadModel } from '../../src/model/load.ts';
import { scenarioOf } from '../machine/dialect.ts';
import { apply, withC } from '../model/c-world.ts';

const { program } = loadModel(findModels('.').find((folder) => folder.name === 'swapin-5.7')!);

const OLD = 'void setup(void)\n{\n}\nvoid task(void)\n{\n}\n';
const LISTS = `@@
+struct item { struct list_head lru; int n; };
+static struct item a = { .n = 1 }, b = { .n = 2 }, c = { .n = 3 };
+static LIST_HEAD(pages);
+static int sum(struct list_head *head)
+{
+	struct list_head *at;
+	int s = 0;
+
+	for (at = head->next; at != head; at = at->next) {
+		struct item *item = (struct item *)at;
+		s = s * 10 + item->n;
+	}
+	return s;
+}
+int order(void)
+{
+	LIST_HEAD(other);
+	int s;
+
+	list_add(&a.lru, &pages);
+	list_add_tail(&b.lru, &pages);
+	list_add(&c.lru, &pages);
+	s = sum(&pages);
+	list_move_tail(&c.lru, &pages);
+	list_rotate_left(&pages);
+	s = s * 1000 + sum(&pages);
+	list_del_init(&b.lru);
+	list_splice_tail_init(&pages, &other);
+	s = s * 100 + sum(&other);
+	list_del(&a.lru);
+	return s * 10 + list_empty(&pages) + list_is_singular(&other) + list_empty(&b.lru) + (a.lru.next == LIST_POISON1);
+}
+static int kept;
+bool is_it(void)
+{
+	return kept == 312231314;
+}
 void setup(void)
 {
+	kept = order();
 }
`;

test('both engines put in, move, splice and take out', async () => {
  const applied = await apply(await withC(program, OLD, 'mm/t.c'), LISTS);
  expect(applied.refusals.map((r) => r.message)).toEqual([]);
  const scenario = scenarioOf(['task']);
  const machine = compile({ program: applied.program, scenario, pools: {}, switches: [], conditions: ['is_it'] });
  expect(startRun(applied.program, scenario).call('is_it')).toBe(true);
  expect(machine.condition('is_it', machine.initial())).toBe(true);
});
