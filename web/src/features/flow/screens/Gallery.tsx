/** The flows that ship with Runnel, each with a picture drawn from its document. */
import { Button, Group, Modal, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Shown } from "@/app/shared/states";
import type { FlowFile } from "../files/queries";
import { readFlow } from "../model/document";
import { kindsQuery } from "../queries";
import { FlowPicture } from "./FlowPicture";
import classes from "./Gallery.module.css";
import { TEMPLATES, translated } from "./templates";

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
        <Group>
          <Button size="compact-sm" variant="default" onClick={() => onUse(file)}>
            {t("gallery.use")}
          </Button>
        </Group>
      </Stack>
    </section>
  );
}
