/** What narrows the list. Each stands in the address. */
import { Button, CloseButton, Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { segmentsQuery } from "@/features/segments/queries";
import { type ContactsSearch, STAGES, type Stage } from "./search";

const TYPING_MS = 250;

export function Filters() {
  const { t } = useTranslation("contacts");
  const search = useSearch({ from: "/inside/contacts" });
  const navigate = useNavigate({ from: "/contacts" });
  const segments = useQuery(segmentsQuery);
  const change = (changed: Partial<ContactsSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...changed }), replace: true });
  const { sort, category, ...narrowing } = search;
  const narrowed = Object.values(narrowing).some((value) => value !== undefined);
  return (
    <Group gap="xs" role="search">
      <Typed
        label={t("filters.search")}
        value={search.search}
        onChange={(text) => change({ search: text })}
        width={260}
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
        w={180}
      />
      <Select
        aria-label={t("filters.stage")}
        placeholder={t("filters.stage")}
        data={STAGES.map((stage) => ({ value: stage, label: t(`app:stages.${stage}`) }))}
        value={search.stage ?? null}
        onChange={(stage) => change({ stage: (stage as Stage | null) ?? undefined })}
        clearable
        clearButtonProps={{ "aria-label": t("filters.clear") }}
        w={150}
      />
      <Typed
        label={t("filters.tag")}
        value={search.tag}
        onChange={(tag) => change({ tag })}
        width={140}
      />
      <Typed
        label={t("filters.category")}
        value={search.category}
        onChange={(named) => change({ category: named })}
        width={170}
      />
      {(narrowed || category !== undefined) && (
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

type TypedProps = {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  width: number;
};

/** Asks when the typing pauses. */
function Typed({ label, value = "", onChange, width }: TypedProps) {
  const { t } = useTranslation("contacts");
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
          <CloseButton size="sm" aria-label={t("filters.clear")} onClick={() => type("")} />
        )
      }
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      w={width}
    />
  );
}
