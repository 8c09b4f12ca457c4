import { describe, expect, test } from 'vitest';
import { apply, elide, functionC, kernelC, otherC, programOf, statuses, type World } from './c-world.ts';

const F = `
int f(struct page *p, int x)
{
	int err;

	for (;;) {
		err = b(x);
		if (!err)
			break;
		if (err == -EEXIST) {
			c();
			continue;
		}
		return err;
	}
	lock(p);
	if (a())
		goto out;
	d(x, 1);
out:
	unlock(p);
	put_page(p);
	return 0;
}
`;
const G = `
void g(struct page *p)
{
	lock(p);
	p->count++;
	unlock(p);
}
`;

interface Case extends World {
  readonly text?: string;
  readonly diff: string;
  /** Text for text, the function that comes out: pieces of the old one by what replaces them. */
  readonly becomes?: Readonly<Record<string, string>>;
  readonly of?: string;
  readonly status?: string;
  readonly fails?: string | RegExp;
}

const normal = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Runs a case: the patched function is the old one with `becomes` carried out on its canonical text. */
async function holds(c: Case): Promise<void> {
  const program = await programOf(c.text ?? F, c.elides);
  const before = normal(kernelC(program));
  const applied = await apply(program, c.diff, c);
  if (c.fails !== undefined) {
    if (c.fails instanceof RegExp) expect(applied.failure?.message).toMatch(c.fails);
    else expect(applied.failure?.message).toBe(c.fails);
    expect(applied.program).toBe(program);
    return;
  }
  expect(applied.failure).toBeUndefined();
  let expected = before;
  for (const [old, now] of Object.entries(c.becomes ?? {})) {
    expect(before.split(normal(old)).length, `one ${old}`).toBe(2);
    expected = expected.replace(normal(old), () => normal(now));
  }
  expect(normal(kernelC(applied.program))).toBe(normal(expected));
  if (c.status !== undefined) expect(statuses(applied)).toBe(c.status);
  if (!c.elides) expect(applied.refusals).toEqual([]);
}

describe('a hunk changes the statements it says, whatever became of its white space', () => {
  const cases: Record<string, Case> = {
    'a line is added': {
      diff: '@@ int f(struct page *p, int x)\n \tlock(p);\n+\tc();\n \tif (a())\n',
      becomes: { 'lock(p); if': 'lock(p); c(); if' },
      status: 'mapped',
    },
    'a line is removed': {
      diff: '@@ int f(struct page *p, int x)\n \t\tgoto out;\n-\td(x, 1);\n out:\n',
      becomes: { 'd(x, 1);': '' },
    },
    'a line moves up': {
      diff: '@@ f(\n \tlock(p);\n+\td(x, 1);\n \tif (a())\n \t\tgoto out;\n-\td(x, 1);\n out:\n',
      becomes: { 'lock(p); if (a()) goto out; d(x, 1);': 'lock(p); d(x, 1); if (a()) goto out;' },
    },
    'indentation and the blanks of context lines are lost': {
      diff: '@@ f(\nlock(p);\n+c( );\nif(a())\ngoto out;\n'.replace(/^(?=lock|if|goto)/gm, ' '),
      becomes: { 'lock(p); if': 'lock(p); c(); if' },
    },
    'lines are joined and split': {
      diff: '@@ f(\n \tlock(p); if (a()) goto\n \tout;\n+c();\n \td(x,\n\t 1);\n',
      becomes: { 'goto out;': 'goto out; c();' },
    },
    'the section is lost': {
      diff: '@@\n \tlock(p);\n+\tc();\n \tif (a())\n',
      becomes: { 'lock(p); if': 'lock(p); c(); if' },
    },
    'the section is cut short': {
      diff: '@@ int f(struct pa\n \tlock(p);\n+\tc();\n \tif (a())\n',
      becomes: { 'lock(p); if': 'lock(p); c(); if' },
    },
    'the section is a label': {
      diff: '@@ out:\n \tunlock(p);\n+\tc();\n \tput_page(p);\n',
      becomes: { 'unlock(p); put_page(p);': 'unlock(p); c(); put_page(p);' },
    },
    'braces and an else come': {
      diff: '@@ f(\n-\tif (a())\n+\tif (a()) {\n \t\tgoto out;\n+\t} else {\n+\t\tc();\n+\t}\n \td(x, 1);\n',
      becomes: { 'if (a()) goto out;': 'if (a()) { goto out; } else { c(); }' },
      status: 'mapped mapped mapped mapped mapped',
    },
    '`} else {` changes its condition': {
      text: 'void f(int x)\n{\n\tif (x) {\n\t\tc();\n\t} else {\n\t\ta();\n\t}\n}\n',
      diff: '@@ f(\n \t\tc();\n-\t} else {\n+\t} else if (x > 1) {\n \t\ta();\n',
      becomes: { '} else {': '} else if (x > 1) {' },
    },
    'a label and a goto come': {
      diff: '@@ f(\n-\t\tgoto out;\n+\t\tgoto put;\n \td(x, 1);\n out:\n \tunlock(p);\n+put:\n \tput_page(p);\n',
      becomes: { 'goto out;': 'goto put;', 'unlock(p); put_page': 'unlock(p); put: put_page' },
    },
    'a comment begins before the hunk and another ends behind it': {
      diff: '@@ f(\n  * the lock is held (not yet)\n  */\n \tlock(p);\n+\tc();\n \tif (a())\n \t\tgoto out;\n \t/* what follows\n',
      becomes: { 'lock(p); if': 'lock(p); c(); if' },
    },
    'a comment without stars begins before the hunk': {
      diff: '@@ f(\n    we lock it; f(x) is */\n \tlock(p);\n+\tc();\n',
      becomes: { 'lock(p); if': 'lock(p); c(); if' },
    },
    'code goes into a comment': {
      diff: '@@ f(\n \t\tgoto out;\n+\t/*\n \td(x, 1);\n+\t*/\n out:\n',
      becomes: { 'd(x, 1);': '' },
    },
    'a macro of several lines comes before the function': {
      diff: '@@\n+#define MANY\t/* how\n+\t\t   many */ \\\n+\t3\n int f(struct page *p, int x)\n {\n \tint err;\n@@ f(\n \tlock(p);\n+\tc();\n \tif (a())\n',
      becomes: { 'lock(p); if': 'lock(p); c(); if' },
      status: 'mapped comment mapped mapped',
    },
    'only comments': {
      diff: '@@ f(\n \tlock(p);\n-\t/* old */\n+\t/*\n+\t * new: c();\n+\t */\n \tif (a())\n',
      becomes: {},
      status: 'comment comment comment comment',
    },
    'only comments, all inside one': {
      diff: '@@ f(\n  * one\n- * two\n+ * 2\n  * three\n',
      becomes: {},
      status: 'comment comment',
    },
    'white space alone': {
      diff: '@@ f(\n-\tif (a())\n-\t\tgoto out;\n+\tif (a()) goto out;\n \td(x, 1);\n',
      becomes: {},
    },
    'an empty hunk': { diff: '@@ f(\n', becomes: {} },
    'two hunks in one function': {
      diff: '@@ f(\n \t\tif (!err)\n-\t\t\tbreak;\n+\t\t\tgoto out;\n@@ f(\n \td(x, 1);\n+\tc();\n out:\n',
      becomes: { 'break;': 'goto out;', 'd(x, 1); out': 'd(x, 1); c(); out' },
    },
    'what one hunk adds is no context of the next': {
      text: 'void f(int x)\n{\n\tc();\n\ta();\n\tc();\n\ta();\n}\n',
      diff: '@@ f(\n void f(int x)\n {\n+\tb(1);\n \tc();\n \ta();\n@@ f(\n \tc();\n-\ta();\n+\tb(2);\n }\n',
      becomes: { '{ c(); a(); c(); a(); }': '{ b(1); c(); a(); c(); b(2); }' },
    },
    'order tells two equal places apart': {
      text: 'void f(int x)\n{\n\tc();\n\ta();\n\tb(x);\n\tc();\n\ta();\n}\n',
      diff: '@@ f(\n \tc();\n-\ta();\n+\tb(1);\n@@ f(\n \tc();\n-\ta();\n+\tb(2);\n',
      becomes: { 'c(); a(); b(x); c(); a();': 'c(); b(1); b(x); c(); b(2);' },
    },
    'equal neighbours, one of which goes': {
      text: 'void f(int x)\n{\n\tc();\n\tc();\n\ta();\n}\n',
      diff: '@@ f(\n-\tc();\n',
      becomes: { 'c(); c();': 'c();' },
    },
    'integers by value': {
      text: 'void f(int x)\n{\n\tb(0x10);\n\tc();\n}\n',
      diff: "@@ f(\n \tb(16UL);\n+\tb('a');\n",
      becomes: { 'b(16);': 'b(16); b(97);' },
    },
    'annotations of the function count for nothing': {
      diff: '@@\n static __always_inline int __must_check f(struct page *p, const int x)\n {\n+\tint n;\n \tint err;\n',
      becomes: { '{ int err;': '{ int n; int err;' },
    },
    'the signature changes': {
      diff: '@@\n-static int f(struct page *p, int x)\n+static int f(struct page *p, int x, bool y)\n {\n \tint err;\n',
      becomes: { 'int x)': 'int x, bool y)' },
    },
    'READ_ONCE() comes': {
      diff: '@@ f(\n \t\tgoto out;\n-\td(x, 1);\n+\td(READ_ONCE(p->count), 1);\n',
      becomes: { 'd(x, 1)': 'd((p->count), 1)' },
    },
    'over two functions': {
      text: F + G,
      diff: '@@ f(\n \tput_page(p);\n-\treturn 0;\n+\treturn 1;\n }\n \n+/* new */\n void g(struct page *p)\n {\n+\tc();\n \tlock(p);\n',
      becomes: { 'return 0;': 'return 1;', 'void g(struct page *p) {': 'void g(struct page *p) { c();' },
    },
    'the end of an unmodelled function stands before': {
      text: G,
      diff: '@@ other(int y)\n \t\tz();\n \t}\n \treturn q;\n }\n EXPORT_SYMBOL(other);\n \n void g(struct page *p)\n {\n+\tc();\n \tlock(p);\n',
      becomes: { '{ lock': '{ c(); lock' },
    },
    'the start of an unmodelled function stands behind': {
      text: G,
      diff: '@@ g(\n \tp->count++;\n+\tc();\n \tunlock(p);\n }\n \n int other(void)\n {\n \tif (x) {\n',
      becomes: { 'p->count++;': 'p->count++; c();' },
    },
    'a condition comes around a statement': {
      diff: '@@ f(\n \tlock(p);\n+#ifdef CONFIG_OFF\n \tif (a())\n \t\tgoto out;\n+#endif\n \td(x, 1);\n',
      config: { CONFIG_OFF: false },
      becomes: { 'if (a()) goto out;': '' },
    },
    'a condition that holds changes nothing': {
      diff: '@@ f(\n \tlock(p);\n+#ifdef CONFIG_ON\n \tif (a())\n \t\tgoto out;\n+#endif\n \td(x, 1);\n',
      config: { CONFIG_ON: true },
      becomes: {},
      status: 'mapped mapped',
    },
    'a branch that is not compiled is left out': {
      diff: '@@ f(\n \tlock(p);\n+#ifdef CONFIG_OFF\n+\twhatever(1.5);\n+#else\n+\tc();\n+#endif\n \tif (a())\n',
      config: { CONFIG_OFF: false },
      becomes: { 'lock(p); if': 'lock(p); c(); if' },
      status: 'mapped elided mapped mapped mapped',
    },
    'context in a branch that is not compiled': {
      diff: '@@ f(\n #ifdef CONFIG_OFF\n \twhatever();\n #endif\n \tlock(p);\n+\tc();\n \tif (a())\n',
      config: { CONFIG_OFF: false },
      becomes: { 'lock(p); if': 'lock(p); c(); if' },
    },
    'the hunk begins in a branch that is not compiled': {
      diff: '@@ f(\n \twhatever();\n #endif\n \tlock(p);\n+\tc();\n \tif (a())\n',
      becomes: { 'lock(p); if': 'lock(p); c(); if' },
    },
    'a condition changes and a branch comes alive': {
      diff: '@@ f(\n-#ifdef CONFIG_OFF\n+#ifdef CONFIG_ON\n \tc();\n #endif\n \tlock(p);\n',
      config: { CONFIG_OFF: false, CONFIG_ON: true },
      becomes: { 'lock(p); if': 'c(); lock(p); if' },
    },
    'a header of the same name is the same file': {
      diff: '--- include/linux/t.h\n@@ f(\n \tlock(p);\n+\tc();\n',
      becomes: { 'lock(p); if': 'lock(p); c(); if' },
    },
  };
  test.each(Object.entries(cases))('%s', async (_, c) => holds(c));
});

describe('a slid diff is the same diff', () => {
  test('a function added through the head of the next', async () => {
    const diff = '@@\n void g(struct page *p)\n {\n+\tc();\n+}\n+\n+void h(struct page *p)\n+{\n \tlock(p);\n';
    const applied = await apply(await programOf(G), diff);
    expect(applied.failure).toBeUndefined();
    expect(normal(functionC(applied.program, 'g')!)).toBe('void g(struct page *p) { c(); }');
    expect(normal(functionC(applied.program, 'h')!)).toBe('void h(struct page *p) { lock(p); p->count++; unlock(p); }');
  });

  test('a function removed through the head of the next', async () => {
    const diff =
      '@@\n void g(struct page *p)\n {\n-\tlock(p);\n-\tp->count++;\n-\tunlock(p);\n-}\n-\n-void h(struct page *p)\n-{\n \tc();\n';
    const applied = await apply(await programOf(`${G}void h(struct page *p)\n{\n\tc();\n\ta();\n}\n`), diff);
    expect(applied.failure).toBeUndefined();
    expect(normal(kernelC(applied.program))).toBe('void g(struct page *p) { c(); a(); }');
    expect(applied.touched.toSorted()).toEqual(['g', 'h']);
  });
});

describe('definitions come and go', () => {
  test('a function is added and called, with a macro, a global and a struct', async () => {
    const diff = `@@ f(
 
+#define TRIES 0x3
+
+struct box {
+	int n;
+};
+
+static struct box boxed;
+
+static int helper(int x)
+{
+	boxed.n = TRIES;
+	return b(x);
+}
+
 int f(struct page *p, int x)
 {
 	int err;
 
 	for (;;) {
-		err = b(x);
+		err = helper(x);
`;
    const applied = await apply(await programOf(F), diff);
    expect(applied.failure).toBeUndefined();
    expect(applied.refusals).toEqual([]);
    expect(applied.touched.toSorted()).toEqual(['f', 'helper']);
    expect(otherC(applied.program, 'TRIES')).toBe('#define TRIES 3\n');
    expect(otherC(applied.program, 'boxed')).toBe('struct box boxed;\n');
    expect(functionC(applied.program, 'f')).toContain('err = helper(x);');
    expect(applied.addedStatements.get('helper')?.map((s) => s.kind)).toEqual(['expression', 'return']);
    expect(statuses(applied)).not.toContain('unmodelled');
  });

  test.each(['f', ''])(
    'a function between two others, of which a brace is all that is seen, after `%s`',
    async (section) => {
      const diff = `@@ ${section && `${section}(`}\n }\n #endif\n \n+static int helper(int x)\n+{\n+\tif (x)\n+\t\tc();\n+\treturn 0;\n+}\n+\n \n /* next */\n`;
      const applied = await apply(await programOf(F), diff);
      expect(applied.failure).toBeUndefined();
      expect(applied.touched).toEqual(['helper']);
      expect(statuses(applied)).not.toContain('unmodelled');
    },
  );

  test('a function at the end of a condition whose beginning is not seen, with the `#endif` behind it', async () => {
    const diff =
      '@@ f(\n \tput_page(p);\n \treturn 0;\n }\n-#endif\n+\n+int helper(int x)\n+{\n+\treturn 0;\n+}\n+#endif /* CONFIG_ON */\n';
    const applied = await apply(await programOf(F), diff);
    expect(applied.failure).toBeUndefined();
    expect(applied.touched).toEqual(['helper']);
  });

  test('a function between two others of a branch that is not compiled stays out', async () => {
    const diff = '@@ f(\n \twhatever();\n }\n+\n+int helper(int x)\n+{\n+\treturn 0;\n+}\n #endif\n';
    const applied = await apply(await programOf(F), diff);
    expect(applied.touched).toEqual([]);
  });

  test('a function that nothing calls any more goes', async () => {
    const text = 'int helper(int x)\n{\n\treturn b(x);\n}\nint f(int x)\n{\n\treturn helper(x);\n}\n';
    const diff =
      '@@\n-int helper(int x)\n-{\n-\treturn b(x);\n-}\n-\n int f(int x)\n {\n-\treturn helper(x);\n+\treturn b(x);\n }\n';
    const applied = await apply(await programOf(text), diff);
    expect(applied.refusals).toEqual([]);
    expect(applied.program.functions.has('helper')).toBe(false);
  });

  test('who still calls a function that went cannot be run', async () => {
    const text = 'int helper(int x)\n{\n\treturn b(x);\n}\nint f(int x)\n{\n\treturn helper(x);\n}\n';
    const diff = '@@\n-int helper(int x)\n-{\n-\treturn b(x);\n-}\n-\n int f(int x)\n {\n';
    const applied = await apply(await programOf(text), diff);
    expect([...applied.refused.keys()]).toEqual(['f']);
  });

  test('a caller in another function sees the new signature', async () => {
    const text = `${F}int caller(struct page *p)\n{\n\treturn f(p, 1);\n}\n`;
    const diff = '@@\n-int f(struct page *p, int x)\n+int f(struct page *p, int x, int y)\n {\n';
    const applied = await apply(await programOf(text), diff);
    expect([...applied.refused.keys()]).toEqual(['caller']);
  });

  test('fields of a struct come and go, wherever they stand', async () => {
    const text = 'struct box { int n; int gone; };\nvoid f(struct box *b)\n{\n\tb->n = 1;\n}\n';
    const diff =
      '@@ struct box {\n \tspinlock_t not_modelled;\n \tint n;\n-\tint gone;\n+\tunsigned long flags, *more;\n+\tmystery_t what;\n \tstruct list_head list;\n@@ void f(struct box *b)\n \tb->n = 1;\n+\tb->flags = 2;\n }\n';
    const applied = await apply(await programOf(text), diff);
    expect(applied.failure).toBeUndefined();
    expect(otherC(applied.program, 'box')).toBe(
      'struct box {\n\tint n;\n\tunsigned long flags;\n\tunsigned long *more;\n};\n',
    );
    expect(applied.files[0]!.hunks[0]!.unmodelled.map((u) => u.text)).toEqual(['mystery_t what;']);
    expect(applied.refused.size).toBe(0);
  });

  test('a constant and a global change', async () => {
    const text = `#define LIMIT 3\nint nr = 1;\n${F}`;
    const diff =
      '@@\n #include <linux/mm.h>\n-#define LIMIT 3\n+#define LIMIT (4 + 1)\n-static int nr = 1;\n+static int nr = 2;\n+#include "x.h"\n+int proto(void);\n+EXPORT_SYMBOL(f);\n';
    const applied = await apply(await programOf(text), diff);
    expect(applied.failure).toBeUndefined();
    expect(otherC(applied.program, 'LIMIT')).toBe('#define LIMIT (4 + 1)\n');
    expect(otherC(applied.program, 'nr')).toBe('int nr = 2;\n');
    expect(statuses(applied)).toBe('mapped mapped mapped mapped elided elided elided');
  });

  test('a new file', async () => {
    const diff = '--- mm/new.c\n@@\n+#include <linux/mm.h>\n+\n+int helper(void)\n+{\n+\treturn a();\n+}\n';
    const applied = await apply(await programOf(F), diff);
    expect(applied.failure).toBeUndefined();
    expect(applied.program.functions.get('helper')?.file).toBe('mm/new.c');
  });
});

describe('what the model does not have is named', () => {
  test('a function that the model lacks', async () => {
    const diff = '@@ int other(int y)\n \tlock(q);\n-\tz();\n+\tzz();\n \tunlock(q);\n';
    const applied = await apply(await programOf(F), diff);
    expect(applied.failure).toBeUndefined();
    expect(applied.touched).toEqual([]);
    expect(applied.files[0]!.hunks[0]).toMatchObject({
      function: 'other',
      mapping: 'unmodelled',
      unmodelled: [
        { line: 3, text: 'z();', reason: 'the model has no function other' },
        { line: 4, text: 'zz();', reason: 'the model has no function other' },
      ],
    });
  });

  test('a function that the model lacks, though its text would fit another', async () => {
    const diff = '@@ int other(int y)\n \tlock(p);\n+\tc();\n \tif (a())\n';
    const applied = await apply(await programOf(F), diff);
    expect(applied.touched).toEqual([]);
    expect(applied.files[0]!.hunks[0]!.mapping).toBe('unmodelled');
  });

  test('a function of another file of the same name', async () => {
    const diff = '--- fs/u.c\n@@ int f(struct page *p, int x)\n \tsomething_else();\n+\tc();\n';
    const applied = await apply(await programOf(F), diff);
    expect(applied.failure).toBeUndefined();
    expect(applied.files[0]!.hunks[0]!.unmodelled[0]!.reason).toBe("the model's f is of mm/t.c");
  });

  test('a path that the model does not know fits a function by name and text, with a warning', async () => {
    const diff = '--- mm/renamed.c\n@@ int f(struct page *p, int x)\n \tlock(p);\n+\tc();\n';
    const applied = await apply(await programOf(F), diff);
    expect(applied.touched).toEqual(['f']);
    expect(applied.warnings.map((w) => w.code)).toEqual(['path-unknown']);
  });

  test('an unknown call refuses its function at its line', async () => {
    const diff = '@@ f(\n \tlock(p);\n+\tnobody_knows(p);\n \tif (a())\n';
    const applied = await apply(await programOf(F + G), diff);
    expect(applied.failure).toBeUndefined();
    expect([...applied.refused.keys()]).toEqual(['f']);
    expect(applied.files[0]!.hunks[0]).toMatchObject({ mapping: 'unmodelled', unmodelled: [{ line: 3 }] });
  });

  test('assembly refuses its function and leaves others alone', async () => {
    const diff = '@@ f(\n \tlock(p);\n+\tasm("nop");\n \tif (a())\n@@ g(\n \tp->count++;\n+\tc();\n \tunlock(p);\n';
    const applied = await apply(await programOf(F + G), diff);
    expect([...applied.refused.keys()]).toEqual(['f']);
    expect(applied.touched.toSorted()).toEqual(['f', 'g']);
    expect(functionC(applied.program, 'g')).toContain('c();');
  });

  test('an unknown configuration symbol is a warning with the line of the mail', async () => {
    const diff = '@@ f(\n \tlock(p);\n+#ifdef CONFIG_MEMCGG\n+\tc();\n+#endif\n \tif (a())\n';
    const applied = await apply(await programOf(F), diff, { config: { CONFIG_MEMCG: true } });
    expect(applied.warnings).toEqual([
      {
        code: 'unknown-config-symbol',
        file: 'mm/t.c',
        line: 3,
        text: 'CONFIG_MEMCGG is not known to the model and counts as undefined; did you mean CONFIG_MEMCG?',
      },
    ]);
    expect(statuses(applied)).toBe('mapped elided mapped');
  });
});

describe('what the model leaves out may be missing on either side', () => {
  const elides = [elide('count_vm_event(X);'), elide('trace(p)'), elide('pr_info')];
  const text = F.replace('\tlock(p);\n', '\tlock(p);\n\tcount_vm_event(X);\n');
  const cases: Record<string, Case> = {
    'context that the model has in place': {
      diff: '@@ f(\n \tlock(p);\n \tcount_vm_event(X);\n+\tc();\n',
      becomes: { 'count_vm_event(X);': 'count_vm_event(X); c();' },
    },
    'context that the model has and the mail has not': {
      diff: '@@ f(\n \tlock(p);\n \tif (a())\n+\t\tc();\n+\tif (x)\n \t\tgoto out;\n',
      becomes: { 'if (a()) goto': 'if (a()) c(); if (x) goto' },
    },
    'context that the mail has and the model has not': {
      diff: '@@ f(\n \tlock(p);\n \tcount_vm_event(X);\n \ttrace(p);\n \tpr_info("x %d", y);\n+\tc();\n \tif (a())\n',
      becomes: { 'count_vm_event(X);': 'count_vm_event(X); c();' },
    },
    'a statement that is removed': {
      diff: '@@ f(\n \tlock(p);\n-\tcount_vm_event(X);\n-\ttrace(p);\n \tif (a())\n',
      becomes: { 'count_vm_event(X);': '' },
      status: 'elided elided',
    },
    'a statement that is added': {
      diff: '@@ f(\n \td(x, 1);\n+\tcount_vm_event(X);\n+\tpr_info("a", 1.5);\n out:\n',
      becomes: { 'd(x, 1);': 'd(x, 1); count_vm_event(X); pr_info("a", 1.5);' },
      status: 'elided elided',
    },
    'only that very statement': {
      diff: '@@ f(\n \tlock(p);\n-\tcount_vm_event(Y);\n \tif (a())\n',
      fails: /^Cannot apply hunk 1 of mm\/t\.c: the mail has `count_vm_event\(Y\);`, the model has/,
    },
  };
  test.each(Object.entries(cases))('%s', async (_, c) => holds({ text, elides, ...c }));
});

describe('what does not fit says where', () => {
  const cases: Record<string, Case> = {
    'a wrong base': {
      diff: '@@ f(\n \tlock(p);\n \tif (a() > 1)\n-\t\tgoto out;\n+\t\treturn 1;\n \td(x, 1);\n',
      fails: 'Cannot apply hunk 1 of mm/t.c: the mail has `if (a() > 1)`, the model has `if (a())` (f(), line 15).',
    },
    'a wrong signature': {
      diff: '@@\n int f(struct page *p, long x)\n {\n+\tint n;\n \tint err;\n',
      fails:
        'Cannot apply hunk 1 of mm/t.c: the mail has `int f(struct page *p, long x)`, the model has `int f(struct page *p, int x)` (f(), line 1).',
    },
    'a wrong line behind a closing brace': {
      diff: '@@ int f(struct page *p, int x)\n \t\treturn err;\n \t}\n+\tc();\n \tlock(x);\n',
      fails: /^Cannot apply hunk 1 of mm\/t\.c: the mail has `lock\(x\);`, the model has `lock\(p\);`/,
    },
    'a wrong line that is removed behind a closing brace': {
      diff: '@@ int f(struct page *p, int x)\n \t\treturn err;\n \t}\n-\tlock(x);\n \tif (a())\n',
      fails: /^Cannot apply hunk 1 of mm\/t\.c: the mail has `lock\(x\);`/,
    },
    'a wrong line in a body that is whole in the hunk': {
      text: `${F}${G}`,
      diff: '@@ void g(struct page *p)\n {\n \tlock(x);\n \tp->count++;\n+\tc();\n \tunlock(p);\n }\n \n int h(int y,\n',
      fails: /^Cannot apply hunk 1 of mm\/t\.c: the mail has `lock\(x\);`/,
    },
    'a statement that the model lacks': {
      diff: '@@ f(\n \tlock(p);\n \tc();\n-\tif (a())\n+\tif (!a())\n \t\tgoto out;\n',
      fails: 'Cannot apply hunk 1 of mm/t.c: the mail has `c();`, the model has `if (a())` (f(), line 15).',
    },
    'a patch that is applied already': {
      diff: '@@ f(\n \tlock(p);\n-\tc();\n \tif (a())\n+\t\tgoto out;\n',
      fails: 'Cannot apply hunk 1 of mm/t.c: f() already has what it adds, and lacks what it removes.',
    },
    'two places': {
      text: 'void f(int x)\n{\n\tc();\n\ta();\n\tb(x);\n\tc();\n\ta();\n}\n',
      diff: '@@ f(\n \tc();\n-\ta();\n',
      fails: 'Cannot apply hunk 1 of mm/t.c: it fits in 2 places, f() at `line 3: c();`, f() at `line 6: c();`.',
    },
    'two functions, and no section': {
      text: 'void f(int x)\n{\n\tc();\n\ta();\n}\nvoid g(int x)\n{\n\tc();\n\ta();\n}\n',
      diff: '@@\n \tc();\n-\ta();\n',
      fails: /it fits in 2 places, f\(\) at .*, g\(\) at/,
    },
    'no function named and none that fits': {
      text: F + G,
      diff: '@@\n \tnothing_like_it();\n-\tat_all();\n \treally(not);\n',
      fails: /^Cannot apply hunk 1 of mm\/t\.c: it names no function/,
    },
    'no context at all': {
      diff: '@@ f(\n+\tc();\n',
      fails: 'Cannot apply hunk 1 of mm/t.c: it has no line of context to find its place by.',
    },
    'a condition that ends in another hunk': {
      diff: '@@ f(\n \tlock(p);\n+#ifdef CONFIG_OFF\n \tif (a())\n \t\tgoto out;\n@@ f(\n \tput_page(p);\n+#endif\n \treturn 0;\n',
      config: { CONFIG_OFF: false },
      fails: /^Cannot apply a condition that begins in one hunk and ends in another/,
    },
  };
  test.each(Object.entries(cases))('%s', async (_, c) => holds(c));

  test('a hunk that lost lines', async () => {
    const { applyPatch } = await import('../../src/model/apply/apply.ts');
    const { diffOf } = await import('./c-world.ts');
    const [file] = diffOf('@@ f(\n \tlock(p);\n+\tc();\n');
    const hunk = { ...file!.hunks[0]!, oldLines: 3, countsSatisfied: false };
    const applied = await applyPatch(await programOf(F), [{ ...file!, hunks: [hunk] }], { config: {}, elides: [] });
    expect(applied.failure?.message).toBe(
      'Cannot apply hunk 1 of mm/t.c: its header counts 3 old and 2 new lines, the mail has 1 and 2.',
    );
  });

  test('the diagnostic points at the line of the mail', async () => {
    const { renderDiagnostic } = await import('../../src/base/diagnostic.ts');
    const applied = await apply(await programOf(F), '@@ f(\n \tlock(p);\n \tif (a() > 1)\n-\t\tgoto out;\n');
    expect(renderDiagnostic(applied.failure!)).toContain('mm/t.c:3:');
  });
});

describe('patches stack', () => {
  test('the second sees what the first made, the first patch does not fit again, and its reverse undoes it', async () => {
    const program = await programOf(F);
    const patch = '@@ f(\n-\tif (a())\n+\tif (a()) {\n+\t\tb(0x1f);\n \t\tgoto out;\n+\t}\n';
    const one = await apply(program, patch);
    const two = await apply(
      one.program,
      '@@ f(\n \tif (a()) {\n-\t\tb(31);\n+\t\tb(READ_ONCE(p->count));\n \t\tgoto out;\n',
    );
    expect(functionC(two.program, 'f')).toContain('b((p->count));');
    const three = await apply(two.program, '@@ f(\n-\t\tb(READ_ONCE(p->count));\n+\t\tc();\n \t\tgoto out;\n');
    expect(three.failure).toBeUndefined();
    expect((await apply(one.program, patch)).failure?.message).toMatch(/already has what it adds/);
    const reverse = patch.replace(/^([-+])/gm, (sign) => (sign === '-' ? '+' : '-'));
    const undone = await apply(one.program, reverse);
    expect(functionC(undone.program, 'f')).toBe(functionC(program, 'f'));
  });

  test('the given program is not changed', async () => {
    const program = await programOf(F);
    const before = kernelC(program);
    await apply(program, '@@ f(\n \tlock(p);\n+\tc();\n');
    expect(kernelC(program)).toBe(before);
  });
});

describe('a name of another file is another thing', () => {
  test('a new function does not replace one of the same name in another file', async () => {
    const diff = '--- fs/u.c\n@@\n+static int f(int y)\n+{\n+\treturn y;\n+}\n';
    const program = await programOf(F);
    const applied = await apply(program, diff);
    expect(applied.program.functions.get('f')).toBe(program.functions.get('f'));
    expect(applied.files[0]!.hunks[0]!.unmodelled[0]!.reason).toBe("the model's f is of mm/t.c");
  });

  test('a file of the same name in another folder is another file', async () => {
    const applied = await apply(await programOf(F + G), '--- fs/t.c\n@@ f(\n \tput_page(p);\n-\treturn 0;\n');
    expect(applied.warnings.map((w) => w.code)).toEqual(['path-unknown']);
    const other = await apply(await programOf(F + G), '--- fs/t.c\n@@\n \tput_page(p);\n-\treturn 0;\n');
    expect(other.touched).toEqual([]);
    expect(statuses(other)).toBe('unmodelled');
  });

  test('a new function of an unknown file does not replace the vocabulary', async () => {
    const diff = '--- fs/u.c\n@@\n+static void lock(int y)\n+{\n+}\n';
    const program = await programOf(F);
    const applied = await apply(program, diff);
    expect(applied.program.functions.get('lock')).toBe(program.functions.get('lock'));
    expect(applied.files[0]!.hunks[0]!.unmodelled[0]!.reason).toBe('the model has another lock');
  });

  test('a function of the vocabulary is not the one that a hunk changes', async () => {
    const applied = await apply(await programOf(F), '@@ void lock(struct page *page)\n \tx();\n-\ty();\n');
    expect(applied.files[0]!.hunks[0]!.unmodelled[0]!.reason).toBe(
      "the model's lock() is its own and does not mirror the kernel's",
    );
  });

  test('two patches of one file in a row', async () => {
    const patch = '@@ f(\n \tlock(p);\n+\tc();\n \tif (a())\n';
    const second = '--- mm/t.c\n@@ f(\n \tlock(p);\n \tc();\n+\tb(2);\n';
    const applied = await apply(await programOf(F), `${patch}${second}`);
    expect(applied.failure).toBeUndefined();
    expect(functionC(applied.program, 'f')).toContain('\tc();\n\tb(2);\n');
  });
});
