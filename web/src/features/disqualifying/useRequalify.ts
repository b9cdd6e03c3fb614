/** The objection: keeps who is about to be disqualified, and takes back what has been done. */
import { api, read } from "@/api/client";
import { useWrite } from "@/app/shared/useWrite";

interface Options {
  readonly contact: string;
  /** What is said when it is done. */
  readonly done: () => string;
  readonly after?: () => void;
}

export function useRequalify({ contact, done, after }: Options) {
  return useWrite({
    send: () =>
      read(api.POST("/api/v1/contacts/{id}/requalify", { params: { path: { id: contact } } })),
    touches: ["contacts"],
    done,
    ...(after && { after }),
  });
}
