/** A free word, with those in use already to choose from. */
import { Autocomplete } from "@mantine/core";
import classes from "./Rule.module.css";
import { useSurroundings } from "./surroundings";
import type { WordKind } from "./words";

type Props = {
  label: string;
  of: WordKind;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
};

const SHOWN_MAX = 50;

export function WordField({ label, of, value, onChange, placeholder = label }: Props) {
  const { known, disabled } = useSurroundings();
  return (
    <Autocomplete
      className={classes.word}
      aria-label={label}
      placeholder={placeholder}
      data={[...known.words[of]]}
      limit={SHOWN_MAX}
      disabled={disabled}
      value={value}
      onChange={onChange}
    />
  );
}
