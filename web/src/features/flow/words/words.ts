/**
 * What steps, settings and rules read like in the user's language.
 *
 * The registry's own English texts are the last resort, so that a kind which nobody has translated
 * yet still says what it is.
 */
import type { TFunction } from "i18next";
import { comparisonText, eventText, type Names, testText } from "@/features/rule/phrases";
import type { Comparison, EventMatch, Test } from "@/features/rule/rule";
import type { FlowDocument, FlowNode } from "../model/document";
import { equal } from "../model/equal";
import type { Kinds, NodeKind } from "../model/kinds";
import { chosenVariant, fieldsOf, isRecord, nameOf, type Schema } from "../model/schema";
import { classText, crossingText } from "./crossing";
import { money, readable, ruleText, span, valueText } from "./values";

export interface Speech {
  readonly t: TFunction<"flow">;
  readonly names: Names;
  readonly language: string;
}

/** What needs no names of things. */
type Words = Pick<Speech, "t">;

/** `at_most` → `At most`. */
export function spoken(name: string): string {
  const text = name.replace(/^custom:/, "").replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const kindTitle = ({ t }: Words, kind: NodeKind): string =>
  t(`kind.${kind.name}.title`, { defaultValue: kind.title });

export const kindSummary = ({ t }: Speech, kind: NodeKind): string =>
  t(`kind.${kind.name}.summary`, { defaultValue: kind.summary });

/** Other words by which people look for a kind, in their language and the registry's English. */
export const kindSynonyms = ({ t }: Speech, kind: NodeKind): string =>
  [t(`kind.${kind.name}.synonyms`, { defaultValue: "" }), ...kind.synonyms].join(" ");

export const portName = ({ t }: Speech, port: string): string =>
  t(`port.${port}`, { defaultValue: spoken(port) });

export const fieldName = ({ t }: Speech, field: string): string =>
  t(`field.${field}`, { defaultValue: spoken(field) });

/** “Tag, Reason and Owner”. */
export const listed = ({ language }: Speech, names: readonly string[]): string =>
  new Intl.ListFormat(language, { type: "conjunction" }).format(names);

/** A translation for this kind, else for fields of this name in general, else the registry's text. */
export const fieldHelp = ({ t }: Speech, kind: string, field: string, help: string): string =>
  t([`help.${kind}.${field}`, `help.any.${field}`], { defaultValue: help.replaceAll("`", "") });

export const choiceName = ({ t }: Speech, type: string | undefined, name: string): string =>
  type === "LifecycleStage"
    ? t(`app:stages.${name}`)
    : t(`choice.${type ?? "any"}.${name}`, { defaultValue: spoken(name) });

/** What people call a step: its name, else what its kind is called. */
export function stepTitle(words: Words, kinds: Kinds, node: FlowNode): string {
  const kind = kinds.get(node.kind);
  return node.name || (kind ? kindTitle(words, kind) : spoken(node.kind));
}

/** What a step does, with its real values. */
export function stepSummary(speech: Speech, kinds: Kinds, node: FlowNode): string {
  const kind = kinds.get(node.kind);
  if (!kind) return speech.t("unknownKind", { kind: node.kind });
  const said = SENTENCES[node.kind]?.(speech, node.settings) ?? settingsText(speech, kind, node);
  if (!node.name) return said || kindSummary(speech, kind);
  return said ? `${kindTitle(speech, kind)} · ${said}` : kindTitle(speech, kind);
}

/** Steps whose settings say more as one sentence than one by one; nothing, while they are not whole. */
const SENTENCES: Readonly<
  Record<string, (speech: Speech, settings: FlowNode["settings"]) => string | undefined>
> = { score_crosses: crossingText };

function settingsText(speech: Speech, kind: NodeKind, node: FlowNode): string {
  const values = fieldsOf(kind.schema).flatMap((field) => {
    const value = node.settings[field.name];
    const isDefault = !field.required && equal(value, field.schema.default);
    if (value === undefined || value === null || value === "" || isDefault) return [];
    if (typeof value === "boolean") return value ? [fieldName(speech, field.name)] : [];
    return [settingText(speech, field.schema, value, node.settings)];
  });
  return values.filter(Boolean).join(" · ");
}

/** One setting's value as text. `around` are the settings it stands in. */
export function settingText(
  speech: Speech,
  schema: Schema,
  value: unknown,
  around: Readonly<Record<string, unknown>> = {},
): string {
  const { t, names } = speech;
  switch (nameOf(schema)) {
    case "Span":
      return span(speech, value);
    case "Rule":
      return ruleText(speech, value);
    case "EventMatch":
      return readable(value, (of: EventMatch) => eventText(of, speech));
    case "PropertyTest":
      return readable(value, (test: Test) => testText(test, speech));
    case "Comparison":
      return readable(value, (one: Comparison) => comparisonText(one, speech));
    case "Class":
      return classText(speech, value);
    case "Money":
      return money(speech, value);
    case "SegmentId":
      return names.segment(String(value));
    case "PipelineId":
      return names.pipeline(String(value));
    case "StageId":
      return names.stage(around.pipeline ? String(around.pipeline) : null, String(value));
    case "Tag":
      return t("value.tag", { tag: String(value) });
    case undefined:
      return valueText(speech, value);
    default: {
      const chosen =
        typeof value === "string" ? { name: value, value: null } : chosenVariant(value);
      if (chosen?.value === null && !isFreeText(nameOf(schema)))
        return choiceName(speech, nameOf(schema), chosen.name);
      return valueText(speech, value);
    }
  }
}

const isFreeText = (type: string | undefined) =>
  type === "Category" || type === "PropertyName" || type === "Value" || type === "EventName";

/** All that can be searched in a step: its name, kind, id, and every text in its settings. */
export function searchText(speech: Speech, kinds: Kinds, node: FlowNode): string {
  const kind = kinds.get(node.kind);
  const texts = [stepTitle(speech, kinds, node), stepSummary(speech, kinds, node), node.id];
  return [...texts, kind ? kindTitle(speech, kind) : "", ...textsIn(node.settings)].join(" ");
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}

export const distanceText = ({ t }: Speech, away: number): string =>
  away === 0 ? t("panel.start") : t("panel.distance", { count: away });

/** How a screen reader hears a step: what it is, what it does, where it leads. */
export function stepAloud(
  speech: Speech,
  kinds: Kinds,
  document: FlowDocument,
  node: FlowNode,
  away: number | null = null,
): string {
  const kind = kinds.get(node.kind);
  const ways = document.edges
    .filter((edge) => edge.from === node.id)
    .map((edge) => {
      const to = document.nodes.find((other) => other.id === edge.to);
      const step = to ? stepTitle(speech, kinds, to) : edge.to;
      return (kind?.ports.length ?? 0) > 1
        ? speech.t("aloud.way", { port: portName(speech, edge.port), step })
        : speech.t("aloud.then", { step });
    });
  const role = kind ? speech.t(`role.${kind.role}`) : "";
  const far = away ? distanceText(speech, away) : "";
  const parts = [
    role,
    stepTitle(speech, kinds, node),
    stepSummary(speech, kinds, node),
    far,
    ...ways,
  ];
  return parts.filter(Boolean).join(". ");
}
