/** How many of some properties are filled in. */
import { TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ComparisonFields } from "./number-fields";
import classes from "./Rule.module.css";
import type { Rule } from "./rule";
import { useSurroundings } from "./surroundings";

type FilledIn = Extract<Rule, { filled_in: unknown }>["filled_in"];
type Props = { asked: FilledIn; onChange: (asked: FilledIn) => void };

export function FilledInFields({ asked, onChange }: Props) {
  const { t } = useTranslation("rule");
  const { known, disabled } = useSurroundings();
  const { of, is } = asked;
  return (
    <div className={classes.fields}>
      <ComparisonFields
        counted={t("editor.ofThese")}
        comparison={is}
        onChange={(next) => onChange({ ...asked, is: next })}
      />
      <TagsInput
        className={classes.wide}
        aria-label={t("editor.properties")}
        placeholder={of.length === 0 ? t("editor.properties") : undefined}
        data={[...known.words.properties]}
        acceptValueOnBlur
        disabled={disabled}
        value={[...of]}
        onChange={(next) => onChange({ ...asked, of: next })}
      />
    </div>
  );
}
