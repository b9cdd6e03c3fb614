/** One flow, opened. What is shown of it, and how, stands in the address. */
import "../flow.css";
import { Box } from "@mantine/core";
import { IconRouteOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { useMay } from "@/app/session/session";
import { ButtonLink } from "@/app/shared/links";
import { Empty, Failed, Loading } from "@/app/shared/states";
import { flowQuery, kindsQuery } from "../queries";
import { EditorScreen } from "./EditorScreen";

export default function FlowPage() {
  const { flow: id = "" } = useParams({ strict: false });
  const flow = useQuery(flowQuery(id));
  const kinds = useQuery(kindsQuery);
  const mayEdit = useMay("editFlows");
  const error = flow.error ?? kinds.error;
  // Also while it is open: somebody else has deleted it.
  if (flow.error instanceof Problem && flow.error.status === 404) return <Gone />;
  if (flow.data && kinds.data) {
    const readOnly = !mayEdit || flow.data.state === "archived";
    return <EditorScreen key={id} flow={flow.data} kinds={kinds.data} readOnly={readOnly} />;
  }
  return (
    <Box p="lg">
      {error ? <Failed error={error} retry={() => void flow.refetch()} /> : <Loading />}
    </Box>
  );
}

function Gone() {
  const { t } = useTranslation("flow");
  return (
    <Empty
      icon={IconRouteOff}
      title={t("gone.title")}
      action={
        <ButtonLink to="/flows" variant="default">
          {t("header.back")}
        </ButtonLink>
      }
    >
      {t("gone.text")}
    </Empty>
  );
}
