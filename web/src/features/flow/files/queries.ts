/** Flows as files: the server writes them, says what one would bring, and takes them in. */
import { api, read, type Schemas } from "@/api/client";

export type FlowFile = Schemas["FlowFile"];
export type ImportReport = Schemas["ImportReport"];

/** Without a version: the draft. */
export const exportFlow = (id: string, version?: number) => {
  const query = version === undefined ? {} : { version };
  return read(api.GET("/api/v1/flows/{id}/export", { params: { path: { id }, query } }));
};

/** Says what the file would bring and what it lacks here. Nothing is done. */
export const checkFile = (file: FlowFile) =>
  read(api.POST("/api/v1/flow-files", { params: { query: { check: true } }, body: file }));

export const importFile = (file: FlowFile) =>
  read(api.POST("/api/v1/flow-files", { params: { query: {} }, body: file }));
