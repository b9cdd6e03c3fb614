/** How much a flow may send within an hour. Empty: what the operator of the server set. */
import { NumberInput } from "@mantine/core";
import { useFlow } from "../canvas/context";
import type { Ceiling } from "../model/document";

/** What the server can count to. */
const MOST = 4_294_967_295;

interface Props {
  readonly value: Ceiling | null;
  readonly readOnly: boolean;
  /** It is what the settings were opened for. */
  readonly first: boolean;
  readonly onChange: (value: Ceiling | null) => void;
}

export function CeilingField({ value, readOnly, first, onChange }: Props) {
  const { t } = useFlow().speech;
  return (
    <NumberInput
      label={t("flow.ceiling")}
      description={`${t("flow.ceilingHelp")} ${t("flow.ceilingUnset")}`}
      placeholder={t("flow.ceilingDefault")}
      size="sm"
      data-autofocus={first || undefined}
      disabled={readOnly}
      value={value?.per_hour ?? ""}
      allowDecimal={false}
      allowNegative={false}
      // A flow that may send nothing is no flow: the first digit is at least a one.
      isAllowed={({ floatValue }) =>
        floatValue === undefined || (floatValue >= 1 && floatValue <= MOST)
      }
      onChange={(next) => onChange(typeof next === "number" ? { per_hour: next } : null)}
    />
  );
}
