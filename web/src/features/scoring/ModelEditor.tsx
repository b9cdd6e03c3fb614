/** The whole table with what stands beside it: classes, who changes, and saving. */
import { Button, Grid, Stack, Textarea, TextInput, VisuallyHidden } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { diagnosticsOf } from "@/features/diagnostics/useDiagnosticTexts";
import { RuleSurroundings } from "@/features/rule/surroundings";
import { useRuleSpeech } from "@/features/rule/useRuleSentence";
import { Classes } from "./Classes";
import { EditorProvider, useEditor } from "./context";
import { withNewGroup } from "./edit";
import { finished, missingOf } from "./finish";
import { focusNewGroup } from "./focus";
import { GroupCard } from "./GroupCard";
import { withFormer } from "./ladder";
import { located } from "./problems";
import { SaveBar } from "./SaveBar";
import styles from "./Scoring.module.css";
import type { Model } from "./types";
import { Unsaved } from "./Unsaved";
import type { Draft } from "./useDraft";
import { usedWords } from "./used-words";
import { useLit } from "./useLit";
import type { SaveModel } from "./useSaveModel";
import { useUndoKeys } from "./useUndoKeys";
import { useWhoChanges } from "./useWhoChanges";
import { WhoChanges } from "./WhoChanges";

type Props = {
  id: string;
  draft: Draft;
  isNew?: boolean;
  save: SaveModel;
  onSave: (model: Model, startFlows: boolean) => void;
  onDiscard: () => void;
};

export function ModelEditor({ id, draft, isNew = false, save, onSave, onDiscard }: Props) {
  const { model, change, dirty } = draft;
  const mayEdit = useMay("editFlows");
  const speech = useRuleSpeech(model);
  const [open, setOpen] = useState<string | null>(null);
  const [told, announce] = useState("");
  const [startFlows, setStartFlows] = useState(false);
  const missing = useMemo(() => missingOf(model), [model]);
  const waits = !dirty && !isNew ? "unchanged" : missing.length > 0 ? "unfinished" : null;
  const answer = useWhoChanges(waits === null ? { id, ...finished(model, speech) } : null);
  const problems = answer.error
    ? located(diagnosticsOf(answer.error), answer.asked)
    : located(diagnosticsOf(save.error), save.variables?.model);
  const words = useMemo(() => usedWords(model), [model]);
  const lit = useLit();
  useUndoKeys(draft, mayEdit);
  const classes = withFormer(model.classes, draft.saved.classes);
  const editor = {
    model,
    change,
    classes,
    speech,
    mayEdit,
    missing,
    problems,
    open,
    setOpen,
    announce,
  };
  return (
    <EditorProvider value={editor}>
      <RuleSurroundings disabled={!mayEdit} also={words}>
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 8 }}>
            <Stack gap="md">
              {mayEdit && <About />}
              {model.groups.map((group, at) => (
                <GroupCard key={at} group={group} at={at} lit={lit} />
              ))}
              {mayEdit && <AddGroup />}
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 4 }}>
            <Stack gap="md" h="100%">
              <Classes />
              {mayEdit && (
                <div className={styles.aside}>
                  <WhoChanges answer={answer} waits={waits} />
                </div>
              )}
            </Stack>
          </Grid.Col>
        </Grid>
        {mayEdit && (
          <SaveBar
            isNew={isNew}
            dirty={dirty}
            pending={save.isPending}
            startFlows={startFlows}
            onStartFlows={setStartFlows}
            onSave={() => onSave(finished(model, speech), startFlows)}
            onDiscard={onDiscard}
          />
        )}
        <VisuallyHidden role="status">{told}</VisuallyHidden>
      </RuleSurroundings>
      <Unsaved dirty={mayEdit && dirty} />
    </EditorProvider>
  );
}

/** What the model is called, and what it is for. */
function About() {
  const { t } = useTranslation("scoring");
  const { model, change } = useEditor();
  return (
    <div className={styles.about} data-model>
      <TextInput
        label={t("app:fields.name")}
        required
        maxLength={100}
        value={model.name}
        onChange={(event) => {
          const name = event.currentTarget.value;
          change((now) => ({ ...now, name }), "name");
        }}
      />
      <Textarea
        label={t("model.description")}
        placeholder={t("model.descriptionHelp")}
        rows={1}
        maxLength={2000}
        value={model.description}
        onChange={(event) => {
          const description = event.currentTarget.value;
          change((now) => ({ ...now, description }), "description");
        }}
      />
    </div>
  );
}

function AddGroup() {
  const { t } = useTranslation("scoring");
  const { model, change } = useEditor();
  return (
    <Button
      variant="default"
      w="fit-content"
      leftSection={<IconPlus size={16} aria-hidden />}
      data-add="group"
      onClick={() => {
        change((now) => withNewGroup(now, { name: "", rows: [] }));
        focusNewGroup(model.groups.length);
      }}
    >
      {t("group.add")}
    </Button>
  );
}
