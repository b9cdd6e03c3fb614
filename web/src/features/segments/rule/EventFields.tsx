/** Which events are meant: a kind, and conditions on what came with them. */
import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ConditionFields } from "./ConditionFields";
import { EVENTS, type EventMatch, replaced, without } from "./rule";

const CUSTOM = "custom:";

type Props = { of: EventMatch; onChange: (of: EventMatch) => void; children?: ReactNode };

export function EventFields({ of, onChange, children }: Props) {
  const { t } = useTranslation("segments");
  const event = String(of.event);
  const custom = event.startsWith(CUSTOM);
  const where = of.where ?? [];
  const setWhere = (next: typeof where) => onChange({ ...of, where: next });
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Select
          aria-label={t("editor.event")}
          data={[
            ...EVENTS.map((value) => ({ value: value as string, label: t(`event.${value}`) })),
            { value: CUSTOM, label: t("event.custom") },
          ]}
          value={custom ? CUSTOM : event}
          allowDeselect={false}
          onChange={(chosen) => onChange({ ...of, event: chosen ?? CUSTOM })}
          w={190}
        />
        {custom && (
          <TextInput
            aria-label={t("editor.eventName")}
            placeholder={t("editor.eventName")}
            value={event.slice(CUSTOM.length)}
            onChange={(typed) => onChange({ ...of, event: CUSTOM + typed.currentTarget.value })}
          />
        )}
        {children}
      </Group>
      {where.map((condition, at) => (
        <Group key={at} gap="xs" wrap="nowrap" align="flex-start">
          <Text size="sm" mt={6}>
            {t("editor.where")}
          </Text>
          <ConditionFields
            ofEvent
            condition={condition}
            onChange={(next) => setWhere(replaced(where, at, next))}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            aria-label={t("editor.remove")}
            onClick={() => setWhere(without(where, at))}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconPlus size={12} aria-hidden />}
          onClick={() => setWhere([...where, { name: "", test: { contains: "" } }])}
        >
          {t("editor.addWhere")}
        </Button>
      </div>
    </Stack>
  );
}
