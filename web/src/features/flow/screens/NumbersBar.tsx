/** Over live numbers: for which time, as people or percent, what they count, and whether they are old. */
import { Badge, NativeSelect, SegmentedControl, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useStore } from "zustand";
import { When } from "@/app/shared/When";
import { useFlow } from "../canvas/context";
import { type Flow, numbersQuery } from "../queries";
import type { FlowSearch } from "../search";
import type { NumbersStore, Unit } from "../session/numbers";
import { useSearchChange } from "./Header";
import classes from "./Header.module.css";

/** Days back, today included. Nought: since the version was published. */
const PERIODS = [0, 1, 7, 30, 90];
const NAMED: Readonly<Record<number, string>> = { 0: "numbers.ever", 1: "numbers.today" };
const UNITS: readonly Unit[] = ["people", "percent"];

interface Props {
  readonly flow: Flow;
  readonly numbers: NumbersStore;
  readonly search: FlowSearch;
}

export function NumbersBar({ flow, numbers, search }: Props) {
  const { t } = useFlow().speech;
  const go = useSearchChange();
  const unit = useStore(numbers, (state) => state.unit);
  const version = search.version ?? flow.current_version ?? 0;
  const { days } = search;
  const periods = PERIODS.includes(days ?? 0) ? PERIODS : [...PERIODS, days ?? 0];
  return (
    <div className={classes.bar}>
      <NativeSelect
        size="xs"
        aria-label={t("numbers.period")}
        value={days ?? 0}
        data={periods.map((count) => ({
          value: String(count),
          label: t(NAMED[count] ?? "numbers.days", { count }),
        }))}
        onChange={({ currentTarget: { value } }) => go({ days: value === "0" ? undefined : value })}
      />
      <SegmentedControl
        size="xs"
        aria-label={t("numbers.unit")}
        value={unit}
        data={UNITS.map((value) => ({ value, label: t(`numbers.${value}`) }))}
        onChange={(value) => numbers.setState({ unit: value as Unit })}
      />
      <Text size="sm" c="dimmed">
        {t(days === undefined ? "numbers.about" : "numbers.aboutDays", { version })}
      </Text>
      <Stale flow={flow.id} version={version} days={days} />
    </div>
  );
}

/** Numbers that could not be asked for again are marked as old, with their time. */
function Stale({
  flow,
  version,
  days,
}: {
  flow: string;
  version: number;
  days?: number | undefined;
}) {
  const { t } = useFlow().speech;
  const query = useQuery({ ...numbersQuery(flow, version, days), enabled: false });
  const { data, dataUpdatedAt, failureCount, fetchStatus } = query;
  if (!data || (failureCount === 0 && fetchStatus !== "paused")) return null;
  return (
    <Badge role="status" color="yellow" variant="outline" c="var(--mantine-color-text)" tt="none">
      {t("numbers.stale")} <When at={new Date(dataUpdatedAt).toISOString()} />
    </Badge>
  );
}
