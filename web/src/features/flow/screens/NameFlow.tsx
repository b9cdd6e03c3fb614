/** A new flow needs only a name. */
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

export function NameFlow({ onName, onClose }: Props) {
  const { t } = useTranslation("flow");
  const [name, setName] = useState("");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("list.new")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) onName(name.trim());
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            label={t("list.name")}
            description={t("list.nameHelp")}
            placeholder={t("list.nameExample")}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" disabled={!name.trim()}>
              {t("list.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
