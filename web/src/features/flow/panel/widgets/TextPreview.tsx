/** What a text with stand-ins will say to a chosen contact. The same contact in every text. */
import { Paper, Select, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { create } from "zustand";
import { api, read, type Schemas } from "@/api/client";
import { useForm } from "../fields";
import { filledIn, hasStandIns } from "../stand-ins";

type Contact = Schemas["ContactSummary"];
const useChosen = create<{ contact: Contact | null }>(() => ({ contact: null }));
const FOUND_MAX = 10;

export function TextPreview({ text, label }: { text: string; label: string }) {
  const { t } = useForm().speech;
  const contact = useChosen((state) => state.contact);
  if (!hasStandIns(text)) return null;
  return (
    <Paper withBorder p="xs" mt={4}>
      <ChooseContact label={t("panel.previewFor", { field: label })} />
      {contact && (
        <Text size="sm" mt={4} style={{ whiteSpace: "pre-wrap" }} role="status">
          {filledIn(text, contact)}
        </Text>
      )}
    </Paper>
  );
}

function ChooseContact({ label }: { label: string }) {
  const { t } = useForm().speech;
  const chosen = useChosen((state) => state.contact);
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery({
    queryKey: ["contacts", "preview", search],
    queryFn: () => {
      const query = { limit: FOUND_MAX, ...(search ? { search } : {}) };
      return read(api.GET("/api/v1/contacts", { params: { query } }));
    },
  }).data?.items;
  const offered = [...(found ?? []), ...(chosen ? [chosen] : [])];
  const byId = new Map(offered.map((contact) => [contact.id, contact]));
  return (
    <Select
      size="xs"
      searchable
      aria-label={label}
      placeholder={t("panel.previewChoose")}
      nothingFoundMessage={t("choices.nothing")}
      data={[...byId.values()].map(({ id, name }) => ({ value: id, label: name }))}
      // The server has searched: also by address, which is not in the label.
      filter={({ options }) => options}
      value={chosen?.id ?? null}
      onChange={(id) => useChosen.setState({ contact: (id && byId.get(id)) || null })}
      onSearchChange={setTyped}
    />
  );
}
