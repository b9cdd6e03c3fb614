/** A text that somebody outside wrote: its beginning, and all of it on demand. */
import { Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { short } from "./foreign";

type Props = { text: string; max?: number };

export function LongText({ text, max }: Props) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const beginning = short(text, max);
  return (
    <Text span inherit component="bdi" className="name">
      {whole ? text : beginning}
      {beginning !== text && (
        <UnstyledButton
          ml={4}
          fz="inherit"
          c="var(--mantine-color-anchor)"
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
        >
          {t(whole ? "actions.less" : "actions.all")}
        </UnstyledButton>
      )}
    </Text>
  );
}
