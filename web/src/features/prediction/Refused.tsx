/** Instead of a prediction: what is missing, how much of it, and what to do about it. */
import { Group, Stack, Text } from "@mantine/core";
import { IconMoodEmpty } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Bar } from "@/app/shared/Bar";
import { ButtonLink } from "@/app/shared/links";
import { Empty } from "@/app/shared/states";
import { LearnButton } from "./LearnButton";
import type { Refusal } from "./types";
import { useRefusalText } from "./useRefusalText";

export function Refused({ refusal }: { refusal: Refusal | null }) {
  const { title, text } = useRefusalText()(refusal);
  const mayLearn = useMay("editFlows");
  return (
    <Empty
      icon={IconMoodEmpty}
      title={title}
      action={
        <Group justify="center">
          {mayLearn && <LearnButton />}
          <WhereItHelps refusal={refusal} />
        </Group>
      }
    >
      <Stack gap="sm">
        {refusal?.code === "too_few_won" && <SoFar is={refusal.won} of={refusal.needed} />}
        {refusal?.code === "too_few_lost" && <SoFar is={refusal.lost} of={refusal.needed} />}
        <div>{text}</div>
      </Stack>
    </Empty>
  );
}

function SoFar({ is, of }: { is: number; of: number }) {
  const { t } = useTranslation("prediction");
  const text = t("refused.soFar", { is, of });
  return (
    <Stack gap={4}>
      <Text fw={600} fz="lg" className="numbers" c="var(--mantine-color-text)">
        {text}
      </Text>
      <Bar label={text} value={is} max={of} />
    </Stack>
  );
}

function WhereItHelps({ refusal }: { refusal: Refusal | null }) {
  const { t } = useTranslation("prediction");
  const mayConnect = useMay("administer");
  const code = refusal?.code;
  if (code === "too_few_won" || code === "too_few_lost")
    return (
      <ButtonLink to="/deals" variant="default">
        {t("refused.toDeals")}
      </ButtonLink>
    );
  if (mayConnect && (code === "nothing_differs" || code === "no_signal"))
    return (
      <ButtonLink to="/sources" variant="default">
        {t("refused.toSources")}
      </ButtonLink>
    );
  return null;
}
