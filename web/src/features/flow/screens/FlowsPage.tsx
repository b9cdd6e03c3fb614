/** All flows, and the ways to begin a new one: empty, from a template or from a file. */
import "../flow.css";
import { Button, Group, Overlay, Text } from "@mantine/core";
import { IconFileImport, IconLayoutGrid, IconPlus, IconRoute } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { flowsQuery } from "@/app/flows-query";
import { useMay } from "@/app/session/session";
import { Page } from "@/app/shared/Page";
import { Empty, Shown } from "@/app/shared/states";
import { useWrite } from "@/app/shared/useWrite";
import { useOffer } from "@/app/shell/page-commands";
import { useFileDrop } from "../files/useFileDrop";
import { emptyFlow, idFrom } from "../model/document";
import { createFlow } from "../queries";
import { FlowTable } from "./FlowTable";
import { NameFlow } from "./NameFlow";

// What opens on demand is loaded on demand.
const Gallery = lazy(async () => ({ default: (await import("./Gallery")).Gallery }));
const ImportDialog = lazy(async () => ({
  default: (await import("../files/ImportDialog")).ImportDialog,
}));

const REFRESH_MS = 15_000;

type Asked = { readonly what: "name" | "gallery" } | { readonly what: "file"; text?: string };

const WAYS = [
  ["gallery", "flow:list.gallery", IconLayoutGrid],
  ["file", "files:open", IconFileImport],
  ["name", "flow:list.new", IconPlus],
] as const;

export default function FlowsPage() {
  const { t } = useTranslation("flow");
  const mayEdit = useMay("editFlows");
  // Who comes and goes is not announced for every flow.
  const query = useQuery({ ...flowsQuery, refetchInterval: REFRESH_MS });
  const [asked, setAsked] = useState<Asked | null>(null);
  const held = useFileDrop((text) => setAsked({ what: "file", text }), mayEdit);
  const create = useCreate(query.data?.items ?? []);
  useWaysInPalette(mayEdit, setAsked);
  const close = () => setAsked(null);
  const actions =
    mayEdit &&
    WAYS.map(([what, label, Icon]) => (
      <Button
        key={what}
        variant={what === "name" ? "filled" : "default"}
        leftSection={<Icon size={16} aria-hidden />}
        onClick={() => setAsked({ what })}
      >
        {t(label)}
      </Button>
    ));
  return (
    <Page title={t("list.title")} about={t("list.about")} actions={actions}>
      <Shown query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={IconRoute} title={t("list.emptyTitle")} action={<Group>{actions}</Group>}>
              {t("list.emptyText")}
            </Empty>
          ) : (
            <FlowTable flows={items} />
          )
        }
      </Shown>
      {held && (
        <Overlay fixed center backgroundOpacity={0.5}>
          <Text c="white" fw={600}>
            {t("files:drop")}
          </Text>
        </Overlay>
      )}
      {asked?.what === "name" && (
        <NameFlow onClose={close} onName={(name) => create.mutate(name)} />
      )}
      <Suspense>
        {asked?.what === "gallery" && (
          <Gallery
            onClose={close}
            onUse={(file) => setAsked({ what: "file", text: JSON.stringify(file) })}
          />
        )}
        {asked?.what === "file" && (
          <ImportDialog key={asked.text} text={asked.text} onClose={close} />
        )}
      </Suspense>
    </Page>
  );
}

function useWaysInPalette(mayEdit: boolean, ask: (asked: Asked) => void): void {
  const { t } = useTranslation("flow");
  const commands = useMemo(
    () => ({
      title: t("list.title"),
      possible: () =>
        (mayEdit ? WAYS : []).map(([what, label]) => ({
          id: what,
          label: t(label),
          perform: () => ask({ what }),
        })),
    }),
    [t, mayEdit, ask],
  );
  useOffer(commands);
}

/** Makes an empty flow under an id that is free, and opens it. */
function useCreate(flows: readonly { readonly id: string }[]) {
  const navigate = useNavigate();
  const taken = (id: string) => flows.some((flow) => flow.id === id);
  return useWrite<string, { id: string }>({
    send: (name) => createFlow(emptyFlow(idFrom(name, taken), name)),
    touches: ["flows"],
    after: ({ id }) => void navigate({ to: "/flows/$flow", params: { flow: id } }),
  });
}
