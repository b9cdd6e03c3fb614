/** Lets in who is signed in; everybody else goes to the door and comes back afterwards. */

import { useMantineColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useRouter } from "@tanstack/react-router";
import i18next from "i18next";
import { type ReactNode, useEffect, useState } from "react";
import { Problem } from "@/api/problem";
import type { Settings } from "@/api/team";
import { isLanguage, speak } from "../languages/languages";
import { Failed, Loading } from "../shared/states";
import { sessionQuery } from "./session";

export function Gate({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery);
  const { href } = useRouter().latestLocation;
  // Where they wanted to go; on the way to the door the address is already another one.
  const [here] = useState(href);
  useSettings(session.data?.settings);
  if (session.data !== undefined) return children;
  if (session.error instanceof Problem && session.error.status === 401) {
    return <Navigate to="/sign-in" search={{ to: here === "/" ? undefined : here }} replace />;
  }
  if (session.error) return <Failed error={session.error} retry={() => session.refetch()} />;
  return <Loading />;
}

/** What the person chose in another browser holds here as well. */
function useSettings(settings: Settings | undefined) {
  const { setColorScheme } = useMantineColorScheme();
  const { language, theme } = settings ?? {};
  useEffect(() => {
    if (isLanguage(language) && language !== i18next.language) void speak(language);
  }, [language]);
  useEffect(() => {
    if (theme === "light" || theme === "dark" || theme === "auto") setColorScheme(theme);
  }, [theme, setColorScheme]);
}
