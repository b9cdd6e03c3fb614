/** Which threshold is looked at: where a class begins, or a number of points of a category. */
import { Autocomplete, NumberInput, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { modelsQuery } from "@/features/scoring/queries";
import { beginnings, type Threshold } from "./threshold";

const NUMBER = "";

type Props = { threshold: Threshold; onChange: (threshold: Threshold) => void };

export function ThresholdField({ threshold, onChange }: Props) {
  const { t } = useTranslation("prediction");
  const models = useQuery(modelsQuery).data?.items ?? [];
  const known = beginnings(models);
  const { points, category, of } = threshold;
  const categories = models.flatMap(({ groups }) =>
    groups.flatMap((group) => group.category || []),
  );
  const choose = (next: string | null) =>
    onChange(known.find((one) => one.of === next) ?? { points, category });
  return (
    <>
      <Select
        label={t("threshold.label")}
        w={280}
        data={[
          ...known.map((one) => ({
            value: one.of,
            label: t("threshold.class", { name: short(one.name, 60), points: one.points }),
          })),
          { value: NUMBER, label: t("threshold.number") },
        ]}
        value={of ?? NUMBER}
        allowDeselect={false}
        onChange={choose}
      />
      {of === undefined && (
        <>
          <NumberInput
            label={t("threshold.points")}
            w={120}
            allowDecimal={false}
            value={points}
            onChange={(next) => typeof next === "number" && onChange({ points: next, category })}
          />
          <Autocomplete
            label={t("threshold.category")}
            placeholder={t("threshold.all")}
            w={200}
            data={[...new Set(categories)]}
            value={category ?? ""}
            onChange={(typed) => onChange({ points, category: typed.trim() || undefined })}
          />
        </>
      )}
    </>
  );
}
