/**
 * Tries the draft out as it stands, with a contact or somebody invented, in virtual time. Nothing
 * is written; what came of it is lit on the drawing like the way of a real contact.
 */
import { Alert, Button, CloseButton, ScrollArea, Stack, Text, Title } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { useProblemText } from "@/app/shared/problems";
import type { Diagnostic } from "@/features/diagnostics/said";
import { diagnosticsOf } from "@/features/diagnostics/useDiagnosticTexts";
import { useFlow } from "../canvas/context";
import panel from "../explain/Mode.module.css";
import { useFit } from "../explain/useFit";
import type { Workspace } from "../panel/fields";
import { useSearchChange } from "../screens/Header";
import { ProblemList } from "../screens/Problems";
import type { FlowSearch } from "../search";
import { placed } from "../session/diagnostics";
import type { FlowSession } from "../session/useFlowSession";
import { LengthField } from "./Fields";
import { requestOf, type Trial } from "./form";
import { Outcome } from "./Outcome";
import { Part } from "./Part";
import classes from "./Simulate.module.css";
import { Start } from "./Start";
import { useTrial } from "./useTrial";
import { Ways } from "./Ways";
import { Who } from "./Who";

interface Props {
  readonly flow: string;
  readonly session: FlowSession;
  readonly search: FlowSearch;
  readonly workspace: Workspace;
}

export function SimulatePanel({ flow, session, search, workspace }: Props) {
  const { t } = useTranslation("simulate");
  const go = useSearchChange();
  const { trial, change } = useTrial(flow, search.contact);
  const [asking, setAsking] = useState(true);
  useFit(flow);
  const run = useMutation({
    mutationFn: () =>
      read(
        api.POST("/api/v1/flows/{id}/simulate", {
          params: { path: { id: flow } },
          body: requestOf(trial, session.editor.state.document),
        }),
      ),
    onSuccess: () => setAsking(false),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate();
  };
  return (
    <aside className={panel.panel} aria-label={t("label")}>
      <div className={panel.head}>
        <div className={panel.title}>
          <Title order={2} size="h3">
            {t("title")}
          </Title>
          <CloseButton
            aria-label={t("close")}
            onClick={() => go({ mode: undefined, contact: undefined })}
          />
        </div>
        <Text size="sm" c="dimmed">
          {t("nothingWritten")}
        </Text>
      </div>
      {!asking && run.data ? (
        <Outcome
          simulated={run.data}
          onChange={() => setAsking(true)}
          onAgain={() => run.mutate()}
        />
      ) : (
        <form onSubmit={submit} style={{ display: "contents" }}>
          <ScrollArea className={panel.body} type="auto" scrollbarSize={8}>
            <div className={classes.form}>
              {run.error && <Refused error={run.error} session={session} />}
              <Who trial={trial} change={change} workspace={workspace} />
              <Start trial={trial} change={change} workspace={workspace} />
              <Ways trial={trial} change={change} />
              <Clock trial={trial} change={change} />
            </div>
          </ScrollArea>
          <div className={classes.run}>
            <Button
              type="submit"
              fullWidth
              loading={run.isPending}
              disabled={trial.who === "contact" && trial.contact === null}
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
            >
              {t("run")}
            </Button>
          </div>
        </form>
      )}
    </aside>
  );
}

function Clock({ trial, change }: { trial: Trial; change: (changed: Partial<Trial>) => void }) {
  const { t } = useTranslation("simulate");
  return (
    <Part title={t("clock.title")} help={t("clock.help")}>
      <LengthField
        label={t("clock.title")}
        placeholder={t("clock.most")}
        value={trial.runFor}
        onChange={(runFor) => change({ runFor })}
      />
    </Part>
  );
}

/** What prevents it; a click leads to the step and the setting. */
function Refused({ error, session }: { error: unknown; session: FlowSession }) {
  const { stage } = useFlow();
  const { t } = useTranslation("simulate");
  const problemText = useProblemText();
  const go = useSearchChange();
  const problems = diagnosticsOf(error).map(placed);
  const jump = ({ node, field }: Diagnostic) => {
    if (node) session.editor.show(node, field);
    else session.editor.open({ ask: "flow" });
    go({ mode: undefined, contact: undefined, step: node ?? undefined });
    if (node) setTimeout(() => stage.view.reveal(node), 0);
  };
  return (
    <Alert color="red" variant="outline" role="alert" title={t("refused")}>
      {problems.length > 0 ? (
        <Stack gap={6}>
          <Text size="sm">{t("mend")}</Text>
          <ProblemList diagnostics={problems} onJump={jump} />
        </Stack>
      ) : (
        problemText(error)
      )}
    </Alert>
  );
}
