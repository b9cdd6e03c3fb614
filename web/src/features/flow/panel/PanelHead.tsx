/** What the chosen step is, how far it is from the start, and the ways to its neighbours. */
import { ActionIcon, CloseButton, Group, Text, Title } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useMemo } from "react";
import { useEditor, useFlow } from "../canvas/context";
import { iconOf } from "../canvas/icons";
import { distances } from "../model/graph";
import type { NodeKind } from "../model/kinds";
import { perform } from "../session/commands";
import { distanceText } from "../words/words";
import classes from "./Panel.module.css";

interface Props {
  readonly id: string;
  readonly kind: NodeKind | undefined;
  readonly title: string;
}

export function PanelHead({ id, kind, title }: Props) {
  const { stage, speech } = useFlow();
  const Icon = iconOf(kind);
  return (
    <Group className={classes.head} wrap="nowrap" gap="xs" data-role={kind?.role}>
      <span className={classes.icon} aria-hidden>
        <Icon size={18} stroke={1.75} />
      </span>
      <div className={classes.titles}>
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text size="xs" c="dimmed">
          <Distance id={id} />
        </Text>
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={speech.t("panel.previous")}
        onClick={() => perform("walk.up", stage)}
      >
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={speech.t("panel.next")}
        onClick={() => perform("walk.down", stage)}
      >
        <IconChevronDown size={16} />
      </ActionIcon>
      <CloseButton aria-label={speech.t("close")} onClick={() => stage.editor.select([])} />
    </Group>
  );
}

function Distance({ id }: { id: string }) {
  const { speech } = useFlow();
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const away = useMemo(() => distances(document, kinds).get(id), [document, kinds, id]);
  if (away === undefined) return speech.t("panel.unreached");
  return distanceText(speech, away);
}
