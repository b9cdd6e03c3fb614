/** Who buys: what was learned from deals, how good it is, what counts, and what to make of it. */
import { Alert, Stack } from "@mantine/core";
import { IconAlertTriangle, IconCrystalBall } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Page } from "@/app/shared/Page";
import { Empty, Shown } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { LearnButton } from "./LearnButton";
import { Learned } from "./Learned";
import { currentQuery, triesQuery } from "./queries";
import { Refused } from "./Refused";
import { Running } from "./Running";
import { ScoreCheck } from "./ScoreCheck";
import { standingOf } from "./standing";
import { Tries } from "./Tries";
import type { Summary } from "./types";
import { useRefusalText } from "./useRefusalText";

export default function PredictionPage() {
  const { t } = useTranslation("prediction");
  const tries = useQuery(triesQuery);
  const mayLearn = useMay("editFlows");
  const { learned, running } = standingOf(tries.data?.items ?? []);
  return (
    <Page
      title={t("app:sections.prediction")}
      about={t("about")}
      // What is empty has the button where one looks.
      actions={mayLearn && learned && !running && <LearnButton />}
    >
      <Shown query={tries}>{({ items }) => <Standing tries={items} />}</Shown>
    </Page>
  );
}

function Standing({ tries }: { tries: readonly Summary[] }) {
  const { running, learned, failed } = standingOf(tries);
  return (
    <Stack>
      {running && <Running />}
      {learned && failed && !running && <LatestFailed {...failed} />}
      {learned && <Current />}
      {!learned && !running && (failed ? <Refused refusal={failed.refusal} /> : <Never />)}
      {tries.some(({ state }) => state === "done" || state === "refused") && <ScoreCheck />}
      {tries.length > 0 && <Tries tries={tries} />}
    </Stack>
  );
}

function Current() {
  const current = useQuery(currentQuery);
  return (
    <Shown query={current}>
      {({ report, ...rest }) => report && <Learned report={report} {...rest} />}
    </Shown>
  );
}

function Never() {
  const { t } = useTranslation("prediction");
  const mayLearn = useMay("editFlows");
  return (
    <Empty icon={IconCrystalBall} title={t("never.title")} action={mayLearn && <LearnButton />}>
      {t("never.text")}
    </Empty>
  );
}

type FailedProps = NonNullable<ReturnType<typeof standingOf>["failed"]>;

/** What was learned before still stands. */
function LatestFailed({ refusal, at }: FailedProps) {
  const { t } = useTranslation("prediction");
  const { title, text } = useRefusalText()(refusal);
  return (
    <Alert color="yellow" variant="light" icon={<IconAlertTriangle />} title={t("latest.title")}>
      <When at={at} />: {title}. {text} {t("latest.stays")}
    </Alert>
  );
}
