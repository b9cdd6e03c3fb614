/** One stage with its deals; a deal that is let go here moves here. */
import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { Group, Stack, Text, Title } from "@mantine/core";
import { IconTrophy, IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { More } from "@/app/shared/More";
import { Shown } from "@/app/shared/states";
import { DealCard } from "./DealCard";
import classes from "./Deals.module.css";
import { moneyText, sums } from "./money";
import { columnQuery, type Deal, type Pipeline, type PipelineStage } from "./queries";
import { useMove } from "./useMove";

const SIGNS = { open: undefined, won: IconTrophy, lost: IconX };

export function Column({ pipeline, stage }: { pipeline: Pipeline; stage: PipelineStage }) {
  const { t, i18n } = useTranslation("deals");
  const id = useId();
  const deals = useInfiniteQuery(columnQuery(pipeline.id, stage.id));
  const { ref, over } = useDrop(stage);
  const Sign = SIGNS[stage.kind];
  const shown = deals.data ?? [];
  const worth = sums(shown.map((deal) => deal.amount));
  return (
    <section ref={ref} className={classes.column} data-over={over} aria-labelledby={id}>
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Group gap={6} wrap="nowrap">
          {Sign && <Sign size={15} aria-hidden />}
          <Title order={2} size="h3" id={id}>
            {stage.name}
          </Title>
        </Group>
        <Text size="sm" c="dimmed" className="numbers">
          {shown.length}
          {deals.hasNextPage && "+"}
          {worth.map((sum) => ` · ${moneyText(sum, i18n.language)}`)}
        </Text>
      </Group>
      <Shown query={deals} rows={2}>
        {(items) => (
          <Stack gap="xs">
            {items.length === 0 && (
              <Text size="sm" c="dimmed">
                {t("emptyStage")}
              </Text>
            )}
            {items.map((deal) => (
              <DealCard key={deal.id} deal={deal} pipeline={pipeline} />
            ))}
          </Stack>
        )}
      </Shown>
      <More query={deals} />
    </section>
  );
}

function useDrop(stage: PipelineStage) {
  const ref = useRef<HTMLElement>(null);
  const [over, setOver] = useState(false);
  const move = useMove();
  const { mutate } = move;
  useEffect(() => {
    if (ref.current === null) return;
    return dropTargetForElements({
      element: ref.current,
      canDrop: ({ source }) => dealOf(source.data)?.stage !== stage.id,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        const deal = dealOf(source.data);
        if (deal !== undefined) mutate({ deal, to: stage });
      },
    });
  }, [stage, mutate]);
  return { ref, over };
}

function dealOf(data: Record<string | symbol, unknown>): Deal | undefined {
  return data.deal as Deal | undefined;
}
