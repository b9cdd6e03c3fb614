/** One row of the table: what it is called, what it asks in words, and what that is worth. */
import { Alert, Text, TextInput, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { Name } from "@/app/shared/Name";
import { Points } from "@/app/shared/Points";
import { said } from "@/features/diagnostics/said";
import { CriterionEditor } from "./CriterionEditor";
import { useEditor } from "./context";
import { movedRow, placeOf, withRow } from "./edit";
import { PointsField } from "./PointsField";
import { RowHandle, RowMenu } from "./RowTools";
import classes from "./Scoring.module.css";
import type { Row } from "./types";
import { useRowDrag } from "./useRowDrag";
import { criterionText, proposedName } from "./words";

type Props = { row: Row; lit: boolean };

/** The server counts bytes, of which letters may need two. */
const NAME_MAX = 100;

export function RowLine({ row, lit }: Props) {
  const { mayEdit } = useEditor();
  return mayEdit ? <EditedRow row={row} lit={lit} /> : <ReadRow row={row} lit={lit} />;
}

function ReadRow({ row, lit }: Props) {
  const { speech } = useEditor();
  return (
    <li className={classes.row} data-row={row.id} data-lit={lit || undefined} data-read>
      <div className={classes.what}>
        <Text fw={500}>
          <Name max={160}>{row.name}</Name>
        </Text>
        <Text size="sm" c="dimmed">
          {criterionText(row.when, speech)}
        </Text>
      </div>
      <Points points={row.points} fz="lg" ta="right" />
    </li>
  );
}

function EditedRow({ row, lit }: Props) {
  const { t } = useTranslation("scoring");
  const { change, speech, open, setOpen } = useEditor();
  const name = row.name || proposedName(row.when, speech);
  const isOpen = open === row.id;
  const drag = useRowDrag(row.id, (moved, edge) =>
    change((model) => {
      const to = placeOf(model, row.id);
      return to ? movedRow(model, moved, { ...to, at: to.at + (edge === "after" ? 1 : 0) }) : model;
    }),
  );
  return (
    <li
      ref={drag.place}
      className={classes.row}
      data-row={row.id}
      data-lit={lit || undefined}
      data-edge={drag.edge ?? undefined}
      data-dragged={drag.dragged || undefined}
    >
      <RowHandle row={row} name={name} handle={drag.handle} />
      <div className={classes.what}>
        <TextInput
          variant="unstyled"
          classNames={{ input: classes.name }}
          aria-label={t("row.name")}
          title={t("row.nameHelp")}
          placeholder={name}
          maxLength={NAME_MAX}
          value={row.name}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            change((model) => withRow(model, row.id, { name: typed }), `name ${row.id}`);
          }}
        />
        <UnstyledButton
          className={classes.criterion}
          aria-expanded={isOpen}
          onClick={() => setOpen(isOpen ? null : row.id)}
        >
          <VisuallyHidden>{t("row.edit", { name: short(name, 80) })}</VisuallyHidden>
          <span>
            {row.name === "" && "while" in row.when
              ? t("row.asLong")
              : criterionText(row.when, speech)}
          </span>
          <IconPencil size={14} aria-hidden />
        </UnstyledButton>
      </div>
      <PointsField
        label={t("row.pointsFor", { name: short(name, 80) })}
        points={row.points}
        onChange={(points) =>
          change((model) => withRow(model, row.id, { points }), `points ${row.id}`)
        }
      />
      <RowMenu row={row} name={name} />
      {isOpen && <CriterionEditor row={row} />}
      <RowProblems id={row.id} />
    </li>
  );
}

function RowProblems({ id }: { id: string }) {
  const { problems, speech } = useEditor();
  const own = problems.filter(({ row }) => row === id);
  if (own.length === 0) return null;
  return (
    <div className={classes.below}>
      {own.map(({ diagnostic: one }) => {
        const { message, help } = said(one, speech);
        const key = `${one.code} ${one.field ?? ""}`;
        return (
          <Alert
            key={key}
            role="alert"
            p="xs"
            color={one.severity === "error" ? "red" : "yellow"}
            variant="light"
            title={message}
          >
            {help}
          </Alert>
        );
      })}
    </div>
  );
}
