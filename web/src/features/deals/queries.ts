import { api, read, type Schemas } from "@/api/client";
import { pagesOf } from "@/app/shared/pages";

export type Deal = Schemas["ListedDeal"];
export type Pipeline = Schemas["Pipeline"];
export type PipelineStage = Schemas["PipelineStage"];

const COLUMN_PAGE = 30;

/** The deals of one column of the board. */
export const columnQuery = (pipeline: string, stage: string) =>
  pagesOf(["deals", "column", pipeline, stage], (cursor) =>
    read(
      api.GET("/api/v1/deals", {
        params: { query: { pipeline, stage, limit: COLUMN_PAGE, cursor } },
      }),
    ),
  );
