/** A rule as a tree that can be read: what was asked, what was found, and how near it is. */
import { Text, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFlowNames } from "@/features/rule/useFlowNames";
import { useFlow } from "../canvas/context";
import type { Speech } from "../words/words";
import classes from "./Explanation.module.css";
import { asked, found, nearness } from "./found";
import type { Explained, ExplainedClause } from "./queries";
import { moment } from "./times";

export function Explanation({ explained }: { explained: Explained }) {
  const { speech } = useFlow();
  // Rules of segments, which stand in it too, ask about flows that this one does not name.
  const flowNames = useFlowNames(explained);
  const knowing = { ...speech, names: { ...speech.names, ...flowNames } };
  return (
    <ul className={classes.tree}>
      <Part explained={explained} speech={knowing} />
    </ul>
  );
}

function Part({ explained, speech }: { explained: Explained; speech: Speech }) {
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
              <Part key={place} explained={part} speech={speech} />
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
