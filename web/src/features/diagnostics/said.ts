/**
 * What the server finds wrong with a flow or a rule, in the reader's language: said by its code, with
 * the names and numbers it speaks of. A code that is not known here is left in the server's English.
 */
import type { Schemas } from "@/api/client";
import { eventTitle, numberText, type Speech } from "@/features/rule/phrases";

export type Diagnostic = Schemas["Diagnostic"];

/** How those who know more call what a value names: kinds, steps, ways out, settings. */
export type Called = Partial<Record<"kind" | "step" | "port" | "field", (name: string) => string>>;

export function said(one: Diagnostic, speech: Speech, called: Called = {}) {
  const plain = { message: withoutMarks(one.message), help: withoutMarks(one.help) };
  const values = valuesOf(one, speech, called);
  const say = (part: "message" | "help") =>
    speech.t(`diagnostics:code.${one.code}.${part}`, { ...values, defaultValue: plain[part] });
  return { message: placed(one.message, say("message"), plain.message, speech), help: say("help") };
}

/** The server sets its marks around names; ours have quotation marks. */
const withoutMarks = (text: string) => text.replaceAll("`", "");

/** Of another document than the one on the screen, the server says the name first. */
export const PLACE = /^(Flow|Segment|Scoring model) “(.*?)”: /;

function placed(english: string, message: string, plain: string, { t }: Speech): string {
  const [, kind = "", name] = PLACE.exec(english) ?? [];
  if (kind === "" || message === plain) return message;
  return t(`diagnostics:in.${kind.replace(" m", "M")}`, { name, message });
}

function valuesOf(one: Diagnostic, speech: Speech, called: Called): Record<string, unknown> {
  const values: Record<string, unknown> = one.values ?? {};
  const spoken = Object.entries(values).map(([name, value]) => {
    const each = Array.isArray(value) ? value : [value];
    return [name, each.map((item) => nameOf(name, item, values, speech, called)).join(", ")];
  });
  const field = one.field ? (called.field?.(one.field) ?? one.field) : "";
  return { field, ...Object.fromEntries(spoken), count: Number(values.max ?? 0) };
}

function nameOf(
  what: string,
  value: unknown,
  around: Record<string, unknown>,
  speech: Speech,
  called: Called,
): string {
  if (typeof value === "number") return numberText(value, speech);
  const id = String(value);
  const { names } = speech;
  switch (what) {
    case "segment":
      return names.segment(id);
    case "flow":
      return names.flow(id);
    case "pipeline":
      return names.pipeline(id);
    case "stage":
    case "stages":
      return names.stage(String(around.pipeline), id);
    case "event":
      return eventTitle(id, speech);
    case "step":
    case "from":
    case "to":
      return called.step?.(id) ?? id;
    case "kind":
    case "port":
      return called[what]?.(id) ?? id;
    default:
      return id;
  }
}
