/** Deals as a board: a column a stage. */
import { Select, VisuallyHidden } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Page } from "@/app/shared/Page";
import { Empty, Shown } from "@/app/shared/states";
import { pipelinesQuery } from "@/features/segments/queries";
import { Column } from "./Column";
import classes from "./Deals.module.css";

export default function DealsPage() {
  const { t } = useTranslation("deals");
  const pipelines = useQuery(pipelinesQuery);
  const { pipeline: chosen } = useSearch({ from: "/inside/deals" });
  const navigate = useNavigate({ from: "/deals" });
  const all = pipelines.data?.items ?? [];
  const pipeline = all.find(({ id }) => id === chosen) ?? all[0];
  return (
    <Page
      wide
      title={t("app:sections.deals")}
      about={t("about")}
      actions={
        all.length > 1 && (
          <Select
            aria-label={t("pipeline")}
            data={all.map(({ id, name }) => ({ value: id, label: name }))}
            value={pipeline?.id ?? null}
            allowDeselect={false}
            onChange={(id) => void navigate({ search: { pipeline: id ?? undefined } })}
          />
        )
      }
    >
      <Shown query={pipelines}>
        {() =>
          pipeline === undefined ? (
            <Empty icon={IconColumns3} title={t("noPipeline")}>
              {t("noPipelineText")}
            </Empty>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the board scrolls by the keyboard
            <section className={classes.board} aria-label={pipeline.name} tabIndex={0}>
              {pipeline.stages.map((stage) => (
                <Column key={stage.id} pipeline={pipeline} stage={stage} />
              ))}
              <VisuallyHidden>{t("keyboard")}</VisuallyHidden>
            </section>
          )
        }
      </Shown>
    </Page>
  );
}
