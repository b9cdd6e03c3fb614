/** Dialogs: something to read or take along, and something to fill in. */
import { Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEventHandler, ReactNode } from "react";
import { useTranslation } from "react-i18next";

type Props = { title: string; onClose: () => void; size?: string; children: ReactNode };

/** Open as long as it is there. Esc and the cross close it. */
export function Dialog({ title, onClose, size = "md", children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ "aria-label": t("actions.close") }}
    >
      <Stack>{children}</Stack>
    </Modal>
  );
}

type FormProps = Props & {
  /** What the button does: "Add contact", not "OK". */
  verb: string;
  pending: boolean;
  onSubmit: FormEventHandler<HTMLFormElement>;
  /** Another way out, at the other end of the buttons. */
  aside?: ReactNode;
};

export function FormDialog({ verb, pending, onSubmit, aside, children, ...dialog }: FormProps) {
  const { t } = useTranslation();
  return (
    <Dialog {...dialog}>
      <form onSubmit={onSubmit}>
        <Stack>
          {children}
          <Group gap="xs">
            {aside}
            <Group gap="xs" ml="auto">
              <Button variant="default" onClick={dialog.onClose}>
                {t("actions.cancel")}
              </Button>
              <Button type="submit" loading={pending}>
                {verb}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
