/** A part of a page under its own heading. */
import { Group, Paper, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

type Props = { title: string; action?: ReactNode; children: ReactNode };

export function Card({ title, action, children }: Props) {
  const id = useId();
  return (
    <Paper
      withBorder
      p="md"
      radius="lg"
      component="section"
      aria-labelledby={id}
      bg="var(--runnel-raised)"
    >
      <Group justify="space-between" mb="sm" wrap="nowrap" mih={26}>
        <Title order={2} id={id} size="h3">
          {title}
        </Title>
        {action}
      </Group>
      {children}
    </Paper>
  );
}
