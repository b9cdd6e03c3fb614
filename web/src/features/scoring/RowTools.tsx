/** Moving a row by its handle or its menu, and taking it away. */
import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconDots,
  IconGripVertical,
  IconTrash,
} from "@tabler/icons-react";
import type { KeyboardEvent, Ref } from "react";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { useEditor } from "./context";
import { freshId, placeOf, steppedRow, withNewRow, withoutRow } from "./edit";
import { focusAdd, focusHandle } from "./focus";
import classes from "./Scoring.module.css";
import type { Row } from "./types";

/** Moves a row by one, and says where it is then. */
function useStep(row: Row, name: string) {
  const { t } = useTranslation("scoring");
  const { model, change, announce } = useEditor();
  return (by: -1 | 1) => {
    const next = steppedRow(model, row.id, by);
    change(() => next);
    const place = placeOf(next, row.id);
    const group = place && next.groups[place.group];
    if (!place || !group) return;
    announce(
      t("row.movedTo", {
        name: short(name, 80),
        at: place.at + 1,
        of: group.rows.length,
        group: short(group.name, 80),
      }),
    );
  };
}

type HandleProps = { row: Row; name: string; handle: Ref<HTMLButtonElement> };

const STEPS: Readonly<Record<string, -1 | 1>> = { ArrowUp: -1, ArrowDown: 1 };

export function RowHandle({ row, name, handle }: HandleProps) {
  const { t } = useTranslation("scoring");
  const step = useStep(row, name);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    step(by);
    // In another group the row is drawn anew, and the handle would lose the focus while one moves it.
    focusHandle(row.id);
  };
  return (
    <ActionIcon
      ref={handle}
      data-handle
      className={classes.handle}
      variant="subtle"
      color="gray"
      size={26}
      aria-label={t("row.move", { name: short(name, 80) })}
      title={t("row.moveHelp")}
      onKeyDown={onKeyDown}
    >
      <IconGripVertical size={16} />
    </ActionIcon>
  );
}

export function RowMenu({ row, name }: { row: Row; name: string }) {
  const { t } = useTranslation("scoring");
  const { model, change, setOpen } = useEditor();
  const step = useStep(row, name);
  const remove = () => {
    const group = placeOf(model, row.id)?.group;
    change((now) => withoutRow(now, row.id));
    if (group !== undefined) focusAdd(group);
  };
  const copy = () => {
    const id = freshId();
    change((model) => {
      const place = placeOf(model, row.id);
      return place ? withNewRow(model, { ...row, id }, { ...place, at: place.at + 1 }) : model;
    });
    setOpen(id);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t("app:actions.moreFor", { name: short(name, 80) })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconArrowUp size={14} aria-hidden />} onClick={() => step(-1)}>
          {t("row.up")}
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowDown size={14} aria-hidden />} onClick={() => step(1)}>
          {t("row.down")}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={14} aria-hidden />} onClick={copy}>
          {t("row.copy")}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={14} aria-hidden />} onClick={remove}>
          {t("row.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
