/** What was learned, from the whole to the parts. */
import { Alert, Grid, Stack } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Calibration } from "./Calibration";
import { Effects } from "./Effects";
import { Quality } from "./Quality";
import { SuggestedPoints } from "./SuggestedPoints";
import type { Current, Report } from "./types";
import { Warnings } from "./Warnings";

type Props = Pick<Current, "trained_at" | "stale" | "effects"> & { report: Report };

export function Learned({ report, trained_at, stale, effects }: Props) {
  const { t } = useTranslation("prediction");
  return (
    <Stack>
      {stale && (
        <Alert color="yellow" variant="light" icon={<IconClock />} title={t("stale.title")}>
          {t("stale.text")}
        </Alert>
      )}
      <Warnings report={report} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Quality report={report} trainedAt={trained_at} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Calibration of={report.calibration} />
        </Grid.Col>
      </Grid>
      <Effects effects={effects} leftOut={report.left_out} />
      <SuggestedPoints />
    </Stack>
  );
}
