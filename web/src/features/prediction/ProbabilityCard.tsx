/** How likely a contact is to buy, and which of what is known says so. Nothing, until something was learned. */
import { Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Card } from "@/app/shared/Card";
import { short } from "@/app/shared/foreign";
import { TextLink } from "@/app/shared/links";
import { Points } from "@/app/shared/Points";
import { When } from "@/app/shared/When";
import { useRuleSpeech } from "@/features/rule/useRuleSentence";
import classes from "./Prediction.module.css";
import { contactPredictionQuery, triesQuery } from "./queries";
import { Ring } from "./Ring";
import { ofHundred, percentText } from "./scales";
import { standingOf } from "./standing";
import type { Prediction } from "./types";
import { knownText } from "./words";

export function ProbabilityCard({ contact }: { contact: string }) {
  const { learned } = standingOf(useQuery(triesQuery).data?.items ?? []);
  return learned ? <Asked contact={contact} model={learned.id} /> : null;
}

function Asked({ contact, model }: { contact: string; model: string }) {
  const { t } = useTranslation("prediction");
  const { data } = useQuery(contactPredictionQuery(contact, model));
  if (data === undefined) return null;
  return (
    <Card
      title={t("contact.title")}
      action={<TextLink to="/prediction">{t("contact.how")}</TextLink>}
    >
      <Told prediction={data} />
    </Card>
  );
}

function Told({ prediction }: { prediction: Prediction }) {
  const { t, i18n } = useTranslation("prediction");
  const { probability, average, trained_at, reasons } = prediction;
  const percent = (share: number) => percentText(share, i18n.language);
  return (
    <Stack gap="sm">
      <Group wrap="nowrap">
        <Ring share={probability} average={average} />
        <Text size="sm">
          {t("contact.means", { share: percent(probability), average: percent(average) })}
        </Text>
      </Group>
      <Reasons reasons={reasons} />
      <Text size="xs" c="dimmed">
        {t("contact.notCause")} {t("asOf")} <When at={trained_at} />.
      </Text>
    </Stack>
  );
}

function Reasons({ reasons }: Pick<Prediction, "reasons">) {
  const { t } = useTranslation("prediction");
  const speech = useRuleSpeech(reasons);
  if (reasons.length === 0) return <Text c="dimmed">{t("contact.noReasons")}</Text>;
  return (
    <ul className={classes.reasons} aria-label={t("contact.reasons")}>
      {reasons.map(({ feature, value, probability }) => {
        const text = knownText(feature, value, speech);
        const points = ofHundred(probability);
        return (
          <li key={text} title={t("contact.points", { count: points })}>
            <span>{short(text, 80)}</span>
            <Points points={points} />
          </li>
        );
      })}
    </ul>
  );
}
