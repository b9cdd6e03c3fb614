/** What can be done with a whole group: its category and limit, moving it, taking it away. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconAdjustments, IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { MoreMenu } from "@/app/shared/MoreMenu";
import { useEditor } from "./context";
import { steppedGroup, withoutGroup } from "./edit";
import { focusAdd } from "./focus";
import type { Group } from "./types";

export type PartProps = { group: Group; at: number };

/** By what a group is known as the part that is open. */
export const partOf = (at: number) => `group:${at}`;

export function GroupMenu({ group, at }: PartProps) {
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
      <MoreMenu label={t("app:actions.moreFor", { name })}>
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
      </MoreMenu>
    </>
  );
}
