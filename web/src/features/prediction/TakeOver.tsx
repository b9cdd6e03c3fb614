/** Opens a scoring table with the chosen rows in it, to be looked at, changed and saved there. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconPlus, IconTargetArrow } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { propose } from "@/features/scoring/incoming";
import { modelsQuery } from "@/features/scoring/queries";
import { groupsOf } from "./suggested";
import type { SuggestedRow } from "./types";

export function TakeOver({ rows }: { rows: readonly SuggestedRow[] }) {
  const { t } = useTranslation("prediction");
  const navigate = useNavigate();
  const models = useQuery(modelsQuery).data?.items ?? [];
  const open = (model: string | null) => {
    propose({ model, groups: groupsOf(rows, (kind) => t(`points.group.${kind}`)) });
    void navigate(
      model === null ? { to: "/scoring/new" } : { to: "/scoring/$model", params: { model } },
    );
  };
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          disabled={rows.length === 0}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {t("points.takeOver", { count: rows.length })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {models.map(({ id, name }) => (
          <Menu.Item
            key={id}
            leftSection={<IconTargetArrow size={16} aria-hidden />}
            onClick={() => open(id)}
          >
            {t("points.into", { name: short(name, 60) })}
          </Menu.Item>
        ))}
        {models.length > 0 && <Menu.Divider />}
        <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={() => open(null)}>
          {t("points.newModel")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
