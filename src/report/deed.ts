import { unreachable } from '../base/unreachable.ts';
import type { StepEvent } from '../machine/interpret/events.ts';
import type { Program } from '../model/ast.ts';
import type { Deed } from '../verdict/parting.ts';
import type { Open } from '../verdict/standing.ts';
import { STOPS } from './rows.ts';
import { headOf, placeOf } from './shorten.ts';
import { valueText } from './value.ts';

/** What a program does where it parts from another, in C or in few words. */
export function deedText(deed: Deed, program: Program): string {
  switch (deed.kind) {
    case 'statement':
      return `${placeOf(deed.open.statement)}${inside(deed.open)}`;
    case 'event':
      return eventText(deed.event, program);
    case 'nothing':
      return 'nothing';
    case 'cannot':
      return deed.reason;
    default:
      return unreachable(deed);
  }
}

/** Names a function of the vocabulary, in which nobody would look for the statement. */
function inside({ function: { name, span } }: Pick<Open, 'function'>): string {
  return span.source.name.startsWith('models/kernel/') ? ` in ${name}()` : '';
}

function eventText(e: StepEvent, program: Program): string {
  switch (e.kind) {
    case 'value': {
      const value = valueText(e.expression, e.value, program) ?? e.value.text;
      return `${headOf(e.statement, e.expression, e.declares) ?? placeOf(e.statement)} → ${value}${inside(e)}`;
    }
    case 'enter':
    case 'leave':
      return `${placeOf(e.statement)}${inside(e)}`;
    case 'choice':
      return `${e.switch}: ${e.happens ? 'it happens' : 'it does not happen'}`;
    case 'sleep':
      return `sleeps in ${e.function.name}()`;
    case 'wake':
      return 'wakes';
    case 'arrive':
      return 'arrives';
    case 'done':
      return 'is done';
    case 'stop':
      return `stops: ${STOPS[e.reason]}`;
    default:
      return unreachable(e);
  }
}
