/** Has the server learn from all deals anew. */
import { Button } from "@mantine/core";
import { IconSchool } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LearnDialog } from "./LearnDialog";

export function LearnButton() {
  const { t } = useTranslation("prediction");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button leftSection={<IconSchool size={16} aria-hidden />} onClick={() => setOpen(true)}>
        {t("learn.verb")}
      </Button>
      {open && <LearnDialog onClose={() => setOpen(false)} />}
    </>
  );
}
