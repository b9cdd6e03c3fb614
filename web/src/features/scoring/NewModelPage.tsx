/** Draws up a scoring model. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TextLink } from "@/app/shared/links";
import { Page } from "@/app/shared/Page";
import { Shown } from "@/app/shared/states";
import { shortName } from "@/features/segments/short-name";
import { useProposed } from "./incoming";
import { ModelEditor } from "./ModelEditor";
import { modelsQuery } from "./queries";
import { emptyTable, printedTable } from "./template";
import { UndoButtons } from "./UndoButtons";
import { useDraft } from "./useDraft";
import { useModelCommands } from "./useModelCommands";
import { useSaveModel } from "./useSaveModel";

export default function NewModelPage() {
  const { from } = useSearch({ from: "/inside/scoring/new" });
  const models = useQuery(modelsQuery);
  // Not before it is known which ids are taken: nobody's model is to be written over.
  return (
    <Shown query={models}>
      {({ items }) => <Draft key={from} from={from} taken={items.map(({ id }) => id)} />}
    </Shown>
  );
}

function Draft({ from, taken }: { from: "table" | undefined; taken: string[] }) {
  const { t } = useTranslation("scoring");
  const navigate = useNavigate();
  const [first] = useState(() => (from === "table" ? printedTable(t) : emptyTable(t)));
  const draft = useDraft(first);
  useProposed(null, draft);
  const id = shortName(draft.model.name, [...taken, "new", "preview"], "scoring");
  useModelCommands(draft, true, t("new.title"));
  const save = useSaveModel({
    isNew: true,
    after: (saved, version) =>
      void navigate({
        ...(version === null
          ? { to: "/scoring" }
          : { to: "/scoring/$model", params: { model: saved.id } }),
        ignoreBlocker: true,
      }),
  });
  return (
    <Page
      wide
      title={t("new.title")}
      about={t(from === "table" ? "new.fromTable" : "new.fromNothing")}
      crumbs={<TextLink to="/scoring">{t("app:sections.scoring")}</TextLink>}
      actions={<UndoButtons draft={draft} />}
    >
      <ModelEditor
        isNew
        id={id}
        draft={draft}
        save={save}
        onSave={(model, startFlows) => save.mutate({ id, model, startFlows })}
        onDiscard={() => void navigate({ to: "/scoring" })}
      />
    </Page>
  );
}
