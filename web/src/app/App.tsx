import { MantineProvider, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { cssVariables, theme } from "./theme";

export function App() {
  const { t } = useTranslation();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Title>{t("name")}</Title>
    </MantineProvider>
  );
}
