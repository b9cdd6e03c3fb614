/** Shows the question that is open. Esc and the cross mean no. */
import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "./shared/Dialog";
import { useQuestion } from "./shared/useAsk";

export function Ask() {
  const { t } = useTranslation();
  const question = useQuestion((state) => state.question);
  const close = () => useQuestion.setState({ question: undefined });
  if (question === undefined) return null;
  const yes = () => {
    close();
    question.onYes();
  };
  return (
    <Dialog title={question.title} onClose={close}>
      <Text>{question.text}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={close} data-autofocus>
          {t("actions.cancel")}
        </Button>
        <Button color="red" onClick={yes}>
          {question.verb}
        </Button>
      </Group>
    </Dialog>
  );
}
