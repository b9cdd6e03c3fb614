/** Who is signed in, and what their role lets us offer. What is allowed, the server decides. */
import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { api, read, setCsrf } from "@/api/client";
import type { Role, Session, Settings } from "@/api/team";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => {
    const session = await read(api.GET("/api/v1/session"));
    setCsrf(session.csrf);
    return session;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** What some roles may not; the names are those of the server's permissions. */
const ROLES = {
  editFlows: ["marketer"],
  editContacts: ["marketer"],
  adjustScores: ["marketer", "sales"],
  sell: ["sales"],
  administer: [],
} satisfies Record<string, Role[]>;

export type Permission = keyof typeof ROLES;

export function may(role: Role, permission: Permission): boolean {
  const roles: Role[] = ROLES[permission];
  return role === "admin" || roles.includes(role);
}

export function useMay(permission: Permission): boolean {
  return may(useSession().user.role, permission);
}

/** Takes over a session that the server just opened or changed. */
export function useAdopt(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => {
    setCsrf(session.csrf);
    client.setQueryData(sessionQuery.queryKey, session);
  };
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => read(api.DELETE("/api/v1/session")),
    // A full load: nothing of the one who left stays in memory.
    onSuccess: () => window.location.assign("/sign-in"),
  });
}

/** Keeps a choice (language, theme) with the person, for other browsers of theirs. */
export function useRemember() {
  const adopt = useAdopt();
  return useMutation({
    mutationFn: (settings: Settings) => read(api.PATCH("/api/v1/session", { body: { settings } })),
    onSuccess: adopt,
  });
}
