/** Asks before a flow is deleted: what goes with it, and what it means for whoever is inside. */
import { Alert, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { Dialog } from "@/app/shared/Dialog";
import { short } from "@/app/shared/foreign";
import { useProblemText } from "@/app/shared/problems";
import { Shown } from "@/app/shared/states";
import { tell } from "@/app/shared/tell";
import { useSaveAsFile } from "../files/useSaveAsFile";
import { deleteFlow, type FlowSummary, insideQuery } from "../queries";
import classes from "./Publishing.module.css";
import { UsedBy } from "./UsedBy";
import { usersIn } from "./users";

interface Props {
  readonly flow: FlowSummary;
  readonly onClose: () => void;
  readonly onDeleted?: (() => void) | undefined;
}

export function DeleteDialog({ flow, onClose, onDeleted }: Props) {
  const { t } = useTranslation("publishing");
  const client = useQueryClient();
  const steps = useQuery(insideQuery(flow.id));
  const save = useSaveAsFile();
  const remove = useMutation({
    mutationFn: (inside: number) => deleteFlow(flow.id, inside > 0),
    onSuccess: () => {
      tell(t("delete.done", { name: short(flow.name) }));
      onClose();
      onDeleted?.();
      void client.invalidateQueries({ queryKey: ["flows"] });
    },
    // Somebody may have come in meanwhile: the number is to be the one that is agreed to.
    onError: () => void steps.refetch(),
  });
  return (
    <Dialog title={t("delete.title", { name: short(flow.name) })} size="lg" onClose={onClose}>
      <Shown query={{ ...steps, data: steps.data && headCount(steps.data.steps) }} rows={3}>
        {(inside) => (
          <Stack>
            <ul className={classes.meaning}>
              <Text component="li">{t("delete.inside", { count: inside })}</Text>
              {flow.pause_reason && <Text component="li">{t("delete.held")}</Text>}
              <Text component="li">{t("delete.gone")}</Text>
              {flow.current_version != null && <Text component="li">{t("delete.stays")}</Text>}
            </ul>
            {remove.error && <Refused flow={flow} error={remove.error} />}
            <Group>
              <Button
                variant="default"
                leftSection={<IconDownload size={16} aria-hidden />}
                loading={save.isPending}
                onClick={() => save.mutate({ id: flow.id })}
              >
                {t("files:save")}
              </Button>
              <Group ml="auto">
                <Button variant="default" onClick={onClose} data-autofocus>
                  {t("app:actions.cancel")}
                </Button>
                <Button
                  color="red"
                  loading={remove.isPending}
                  onClick={() => remove.mutate(inside)}
                >
                  {inside > 0 ? t("delete.verbAndEnd", { count: inside }) : t("turn.delete.verb")}
                </Button>
              </Group>
            </Group>
          </Stack>
        )}
      </Shown>
    </Dialog>
  );
}

const headCount = (steps: readonly { readonly inside: number }[]) =>
  steps.reduce((sum, { inside }) => sum + inside, 0);

function Refused({ flow, error }: { flow: FlowSummary; error: unknown }) {
  const { t } = useTranslation("publishing");
  const problemText = useProblemText();
  const users = usersIn(error);
  const entered = error instanceof Problem && error.code === "people_inside";
  if (users.length === 0)
    return (
      <Alert color="red" role="alert">
        {entered ? t("delete.entered") : problemText(error)}
      </Alert>
    );
  return (
    <Alert
      color="red"
      role="alert"
      title={t("delete.inUse", { name: short(flow.name), count: users.length })}
    >
      <List size="sm">
        {users.map((user) => (
          <List.Item key={`${user.what} ${user.name} ${user.version}`}>
            <UsedBy user={user} />
          </List.Item>
        ))}
      </List>
      <Text size="sm" mt="xs">
        {t("delete.inUseHelp")}
      </Text>
    </Alert>
  );
}
