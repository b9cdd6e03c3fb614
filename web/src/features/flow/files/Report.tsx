/** What a file brings, what it lacks here and which steps need that, and whether it could run. */
import { Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { readFlow } from "../model/document";
import { kindsQuery } from "../queries";
import { FlowPicture } from "../screens/FlowPicture";
import { Missing } from "./Missing";
import type { FlowFile, ImportReport } from "./queries";
import classes from "./Report.module.css";
import { useNamed } from "./useNamed";

/** Of more steps nothing could be seen, and arranging them takes its time. */
const DRAWN_MAX = 100;

interface Props {
  readonly file: FlowFile;
  readonly report: ImportReport;
}

export function Report({ file, report }: Props) {
  const { t } = useTranslation("files");
  const document = useMemo(() => readFlow(file.flow), [file]);
  const kinds = useQuery(kindsQuery).data;
  const named = useNamed();
  return (
    <section className={classes.report} aria-label={t("report")}>
      {kinds && document.nodes.length <= DRAWN_MAX && (
        <div className={classes.picture}>
          <FlowPicture document={document} kinds={kinds} />
        </div>
      )}
      <Stack gap="xs" className={classes.texts}>
        <Text size="sm">{t("steps", { count: document.nodes.length })}</Text>
        {(["new", "same", "different"] as const).map((is) => {
          const names = report.segments.filter((one) => one.is === is).map(({ name }) => name);
          if (names.length === 0) return null;
          return (
            <Text size="sm" key={is}>
              {t(`segments.${is}`, { count: names.length, names: named(names) })}
            </Text>
          );
        })}
        {kinds && <Missing missing={report.missing} document={document} kinds={kinds} />}
        <Verdict diagnostics={report.diagnostics} />
      </Stack>
    </section>
  );
}

function Verdict({ diagnostics }: Pick<ImportReport, "diagnostics">) {
  const { t } = useTranslation("files");
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  if (diagnostics.length === 0)
    return (
      <Text size="sm" className={classes.verdict}>
        <IconCircleCheck size={16} aria-hidden /> {t("fine")}
      </Text>
    );
  return (
    <Text size="sm" className={classes.verdict}>
      <IconAlertTriangle size={16} aria-hidden />{" "}
      {errors > 0 ? t("errors", { count: errors }) : t("warnings", { count: warnings })}{" "}
      {t("marked")}
    </Text>
  );
}
