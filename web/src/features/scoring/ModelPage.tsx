/** One scoring model: the table, changed where it stands. */
import { Alert, Button, Group, Stack } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { TextLink } from "@/app/shared/links";
import { Page } from "@/app/shared/Page";
import { Shown } from "@/app/shared/states";
import { Waiting } from "@/features/preparing/Waiting";
import { useProposed } from "./incoming";
import { ModelEditor } from "./ModelEditor";
import { modelQuery } from "./queries";
import { documentOf } from "./template";
import type { StoredModel } from "./types";
import { UndoButtons } from "./UndoButtons";
import { type Delete, useDelete } from "./useDelete";
import { useDraft } from "./useDraft";
import { useModelCommands } from "./useModelCommands";
import { useSaveModel } from "./useSaveModel";

export default function ModelPage() {
  const { t } = useTranslation("scoring");
  const { model: id } = useParams({ from: "/inside/scoring/$model" });
  const remove = useDelete();
  const model = useQuery({ ...modelQuery(id), enabled: !remove.goes });
  if (model.data !== undefined) return <Edited key={id} stored={model.data} remove={remove} />;
  return (
    <Page
      title={t("app:sections.scoring")}
      crumbs={<TextLink to="/scoring">{t("app:sections.scoring")}</TextLink>}
    >
      <Shown query={model}>{() => null}</Shown>
    </Page>
  );
}

function Edited({ stored, remove }: { stored: StoredModel; remove: Delete }) {
  const { t } = useTranslation("scoring");
  const mayEdit = useMay("editFlows");
  const draft = useDraft(documentOf(stored));
  const { dirty, settle } = draft;
  useProposed(stored.id, draft);
  const [version, setVersion] = useState(stored.version);
  const save = useSaveModel({
    isNew: false,
    after: ({ model }, published) => {
      // What waits is not in force: the table shows what is.
      settle(published === null ? documentOf(stored) : model);
      if (published !== null) setVersion(published);
    },
  });
  const newer = stored.version > version;
  const takeOver = () => {
    settle(documentOf(stored));
    setVersion(stored.version);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when somebody has saved it
  useEffect(() => {
    if (newer && !dirty) takeOver();
  }, [stored.version]);
  useModelCommands(draft, mayEdit, t("commands", { name: stored.name }));
  return (
    <Page
      wide
      title={stored.name}
      about={stored.description || t("model.about")}
      crumbs={<TextLink to="/scoring">{t("app:sections.scoring")}</TextLink>}
      actions={
        mayEdit && (
          <Group gap="xs">
            <UndoButtons draft={draft} />
            <Button
              variant="default"
              leftSection={<IconTrash size={16} aria-hidden />}
              loading={remove.isPending}
              onClick={() => remove.ask(stored)}
            >
              {t("delete.verb")}
            </Button>
          </Group>
        )
      }
    >
      <Stack>
        <Waiting kind="scoring_model" subject={stored.id} isPublished={() => true} />
        {newer && dirty && (
          <Alert color="yellow" variant="light" title={t("newer.title")}>
            <Group justify="space-between">
              {t("newer.text")}
              <Button size="xs" variant="default" onClick={takeOver}>
                {t("newer.take")}
              </Button>
            </Group>
          </Alert>
        )}
        <ModelEditor
          id={stored.id}
          draft={draft}
          save={save}
          onSave={(model, startFlows) => save.mutate({ id: stored.id, model, startFlows })}
          onDiscard={takeOver}
        />
      </Stack>
    </Page>
  );
}
