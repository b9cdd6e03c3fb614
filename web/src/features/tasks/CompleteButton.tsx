/** Marks a task as done, for those who sell. */
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api, read, type Schemas } from "@/api/client";
import { useMay } from "@/app/session/session";
import { short } from "@/app/shared/foreign";
import { useWrite } from "@/app/shared/useWrite";

type Props = { task: Schemas["TaskResponse"]; compact?: boolean };

export function CompleteButton({ task, compact = false }: Props) {
  const { t } = useTranslation("tasks");
  const maySell = useMay("sell");
  const complete = useWrite({
    send: () =>
      read(api.POST("/api/v1/tasks/{id}/complete", { params: { path: { id: task.id } } })),
    touches: ["tasks", "contacts"],
    done: () => t("completed", { task: short(task.title) }),
  });
  if (!maySell) return null;
  return (
    <Button
      variant="default"
      size={compact ? "compact-sm" : "xs"}
      leftSection={<IconCheck size={14} aria-hidden />}
      loading={complete.isPending}
      onClick={() => complete.mutate()}
      aria-label={t("complete", { task: short(task.title) })}
    >
      {t("verb")}
    </Button>
  );
}
