/** A link that leads nowhere. */

import { IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/app/shared/links";
import { Empty } from "../shared/states";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty
      icon={IconMapOff}
      title={t("notFound.title")}
      action={<ButtonLink to="/">{t("notFound.verb")}</ButtonLink>}
    >
      {t("notFound.text")}
    </Empty>
  );
}
