/** A group of rows: its name, the category that its points go to, and how many they can be together. */
import {
  ActionIcon,
  Badge,
  Button,
  Group as Line,
  Menu,
  Paper,
  TextInput,
  Title,
} from "@mantine/core";
import {
  IconAdjustments,
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { useCategoryName } from "@/features/contacts/fact-text";
import { useEditor } from "./context";
import { freshCriterion } from "./criterion";
import { freshId, movedRow, steppedGroup, withGroup, withNewRow, withoutGroup } from "./edit";
import { focusAdd, focusNewRow } from "./focus";
import { GroupFields } from "./GroupFields";
import { RowLine } from "./RowLine";
import classes from "./Scoring.module.css";
import type { Group } from "./types";
import { useEndDrop } from "./useRowDrag";

type Props = { group: Group; at: number; lit: string | undefined };

const partOf = (at: number) => `group:${at}`;

export function GroupCard({ group, at, lit }: Props) {
  const { t } = useTranslation("scoring");
  const { mayEdit, open } = useEditor();
  const id = useId();
  return (
    <Paper
      withBorder
      radius="lg"
      component="section"
      bg="var(--runnel-raised)"
      aria-labelledby={id}
      data-group={at}
    >
      <Head group={group} at={at} id={id} />
      {open === partOf(at) && <GroupFields group={group} at={at} />}
      <ol className={classes.rows}>
        {group.rows.map((row) => (
          <RowLine key={row.id} row={row} lit={lit === row.id} />
        ))}
      </ol>
      {mayEdit && <End group={group} at={at} label={t("row.add")} />}
    </Paper>
  );
}

type PartProps = { group: Group; at: number };

function Head({ group, at, id }: PartProps & { id: string }) {
  const { t } = useTranslation("scoring");
  const { mayEdit, change } = useEditor();
  return (
    <div className={classes.head}>
      {mayEdit ? (
        <TextInput
          id={id}
          variant="unstyled"
          classNames={{ input: classes.groupName }}
          aria-label={t("group.name")}
          placeholder={t("group.unnamed")}
          maxLength={100}
          value={group.name}
          onChange={(event) => {
            const name = event.currentTarget.value;
            change((model) => withGroup(model, at, { name }), `group ${at}`);
          }}
        />
      ) : (
        <Title order={2} size="h3" id={id}>
          {short(group.name)}
        </Title>
      )}
      <Line gap={6} wrap="nowrap" ml="auto">
        <Limits group={group} />
        {mayEdit && <GroupMenu group={group} at={at} />}
      </Line>
    </div>
  );
}

function Limits({ group: { category, at_most } }: { group: Group }) {
  const { t } = useTranslation("scoring");
  const categoryName = useCategoryName();
  return (
    <>
      <Badge variant="default" title={t("group.category")} style={{ flexShrink: 0 }}>
        {categoryName(category || "general")}
      </Badge>
      {at_most != null && (
        <Badge variant="default" className="numbers" style={{ flexShrink: 0 }}>
          {t("group.capped", { count: at_most })}
        </Badge>
      )}
    </>
  );
}

function GroupMenu({ group, at }: PartProps) {
  const { t } = useTranslation("scoring");
  const { model, change, open, setOpen } = useEditor();
  const name = short(group.name || t("group.unnamed"), 80);
  const isOpen = open === partOf(at);
  const step = (by: -1 | 1) => {
    setOpen(null);
    change((now) => steppedGroup(now, at, by));
  };
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-expanded={isOpen}
        aria-label={t("group.edit", { name })}
        title={t("group.edit", { name })}
        onClick={() => setOpen(isOpen ? null : partOf(at))}
      >
        <IconAdjustments size={16} />
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={t("app:actions.moreFor", { name })}
          >
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={at === 0}
            leftSection={<IconArrowUp size={14} aria-hidden />}
            onClick={() => step(-1)}
          >
            {t("group.up")}
          </Menu.Item>
          <Menu.Item
            disabled={at === model.groups.length - 1}
            leftSection={<IconArrowDown size={14} aria-hidden />}
            onClick={() => step(1)}
          >
            {t("group.down")}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() => {
              change((now) => withoutGroup(now, at));
              focusAdd("group");
            }}
          >
            {t("group.remove", { count: group.rows.length })}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** Adds a row, and takes one that is let go here. */
function End({ group, at, label }: PartProps & { label: string }) {
  const { t } = useTranslation("scoring");
  const { change, setOpen } = useEditor();
  const { place, over } = useEndDrop((row) =>
    change((model) => movedRow(model, row, { group: at, at: model.groups[at]?.rows.length ?? 0 })),
  );
  const add = () => {
    const id = freshId();
    const row = { id, name: "", points: 1, when: freshCriterion() };
    change((model) => withNewRow(model, row, { group: at, at: group.rows.length }));
    setOpen(id);
    focusNewRow(id);
  };
  return (
    <div ref={place} className={classes.end} data-over={over || undefined}>
      <Button
        data-add="row"
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        aria-label={t("row.addTo", { name: short(group.name || t("group.unnamed"), 80) })}
        onClick={add}
      >
        {label}
      </Button>
    </div>
  );
}
