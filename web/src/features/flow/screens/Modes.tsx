/** How the flow is looked at: all ways side by side, or behind one button where there is no room. */
import { Button, Menu, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { useFlow } from "../canvas/context";
import type { Flow } from "../queries";
import { type FlowSearch, MODES, type Mode } from "../search";
import { useSearchChange } from "./Header";

/** What there is to see also of a flow that was never published. */
const ofDraft: readonly Mode[] = ["edit", "simulate"];
const NARROW = "(max-width: 84em)";

export function Modes({ flow, search }: { flow: Flow; search: FlowSearch }) {
  const { t } = useFlow().speech;
  const go = useSearchChange();
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const modes = MODES.filter((mode) => ofDraft.includes(mode) || flow.current_version != null);
  const now = search.mode ?? "edit";
  const choose = (mode: string) =>
    go({ mode: mode === "edit" ? undefined : mode, version: undefined });
  if (!narrow)
    return (
      <SegmentedControl
        size="xs"
        aria-label={t("header.mode")}
        value={now}
        data={modes.map((mode) => ({ value: mode, label: t(`mode.${mode}`) }))}
        onChange={choose}
        style={{ flex: "none" }}
      />
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="xs"
          h={30}
          variant="default"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`${t("header.mode")}: ${t(`mode.${now}`)}`}
        >
          {t(`mode.${now}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {modes.map((mode) => (
          <Menu.Item
            key={mode}
            aria-current={mode === now || undefined}
            fw={mode === now ? 600 : undefined}
            onClick={() => choose(mode)}
          >
            {t(`mode.${mode}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
