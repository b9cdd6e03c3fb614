/** What a file brings, what it lacks here and which steps need that, and whether it could run. */
import { Alert, List, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { readFlow } from "../model/document";
import { nodeOf } from "../model/graph";
import { kindsQuery } from "../queries";
import { FlowPicture } from "../screens/FlowPicture";
import { stepTitle } from "../words/words";
import type { FlowFile, ImportReport } from "./queries";
import classes from "./Report.module.css";

/** Of more steps nothing could be seen, and arranging them takes its time. */
const DRAWN_MAX = 100;

interface Props {
  readonly file: FlowFile;
  readonly report: ImportReport;
}

export function Report({ file, report }: Props) {
  const { t, i18n } = useTranslation("files");
  const document = useMemo(() => readFlow(file.flow), [file]);
  const kinds = useQuery(kindsQuery).data;
  const names = (list: readonly string[]) =>
    new Intl.ListFormat(i18n.language).format(
      list.map((name) => t("flow:value.quoted", { text: short(name) })),
    );
  const segments = (is: ImportReport["segments"][number]["is"]) =>
    report.segments.filter((one) => one.is === is).map(({ name }) => name);
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
          const found = segments(is);
          if (found.length === 0) return null;
          return (
            <Text size="sm" key={is}>
              {t(`segments.${is}`, { count: found.length, names: names(found) })}
            </Text>
          );
        })}
        {report.missing.length > 0 && (
          <Alert
            color="yellow"
            p="xs"
            icon={<IconAlertTriangle size={18} aria-hidden />}
            title={t("missing.title", { count: report.missing.length })}
          >
            <List size="sm">
              {report.missing.map(({ kind, id, used_by }) => (
                <List.Item key={`${kind} ${id}`}>
                  {t(`missing.${kind}`, { id })}
                  <Text size="xs">{needs(used_by)}</Text>
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
        <Verdict diagnostics={report.diagnostics} />
      </Stack>
    </section>
  );

  function needs(steps: readonly string[]): string {
    if (steps.length === 0) return t("missing.byAll");
    const titles = steps.map((id) => {
      const step = nodeOf(document, id);
      return step && kinds ? stepTitle({ t: i18n.getFixedT(null, "flow") }, kinds, step) : id;
    });
    return t("missing.by", { count: titles.length, steps: names([...new Set(titles)]) });
  }
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
