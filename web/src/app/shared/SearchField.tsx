/** A search that asks when the typing pauses. */
import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

export const TYPING_MS = 250;

type Props = {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  width: number;
};

export function SearchField({ label, value = "", onChange, width }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const later = useDebouncedCallback(
    (typed: string) => onChange(typed.trim() || undefined),
    TYPING_MS,
  );
  const type = (typed: string) => {
    setText(typed);
    later(typed);
  };
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        text !== "" && (
          <CloseButton size="sm" aria-label={t("actions.clear")} onClick={() => type("")} />
        )
      }
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      w={width}
    />
  );
}
