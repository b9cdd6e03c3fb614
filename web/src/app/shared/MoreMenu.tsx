/** What else can be done with a thing: three dots that open a menu. */
import { ActionIcon, Menu, type MenuProps } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** `label`: with whose name it is, for whoever does not see where the dots stand. */
type Props = Pick<MenuProps, "width"> & { label: string; children: ReactNode };

export function MoreMenu({ label, children, ...menu }: Props) {
  return (
    <Menu position="bottom-end" {...menu}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={label}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
