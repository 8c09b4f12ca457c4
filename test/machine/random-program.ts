// Random programs in the dialect: two tasks over shared integers of all widths, structs, arrays, lists, locks. Most of
// what the dialect has occurs, and much of it goes wrong when it runs, which is what the tests want.

import fc from 'fast-check';

const PRELUDE = `
export interface pos { x: int; y: short }
export type fold_t = Fn<(p: Ptr<node>, n: int) => int>
/** @stable n */ export interface node { n: int; b: u8; u: uint; next: Ptr<node>; at: pos; arr: Arr<u8, 3>; c: bool; fold: Ptr<fold_t> }
export interface lock { held: int }
export interface link { next: Ptr<link>; n: int }
/** @declares */ export function LINK(n: int, self: Ptr<link> = NULL): link { let l: link = { next: self, n: n }; return l }
export const LIMIT: int = 3
export let g: int = 5
export let h: u8 = 250
export let v: uint = 1
export let t: short = -1
export let flag: bool = false
export let o: node = zeroed()
export let list: Arr<int, 3> = zeroed()
export let pair: Arr<node, 2> = zeroed()
export let head: Ptr<node> = NULL
export let tail: Ptr<node> = NULL
export let sl: lock = zeroed()
export let ring: link = LINK(3)
export let hook: (at: pos) => pos = mirror
export let ml: lock = zeroed()
export function setup(): void { list[1] = 4; head = alloc<node>(); head.n = 2; head.next = o; o.b = 3; head.fold = walk }
export function local(a: int, b: u8): int { if (a > b) return a - b; b += 10; return b }
export function bump(p: Ptr<node>): int { p.n++; return p.n }
export function walk(p: Ptr<node>, most: int): int { let s: int = 0; while (p && most-- > 0) { s += p.b; p = p.next } return s }
export function mirror(at: pos): pos { let y: int = at.y; at.y = at.x; at.x = y; g++; return at }
export function apply(fn: fold_t, p: Ptr<node>, n: int): int { return fn(p, n) }
export function narrow(a: int): u8 { return a }
export function out(r: Ref<int>, value: int): bool { r.value = value; return value > 1 }
export function mk(x: int, y: int): pos { let at: pos; at.x = x; at.y = y; return at }
export function mk2(at: pos): pos { let z: pos = at; z.x += 2; return z }
export function sum(at: pos): int { at.x += at.y; return at.x }
/** @atomic */ export function swap(p: Ptr<node>, value: int): int { let old: int = p.n; p.n = value; return old }
/** @atomic */ export function wait_fold(p: Ptr<node>, n: int): int { wait_until(p.n != n); p.b++; return p.b }
/** @atomic */ export function push(p: Ptr<node>): void { p.next = head; head = p }
/** @atomic */ export function pop(): Ptr<node> { let p: Ptr<node> = head; if (p) head = p.next; return p }
/** @atomic */ export function settle(p: Ptr<node>, n: int): int { n += walk(p, n & 3); let at: pos = mirror(mk(n, 2)); if (p) p.at = at; return walk(head, sum(at) & 3) }
/** @atomic */ export function spin_lock(l: Ptr<lock>): void { spin_until(l.held == 0); l.held = current_task() }
/** @atomic */ export function spin_lock_irq(l: Ptr<lock>): void { spin_lock(l); preempt_count_add(1); set_irqs_off(1) }
/** @atomic */ export function take(l: Ptr<lock>): void { idle_until(l.held); l.held-- }
/** @atomic */ export function unlock_irq(l: Ptr<lock>): void { if (!l.held) bug(); l.held = 0; set_irqs_off(irqs_off() - 1) }
/** @atomic */ export function mutex_lock(l: Ptr<lock>): void { wait_until(!l.held); l.held = 1 }
/** @atomic */ export function unlock(l: Ptr<lock>): void { if (!l.held) bug(); l.held = 0 }
/** @byname old, test */ export function save(old: int, test: bool): int { old = g; if (test) old = 2; let i: int = old; return i }
/** @atomic @byname old */ export function lock_save(l: Ptr<lock>, old: int): void { spin_until(l.held == 0); l.held = 3; old = irqs_off(); set_irqs_off(1) }
/** @byname size */ export function make(size: ulong, n: int): Ptr<node> { let p: Ptr<node> = alloc(size); p.n = n; return p }
/** @byname size */ export function zmake(size: ulong, n: int): Ptr<node> { return make(size, n + 1) }
/** @byname test */ export function wait_for(p: Ptr<node>, test: bool): void { for (;;) { p.n++; if (test) break; resched() } }
/** @byname outer */ export function twice(outer: int): int { let i: int = 40; i += save(outer, outer > i); return i }
export function dangling(): Ref<int> { let x: int = 7; return ref(x) }
export function deep(at: Ptr<pos>): int { return at.x + at.y }
export function total(r: Ref<int>, n: int): int { let s: int = 0; let k: int; for (k = 0; k < n; k++, advance(r)) s += r.value; return s }
export function drop(p: Ptr<node>): void { if (p != o) free(p) }
`;

/** A number that tells states apart, in bits that conditions can ask for one by one. */
const HASH_BITS = 12;
const OBSERVERS = `
export function hash(): uint {
  let s: uint = 17
  s = s * 31 + g; s = s * 31 + h; s = s * 31 + v; s = s * 31 + t; s = s * 31 + flag
  s = s * 31 + list[0]; s = s * 31 + list[1]; s = s * 31 + list[2]
  s = s * 31 + o.n; s = s * 31 + o.b; s = s * 31 + o.u; s = s * 31 + o.at.x; s = s * 31 + o.at.y; s = s * 31 + o.c
  s = s * 31 + o.arr[0]; s = s * 31 + o.arr[1]; s = s * 31 + o.arr[2]
  s = s * 31 + (head == NULL); s = s * 31 + (head == o); s = s * 31 + (tail == head); s = s * 31 + (o.next == head); s = s * 31 + (o.fold == walk); s = s * 31 + (o.fold == swap) + (hook == mirror)
  s = s * 31 + pair[0].n; s = s * 31 + pair[1].b; s = s * 31 + pair[1].at.x
  s = s * 31 + sl.held; s = s * 31 + ml.held
  s ^= s >> 15; s *= 0x2c1b3c6d; s ^= s >> 12; s *= 0x297a2d39; s ^= s >> 15
  return s
}
${Array.from({ length: HASH_BITS }, (_, i) => `export function bit${i}(): bool { return (hash() >> ${i}) & 1 }`).join('\n')}
`;

export const conditions = Array.from({ length: HASH_BITS }, (_, i) => `bit${i}`);

const one = (...texts: string[]) => fc.constantFrom(...texts);
const all = (...parts: (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
  fc.tuple(...parts.map((p) => (typeof p === 'string' ? fc.constant(p) : p))).map((texts) => texts.join(''));

const { number, statement } = fc.letrec<{
  number: string;
  pointer: string;
  ref: string;
  statement: string;
}>((tie) => {
  const [n, p, r, s] = [tie('number'), tie('pointer'), tie('ref'), tie('statement')];
  const op = one('+', '-', '*', '<<', '>>', '&', '|', '^', '==', '!=', '<', '<=', '>', '>=');
  const small = one('0', '1', '2');
  const fold = one(
    'f',
    'f',
    'walk',
    'swap',
    'settle',
    'ref(swap)',
    'p.fold',
    '(f ? f : walk)',
    '(f.value)',
    'wait_fold',
    '(j++, f)',
  );
  const object = fc.oneof({ weight: 4, arbitrary: one('p', 'q', 'o') }, { weight: 1, arbitrary: p });
  const variable = fc.oneof(
    one('i', 'j', 'b', 'u', 'w.x', 'w.y', 'x', 'r.value', 'mine[1]', 'c'),
    one('g', 'h', 'v', 't', 'flag', 'o.n', 'o.at.y', 'list[1]'),
    all('(', object, ')', one('.n', '.b', '.u', '.at.x', '.at.y', '.arr[1]', '.c')),
    all(one('list', 'mine', 'o.arr', 'p.arr'), '[', n, one(' & 1]', ' & 1]', ']')),
  );
  return {
    number: fc.oneof(
      { maxDepth: 2, depthSize: 'small', withCrossShrink: true },
      one('0', '1', '2', '3', '-1', '255', '65535', '2147483647', '4294967295', 'LIMIT'),
      variable,
      all('(', n, ' ', op, ' ', n, ')'),
      all('(', n, one(' && ', ' || '), n, ')'),
      all(one('!', '-', '~'), '(', n, ')'),
      all('(', n, ' ? ', n, ' : ', n, ')'),
      all('(', p, one(' == ', ' != '), p, ')'),
      all('(', variable, one(' = ', ' += ', ' -= ', ' ^= '), n, ')'),
      all('(', variable, one('++', '--'), ')'),
      all('(', one('++', '--'), variable, ')'),
      all('cast<', one('u8', 'short', 'uint', 'char'), '>(', n, ')'),
      all('local(', n, ', ', n, ')'),
      all(fc.oneof(all('(', object, ').fold'), fold), '(', p, ', ', n, ')'),
      all('apply(', fold, ', ', p, ', ', small, ')'),
      all('hook(', one('w', 'p.at', 'mk(i, j)'), ').', one('x', 'y')),
      all('(', fold, one(' == ', ' != '), fold, ')'),
      all('narrow(', n, ')'),
      all('(', n, one(' < ', ' / ', ' >= '), 'u)'),
      all('bump(', object, ')'),
      all('walk(', p, ', ', small, ')'),
      all('swap(', object, ', ', n, ')'),
      all('sum(', one('w', 'p.at', 'mk(i, j)', 'o.at'), ')'),
      all('mk(', n, ', ', n, ')', one('.x', '.y')),
      all('elvis(', n, ', ', n, ')'),
      all('(', fc.oneof(n, p), ', ', n, ')'),
      all('cast<pos>({ ', one('x', 'y'), ': ', n, ' }).', one('x', 'y')),
      all('cast<pos>(', one('{ y: ', '{ x: 1, y: ', '[2, ', '['), n, ')').map(closeLiteral),
      all('at(', one('row, 1', 'p, 0', 'pair, i & 1', 'row, i & 1'), ')', one('.n', '.b', '.at.y')),
      all('total(', one('list', 'cells', 'ref(x)'), ', ', one('1', '2'), ')'),
      one('cells[1]', 'list.value', 'cells[j & 1]', '(cells = list, advance(cells)).value'),
      all('out(', r, ', ', n, ')'),
      all('save(', plain(variable), ', ', plain(n), ')'),
      all('twice(', plain(variable), ')'),
      one("choose('maybe')", "choose('never')", 'current_task()'),
      one('irqs_off()', 'current_cpu()', 'irq_level()', "reaches('walk')", "reaches('nobody')"),
    ),
    pointer: fc.oneof(
      { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
      one('p', 'q', 'head', 'p', 'tail'),
      one('cast<Ptr<node>>(NULL)', 'cast<Ptr<node>>(o)', 'alloc<node>()', 'pop()', 'p.next'),
      all('(', object, ').next'),
      all('(', n, ' ? p : ', p, ')'),
      all('elvis(', p, ', ', p, ')'),
      all('(', n, ', ', p, ')'),
      one('pair', 'offset(pair, 1)', '(row = pair, advance(row))'),
      all('(row = pair, advance(row, ', one('1', '0'), '))'),
    ),
    ref: fc.oneof(
      { maxDepth: 2, depthSize: 'small', withCrossShrink: true },
      one('r', 'ref(x)', 'ref(g)', 'ref(o.n)', 'ref(list[0])', 'ref(p.n)', 'ref(o.at.x)'),
      all('ref(list[', n, '])'),
      all('offset(ref(list[', small, ']), ', one('1', '-1'), ')'),
    ),
    statement: fc.oneof(
      { maxDepth: 2, depthSize: 'small', withCrossShrink: true },
      one(''),
      all(variable, one(' = ', ' = ', ' += ', ' *= ', ' |= ', ' >>= '), n),
      all(variable, one('++', '--')),
      all(one('p', 'q', 'head', 'tail', 'p.next', 'o.next'), ' = ', p),
      all('r = ', r),
      all(one('f', 'f', 'p.fold', 'o.fold'), ' = ', fold),
      one('f = NULL', 'hook = mk2', 'hook = mirror', 'f = cast<Ptr<fold_t>>(p)'),
      all('if (f) g = f(o, ', small, ')'),
      all(one('w', 'p.at', 'o.at'), ' = ', one('w', 'q.at', 'o.at', 'mk(i, g)', 'spare')),
      all(one('w', 'p.at', 'o.at'), ' = cast<pos>({ x: ', n, ', y: ', n, ' })'),
      all(one('w', 'o.at'), ' = (', n, ' ? w : ', one('mk(i, g)', 'q.at', 'spare'), ')'),
      all(one('w', 'o.at'), ' = (', n, ', ', one('mk(i, g)', 'q.at', 'spare'), ')'),
      all(
        '{ let z: node = zeroed({ at: { x: ',
        n,
        ', y: 2 }, n: ',
        n,
        ', arr: [',
        n,
        ', 7] }); i += z.n + z.at.x + z.arr[0]; ',
        s,
        ' }',
      ),
      all('{ let z: Arr<uint, 3> = zeroed([', n, ', ', n, ']); u += z[0] ^ z[1]; ', s, ' }'),
      all('{ let z: pos = ', one('zeroed()', 'zeroed([0])', 'zeroed([1, i])'), '; i += z.x + z.y; ', s, ' }'),
      all('for (k = 0, i++; k < 2; k++, ', n, ') { ', s, ' }'),
      all('row = ', one('pair', 'offset(pair, 1)')),
      all('row.', one('n', 'b', 'at.x'), ' = ', n),
      all('cells[', one('0', '1'), '] = ', n),
      all('(', n, ' ? push(p) : resched())'),
      one('o = copy', 'copy = o', 'copy.n++', 'q = alloc<node>(); q.n = i + 5; free(q); g += q.n'),
      // Not far from the array: what lies between objects is the machine's own.
      one('row = pair; advance(row)', 'row = offset(pair, 1); retreat(row)', 'cells = list; advance(cells)'),
      one('cells = list', 'cells = offset(list, 2); retreat(cells, 1)'),
      n,
      all('push(', p, ')'),
      all(one('drop', 'free'), '(', p, ')'),
      one('sleep()', 'resched()', 'preempt_count_add(1)', 'preempt_count_add(512)', 'sleep_timed()'),
      one('set_irqs_off(1)', 'set_irqs_off(0)', 'nosleep_count_add(1)', 'nosleep_count_add(-1)', 'take(sl)'),
      all('lock_save(', one('sl', 'ml'), ', ', one('i', 'b', 'c', 'g', 'o.n', 'list[1]', 'w.x'), ')'),
      all('wait_for(', one('p', 'o'), ', ', plain(n), ')'),
      all('set_irqs_off(', n, '); ', s, one('; set_irqs_off(0)', '')),
      all('if (', n, " == 77) beyond('what is modelled')"),
      all(one('wait_until', 'spin_until', 'idle_until', 'idle_until'), '(', n.filter(isPure), ')'),
      all(one('spin_lock', 'mutex_lock', 'spin_lock_irq', 'unlock', 'unlock_irq'), '(', one('sl', 'ml'), ')'),
      all(one('spin_lock(sl)', 'mutex_lock(ml)'), '; ', s, '; unlock(', one('sl', 'sl', 'ml'), ')'),
      one('if (i > 7) bug()', 'if (j) return'),
      all('{ ', s, '; ', s, ' }'),
      all('if (', fc.oneof(n, p), ') { ', s, ' }'),
      all('if (', fc.oneof(n, p), ') { ', s, ' } else { ', s, ' }'),
      all('while (k++ < 4) { ', s, '; ', one('', 'if (g) continue; ', 'if (i) break; '), s, ' }'),
      all('for (let k: int = 0; k < ', one('2', 'LIMIT'), '; k++) { let z: int = 1; z += k; i += z; ', s, ' }'),
      all('do { ', s, one('', '; if (h) continue'), ' } while (k++ < ', n, ')'),
      all('switch (', n, ') { case 0: ', s, '; case 1: ', s, '; break; default: ', s, '; case 3: ', s, ' }'),
      all('switch (', n, ' & 3) { case 2: ', s, '; break; case LIMIT: ', s, ' }'),
    ),
  };
});

/** A macro is in no argument of itself. */
function plain(e: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return e.filter((text) => !/save|twice|wait_for/.test(text));
}

/** A condition of a wait may change nothing. */
function isPure(e: string): boolean {
  return !/advance|retreat|\+\+|--|[^=!<>]=[^=]|choose|alloc|bump|swap|save|twice|out\(|pop|push|hook|apply|fold|\bf\b/.test(
    e,
  );
}

/** A literal, opened with one bracket or the other, and a field of it. */
function closeLiteral(e: string): string {
  const [open] = /[[{]/.exec(e)!;
  return `${e.slice(0, -1)}${open === '[' ? ']' : ' }'}).y`;
}

const body = fc.array(statement, { minLength: 9, maxLength: 9 }).chain((s) =>
  fc.tuple(number.filter(isPure), number).map(
    ([e, f]) => `
  let i: int = 0; let j: int = 1; let b: u8; let u: uint = 1; let c: bool = false; let k: int; let m: int = 0; let x: int = 4;
  let w: pos; let spare: pos = mk(7, 70000); let copy: node; let mine: Arr<short, 2>; let p: Ptr<node> = head; let q: Ptr<node> = o; let r: Ref<int> = ref(x); let taken: Ref<short> = ref(mine[0]); let row: Ptr<node> = pair; let f: Ptr<fold_t> = walk; let cells: Ref<int> = list;
  ${s[0]};
  again: ${s[1]};
  { let inner: int = 2; ${s[2]}; if (${e}) goto('inside'); ${s[3]}; inside: inner++; i += inner; ${s[4]} }
  while (m++ < 2) { ${s[5]}; middle: j++; ${s[6]}; if (${f}) goto('out') }
  if (m++ < 5) goto('middle');
  if (m++ < 7) goto('again');
  ${s[7]};
  out: i++;
  ${s[8]}`,
  ),
);

/** Text of a program whose two tasks have these bodies. */
export function programWith(first: string, second = ''): string {
  return `${PRELUDE}${OBSERVERS}export function first(): void {${first}\n}\nexport function second(): void {${second}\n}\n`;
}

/** Text of a program with functions `first` and `second` for two tasks. */
export const program: fc.Arbitrary<string> = fc.tuple(body, body).map(([a, b]) => programWith(a, b));
