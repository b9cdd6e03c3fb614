/** From where one looks at the drawing: the arithmetic, without a screen. */
import type { Point } from "../model/document";
import { CARD } from "../model/place";

/** The drawing is moved by x and y, and shown `zoom` times as large. */
export interface Viewport extends Point {
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const ZOOM = { min: 0.1, max: 2 } as const;
/** Around all that is shown, as a share of it. */
const PADDING = 0.15;
/** Between a card that is brought into sight and the edge. */
const MARGIN = 48;

export const same = (a: Viewport, b: Viewport) => a.x === b.x && a.y === b.y && a.zoom === b.zoom;

/** Where the first step of an empty flow will stand: at the top, in the middle. */
const beginning = ({ width }: Size): Viewport => ({ x: (width - CARD.width) / 2, y: 96, zoom: 1 });

/** All these cards, as near as they fit, but never larger than they are. */
export function fitted(cards: readonly Point[], size: Size): Viewport {
  if (cards.length === 0) return beginning(size);
  const { width, height } = size;
  const [left, top] = [Math.min(...cards.map((c) => c.x)), Math.min(...cards.map((c) => c.y))];
  const right = Math.max(...cards.map((card) => card.x)) + CARD.width;
  const bottom = Math.max(...cards.map((card) => card.y)) + CARD.height;
  const room = 1 + PADDING;
  const near = Math.min(width / ((right - left) * room), height / ((bottom - top) * room), 1);
  const zoom = Math.max(near, ZOOM.min);
  return {
    x: width / 2 - ((left + right) / 2) * zoom,
    y: height / 2 - ((top + bottom) / 2) * zoom,
    zoom,
  };
}

/** Nearer or further away; what is in the middle stays there. */
export function zoomed(view: Viewport, { width, height }: Size, wanted: number): Viewport {
  const zoom = Math.min(Math.max(wanted, ZOOM.min), ZOOM.max);
  const by = zoom / view.zoom;
  const keep = (middle: number, moved: number) => middle - (middle - moved) * by;
  return { x: keep(width / 2, view.x), y: keep(height / 2, view.y), zoom };
}

/** Below this a card's text cannot be read. */
const READABLE = 0.5;

/** This card in sight, and near enough to read. */
export const readable = (view: Viewport, card: Point, size: Size): Viewport =>
  view.zoom < READABLE ? centred(card, size) : withInSight(view, card, size);

const centred = (card: Point, { width, height }: Size): Viewport => ({
  x: width / 2 - (card.x + CARD.width / 2),
  y: height / 2 - (card.y + CARD.height / 2),
  zoom: 1,
});

/** Moved just so far that this card is in sight. */
export function withInSight(view: Viewport, card: Point, { width, height }: Size): Viewport {
  const { x, y, zoom } = view;
  return {
    x: x + hidden(card.x * zoom + x, CARD.width * zoom, width),
    y: y + hidden(card.y * zoom + y, CARD.height * zoom, height),
    zoom,
  };
}

/** How far a thing has to be moved to be within the frame, with a margin around it. */
function hidden(start: number, size: number, frame: number): number {
  if (start < MARGIN) return MARGIN - start;
  return Math.min(0, frame - MARGIN - (start + size));
}
