/** The small inputs of the form: lengths of time, names with values, events. */
import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  NumberInput,
  Select,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { eventTitle } from "@/features/rule/phrases";
import { EVENTS } from "@/features/rule/rule";
import { CUSTOM } from "@/features/rule/words";
import { type Length, type Pair, UNITS, type Unit } from "./form";
import classes from "./Simulate.module.css";

interface LengthProps {
  readonly label: string;
  readonly value: Length;
  readonly onChange: (value: Length) => void;
  readonly placeholder?: string;
}

export function LengthField({ label, value, onChange, placeholder }: LengthProps) {
  const { t } = useTranslation("simulate");
  return (
    <Group gap={6} wrap="nowrap" role="group" aria-label={label}>
      <NumberInput
        size="sm"
        w={90}
        min={0}
        allowDecimal={false}
        aria-label={`${label}: ${t("length.number")}`}
        placeholder={placeholder}
        value={value.count}
        onChange={(count) => onChange({ ...value, count: typeof count === "number" ? count : "" })}
      />
      <Select
        size="sm"
        flex={1}
        aria-label={`${label}: ${t("length.unit")}`}
        allowDeselect={false}
        data={UNITS.map((unit) => ({ value: unit, label: t(`rule:unit.${unit}`) }))}
        value={value.unit}
        onChange={(unit) => unit && onChange({ ...value, unit: unit as Unit })}
      />
    </Group>
  );
}

interface PairsProps {
  readonly label: string;
  readonly add: string;
  readonly names: readonly string[];
  readonly value: readonly Pair[];
  readonly onChange: (value: readonly Pair[]) => void;
}

/** Names with values, one below the other. */
export function PairsField({ label, add, names, value, onChange }: PairsProps) {
  const { t } = useTranslation("simulate");
  const set = (at: number, change: Partial<Pair>) =>
    onChange(value.map((pair, place) => (place === at ? { ...pair, ...change } : pair)));
  return (
    <fieldset aria-label={label} className={classes.pairs}>
      {value.map((pair, at) => (
        <Group key={at} gap={6} wrap="nowrap">
          <Autocomplete
            size="sm"
            flex={1}
            aria-label={`${label}: ${t("pair.name")}`}
            placeholder={t("pair.name")}
            data={[...names]}
            value={pair.name}
            onChange={(name) => set(at, { name })}
          />
          <TextInput
            size="sm"
            flex={1}
            aria-label={`${label}: ${t("pair.value")}`}
            placeholder={t("pair.value")}
            value={pair.value}
            onChange={(event) => set(at, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("pair.remove", { name: pair.name })}
            onClick={() => onChange(value.filter((_, place) => place !== at))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      <AddButton onClick={() => onChange([...value, { name: "", value: "" }])}>{add}</AddButton>
    </fieldset>
  );
}

interface AddProps {
  readonly children: string;
  readonly onClick: () => void;
}

/** One more, below those that are there. */
export function AddButton({ children, onClick }: AddProps) {
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={onClick}
      style={{ alignSelf: "flex-start" }}
    >
      {children}
    </Button>
  );
}

interface EventProps {
  readonly known: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Events as people call them; what is none of the known ones is one of your own. */
export function EventField({ known, value, onChange }: EventProps) {
  const { t } = useTranslation("simulate");
  const nameOf = (event: string) => eventTitle(event, { t });
  const named = new Map([...known, ...EVENTS].map((event) => [nameOf(event), event]));
  const eventOf = (typed: string) => {
    const builtIn = EVENTS.find((one) => nameOf(one).toLowerCase() === typed.toLowerCase());
    return typed && (named.get(typed) ?? builtIn ?? `${CUSTOM}${typed}`);
  };
  return (
    <Autocomplete
      size="sm"
      aria-label={t("happens.eventName")}
      placeholder={t("happens.eventName")}
      data={[...named.keys()]}
      value={value === "" ? "" : nameOf(value)}
      onChange={(typed) => onChange(eventOf(typed))}
    />
  );
}
