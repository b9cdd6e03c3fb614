/** Chooses one company by the beginning of its name. */
import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Company, companyQuery, foundQuery } from "./queries";

const TYPING_MS = 200;

type Named = Pick<Company, "id" | "name">;

interface Props extends Pick<SelectProps, "label" | "disabled" | "w" | "clearable"> {
  readonly value: string | undefined;
  readonly placeholder: string;
  readonly onChange: (company: string | undefined) => void;
}

export function CompanySelect({ value, placeholder, onChange, clearable = true, ...rest }: Props) {
  const { t } = useTranslation("companies");
  const [typed, setTyped] = useState("");
  const chosen = useQuery({ ...companyQuery(value ?? ""), enabled: value !== undefined }).data;
  // What stands in the field is the chosen one's name, not a search for it.
  const [search] = useDebouncedValue(typed === chosen?.name ? "" : typed, TYPING_MS);
  const found = useQuery(foundQuery(search)).data?.items ?? [];
  const companies: Named[] =
    chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  return (
    <Select
      {...rest}
      clearable={clearable}
      aria-label={rest.label ? undefined : placeholder}
      placeholder={placeholder}
      searchable
      clearButtonProps={{ "aria-label": t("clear") }}
      data={companies.map((company) => ({ value: company.id, label: company.name }))}
      // The server has searched already, by more than what the names show.
      filter={({ options }) => options}
      nothingFoundMessage={t("noMatch")}
      value={value ?? null}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
