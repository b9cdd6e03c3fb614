/** What sales people have to do, the oldest first. */

import { Box, Group, Paper, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconChecklist } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, read, type Schemas } from "@/api/client";
import { Listed } from "@/app/shared/Listed";
import { LongText } from "@/app/shared/LongText";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Page } from "@/app/shared/Page";
import { pagesOf } from "@/app/shared/pages";
import { Empty } from "@/app/shared/states";
import { withDays } from "@/app/shared/time";
import { useNow } from "@/app/shared/useNow";
import { When } from "@/app/shared/When";
import { CompleteButton } from "./CompleteButton";

/** A note is there to be read; only what buries the next task is cut. */
const NOTE_MAX = 1_000;

type Status = Schemas["TaskStatus"];

const tasksQuery = (status: Status) =>
  pagesOf(["tasks", status], (cursor) =>
    read(api.GET("/api/v1/tasks", { params: { query: { status, cursor } } })),
  );

export default function TasksPage() {
  const { t } = useTranslation("tasks");
  const { status = "open" } = useSearch({ from: "/inside/tasks" });
  const navigate = useNavigate({ from: "/tasks" });
  const tasks = useInfiniteQuery(tasksQuery(status));
  return (
    <Page
      title={t("app:sections.tasks")}
      about={t("about")}
      actions={
        <SegmentedControl
          aria-label={t("which")}
          value={status}
          onChange={(value) => void navigate({ search: value === "done" ? { status: value } : {} })}
          data={[
            { value: "open", label: t("open") },
            { value: "done", label: t("done") },
          ]}
        />
      }
    >
      <Listed
        query={tasks}
        empty={
          <Empty icon={IconChecklist} title={t(status === "open" ? "noOpen" : "noDone")}>
            {t("empty")}
          </Empty>
        }
      >
        {(items) => (
          <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
            {items.map((task) => (
              <TaskItem key={task.id} task={task} />
            ))}
          </Stack>
        )}
      </Listed>
    </Page>
  );
}

function TaskItem({ task }: { task: Schemas["ListedTask"] }) {
  const { t, i18n } = useTranslation("tasks");
  const now = useNow();
  const late = task.status === "open" && task.due_at && Date.parse(task.due_at) < now;
  return (
    <Paper component="li" withBorder p="md" bg="var(--runnel-raised)">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Box style={{ minWidth: 0, overflowWrap: "anywhere" }}>
          <Text fw={500}>
            <LongText text={task.title} />
          </Text>
          <Text size="sm" c="dimmed" component="div">
            <TextLink
              to="/contacts/$contact"
              params={{ contact: task.contact }}
              inherit
              underline="always"
            >
              <Name>{task.contact_name}</Name>
            </TextLink>
            {task.owner && ` · ${task.owner}`}
            {task.status === "open" && task.due_at && (
              <Text span inherit c={late ? "var(--runnel-down)" : undefined}>
                {" · "}
                {late ? t("late") : t("due")} <When at={task.due_at} />
              </Text>
            )}
            {task.done_at && (
              <>
                {" · "}
                {t("doneAt")} <When at={task.done_at} />
              </>
            )}
          </Text>
          {task.note && (
            <Text size="sm" mt={6} style={{ whiteSpace: "pre-line" }}>
              <LongText text={withDays(task.note, i18n.language)} max={NOTE_MAX} />
            </Text>
          )}
        </Box>
        {task.status === "open" && <CompleteButton task={task} />}
      </Group>
    </Paper>
  );
}
