/** A group of rows: its name, the category that its points go to, and how many they can be together. */
import { Badge, Button, Group as Line, Paper, TextInput, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { useCategoryName } from "@/features/contacts/fact-text";
import { useEditor } from "./context";
import { freshCriterion } from "./criterion";
import { freshId, movedRow, withGroup, withNewRow } from "./edit";
import { focusNewRow } from "./focus";
import { GroupFields } from "./GroupFields";
import { GroupMenu, type PartProps, partOf } from "./GroupMenu";
import { RowLine } from "./RowLine";
import classes from "./Scoring.module.css";
import type { Group } from "./types";
import { useEndDrop } from "./useRowDrag";

type Props = { group: Group; at: number; lit: string | undefined };

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
