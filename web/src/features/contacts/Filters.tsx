/** What narrows the list. Each stands in the address. */
import { Button, Group, NumberInput, Select } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { SearchField, TYPING_MS } from "@/app/shared/SearchField";
import { CompanySelect } from "@/features/companies/CompanySelect";
import { segmentsQuery } from "@/features/segments/queries";
import { type ContactsSearch, narrows, type Stage } from "./search";
import { useStageChoices } from "./useStageChoices";

export function Filters() {
  const { t } = useTranslation("contacts");
  const search = useSearch({ from: "/inside/contacts" });
  const navigate = useNavigate({ from: "/contacts" });
  const segments = useQuery(segmentsQuery);
  const stages = useStageChoices();
  const change = (changed: Partial<ContactsSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...changed }), replace: true });
  const { sort, category } = search;
  return (
    <Group gap="xs" role="search">
      <SearchField
        label={t("filters.search")}
        value={search.search}
        onChange={(text) => change({ search: text })}
        width={220}
      />
      <Select
        aria-label={t("filters.segment")}
        placeholder={t("filters.segment")}
        data={(segments.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={search.segment ?? null}
        onChange={(segment) => change({ segment: segment ?? undefined })}
        clearable
        clearButtonProps={{ "aria-label": t("filters.clear") }}
        searchable
        w={160}
      />
      <Select
        aria-label={t("filters.stage")}
        placeholder={t("filters.stage")}
        data={stages}
        value={search.stage ?? null}
        onChange={(stage) => change({ stage: (stage as Stage | null) ?? undefined })}
        clearable
        clearButtonProps={{ "aria-label": t("filters.clear") }}
        w={140}
      />
      <CompanySelect
        placeholder={t("company.title")}
        value={search.company}
        onChange={(company) => change({ company })}
        w={160}
      />
      <SearchField
        label={t("filters.tag")}
        value={search.tag}
        onChange={(tag) => change({ tag })}
        width={130}
      />
      <SearchField
        label={t("filters.category")}
        value={search.category}
        onChange={(named) => change({ category: named })}
        width={150}
      />
      <Group gap={4} wrap="nowrap" role="group" aria-label={t("filters.score")}>
        <Points
          label={t("filters.scoreMin")}
          value={search.score_min}
          onChange={(points) => change({ score_min: points })}
        />
        <span aria-hidden>–</span>
        <Points
          label={t("filters.scoreMax")}
          value={search.score_max}
          onChange={(points) => change({ score_max: points })}
        />
      </Group>
      {(narrows(search) || category !== undefined) && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => void navigate({ search: { sort }, replace: true })}
        >
          {t("filters.clear")}
        </Button>
      )}
    </Group>
  );
}

type PointsProps = {
  label: string;
  value: number | undefined;
  onChange: (points: number | undefined) => void;
};

/** One end of the range of points; empty: no limit. */
function Points({ label, value, onChange }: PointsProps) {
  const [typed, setTyped] = useState<number | string>(value ?? "");
  useEffect(() => setTyped(value ?? ""), [value]);
  const later = useDebouncedCallback(
    (next: number | string) =>
      onChange(typeof next === "number" && Number.isSafeInteger(next) ? next : undefined),
    TYPING_MS,
  );
  return (
    <NumberInput
      aria-label={label}
      placeholder={label}
      hideControls
      allowDecimal={false}
      w={108}
      value={typed}
      onChange={(next) => {
        setTyped(next);
        later(next);
      }}
    />
  );
}
