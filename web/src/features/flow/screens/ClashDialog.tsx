/** Somebody else saved this draft and changed the same things. Nothing is lost until one chooses. */
import { Button, Group, Modal, Radio, ScrollArea, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { When } from "@/app/shared/When";
import type { Diagnostic } from "@/features/diagnostics/said";
import { useEditor, useFlow } from "../canvas/context";
import type { Edit } from "../model/change";
import { nodeOf } from "../model/graph";
import { fieldsOf } from "../model/schema";
import type { Clash } from "../session/saving";
import type { FlowSession } from "../session/useFlowSession";
import { flowSettingText } from "../words/flow-settings";
import { fieldName, portName, type Speech, settingText, stepTitle } from "../words/words";

interface Props {
  readonly session: FlowSession;
  readonly clash: Clash<Diagnostic>;
}

export function ClashDialog({ session, clash }: Props) {
  const { speech } = useFlow();
  const { t } = speech;
  const describe = useDescribe();
  const { conflicts, theirs } = clash;
  const [choices, setChoices] = useState<("mine" | "theirs")[]>(() => conflicts.map(() => "mine"));
  return (
    <Modal opened onClose={() => {}} withCloseButton={false} size="lg" title={t("clash.title")}>
      <Stack>
        <Text>
          {theirs.by
            ? t("clash.textBy", { name: theirs.by, count: conflicts.length })
            : t("clash.text", { count: conflicts.length })}{" "}
          <When at={theirs.at} c="dimmed" />
        </Text>
        <ScrollArea.Autosize mah="50vh">
          <Stack>
            {conflicts.map((conflict, index) => (
              <Radio.Group
                key={index}
                label={subject(speech, describe.title, conflict.mine)}
                value={choices[index] ?? "mine"}
                onChange={(value) =>
                  setChoices(
                    choices.map((old, at) => (at === index ? (value as "mine" | "theirs") : old)),
                  )
                }
              >
                <Stack gap={4} mt={4}>
                  <Radio
                    value="mine"
                    label={`${t("clash.mine")}: ${describe.edit(conflict.mine)}`}
                  />
                  <Radio
                    value="theirs"
                    label={`${theirs.by ?? t("clash.theirs")}: ${describe.edit(conflict.theirs)}`}
                  />
                </Stack>
              </Radio.Group>
            ))}
          </Stack>
        </ScrollArea.Autosize>
        <Group justify="end">
          <Button onClick={() => session.saver.resolve(choices)}>{t("clash.verb")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function subject(speech: Speech, title: (id: string) => string, edit: Edit): string {
  if (edit.what === "edge")
    return speech.t("clash.wireOf", {
      step: title(edit.edge.from),
      port: portName(speech, edit.edge.port),
    });
  if (edit.what === "node") return title(edit.id);
  const field = fieldName(speech, edit.path.replace(/^settings\./, ""));
  return edit.node === null ? field : `${title(edit.node)}: ${field}`;
}

/** An edit in words. */
function useDescribe() {
  const { speech } = useFlow();
  const { t } = speech;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const title = (id: string) => {
    const node = nodeOf(document, id);
    return node ? stepTitle(speech, kinds, node) : id;
  };
  const edit = (one: Edit): string => {
    if (one.what === "node") return t(one.after ? "clash.stepAdded" : "clash.stepDeleted");
    if (one.what === "edge")
      return t(one.after ? "clash.wiredTo" : "clash.wireCut", { step: title(one.edge.to) });
    if (one.after === undefined || one.after === null || one.after === "") return t("clash.empty");
    const kind = one.node === null ? undefined : kinds.get(nodeOf(document, one.node)?.kind ?? "");
    const field = kind && fieldsOf(kind.schema).find(({ name }) => `settings.${name}` === one.path);
    if (one.node === null) return flowSettingText(speech, one.path, one.after);
    return settingText(speech, field?.schema ?? {}, one.after);
  };
  return { title, edit };
}
