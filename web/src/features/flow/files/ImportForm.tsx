/** What a file would become here: its name, its report, and the button that makes it so. */
import { Alert, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { flowsQuery } from "@/app/flows-query";
import { Dialog, FormDialog } from "@/app/shared/Dialog";
import { short } from "@/app/shared/foreign";
import { useProblemText } from "@/app/shared/problems";
import { Loading } from "@/app/shared/states";
import { tell } from "@/app/shared/tell";
import { idFrom } from "../model/document";
import { freeName, isId, renamed } from "./flow-file";
import type { ImportProps } from "./ImportDialog";
import { checkFile, type FlowFile, importFile } from "./queries";
import { Report } from "./Report";

type Props = Omit<ImportProps, "text"> & { readonly file: FlowFile };

export function ImportForm({ file, ...props }: Props) {
  const { t } = useTranslation("files");
  const problemText = useProblemText();
  const flows = useQuery(flowsQuery).data?.items;
  const report = useQuery({
    queryKey: ["flow-files", file],
    queryFn: () => checkFile(file),
    // What is here may change at any time.
    staleTime: 0,
    gcTime: 0,
  });
  if (report.data && flows)
    return <Checked file={file} report={report.data} flows={flows} {...props} />;
  return (
    <Dialog title={t("titleOf", { name: short(file.flow.name) })} size="lg" onClose={props.onClose}>
      {report.error ? (
        <Alert color="red" role="alert" title={t("refused")}>
          {problemText(report.error)}
        </Alert>
      ) : (
        <Loading rows={3} />
      )}
    </Dialog>
  );
}

interface CheckedProps extends Props {
  readonly report: Awaited<ReturnType<typeof checkFile>>;
  readonly flows: readonly { readonly id: string; readonly name: string }[];
}

function Checked({ file, report, flows, name: wanted, note, onClose, onImported }: CheckedProps) {
  const { t } = useTranslation("files");
  const client = useQueryClient();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const isTaken = (id: string) => flows.some((flow) => flow.id === id);
  const [name, setName] = useState(
    () => wanted ?? freeName(file.flow.name, new Set(flows.map((flow) => flow.name))),
  );
  const [id, setId] = useState(() => (report.id_taken ? idFrom(report.id, isTaken) : report.id));
  const create = useMutation({
    mutationFn: () => importFile(renamed(file, id, name.trim())),
    onSuccess: async () => {
      onClose();
      tell(t("done", { name: short(name) }));
      for (const topic of ["flows", "segments"])
        void client.invalidateQueries({ queryKey: [topic] });
      await navigate({ to: "/flows/$flow", params: { flow: id } });
      onImported?.();
    },
  });
  const wrongId = isTaken(id) ? t("idTaken") : isId(id) ? undefined : t("idWrong");
  return (
    <FormDialog
      title={t("titleOf", { name: short(file.flow.name) })}
      size="lg"
      verb={t("verb")}
      pending={create.isPending}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() && !wrongId) create.mutate();
      }}
    >
      <TextInput
        label={t("name")}
        value={name}
        maxLength={200}
        required
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {report.id_taken && (
        <TextInput
          label={t("id")}
          description={t("idHelp", { id: report.id })}
          value={id}
          error={wrongId}
          onChange={(event) => setId(event.currentTarget.value)}
        />
      )}
      <Report file={file} report={report} />
      {note && <Text size="sm">{note}</Text>}
      {create.error && (
        <Alert color="red" role="alert">
          {leftBehind(create.error) ? t("leaving") : problemText(create.error)}
        </Alert>
      )}
    </FormDialog>
  );
}

/** People have not all left yet what had this id before. */
const leftBehind = (error: unknown) => error instanceof Problem && error.code === "people_inside";
