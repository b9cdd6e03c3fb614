/** What was learned, in words: what a contact is known by, and what it does. Pure. */
import { eventText, nameText, numberText, type Speech } from "@/features/rule/phrases";
import { sentence } from "@/features/rule/sentence";
import type { Effect, Feature, FeatureValue } from "./types";

const say = ({ t }: Speech, key: string, values: Record<string, unknown> = {}) =>
  t(`prediction:said.${key}`, values);

/** "country", "the tag “vip”", "how often: visited a page". */
export function featureText(feature: Feature, speech: Speech): string {
  if ("property" in feature) return nameText(feature.property);
  if ("tag" in feature) return say(speech, "tag", { tag: feature.tag });
  if ("times" in feature) return say(speech, "times", { event: eventText(feature.times, speech) });
  return say(speech, "lately", { event: eventText(feature.days_since, speech) });
}

/** What is known of one contact: "country: MD", "never: visited a page". */
export function knownText(
  feature: Feature,
  value: FeatureValue | null | undefined,
  speech: Speech,
): string {
  if ("property" in feature) {
    const name = nameText(feature.property);
    return say(speech, "known", { name, value: valueText(value, speech) });
  }
  if ("tag" in feature) {
    const has = value != null && "flag" in value && value.flag;
    return begun(say(speech, has ? "hasTag" : "noTag", { tag: feature.tag }));
  }
  return begun(happenedText(feature, value, speech));
}

type Activity = Exclude<Feature, { property: string } | { tag: string }>;

function happenedText(
  feature: Activity,
  value: FeatureValue | null | undefined,
  speech: Speech,
): string {
  const event = eventText("times" in feature ? feature.times : feature.days_since, speech);
  if (value == null) return say(speech, "never", { event });
  if ("times" in value) return say(speech, "happened", { event, count: value.times });
  if ("days" in value) return say(speech, "last", { event, count: Math.round(value.days) });
  return event;
}

function valueText(value: FeatureValue | null | undefined, speech: Speech): string {
  if (value == null) return say(speech, "unknown");
  if ("text" in value) return value.text;
  if ("number" in value) return numberText(value.number, speech);
  if ("flag" in value) return speech.t(`rule:sentence.${value.flag ? "yes" : "no"}`);
  return numberText("times" in value ? value.times : Math.round(value.days), speech);
}

/** Of whom, or of what more of, the effect is: "Country is “US”", "Age: one more". */
export function effectText({ feature, of }: Effect, speech: Speech): string {
  if (typeof of === "object") return sentence(of.condition.when, speech);
  const isTimes = of === "doubled" && "times" in feature;
  const text = isTimes
    ? say(speech, "oftener", { event: eventText(feature.times, speech) })
    : say(speech, of, { feature: featureText(feature, speech) });
  return begun(text);
}

/** As a sentence begins; names of properties stay as they are written. */
const begun = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
