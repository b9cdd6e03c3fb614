/**
 * Reading the JSON Schema of a kind's settings: which fields there are, in which order, of which
 * sort, and how each begins. The only knowledge of schemas; drawing a field is the panel's.
 */
import type { Settings } from "./document";
import type { NodeKind } from "./kinds";

export type Schema = Readonly<Record<string, unknown>>;

export interface Field {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly help: string;
}

/** One way of a choice: `{"days": 3}` is the way `days` with an inner schema. */
export interface Variant {
  readonly name: string;
  /** Null: the bare word, as in `"once"`. */
  readonly inner: Schema | null;
  readonly help: string;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const anyOf = (schema: Schema): Schema[] =>
  Array.isArray(schema.anyOf) ? schema.anyOf.filter(isRecord) : [];

/** A schema's own name, such as `Span`, if it is one that is shared. */
export function nameOf(schema: Schema): string | undefined {
  const target = [schema, ...anyOf(schema)].find((part) => typeof part.$ref === "string");
  return typeof target?.$ref === "string" ? target.$ref.split("/").at(-1) : undefined;
}

export function mayBeNull(schema: Schema): boolean {
  if (Array.isArray(schema.type) && schema.type.includes("null")) return true;
  return anyOf(schema).some((part) => part.type === "null");
}

/** The schema without its reference and without "or null". */
export function resolved(schema: Schema, root: Schema): Schema {
  const parts = anyOf(schema).filter((part) => part.type !== "null");
  const only = mayBeNull(schema) && parts.length === 1 ? parts[0] : undefined;
  if (only) return resolved(only, root);
  if (typeof schema.$ref !== "string") return schema;
  const name = schema.$ref.split("/").at(-1) ?? "";
  const target = isRecord(root.$defs) ? root.$defs[name] : undefined;
  return isRecord(target) ? resolved(target, root) : schema;
}

export function typeOf(schema: Schema): string | undefined {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.find((type): type is string => typeof type === "string" && type !== "null");
}

/** The fields of an object: what must be said first, then what is asked about, then details. */
export function fieldsOf(schema: Schema): Field[] {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields = Object.entries(properties).map(([name, value]) => {
    const inner = isRecord(value) ? value : {};
    const help = typeof inner.description === "string" ? inner.description : "";
    return { name, schema: inner, required: required.includes(name), help };
  });
  return fields.sort((a, b) => weight(a) - weight(b));
}

/** Without hints of the registry: required before optional, things before numbers before yes or no. */
function weight(field: Field): number {
  const shape = nameOf(field.schema) !== undefined ? 0 : (SHAPES[typeOf(field.schema) ?? ""] ?? 1);
  return (field.required ? 0 : 10) + shape;
}
const SHAPES: Readonly<Record<string, number>> = { string: 1, integer: 2, number: 2, boolean: 3 };

/** The ways of a choice, or null if the schema is none. */
export function variantsOf(schema: Schema): Variant[] | null {
  if (Array.isArray(schema.enum)) return schema.enum.map((word) => bare(String(word), ""));
  if (!Array.isArray(schema.oneOf)) return null;
  return schema.oneOf.filter(isRecord).flatMap(variants);
}

function variants(way: Schema): Variant[] {
  const help = typeof way.description === "string" ? way.description : "";
  if (typeof way.const === "string") return [bare(way.const, help)];
  if (Array.isArray(way.enum)) return way.enum.map((word) => bare(String(word), help));
  const properties = isRecord(way.properties) ? Object.entries(way.properties) : [];
  return properties.map(([name, inner]) => ({ name, inner: isRecord(inner) ? inner : {}, help }));
}

const bare = (name: string, help: string): Variant => ({ name, inner: null, help });

/** Which way a value has gone, and what is in it. */
export function chosenVariant(value: unknown): { name: string; value: unknown } | null {
  if (typeof value === "string") return { name: value, value: null };
  const [entry] = isRecord(value) ? Object.entries(value) : [];
  return entry ? { name: entry[0], value: entry[1] } : null;
}

/** Shared types whose first way is not what one usually begins with. */
const BEGINNINGS: Readonly<Record<string, unknown>> = { Span: { days: 1 } };

/** How a value of this schema begins; undefined: it has to be said by a person. */
export function initial(schema: Schema, root: Schema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (mayBeNull(schema)) return null;
  const name = nameOf(schema);
  if (name && name in BEGINNINGS) return BEGINNINGS[name];
  const plain = resolved(schema, root);
  if (plain.default !== undefined) return plain.default;
  const ways = variantsOf(plain);
  // Among plain words a person chooses; nothing is chosen for them.
  if (ways)
    return ways.every((way) => way.inner === null) ? undefined : initialVariant(ways[0], root);
  switch (typeOf(plain)) {
    case "object":
      return initialObject(plain, root);
    case "array":
      return arrayOf(plain, root);
    case "boolean":
      return false;
    default:
      return undefined;
  }
}

export function initialVariant(way: Variant | undefined, root: Schema): unknown {
  if (!way) return undefined;
  return way.inner === null
    ? way.name
    : { [way.name]: initial(way.inner, root) ?? firstOf(way.inner, root) };
}

/** A value to begin with where there must be one, inside of a choice that was just made. */
function firstOf(schema: Schema, root: Schema): unknown {
  const plain = resolved(schema, root);
  const [way] = variantsOf(plain) ?? [];
  if (way) return way.name;
  const type = typeOf(plain);
  return type === "integer" || type === "number" ? 1 : "";
}

function arrayOf(schema: Schema, root: Schema): unknown[] {
  if (!Array.isArray(schema.prefixItems)) return [];
  return schema.prefixItems
    .filter(isRecord)
    .map((item) => initial(item, root) ?? firstOf(item, root));
}

function initialObject(schema: Schema, root: Schema): Record<string, unknown> {
  const entries = fieldsOf(schema)
    .filter((field) => field.required)
    .map(({ name, schema: inner }) => [name, initial(inner, root)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The settings of a new step: only what the schema asks for. The server fills in what is absent. */
export function initialSettings(kind: NodeKind): Settings {
  return initialObject(kind.schema, kind.schema);
}

/** The fields that a person still has to fill in. */
export function missing(kind: NodeKind, settings: Settings): string[] {
  const blank = (value: unknown) => value === undefined || value === null || value === "";
  return fieldsOf(kind.schema)
    .filter((field) => field.required && blank(settings[field.name]))
    .map((field) => field.name);
}
