/** All keys, from the commands themselves. */
import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useFlow } from "../canvas/context";
import { COMMANDS, type Group as CommandGroup, printed } from "../session/commands";

const GROUPS: readonly CommandGroup[] = ["build", "edit", "go", "view"];

export function KeysHelp() {
  const { stage, speech } = useFlow();
  const { t } = speech;
  return (
    <Modal
      opened
      size="xl"
      title={t("command.keys")}
      onClose={() => stage.editor.open(null)}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {GROUPS.map((group) => (
          <Stack key={group} gap={4}>
            <Title order={3}>{t(`group.${group}`)}</Title>
            {COMMANDS.filter((command) => command.group === group && command.keys.length > 0).map(
              (command) => (
                <Group key={command.id} justify="space-between" wrap="nowrap">
                  <Text size="sm">{t(`command.${command.id}`)}</Text>
                  <Group gap={4} wrap="nowrap">
                    {command.keys.map((keys) => (
                      <Kbd key={printed(keys)}>{printed(keys)}</Kbd>
                    ))}
                  </Group>
                </Group>
              ),
            )}
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  );
}
