/** All flows, and the ways to begin a new one: empty, or from a template. */
import "../flow.css";
import { Button, Group } from "@mantine/core";
import { IconLayoutGrid, IconPlus, IconRoute } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { flowsQuery } from "@/app/flows-query";
import { useMay } from "@/app/session/session";
import { Page } from "@/app/shared/Page";
import { Empty, Shown } from "@/app/shared/states";
import { useWrite } from "@/app/shared/useWrite";
import { emptyFlow, type FlowDocument, idFrom, readFlow } from "../model/document";
import { createFlow } from "../queries";
import { FlowTable } from "./FlowTable";
import { Gallery } from "./Gallery";
import { NameFlow } from "./NameFlow";

const REFRESH_MS = 15_000;

export default function FlowsPage() {
  const { t } = useTranslation("flow");
  const mayEdit = useMay("editFlows");
  // Who comes and goes is not announced for every flow.
  const query = useQuery({ ...flowsQuery, refetchInterval: REFRESH_MS });
  const [asks, setAsks] = useState<"name" | "gallery" | null>(null);
  const create = useCreate(query.data?.items ?? []);
  const actions = mayEdit && (
    <>
      <Button
        variant="default"
        leftSection={<IconLayoutGrid size={16} aria-hidden />}
        onClick={() => setAsks("gallery")}
      >
        {t("list.gallery")}
      </Button>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAsks("name")}>
        {t("list.new")}
      </Button>
    </>
  );
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
      {asks === "name" && (
        <NameFlow
          onClose={() => setAsks(null)}
          onName={(name) => create.mutate((id) => emptyFlow(id(name), name))}
        />
      )}
      {asks === "gallery" && (
        <Gallery
          onClose={() => setAsks(null)}
          onUse={({ flow }) => create.mutate((id) => ({ ...readFlow(flow), id: id(flow.name) }))}
        />
      )}
    </Page>
  );
}

/** Makes a flow under an id that is free, and opens it. */
function useCreate(flows: readonly { readonly id: string }[]) {
  const navigate = useNavigate();
  const taken = (id: string) => flows.some((flow) => flow.id === id);
  return useWrite<(id: (name: string) => string) => FlowDocument, { id: string }>({
    send: (make) => createFlow(make((name) => idFrom(name, taken))),
    touches: ["flows"],
    after: ({ id }) => void navigate({ to: "/flows/$flow", params: { flow: id } }),
  });
}
