/** A flow from a file: what it brings and lacks here is shown before it becomes a draft. */
import { Alert, Button, FileButton, Group, Text } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/app/shared/Dialog";
import { readFlowFile } from "./flow-file";
import { ImportForm } from "./ImportForm";

export interface ImportProps {
  /** What was dropped or pasted; absent: a file is to be chosen. */
  readonly text?: string | undefined;
  /** What the new flow is to be called; absent: as in the file. */
  readonly name?: string | undefined;
  /** What else will happen. */
  readonly note?: string | undefined;
  readonly onClose: () => void;
  /** After the new flow is open. */
  readonly onImported?: (() => void) | undefined;
}

export function ImportDialog({ text: first, ...props }: ImportProps) {
  const { t } = useTranslation("files");
  const [text, setText] = useState(first);
  const file = text === undefined ? null : readFlowFile(text);
  if (file) return <ImportForm key={text} file={file} {...props} />;
  return (
    <Dialog title={t("title")} onClose={props.onClose}>
      {text === undefined ? (
        <Text>{t("choose")}</Text>
      ) : (
        <Alert color="red" role="alert" title={t("unreadable")}>
          {t("unreadableHelp")}
        </Alert>
      )}
      <Group justify="end">
        <Button variant="default" onClick={props.onClose}>
          {t("app:actions.cancel")}
        </Button>
        <FileButton
          accept="application/json,.json"
          onChange={(chosen) => void chosen?.text().then(setText)}
        >
          {(button) => (
            <Button
              {...button}
              data-autofocus
              leftSection={<IconFileImport size={16} aria-hidden />}
            >
              {t("chooseVerb")}
            </Button>
          )}
        </FileButton>
      </Group>
    </Dialog>
  );
}
