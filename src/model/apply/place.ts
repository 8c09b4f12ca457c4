// One file of a patch against the model: where each of its hunks goes. All of them are placed in the text as it was
// before any of them.

import type { Diagnostic } from '../../base/diagnostic.ts';
import type { FilePatch, Hunk } from '../../patch/patch.ts';
import type { Program } from '../ast.ts';
import type { Known } from '../c/known.ts';
import type { ApplyWarning, Mapping } from './applied.ts';
import { choose } from './choose.ts';
import { disagreement } from './disagree.ts';
import { type Explained, explain } from './explain.ts';
import { type Found, find } from './find.ts';
import { type Fit, type PreImage, postImageOf, preImageOf, skipsOf } from './fit.ts';
import { MailSource } from './mail-source.ts';
import { diagnostic, type HunkName, messages } from './messages.ts';
import { type Script, scriptOf } from './script.ts';
import { sameFile } from './section.ts';
import { type Unit, unitOf } from './unit.ts';

export interface PlacedHunk {
  readonly hunk: Hunk;
  readonly mail: MailSource;
  readonly script: Script;
  readonly pre: PreImage;
  readonly fits: readonly Fit[];
  readonly explained?: Explained;
  readonly failure?: Diagnostic;
  readonly status: Map<number, { status: Mapping; reason?: string }>;
}

export interface PlacedFile {
  readonly path: string;
  readonly hunks: readonly PlacedHunk[];
  readonly warnings: readonly ApplyWarning[];
}

/** Places the hunks of a file. One that has no place carries a `failure`. */
export function placeFile(
  file: FilePatch,
  known: Known,
  elides: readonly string[],
  mailName: string | undefined,
): PlacedFile {
  const { program } = known;
  const pathKnown = knowsPath(program, file.path);
  const warnings: ApplyWarning[] = [];
  // In a file that the model does not know, a function has to be named to fit.
  const words = pathKnown
    ? undefined
    : new Set(
        file.hunks.flatMap((h) => [h.section, ...h.lines.map((l) => l.text)]).flatMap((t) => t.match(/\w+/g) ?? []),
      );
  const units = [...program.functions.values()]
    .filter((fn) => fn.file !== undefined && (words ? words.has(fn.name) : sameFile(fn.file, file.path)))
    .map((fn) => unitOf(fn, program));
  const read = file.hunks.map((hunk, index) => {
    const mail = new MailSource(mailName ?? file.path, hunk);
    const name: HunkName = { path: file.path, number: index + 1 };
    return { hunk, mail, name, ...readHunk(hunk, mail, units, known, elides, pathKnown) };
  });
  const chosen = choose(read.map(({ name, pre, found }) => ({ name, pre, sure: found.sure, options: found.options })));
  const hunks = read.map(({ hunk, mail, name, script, pre, found }, index): PlacedHunk => {
    for (const { line, warning } of script.warnings)
      warnings.push({ code: warning.code, file: file.path, line: hunk.lines[line]!.line, text: warning.text });
    const fail = (failure: Diagnostic): PlacedHunk => ({
      hunk,
      mail,
      script,
      pre,
      fits: [],
      failure,
      status: new Map(),
    });
    const first = mail.line(
      Math.max(
        0,
        hunk.lines.findIndex((l) => l.kind !== 'context'),
      ),
      hunk,
    );
    if (!hunk.countsSatisfied) return fail(miscounted(name, hunk, mail));
    if (script.refusal) return fail(script.refusal);
    if (!Array.isArray(chosen) && 'hunk' in chosen && chosen.hunk === index)
      return fail({ ...chosen.diagnostic, span: first });
    const head = Array.isArray(chosen) ? (chosen[index] as Fit | undefined) : found.options[0];
    const fits = head ? [head, ...found.sure] : found.sure;
    const mismatch = misfitOf(found, pre);
    if (mismatch) return fail(why(name, hunk, mail, script, pre, [mismatch.unit], mismatch, known, elides));
    const explained = explain(script, pre, found, fits, { program, path: file.path, hunk: index, pathKnown });
    const { unplaced } = explained;
    if (unplaced) {
      const about = unplaced.function === null ? units : units.filter((u) => u.fn.name === unplaced.function);
      return fail(why(name, hunk, mail, script, pre, about, unplaced, known, elides));
    }
    if (!pathKnown && fits[0]) {
      const { fn } = fits[0].unit;
      const line = hunk.lines[0]?.line ?? 0;
      warnings.push({
        code: 'path-unknown',
        file: file.path,
        line,
        text: messages.pathUnknown(file.path, fn.name, fn.file!),
      });
    }
    return { hunk, mail, script, pre, fits, explained, status: explained.status };
  });
  return { path: file.path, hunks, warnings };
}

/** Whether the model has anything of a file. */
function knowsPath(program: Program, path: string): boolean {
  const all = [...program.functions.values(), ...program.structs.values(), ...program.globals.values()];
  return all.some((d) => d.file !== undefined && sameFile(d.file, path));
}

interface Read {
  readonly script: Script;
  readonly pre: PreImage;
  readonly found: Found;
}

function readHunk(
  hunk: Hunk,
  mail: MailSource,
  units: readonly Unit[],
  known: Known,
  elides: readonly string[],
  pathKnown: boolean,
): Read {
  const read = (skipsFirst: boolean): Read => {
    const script = scriptOf(hunk, mail, known.config, skipsFirst);
    const pre = preImageOf(script);
    const found = find(hunk, pre, skipsOf(pre.tokens, known, elides), units, known);
    // In a file that the model does not know, only a function that the hunk names may fit.
    const named = found.section.kind === 'function';
    return { script, pre, found: pathKnown || named ? found : { ...found, options: [] } };
  };
  const plain = read(false);
  const lost = ({ found }: Read): boolean =>
    found.misfits.length > 0 || (found.changesBefore && found.options.length === 0 && !found.addsBehind);
  if (!plain.script.beginsInCondition || !lost(plain)) return plain;
  const other = read(true);
  return lost(other) ? plain : other;
}

/** A hunk that does not have the lines that its header counts, said at its header. */
function miscounted(name: HunkName, hunk: Hunk, mail: MailSource): Diagnostic {
  const old = hunk.lines.filter((l) => l.kind !== 'added').length;
  const now = hunk.lines.filter((l) => l.kind !== 'removed').length;
  const text = messages.incomplete(name, [hunk.oldLines, hunk.newLines], [old, now]);
  return diagnostic(text, mail.header(hunk), messages.incompleteHelp);
}

/** A function whose head stands in the hunk, that the hunk changes and that does not fit. */
function misfitOf(found: Found, pre: PreImage): Found['misfits'][number] | undefined {
  return found.misfits.find(({ from, to }) => {
    const end = pre.tokens.length;
    if (pre.removed.some((r, i) => r && i >= from && i < to)) return true;
    return [...pre.added.keys()].some((at) => (at > from && at < to) || (at === to && to === end));
  });
}

function why(
  name: HunkName,
  hunk: Hunk,
  mail: MailSource,
  script: Script,
  pre: PreImage,
  units: readonly Unit[],
  range: { readonly from: number; readonly to: number },
  known: Known,
  elides: readonly string[],
): Diagnostic {
  const first = mail.line(
    Math.max(
      0,
      hunk.lines.findIndex((l) => l.kind !== 'context'),
    ),
    hunk,
  );
  if (pre.tokens.length === 0) return diagnostic(messages.noContext(name), first, messages.ambiguousHelp);
  const post = postImageOf(script);
  const done = find(hunk, post, skipsOf(post.tokens, known, elides), units, known);
  const fitted = done.options[0] ?? done.sure[0];
  if (fitted && done.misfits.length === 0 && post.removed.includes(true))
    return diagnostic(messages.alreadyApplied(name, fitted.unit.fn.name), first, messages.alreadyAppliedHelp);
  const tokens = pre.tokens.slice(range.from, range.to);
  const ranked = units
    .map((unit) => ({ unit, found: disagreement(tokens, unit) }))
    .sort((a, b) => (a.found?.cost ?? 0) - (b.found?.cost ?? 0));
  const best = ranked[0];
  // A text that is mostly another is no near miss.
  if (!best?.found || (units.length > 1 && best.found.cost > tokens.length / 2))
    return diagnostic(messages.noPlace(name), first, messages.noPlaceHelp);
  const { unit, found } = best;
  const token = tokens[Math.min(found.at, tokens.length - 1)]!;
  const line = unit.lines[found.modelLine]?.trim();
  const place = `${unit.fn.name}(), line ${found.modelLine < 0 ? unit.lines.length - 1 : found.modelLine + 1}`;
  return diagnostic(
    messages.disagrees(name, hunk.lines[token.line]!.text.trim(), line ? `\`${line}\`` : 'nothing more', place),
    mail.line(token.line, hunk),
  );
}
