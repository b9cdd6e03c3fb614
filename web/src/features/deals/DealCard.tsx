/** A deal on the board: dragged by the pointer, moved by its menu from the keyboard. */

import { draggable } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { ActionIcon, Group, Menu, Paper, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { short } from "@/app/shared/foreign";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { When } from "@/app/shared/When";
import { moneyText } from "./money";
import type { Deal, Pipeline } from "./queries";
import { useMove } from "./useMove";

export function DealCard({ deal, pipeline }: { deal: Deal; pipeline: Pipeline }) {
  const { t, i18n } = useTranslation("deals");
  const maySell = useMay("sell");
  const { ref, dragged } = useDrag(deal, maySell);
  const move = useMove();
  return (
    <Paper
      ref={ref}
      component="article"
      aria-label={short(deal.name)}
      withBorder
      p="sm"
      bg="var(--runnel-raised)"
      style={{ cursor: maySell ? "grab" : undefined, opacity: dragged || move.isPending ? 0.5 : 1 }}
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap={4}>
        <Text fw={500} style={{ overflowWrap: "anywhere" }}>
          <Name>{deal.name}</Name>
        </Text>
        {maySell && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={t("moveDeal", { deal: short(deal.name) })}
              >
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t("moveTo")}</Menu.Label>
              {pipeline.stages.map((stage) => (
                <Menu.Item
                  key={stage.id}
                  disabled={stage.id === deal.stage}
                  onClick={() => move.mutate({ deal, to: stage })}
                >
                  {stage.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      <Group justify="space-between" gap="xs" mt={4} wrap="nowrap">
        <TextLink
          to="/contacts/$contact"
          draggable={false}
          params={{ contact: deal.contact }}
          size="sm"
        >
          <Name max={40}>{deal.contact_name}</Name>
        </TextLink>
        <Text size="sm" c="dimmed">
          {deal.amount ? moneyText(deal.amount, i18n.language) : <When at={deal.moved_at} />}
        </Text>
      </Group>
    </Paper>
  );
}

function useDrag(deal: Deal, allowed: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    if (ref.current === null || !allowed) return;
    return draggable({
      element: ref.current,
      getInitialData: () => ({ deal }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [deal, allowed]);
  return { ref, dragged };
}
