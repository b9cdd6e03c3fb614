/** Who did something: a person, a key, or whoever sits at the server itself. */
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { short } from "./foreign";

/** The only name that whoever works at the server's console has. */
const CONSOLE = "Command line";

export function useActorText(): (by: Schemas["ActorResponse"]) => string {
  const { t } = useTranslation();
  return ({ kind, name }) => {
    if (kind === "key") return t("actors.key", { name: short(name) });
    return kind === "runnel" && name === CONSOLE ? t("actors.console") : short(name);
  };
}
