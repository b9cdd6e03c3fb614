/** A text to take along (a key, a snippet) with a button that copies it. */
import { ActionIcon, Box, Code, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export function Copyable({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  return (
    <Box pos="relative">
      <Code block tabIndex={0} aria-label={label} pr={44} style={{ overflowX: "auto" }}>
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t("copy.done") : t("copy.do")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              pos="absolute"
              top={4}
              right={4}
              onClick={copy}
              aria-label={`${t("copy.do")}: ${label}`}
            >
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Box>
  );
}
