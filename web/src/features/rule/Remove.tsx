/** The cross that takes something out of a rule. */
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";

export function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={30}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <IconX size={16} />
    </ActionIcon>
  );
}
