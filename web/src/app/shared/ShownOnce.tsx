/** A secret that nobody can show again, inside of a dialog: to be copied now. */
import { Alert, Button, Group } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Copyable } from "./Copyable";

type Props = {
  label: string;
  /** Absent: there is nothing secret about it, only something to set up. */
  secret?: string | undefined;
  warning: string;
  onKept: () => void;
  children?: ReactNode;
};

export function ShownOnce({ label, secret, warning, onKept, children }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {secret !== undefined && <Copyable label={label} text={secret} />}
      <Alert color="yellow" variant="outline" icon={<IconKey />}>
        {warning}
      </Alert>
      {children}
      <Group justify="flex-end">
        <Button onClick={onKept}>{t("copy.kept")}</Button>
      </Group>
    </>
  );
}
