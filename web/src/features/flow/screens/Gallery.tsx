/** The flows that ship with Runnel, each with a picture drawn from its document. */
import { Button, Group, Modal, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, read, type Schemas } from "@/api/client";
import { Shown } from "@/app/shared/states";
import { useWrite } from "@/app/shared/useWrite";
import { segmentsQuery } from "@/features/segments/queries";
import { readFlow, type WireFlow } from "../model/document";
import { kindsQuery } from "../queries";
import { FlowPicture } from "./FlowPicture";
import classes from "./Gallery.module.css";
import { TEMPLATES, translated } from "./templates";

export interface FlowFile {
  readonly flow: WireFlow;
  readonly segments?: readonly {
    readonly id: string;
    readonly name: string;
    readonly rule: Schemas["Rule"];
  }[];
}

interface Props {
  readonly onUse: (file: FlowFile) => void;
  readonly onClose: () => void;
}

export function Gallery({ onUse, onClose }: Props) {
  const { t } = useTranslation("flow");
  return (
    <Modal
      opened
      onClose={onClose}
      size={980}
      title={t("gallery.title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {TEMPLATES.map((file) => (
          <Template key={file.flow.id} file={translated(t, file)} onUse={onUse} />
        ))}
      </SimpleGrid>
    </Modal>
  );
}

function Template({ file, onUse }: { file: FlowFile; onUse: (file: FlowFile) => void }) {
  const { t } = useTranslation("flow");
  const kinds = useQuery(kindsQuery);
  const known = useQuery(segmentsQuery).data?.items;
  const missing = (file.segments ?? []).filter(
    ({ id }) => !known?.some((segment) => segment.id === id),
  );
  const use = useWrite({
    // Its rules ask about these segments: without them the flow could not be published.
    send: async () => {
      for (const { id, name, rule } of missing) {
        await read(
          api.PUT("/api/v1/segments/{id}", { params: { path: { id } }, body: { name, rule } }),
        );
      }
    },
    touches: missing.length > 0 ? ["segments"] : [],
    after: () => onUse(file),
  });
  return (
    <section className={classes.template}>
      <div className={classes.picture}>
        <Shown query={kinds} rows={3}>
          {(found) => <FlowPicture document={readFlow(file.flow)} kinds={found} />}
        </Shown>
      </div>
      <Stack gap={6} p="sm" flex={1}>
        <Title order={3}>{file.flow.name}</Title>
        <Text size="sm" c="dimmed" flex={1}>
          {file.flow.description}
        </Text>
        {missing.length > 0 && (
          <Text size="xs">
            {t("gallery.brings", { names: missing.map(({ name }) => name).join(", ") })}
          </Text>
        )}
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            loading={use.isPending}
            onClick={() => use.mutate()}
          >
            {t("gallery.use")}
          </Button>
        </Group>
      </Stack>
    </section>
  );
}
