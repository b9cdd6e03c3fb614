/** Why a contact is, or is not, at a step: what stands in the way, in plain sentences. */
import { Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Shown } from "@/app/shared/states";
import { useFlow } from "../canvas/context";
import { portName } from "../words/words";
import { Explanation } from "./Explanation";
import { askedOfEvent } from "./found";
import classes from "./Mode.module.css";
import { type Reason, type Why, whyQuery } from "./queries";
import { moment } from "./times";
import { useStepName } from "./Visits";

interface Props {
  readonly contact: string;
  readonly name: string;
  readonly flow: string;
  readonly node: string;
}

export function WhyNot({ contact, name, flow, node }: Props) {
  const query = useQuery(whyQuery(contact, flow, node));
  return (
    <section className={classes.section} aria-live="polite">
      <Shown query={query} rows={3}>
        {(why) => <Answer why={why} name={name} />}
      </Shown>
    </section>
  );
}

function Answer({ why, name }: { why: Why; name: string }) {
  const { t } = useTranslation("explain");
  const title = useStepName();
  const step = title(why);
  const thereOrNot = why.standing === "is_there" || why.standing === "was_there" ? "why" : "whyNot";
  return (
    <Stack gap="sm">
      <div>
        <Title order={3} size="h3">
          {t(`why.${thereOrNot}`, { step })}
        </Title>
        <Text size="sm">{t(`standing.${why.standing}`, { name, step })}</Text>
      </div>
      {why.reasons.filter(isTold).map(({ reason }, place) => (
        <OneReason key={`${reason.code} ${place}`} reason={reason} />
      ))}
    </Stack>
  );
}

/** That nothing forbids an entry is news only to who was inside before. */
function isTold({ reason }: Why["reasons"][number]): boolean {
  return reason.code !== "reentry" || !reason.allowed || reason.last != null;
}

function OneReason({ reason }: { reason: Reason }) {
  const text = useReasonText()(reason);
  const explanation = "explanation" in reason ? reason.explanation : null;
  return (
    <div className={classes.reason}>
      <Text size="sm">{text}</Text>
      {explanation && <Explanation explained={explanation} />}
      {reason.code === "trigger" && reason.last_event && <Tried event={reason.last_event} />}
    </div>
  );
}

function useReasonText(): (reason: Reason) => string {
  const { speech } = useFlow();
  const { t } = useTranslation("explain");
  const title = useStepName();
  const when = (at: string) => moment(at, speech.language);
  return (reason) => {
    const step = "step" in reason ? title(reason) : "";
    switch (reason.code) {
      case "flow_state":
        return t(`reason.flow.${reason.state}`);
      case "trigger":
        return triggerText(t, reason, step);
      case "reentry":
        if (reason.allowed) return t("reason.mayEnter");
        return reason.again_at
          ? t("reason.mayEnterAt", { when: when(reason.again_at) })
          : t("reason.mayNotEnter");
      case "exit_rule":
        return t("reason.exitRule");
      case "goal":
        return t(reason.explanation ? "reason.goal" : "reason.goalEvent", { step });
      case "choice": {
        const needed = portName(speech, reason.needed);
        if (!reason.taken) return t("reason.choice", { step, needed });
        const went = { step, needed, taken: portName(speech, reason.taken) };
        return reason.at
          ? t("reason.wentAt", { ...went, when: when(reason.at) })
          : t("reason.went", went);
      }
      case "waits":
        return reason.until
          ? t("reason.waitsUntil", { step, when: when(reason.until) })
          : t("reason.waits", { step });
      case "came":
        return reason.at ? t("reason.cameAt", { when: when(reason.at) }) : t("reason.came");
      case "ended":
        return t("reason.ended", { when: when(reason.at) });
      case "no_way":
        return t("reason.noWay");
    }
  };
}

type Translate = ReturnType<typeof useTranslation<"explain">>["t"];
type TriggerReason = Extract<Reason, { code: "trigger" }>;

/** A trigger waits for something to become so, or for an event. */
function triggerText(t: Translate, reason: TriggerReason, step: string): string {
  if (reason.explanation)
    return t(reason.explanation.holds ? "reason.becameBefore" : "reason.notSo", { step });
  return t(reason.last_event ? "reason.lastEvent" : "reason.noEvent", { step });
}

/** The last event of that name, and which of the conditions on it failed. */
function Tried({ event }: { event: NonNullable<TriggerReason["last_event"]> }) {
  const { speech } = useFlow();
  const { t } = useTranslation("explain");
  return (
    <>
      <Text size="sm" c="dimmed">
        {t("tried.at", { when: moment(event.event.occurred_at, speech.language) })}
      </Text>
      <ul className={classes.tried}>
        {event.conditions.map(({ name, asked, value, holds }) => (
          <li key={`${name} ${asked}`} data-holds={holds}>
            {holds ? <IconCheck size={14} aria-hidden /> : <IconX size={14} aria-hidden />}
            <Text size="sm">
              {value == null
                ? t("tried.none", { name })
                : t(holds ? "tried.holds" : "tried.fails", {
                    name,
                    value: String(value),
                    asked: askedOfEvent(speech, asked),
                  })}
            </Text>
          </li>
        ))}
      </ul>
    </>
  );
}
