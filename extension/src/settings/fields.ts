/**
 * Fields: one table says what a setting is by default, what it accepts, and the same as JSON Schema for a hospital's
 * policy. Types, validation and schema cannot differ, for they are read from that table.
 */
import { isRecord } from "../wire/check.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

const FIELD = Symbol("field");

export interface Field<T> {
  readonly [FIELD]: true;
  readonly default: T;
  readonly schema: JsonSchema;
  /** Whether an institution has no say in it. */
  readonly personal: boolean;
  /** The value when it is acceptable; of a list or a map, what is; `complain` is called when anything is not. */
  take(value: unknown, complain: () => void): T | undefined;
}

export type Shape = Field<unknown> | { readonly [name: string]: Shape };

export type Values<S> = S extends Field<infer T> ? T : { [K in keyof S]: Values<S[K]> };

/** Any part of the values. */
export type Part<V> = V extends readonly unknown[] ? V : V extends object ? { [K in keyof V]?: Part<V[K]> } : V;

function field<T>(initial: T, schema: JsonSchema, accepts: (value: unknown) => value is T): Field<T> {
  const take = (value: unknown, complain: () => void): T | undefined => (accepts(value) ? value : void complain());
  return { [FIELD]: true, default: initial, schema, personal: false, take };
}

/** The doctor's own: no policy presets or locks it. */
export function personal<T>(one: Field<T>): Field<T> {
  return { ...one, personal: true };
}

export function flag(initial: boolean): Field<boolean> {
  return field(initial, { type: "boolean" }, (value) => typeof value === "boolean");
}

export function choice<const C extends readonly string[]>(choices: C, initial: C[number]): Field<C[number]> {
  const accepts = (value: unknown): value is C[number] => choices.some((one) => one === value);
  return field(initial, { type: "string" }, accepts);
}

export function whole(initial: number, minimum: number, maximum: number): Field<number> {
  const accepts = (value: unknown): value is number =>
    typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum;
  return field(initial, { type: "integer" }, accepts);
}

/** A list of short strings, each once. */
export function words(longest: number, most: number): Field<readonly string[]> {
  return {
    ...field<readonly string[]>([], { type: "array", items: { type: "string" } }, Array.isArray),
    take(value, complain) {
      if (!Array.isArray(value)) return void complain();
      const good = new Set<string>();
      for (const one of value) {
        const word = typeof one === "string" ? one.trim() : "";
        if (word === "" || word.length > longest || good.size === most) complain();
        else good.add(word);
      }
      return [...good];
    },
  };
}

/** How many, by name. */
export function counts(): Field<Readonly<Record<string, number>>> {
  return {
    ...field<Readonly<Record<string, number>>>({}, { type: "object" }, isRecord as never),
    take(value, complain) {
      if (!isRecord(value)) return void complain();
      const good = Object.entries(value).filter(
        (entry): entry is [string, number] => Number.isSafeInteger(entry[1]) && Number(entry[1]) > 0,
      );
      if (good.length < Object.keys(value).length) complain();
      return Object.fromEntries(good);
    },
  };
}

function isField(shape: Shape): shape is Field<unknown> {
  return FIELD in shape;
}

/** The default of every field. */
export function defaults<S extends Shape>(shape: S): Values<S> {
  const made = isField(shape)
    ? structuredClone(shape.default)
    : Object.fromEntries(Object.entries(shape).map(([name, one]) => [name, defaults(one)]));
  return made as Values<S>;
}

/**
 * Lays `over` over `base`. What is missing there, or not acceptable, is as in `base`; `complain` is told the path of
 * each value that was not acceptable or not known.
 */
export function lay<S extends Shape>(shape: S, base: Values<S>, over: unknown, complain: (path: string) => void, at = ""): Values<S> {
  if (over === undefined) return base;
  if (isField(shape)) return (shape.take(over, () => complain(at)) ?? base) as Values<S>;
  if (!isRecord(over)) {
    complain(at);
    return base;
  }
  const under = (name: string): string => (at ? `${at}.${name}` : name);
  for (const name of Object.keys(over)) if (!Object.hasOwn(shape, name)) complain(under(name));
  const parts = base as Record<string, never>;
  const laid = Object.entries(shape as Record<string, Shape>).map(([name, one]) => {
    const own = Object.hasOwn(over, name) ? over[name] : undefined;
    return [name, lay(one, parts[name] as never, own, complain, under(name))];
  });
  return Object.fromEntries(laid) as Values<S>;
}

/**
 * What of `over` a policy may say: acceptable and not personal. `undefined` when nothing is left; `complain` is told the
 * path of each value that is left out.
 */
export function sayable(shape: Shape, over: unknown, complain: (path: string) => void, at: string): unknown {
  if (over === undefined) return undefined;
  if (isField(shape)) return shape.personal ? void complain(at) : shape.take(over, () => complain(at));
  if (!isRecord(over)) return void complain(at);
  for (const name of Object.keys(over)) if (!Object.hasOwn(shape, name)) complain(`${at}.${name}`);
  const kept = Object.entries(shape)
    .map(([name, one]) => [name, sayable(one, Object.hasOwn(over, name) ? over[name] : undefined, complain, `${at}.${name}`)] as const)
    .filter(([, value]) => value !== undefined);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** The paths of the fields that `over`, a part of the values, sets. */
export function pathsIn(shape: Shape, over: unknown, at = ""): string[] {
  if (isField(shape)) return over === undefined ? [] : [at];
  if (!isRecord(over)) return [];
  return Object.entries(shape).flatMap(([name, one]) => pathsIn(one, over[name], at ? `${at}.${name}` : name));
}

/**
 * The shape as JSON Schema, in the subset that Chromium reads, without what is personal. It says types and no bounds: for
 * one value out of bounds Chromium would drop every lock there is, in silence. Here such a value is told, and no other is lost.
 */
export function schemaOf(shape: Shape): JsonSchema {
  if (isField(shape)) return shape.schema;
  const open = Object.entries(shape).filter(([, one]) => !isField(one) || !one.personal);
  return { type: "object", properties: Object.fromEntries(open.map(([name, one]) => [name, schemaOf(one)])) };
}
