/** Chooses one of the things that a rule can be about. One that is gone is kept, and marked. */
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Rule.module.css";
import { useSurroundings } from "./surroundings";

type Props = {
  label: string;
  /** Empty while they are not there yet. */
  things: readonly { id: string; name: string }[];
  value: string;
  onChange: (id: string) => void;
};

export function ThingField({ label, things, value, onChange }: Props) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const gone = value !== "" && things.length > 0 && !things.some(({ id }) => id === value);
  const data = things.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select
      className={classes.word}
      maw={320}
      aria-label={label}
      placeholder={t("editor.choose")}
      error={gone ? t("editor.gone", { id: value }) : undefined}
      data={gone ? [...data, { value, label: value }] : data}
      value={value || null}
      searchable
      allowDeselect={false}
      disabled={disabled}
      onChange={(chosen) => onChange(chosen ?? "")}
    />
  );
}
