/** "Why not here?", of a step: asks about whom, unless somebody is looked at already. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEditor, useFlow } from "../canvas/context";
import type { NodeId } from "../model/document";
import { nodeOf } from "../model/graph";
import { useSearchChange } from "../screens/Header";
import { flowSearch } from "../search";
import { stepTitle } from "../words/words";
import { PersonSelect } from "./PersonSelect";

export function AskWhose({ node }: { node: NodeId }) {
  const { stage, speech } = useFlow();
  const { t } = useTranslation("explain");
  const go = useSearchChange();
  const search = flowSearch(useSearch({ strict: false }));
  const known = search.mode === "path" ? search.contact : undefined;
  const [contact, setContact] = useState<string>();
  const step = useEditor((state) => nodeOf(state.document, node));
  const kinds = useEditor((state) => state.kinds);
  const close = () => stage.editor.open(null);
  useEffect(() => {
    // Whoever is looked at is who is meant: the step is chosen, which is the question.
    if (known !== undefined) stage.editor.open(null);
  }, [known, stage]);
  if (known !== undefined) return null;
  const title = step ? stepTitle(speech, kinds, step) : node;
  const ask = () => {
    close();
    go({ mode: "path", contact, passage: undefined, version: undefined, step: node });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("whose.title", { step: title })}
      closeButtonProps={{ "aria-label": t("app:actions.close") }}
    >
      <Stack>
        <Text size="sm">{t("whose.text")}</Text>
        <PersonSelect value={contact} onChange={setContact} label={t("path.who")} autoFocus />
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t("app:actions.cancel")}
          </Button>
          <Button disabled={contact === undefined} onClick={ask}>
            {t("whose.verb")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
