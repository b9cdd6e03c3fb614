/** A rule as a tree that can be read: what was asked, what was found, and how near it is. */
import { Text, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useFlow } from "../canvas/context";
import { number, ruleText, valueText } from "../words/values";
import type { Speech } from "../words/words";
import classes from "./Explanation.module.css";
import type { Explained, ExplainedClause } from "./queries";
import { moment } from "./times";

export function Explanation({ explained }: { explained: Explained }) {
  return (
    <ul className={classes.tree}>
      <Part explained={explained} />
    </ul>
  );
}

function Part({ explained }: { explained: Explained }) {
  const { speech } = useFlow();
  const { t } = useTranslation("explain");
  const { clause, holds, until } = explained;
  const parts = partsOf(clause);
  return (
    <li className={classes.part}>
      <span className={classes.mark} data-holds={holds}>
        {holds ? <IconCheck size={14} aria-hidden /> : <IconX size={14} aria-hidden />}
        <VisuallyHidden>{t(holds ? "clause.holds" : "clause.fails")}</VisuallyHidden>
      </span>
      <div className={classes.said}>
        <Text size="sm" fw={500}>
          {asked(speech, t, clause)}
        </Text>
        {"asked" in clause && (
          <Text size="sm" c="dimmed">
            {[found(speech, t, clause), nearness(speech, t, clause)].filter(Boolean).join(" ")}
          </Text>
        )}
        {until && parts.length === 0 && (
          <Text size="xs" c="dimmed">
            {t(holds ? "clause.holdsUntil" : "clause.failsUntil", {
              when: moment(until, speech.language),
            })}
          </Text>
        )}
        {parts.length > 0 && (
          <ul className={classes.tree}>
            {parts.map((part, place) => (
              <Part key={place} explained={part} />
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

/** What a part is made of: of a segment, its own rule. */
function partsOf(clause: ExplainedClause): readonly Explained[] {
  switch (clause.kind) {
    case "all":
    case "any":
      return clause.parts;
    case "not":
      return [clause.part];
    case "segment":
      return clause.rule ? [clause.rule] : [];
    default:
      return [];
  }
}

function asked(speech: Speech, t: TFunction<"explain">, clause: ExplainedClause): string {
  if (!("asked" in clause)) return t(`clause.${clause.kind}`);
  const text = ruleText(speech, clause.asked);
  return text.charAt(0).toLocaleUpperCase(speech.language) + text.slice(1);
}

function found(speech: Speech, t: TFunction<"explain">, clause: ExplainedClause): string {
  const since = (at: string) => moment(at, speech.language);
  switch (clause.kind) {
    case "property":
      return clause.value == null
        ? t("found.unknown")
        : t("found.is", { value: valueText(speech, clause.value) });
    case "tag":
    case "segment":
      return clause.since
        ? t(`found.${clause.kind}`, { when: since(clause.since) })
        : t(`found.${clause.kind}Not`);
    case "score":
      return t("found.is", { value: number(speech, clause.points) });
    case "stage":
      return clause.stage
        ? t("found.is", { value: t(`app:stages.${clause.stage}`) })
        : t("found.unknown");
    case "deal":
      return deals(speech, t, clause.deals);
    case "count":
      return t(clause.or_more ? "found.timesOrMore" : "found.times", { count: clause.times });
    case "last_occurred":
      return clause.at ? t("found.last", { when: since(clause.at) }) : t("found.never");
    default:
      return "";
  }
}

type Deals = Extract<ExplainedClause, { kind: "deal" }>["deals"];

function deals({ names }: Speech, t: TFunction<"explain">, all: Deals): string {
  if (all.length === 0) return t("found.noDeal");
  const stands = ({ name, pipeline, stage }: Deals[number]) =>
    t("found.deal", { name, stage: names.stages.get(`${pipeline}/${stage}`) ?? stage });
  return all.map(stands).join(" ");
}

/** By how much the number would have to rise or fall. */
function nearness(speech: Speech, t: TFunction<"explain">, clause: ExplainedClause): string {
  const missing = "missing" in clause ? (clause.missing ?? 0) : 0;
  if (missing === 0) return "";
  return t(missing > 0 ? "near.short" : "near.over", { by: number(speech, Math.abs(missing)) });
}
