// From the paths of a diff's headers to the path in the kernel tree:
//
//   a/mm/swap.c                    b/mm/swap.c                    mm/swap.c
//   5.7-rc6-mm1/mm/swap_state.c    linux/mm/swap_state.c          mm/swap_state.c
//   mmotm-2.6.30-Apr24.orig/mm/x.c mmotm-2.6.30-Apr24/mm/x.c      mm/x.c
//   mm/swap.c                      mm/swap.c                      mm/swap.c

/** Folders at the top of a kernel tree: a path that begins with one has no tree's name before it. */
const top = new Set(
  (
    'arch block certs crypto Documentation drivers fs include init io_uring ipc kernel lib LICENSES mm net rust ' +
    'samples scripts security sound tools usr virt'
  ).split(' '),
);

/** The path on a `---` or `+++` line: without quotes, time stamp and tree-less `./`. Null for `/dev/null`. */
export function headerPath(rest: string): string | null {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(rest);
  const bare = quoted
    ? unquotePath(quoted[1]!)
    : rest.split('\t', 1)[0]!.replace(/[ ](?:\d{4}[-/]\d\d[-/]\d\d|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[ ,]).*$/, '');
  const path = bare.trim().replace(/^(?:\.\/)+/, '');
  return path === '/dev/null' ? null : path;
}

/** The path in the kernel tree of a file that two headers name; null stands for `/dev/null`. */
export function treePath(before: string | null, after: string | null): string {
  if (before === null || after === null) return withoutTree(after ?? before ?? '');
  const a = before.replace(/(?:\.orig|\.old|~)$/, '').split('/');
  const b = after.split('/');
  if (a[0] === 'a' && b[0] === 'b') return b.slice(1).join('/');
  let common = 0;
  while (common < Math.min(a.length, b.length) && a.at(-1 - common) === b.at(-1 - common)) common++;
  if (common === 0) return withoutTree(after);
  return common === b.length ? withoutTree(after) : b.slice(-common).join('/');
}

/** A path of which only one spelling is known: `b/mm/x.c`, `linux/mm/x.c`, `/usr/src/linux/mm/x.c`, `mm/x.c`. */
export function withoutTree(path: string): string {
  const steps = path.split('/').filter((step, i) => step !== '' || i > 0);
  if (steps.length < 2 || top.has(steps[0]!)) return steps.join('/');
  if (steps[0] === 'a' || steps[0] === 'b') return steps.slice(1).join('/');
  const at = steps.findIndex((step, i) => i < steps.length - 1 && top.has(step));
  return steps.slice(Math.max(0, at)).join('/');
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Undoes git's quoting of a path: `\303\244` is a byte of UTF-8. */
export function unquotePath(text: string): string {
  const bytes: number[] = [];
  for (const m of text.matchAll(/\\([0-7]{1,3})|\\(.)|([^\\]+)/gsu)) {
    if (m[1] !== undefined) bytes.push(Number.parseInt(m[1], 8) & 0xff);
    else if (m[2] !== undefined && m[2] in escapes) bytes.push(escapes[m[2]]!);
    else bytes.push(...Buffer.from(m[2] ?? m[3] ?? ''));
  }
  return Buffer.from(bytes).toString('utf8');
}
