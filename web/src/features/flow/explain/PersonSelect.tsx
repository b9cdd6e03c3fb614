/** Chooses one contact by the beginning of a name, an address or an id. */
import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { contactQuery } from "@/features/contacts/queries";
import { foundQuery } from "./queries";

const TYPING_MS = 200;

interface Person {
  readonly id: string;
  readonly name: string;
  readonly email?: string | null;
}

interface Props extends Pick<SelectProps, "label" | "description"> {
  readonly value: string | undefined;
  readonly autoFocus?: boolean;
  readonly onChange: (contact: string | undefined) => void;
}

const called = ({ name, email }: Person) => (email && email !== name ? `${name} · ${email}` : name);

export function PersonSelect({ value, onChange, autoFocus = false, ...rest }: Props) {
  const { t } = useTranslation("explain");
  const [typed, setTyped] = useState("");
  const chosen = useQuery({ ...contactQuery(value ?? ""), enabled: value !== undefined }).data;
  const name = chosen && called(chosen);
  // What stands in the field is the chosen one's name, not a search for it.
  const [search] = useDebouncedValue(typed === name ? "" : typed, TYPING_MS);
  const found = useQuery(foundQuery(search)).data?.items ?? [];
  const people: Person[] =
    chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  return (
    <Select
      {...rest}
      data-autofocus={autoFocus || undefined}
      aria-label={rest.label ? undefined : t("person.label")}
      placeholder={t("person.search")}
      searchable
      clearable={value !== undefined}
      clearButtonProps={{ "aria-label": t("person.clear") }}
      data={people.map((person) => ({ value: person.id, label: called(person) }))}
      // The server has searched already, by more than what the names show.
      filter={({ options }) => options}
      nothingFoundMessage={t("person.nobody")}
      value={value ?? null}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id ?? undefined)}
      maxDropdownHeight={320}
    />
  );
}
