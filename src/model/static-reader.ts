import { Refusal } from '../base/diagnostic.ts';
import type { Span } from '../base/source.ts';
import type { StaticValue } from './ts/static.ts';

/** Reads static data by its expected shape; what differs is refused where it stands. */
export class Reader {
  readonly #value: StaticValue;
  readonly #name: string;

  constructor(value: StaticValue, name: string) {
    this.#value = value;
    this.#name = name;
  }

  get span(): Span {
    return this.#value.span;
  }

  get kind(): StaticValue['kind'] {
    return this.#value.kind;
  }

  text(): string {
    return this.#value.kind === 'string' ? this.#value.value : this.#refuse('a string');
  }

  truth(): boolean {
    return this.#value.kind === 'boolean' ? this.#value.value : this.#refuse('true or false');
  }

  /** A whole number, not negative. */
  count(): number {
    const v = this.#value;
    return v.kind === 'number' && Number.isInteger(v.value) && v.value >= 0 ? v.value : this.#refuse('a whole number');
  }

  oneOf<T extends string>(values: readonly T[]): T {
    const v = this.#value;
    const found = values.find((value) => v.kind === 'string' && v.value === value);
    return found ?? this.#refuse(values.map((value) => `'${value}'`).join(' or '));
  }

  fn(): { name: string; span: Span } {
    const v = this.#value;
    return v.kind === 'function' ? { name: v.name, span: v.span } : this.#refuse('the name of a function');
  }

  items<T>(read: (at: Reader) => T): T[] {
    const v = this.#value;
    if (v.kind !== 'array') return this.#refuse('an array');
    return v.items.map((item) => read(new Reader(item, `an item of ${this.#name}`)));
  }

  fields<T>(read: (name: string, at: Reader) => T): T[] {
    return [...this.#fields()].map(([name, value]) => read(name, new Reader(value, `\`${name}\``)));
  }

  record<T>(read: (name: string, at: Reader) => T): Record<string, T> {
    return Object.fromEntries(this.fields((name, at) => [name, read(name, at)] as const));
  }

  field(name: string): Reader {
    const found = this.optional(name);
    if (found) return found;
    throw new Refusal(`Cannot read ${this.#name}: it has no \`${name}\`.`, this.span);
  }

  optional(name: string): Reader | undefined {
    const value = this.#fields().get(name);
    return value && new Reader(value, `\`${name}\``);
  }

  /** Refuses fields of other names. */
  only(...names: string[]): void {
    for (const [name, value] of this.#fields())
      if (!names.includes(name))
        throw new Refusal(
          `Cannot read \`${name}\`: ${this.#name} has no such field.`,
          value.span,
          `It has ${names.join(', ')}.`,
        );
  }

  #fields(): ReadonlyMap<string, StaticValue> {
    return this.#value.kind === 'object' ? this.#value.fields : this.#refuse('an object');
  }

  #refuse(wanted: string): never {
    throw new Refusal(`Cannot read ${this.#name}: ${wanted} is wanted.`, this.span);
  }
}
