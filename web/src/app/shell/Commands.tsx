/** The command palette: what the page can do, every place, and whatever has a name. */
import "@mantine/spotlight/styles.css";
import { Kbd } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import {
  type Icon,
  IconBolt,
  IconFilter,
  IconRoute,
  IconSearch,
  IconTargetArrow,
  IconUser,
  IconUserX,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { may, useSession } from "../session/session";
import { useCommandsWanted } from "./open-commands";
import { useOfferedCommands } from "./page-commands";
import { SECTIONS } from "./sections";

const [store, palette] = createSpotlight();
const FOUND_MAX = 6;
const CLOSING_MS = 50;

export default function Commands() {
  const { t } = useTranslation();
  const wanted = useCommandsWanted();
  const [query, setQuery] = useState("");
  const groups = useFound(query);
  useEffect(() => {
    if (wanted > 0) palette.open();
  }, [wanted]);
  // Two groups may have one name: what a page of flows can do, and flows.
  const shown = groups
    .map((group, place) => ({ ...group, place }))
    .filter((group) => group.actions.length > 0);
  return (
    <Spotlight.Root store={store} query={query} onQueryChange={setQuery} shortcut={null}>
      <Spotlight.Search
        placeholder={t("commands.search")}
        aria-label={t("commands.search")}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {shown.map((group) => (
          <Spotlight.ActionsGroup key={group.place} label={group.label}>
            {group.actions.map(({ id, icon: Sign, label, description, keys, perform }) => (
              <Spotlight.Action
                key={id}
                label={label}
                description={description}
                leftSection={<Sign size={18} stroke={1.6} aria-hidden />}
                rightSection={keys && <Kbd size="xs">{keys}</Kbd>}
                onClick={perform}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {shown.length === 0 && <Spotlight.Empty>{t("commands.nothing")}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

interface Action {
  readonly id: string;
  readonly icon: Icon;
  readonly label: string;
  readonly description?: string | undefined;
  readonly keys?: string | undefined;
  readonly perform: () => void;
}

interface ActionGroup {
  readonly label: string;
  readonly actions: readonly Action[];
}

function useFound(typed: string): ActionGroup[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { role } = useSession().user;
  const [search] = useDebouncedValue(typed.trim(), 150);
  const matches = (name: string) => name.toLowerCase().includes(typed.trim().toLowerCase());
  const contacts = useQuery({
    queryKey: ["contacts", "palette", search],
    queryFn: () =>
      read(api.GET("/api/v1/contacts", { params: { query: { search, limit: FOUND_MAX } } })),
    enabled: search !== "",
  });
  const flows = useQuery({
    queryKey: ["flows", "list"],
    queryFn: () => read(api.GET("/api/v1/flows")),
  });
  const segments = useQuery({
    queryKey: ["segments", "list"],
    queryFn: () => read(api.GET("/api/v1/segments")),
  });
  const models = useQuery({
    queryKey: ["scoring-models", "list"],
    queryFn: () => read(api.GET("/api/v1/scoring-models")),
  });
  const places = SECTIONS.filter(
    (section) =>
      matches(t(`sections.${section.id}`)) && (!("needs" in section) || may(role, section.needs)),
  );
  const reviews = [
    {
      id: "to-be-dropped",
      icon: IconUserX,
      label: t("commands.toBeDropped"),
      perform: () => void navigate({ to: "/contacts", search: { list: "to-be-dropped" } }),
    },
  ].filter(({ label }) => matches(label));
  const named = <T extends { name: string }>(items: T[] | undefined) =>
    (items ?? []).filter((item) => matches(item.name)).slice(0, FOUND_MAX);
  const offered = useOfferedCommands();
  const here = offered?.possible().filter(({ label }) => matches(label)) ?? [];
  return [
    {
      label: offered?.title ?? "",
      actions: here.map((command) => ({
        ...command,
        icon: IconBolt,
        // The palette closes first; what a command opens is not to be closed with it.
        perform: () => setTimeout(command.perform, CLOSING_MS),
      })),
    },
    {
      label: t("commands.places"),
      actions: [
        ...places.map(({ id, icon, to }) => ({
          id,
          icon,
          label: t(`sections.${id}`),
          perform: () => void navigate({ to }),
        })),
        ...reviews,
      ],
    },
    {
      label: t("sections.contacts"),
      actions: (search === "" ? [] : (contacts.data?.items ?? [])).map((contact) => ({
        id: contact.id,
        icon: IconUser,
        label: contact.name,
        description: contact.email ?? undefined,
        perform: () => void navigate({ to: "/contacts/$contact", params: { contact: contact.id } }),
      })),
    },
    {
      label: t("sections.flows"),
      actions: named(flows.data?.items).map((flow) => ({
        id: `flow:${flow.id}`,
        icon: IconRoute,
        label: flow.name,
        perform: () => void navigate({ to: "/flows/$flow", params: { flow: flow.id } }),
      })),
    },
    {
      label: t("sections.segments"),
      actions: named(segments.data?.items).map((segment) => ({
        id: `segment:${segment.id}`,
        icon: IconFilter,
        label: segment.name,
        perform: () => void navigate({ to: "/segments/$segment", params: { segment: segment.id } }),
      })),
    },
    {
      label: t("sections.scoring"),
      actions: named(models.data?.items).map((model) => ({
        id: `scoring:${model.id}`,
        icon: IconTargetArrow,
        label: model.name,
        perform: () => void navigate({ to: "/scoring/$model", params: { model: model.id } }),
      })),
    },
  ];
}
