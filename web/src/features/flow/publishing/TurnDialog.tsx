/** Asks before a flow is paused, resumed or ended: what it means for whoever is inside. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Shown } from "@/app/shared/states";
import { useWrite } from "@/app/shared/useWrite";
import { type FlowSummary, insideQuery, type Turn, turnFlow } from "../queries";
import classes from "./Publishing.module.css";

interface Props {
  readonly flow: FlowSummary;
  readonly turn: Turn;
  readonly onClose: () => void;
}

export function TurnDialog({ flow, turn, onClose }: Props) {
  const { t } = useTranslation("publishing");
  const inside = useQuery(insideQuery(flow.id));
  const write = useWrite<void, unknown>({
    send: () => turnFlow(flow.id, turn),
    touches: ["flows", `flow:${flow.id}`],
    done: () => t(`turn.${turn}.done`, { name: flow.name }),
    after: onClose,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`turn.${turn}.title`, { name: flow.name })}
      closeButtonProps={{ "aria-label": t("app:actions.close") }}
    >
      <Stack>
        <Shown query={inside} rows={2}>
          {({ steps }) => (
            <ul className={classes.meaning}>
              <Text component="li">{t(`turn.${turn}.entering`)}</Text>
              <Text component="li">
                {t(`turn.${turn}.inside`, {
                  count: steps.reduce((sum, { inside: here }) => sum + here, 0),
                })}
              </Text>
              <Text component="li">{t(`turn.${turn}.waits`)}</Text>
              {flow.pause_reason && turn !== "pause" && (
                <Text component="li">{t(`turn.${turn}.held`)}</Text>
              )}
            </ul>
          )}
        </Shown>
        <Group justify="end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("app:actions.cancel")}
          </Button>
          <Button
            color={turn === "archive" ? "red" : undefined}
            loading={write.isPending}
            onClick={() => write.mutate()}
          >
            {t(`turn.${turn}.verb`)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
