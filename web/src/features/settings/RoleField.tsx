/** Which role a person or a key is given, and what it may do. */
import { Select, type SelectProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Role } from "@/api/team";

const ROLES: Role[] = ["admin", "marketer", "sales", "viewer"];

export function useRoleChoices() {
  const { t } = useTranslation();
  return ROLES.map((role) => ({ value: role, label: t(`roles.${role}`) }));
}

export function RoleField(input: SelectProps & { value?: Role }) {
  const { t } = useTranslation("settings");
  return (
    <Select
      label={t("team.role")}
      description={input.value && t(`team.may.${input.value}`)}
      data={useRoleChoices()}
      allowDeselect={false}
      {...input}
    />
  );
}
